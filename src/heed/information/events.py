"""What the audit log keeps of information governance: references and counts, never what was asked or found."""

from heed.platform.audit_log.types import event


@event("agreement.added")
class AgreementAdded:
    """Added the agreement {reference}, between {parties} bodies."""

    reference: str
    parties: int


@event("agreement.changed")
class AgreementChanged:
    """Changed an agreement ({what})."""

    what: str


@event("agreement.signed")
class AgreementSigned:
    """Kept an agency's signature under edition {edition} of an agreement."""

    edition: int
    agency: str


@event("agreement.file_taken")
class AgreementFileTaken:
    """Downloaded an agreement's file."""


@event("assessment.saved")
class AssessmentSaved:
    """Saved version {number} of an impact assessment."""

    number: int


@event("request.received")
class RequestReceived:
    """Kept the request {reference} ({kind})."""

    reference: str
    kind: str


@event("request.extended")
class RequestExtended:
    """Extended the time for a request to {due}."""

    due: str


@event("request.answered")
class RequestAnswered:
    """Answered a request: {outcome}."""

    outcome: str


@event("request.searched")
class RequestSearched:
    """Searched {rows} rows for a person and found {mentions} mentions."""

    rows: int
    mentions: int


@event("request.mentions_seen")
class MentionsSeen:
    """Looked at {mentions} mentions of a person."""

    mentions: int


@event("request.mention_marked")
class MentionMarked:
    """Marked a mention of a person as {mark}."""

    mark: str


@event("request.bundle_taken")
class BundleTaken:
    """Downloaded what goes out to a person as {form}: {mentions} passages, {left_out} left out."""

    form: str
    mentions: int
    left_out: int


@event("release.asked")
class ReleaseAsked:
    """Kept the request {reference} for a review's material, asked by {kind}."""

    reference: str
    kind: str


@event("release.files_chosen")
class ReleaseFilesChosen:
    """Chose {files} files for a release."""

    files: int


@event("release.decided")
class ReleaseDecided:
    """Decided to {decision} material: {files} files."""

    decision: str
    files: int
    manifest_sha256: str


@event("release.taken")
class ReleaseTaken:
    """Downloaded the {files} released files."""

    files: int


@event("records.asked")
class RecordsAsked:
    """Kept that a review asked an agency for its records."""

    agency: str


@event("records.settled")
class RecordsSettled:
    """Kept what became of records asked of an agency: {what}."""

    what: str


@event("people.confirmed")
class PeopleConfirmed:
    """Looked through the people of an agency: {stay} stay, {end} should end."""

    stay: int
    end: int


@event("people.end_settled")
class EndSettled:
    """Settled what an agency's lead asked: membership {what}."""

    what: str


@event("hold.placed")
class HoldPlaced:
    """Placed a legal hold on {on}."""

    on: str


@event("hold.lifted")
class HoldLifted:
    """Lifted a legal hold."""


@event("disposal.proposed")
class DisposalProposed:
    """Proposed a disposal under the rule {rule}."""

    rule: str


@event("disposal.refused")
class DisposalRefused:
    """Refused a disposal."""


@event("disposal.done")
class Disposed:
    """Disposed of a {kind} under the rule {rule}: {rows} rows."""

    rule: str
    kind: str
    rows: int
