"""Information governance for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

from heed.information.models import Agreement, InformationRequest, ReleaseRequest
from heed.information.operations import (
    answer_request,
    attach_file,
    change_agreement,
    choose_files,
    confirm_rule,
    decide_disposal,
    decide_release,
    extend_request,
    lift_hold,
    mark_mention,
    note_agreement_file_taken,
    note_bundle_taken,
    note_mentions_seen,
    note_release_taken,
    save_answers,
    search_for_person,
    settle_end,
    settle_records,
    sign_agreement,
)
from heed.information.queries.agreements import (
    AgreementFilter,
    AssessmentFilter,
    filter_agreements,
    filter_assessments,
)
from heed.information.queries.releases import (
    AgencyRecordFilter,
    ReleaseFilter,
    filter_agency_records,
    filter_releases,
)
from heed.information.queries.requests import RequestFilter, filter_requests, mentions_of
from heed.information.queries.retention import DisposalFilter, HoldFilter, filter_disposals, filter_holds
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.queries import list_agencies
from tests import cast_information
from tests.cast import AT, NAMES, Cast, Register


def things(cast: Cast) -> dict[str, str]:
    """Of information governance: one of each, and those that a later step is asked of."""
    lead = governing(cast)
    manager, agency_lead = cast.manager, cast.of[Role.AGENCY_LEAD]
    request = filter_requests(lead, RequestFilter()).get()
    marked = cast_information.a_request(lead, at=AT)
    search_for_person(lead, ref=marked.public_id, at=AT)
    for each in mentions_of(lead, marked):
        mark_mention(
            lead,
            ref=marked.public_id,
            mention_ref=each.public_id,
            mark="about",
            reason="",
            given_out="",
            version=each.version,
            at=AT,
        )
    agreement = filter_agreements(lead, AgreementFilter()).get()
    attach_file(lead, ref=agreement.public_id, name="signed.pdf", chunks=[b"signed"], at=AT)
    decided = cast_information.a_release(lead, at=AT)
    decide_release(
        manager, ref=decided.public_id, decision="release", reason="Required.", version=decided.version, at=AT
    )
    cast_information.look_through(agency_lead, at=AT, ending=ENDING)
    answered = cast_information.a_request(lead, at=AT)
    answer_request(lead, ref=answered.public_id, outcome="given", reason="", answered_on=AT.date(), at=AT)
    return {
        "agreement": agreement.public_id,
        "assessment": filter_assessments(lead, AssessmentFilter()).get().public_id,
        "request": request.public_id,
        "mention": mentions_of(lead, request)[0].public_id,
        "request.marked": marked.public_id,
        "release": filter_releases(lead, ReleaseFilter(state="open")).get().public_id,
        "release.decided": decided.public_id,
        "hold": filter_holds(lead, HoldFilter()).get().public_id,
        "disposal": filter_disposals(lead, DisposalFilter()).get().public_id,
        "request.answered": answered.public_id,
        "record": filter_agency_records(lead, AgencyRecordFilter()).get().public_id,
        "agency.leads": agency_lead.agency_ref,
        "member.ending": Membership.objects.get(person__name=ENDING).public_id,
    }


ENDING = NAMES[Role.REVIEW_PANEL_MEMBER]
"""Acts for the agency of the cast's agency lead, who asks for the end of it."""


def governing(cast: Cast) -> Actor:
    """Who governs information, with one of everything kept."""
    cast_information.ensure(cast, at=AT)
    return cast.of[Role.INFORMATION_GOVERNANCE_LEAD]


def an_agreement(cast: Cast) -> Agreement:
    found: Agreement = filter_agreements(governing(cast), AgreementFilter()).get()
    return found


def a_request(cast: Cast) -> InformationRequest:
    found: InformationRequest = filter_requests(governing(cast), RequestFilter()).get()
    return found


def looked_through(cast: Cast) -> InformationRequest:
    """The cast's request with every mention marked."""
    row = a_request(cast)
    for each in mentions_of(governing(cast), row):
        mark_mention(
            governing(cast),
            ref=row.public_id,
            mention_ref=each.public_id,
            mark="about",
            reason="",
            given_out="",
            version=each.version,
            at=AT,
        )
    return row


