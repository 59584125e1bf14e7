"""What the audit log keeps of what agencies give to reviews."""

from heed.platform.audit_log.types import event


@event("submission.asked")
class SubmissionAsked:
    """Asked the agency {agency} for the submission {reference} ({kind})."""

    reference: str
    agency: str
    kind: str


@event("submission.chased")
class SubmissionChased:
    """Wrote down that the agency was reminded of the submission {reference}."""

    reference: str


@event("submission.day_moved")
class SubmissionDayMoved:
    """Gave the agency another day for the submission {reference}."""

    reference: str


@event("submission.not_asked_any_more")
class SubmissionNotAskedAnyMore:
    """Took back the request for the submission {reference}."""

    reference: str


@event("submission.drafted")
class SubmissionDrafted:
    """Kept a draft of the submission {reference}."""

    reference: str


@event("submission.handed_in")
class SubmissionHandedIn:
    """Handed in version {number} of the submission {reference} (only a part: {partial})."""

    reference: str
    number: int
    partial: bool


@event("submission.checked")
class SubmissionChecked:
    """Looked over version {number} of the submission {reference} (sent back: {sent_back})."""

    reference: str
    number: int
    sent_back: bool


@event("submission.signed_off")
class SubmissionSignedOff:
    """Signed off the submission {reference} as {role}; it made {records} records."""

    reference: str
    role: str
    records: int


@event("submission.file_taken")
class SubmissionFileTaken:
    """Took a copy of the file of version {number} of the submission {reference}."""

    reference: str
    number: int


@event("noncompliance.sent_on")
class NonComplianceSentOn:
    """Sent {reference}, an agency that does not take part, on to the stage {stage}."""

    reference: str
    stage: str


@event("noncompliance.closed")
class NonComplianceClosed:
    """Closed {reference}, with evidence that the agency takes part."""

    reference: str


@event("commission.kept")
class CommissionKept:
    """Kept who commissions the agency {agency}."""

    agency: str


@event("commission.ended")
class CommissionEnded:
    """Ended that somebody commissions the agency {agency}."""

    agency: str