def released(cast: Cast) -> ReleaseRequest:
    row = filter_releases(governing(cast), ReleaseFilter()).get()
    return decide_release(
        cast.manager, ref=row.public_id, decision="release", reason="Required.", version=row.version, at=AT
    )


def end_settled(cast: Cast) -> object:
    lead, ending = cast.of[Role.AGENCY_LEAD], cast.of[Role.REVIEW_PANEL_MEMBER]
    cast_information.look_through(lead, at=AT, ending=ending.name)
    ref = Membership.objects.get(pk=ending.membership_id).public_id
    return settle_end(cast.manager, membership_ref=ref, end=True, at=AT)


def disposed(cast: Cast, *, agree: bool) -> object:
    row = filter_disposals(governing(cast), DisposalFilter()).get()
    return decide_disposal(
        cast.manager, ref=row.public_id, agree=agree, reason="As the rule says.", at=cast_information.DUE
    )


MADE = (
    "agreement.added",
    "assessment.saved",
    "request.received",
    "request.searched",
    "release.asked",
    "release.files_chosen",
    "records.asked",
    "people.confirmed",
    "hold.placed",
    "disposal.proposed",
)
"""Events of making one of everything."""
DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    **{name: lambda register, cast: governing(cast) for name in MADE},
    "hold.lifted": lambda register, cast: lift_hold(
        governing(cast),
        ref=filter_holds(governing(cast), HoldFilter()).get().public_id,
        reason="The inquiry has ended.",
        at=AT,
    ),
    "disposal.refused": lambda register, cast: disposed(cast, agree=False),
    "disposal.done": lambda register, cast: disposed(cast, agree=True),
    "agreement.changed": lambda register, cast: attach_file(
        governing(cast), ref=an_agreement(cast).public_id, name="a.pdf", chunks=[b"a"], at=AT
    ),
    "agreement.signed": lambda register, cast: sign_agreement(
        governing(cast),
        ref=an_agreement(cast).public_id,
        agency_ref=list_agencies(cast.manager.partnership_id)[0].public_id,
        signed_by="A. Director",
        signed_on=AT.date(),
        at=AT,
    ),
    "agreement.file_taken": lambda register, cast: note_agreement_file_taken(
        governing(cast), ref=an_agreement(cast).public_id, at=AT
    ),
    "request.extended": lambda register, cast: extend_request(
        governing(cast), ref=a_request(cast).public_id, reason="Many records.", at=AT
    ),
    "request.answered": lambda register, cast: answer_request(
        governing(cast),
        ref=a_request(cast).public_id,
        outcome="given",
        reason="",
        answered_on=AT.date(),
        at=AT,
    ),
    "request.mentions_seen": lambda register, cast: note_mentions_seen(
        governing(cast), ref=a_request(cast).public_id, mentions=1, at=AT
    ),
    "request.mention_marked": lambda register, cast: looked_through(cast),
    "request.bundle_taken": lambda register, cast: note_bundle_taken(
        governing(cast), ref=looked_through(cast).public_id, form="docx", at=AT
    ),
    "release.decided": lambda register, cast: released(cast),
    "release.taken": lambda register, cast: note_release_taken(
        governing(cast), ref=released(cast).public_id, at=AT
    ),
    "records.settled": lambda register, cast: settle_records(
        governing(cast),
        ref=filter_agency_records(governing(cast), AgencyRecordFilter()).get().public_id,
        kept_safe_on=AT.date(),
        provided_on=None,
        not_provided_because="",
        version=1,
        at=AT,
    ),
    "people.end_settled": lambda register, cast: end_settled(cast),
}


WITHOUT_ACTOR = {
    "heed.information.operations.releases.hash_of": "a hash of stored bytes, nothing is changed",
    "heed.information.operations.releases.manifest_hash": "a hash of names and hashes, nothing is changed",
}

_O = "heed.information.operations"
WITHOUT_VERSION = {
    f"{_O}.access_reviews.confirm_people": "adds a review; what was asked before of the same people is settled by it",
    f"{_O}.access_reviews.settle_end": "claims it while nobody has settled it",
    f"{_O}.agreements.attach_file": "the earlier file stays in the history",
    f"{_O}.agreements.make_new_edition": "claims the edition that was seen",
    f"{_O}.agreements.sign_agreement": "claims the place for the signature while it is empty",
    f"{_O}.requests.answer_request": "claims the request while nobody has answered it",
    f"{_O}.requests.extend_request": "claims the request while nobody has extended it",
    f"{_O}.retention.decide_disposal": "claims it while nobody has decided",
    f"{_O}.retention.lift_hold": "claims it while it is in force",
    f"{_O}.subject_access.search_for_person": "removes only what nobody has marked",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]
"""The row, what the first and the second make of it, and how each saves."""


def _an_agreement(register: Register, cast: Cast) -> Two:
    row = an_agreement(cast)
    given = {
        name: getattr(row, name)
        for name in (
            "kind",
            "name",
            "legal_basis",
            "legal_basis_words",
            "guidance",
            "in_force_from",
            "review_on",
        )
    }
    agencies = [each.public_id for each in list_agencies(cast.manager.partnership_id)]

    def save(mine: str) -> object:
        return change_agreement(
            governing(cast),
            ref=row.public_id,
            purpose=mine,
            ended_on=None,
            agencies=agencies,
            version=row.version,
            at=AT,
            **given,
        )

    return row, ("To learn together.", "To keep children safe."), save


def _answers(register: Register, cast: Cast) -> Two:
    row = filter_assessments(governing(cast), AssessmentFilter()).get()

    def save(mine: str) -> object:
        return save_answers(
            governing(cast), ref=row.public_id, answers={"need": mine}, version=row.version, at=AT
        )

    return row, ("To learn.", "To share."), save


def _files(register: Register, cast: Cast) -> Two:
    row = filter_releases(governing(cast), ReleaseFilter()).get()

    def save(mine: str) -> object:
        return choose_files(
            governing(cast),
            ref=row.public_id,
            document_refs=[],
            uploads=[(mine, [mine.encode()])],
            version=row.version,
            at=AT,
        )

    return row, ("letter.pdf", "redacted.pdf"), save


def _decision(register: Register, cast: Cast) -> Two:
    row = filter_releases(governing(cast), ReleaseFilter()).get()

    def save(mine: str) -> object:
        return decide_release(
            cast.manager, ref=row.public_id, decision="release", reason=mine, version=row.version, at=AT
        )

    return row, ("A notice was served.", "An order was made."), save


def _records(register: Register, cast: Cast) -> Two:
    row = filter_agency_records(governing(cast), AgencyRecordFilter()).get()

    def save(mine: str) -> object:
        return settle_records(
            governing(cast),
            ref=row.public_id,
            kept_safe_on=None,
            provided_on=None,
            not_provided_because=mine,
            version=row.version,
            at=AT,
        )

    return row, ("Lost in a flood.", "Held by another trust."), save


def _mention(register: Register, cast: Cast) -> Two:
    request = a_request(cast)
    row = mentions_of(governing(cast), request)[0]

    def save(mine: str) -> object:
        return mark_mention(
            governing(cast),
            ref=request.public_id,
            mention_ref=row.public_id,
            mark="withheld",
            reason=mine,
            given_out="",
            version=row.version,
            at=AT,
        )

    return row, ("Legal advice", "Crime prevention"), save


def _rule(register: Register, cast: Cast) -> Two:
    def save(mine: str) -> object:
        return confirm_rule(governing(cast), key="release", years=7, source=mine, after=2, at=AT)

    return Agency(), ("The schedule of 2024", "The schedule of 2025"), save


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_O}.retention.confirm_rule": _rule,
    f"{_O}.agreements.change_agreement": _an_agreement,
    f"{_O}.assessments.save_answers": _answers,
    f"{_O}.releases.choose_files": _files,
    f"{_O}.releases.decide_release": _decision,
    f"{_O}.releases.settle_records": _records,
    f"{_O}.subject_access.mark_mention": _mention,
}
"""Every operation that is told which version was seen."""
