"""What can be due of information governance."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, Q, Value
from django.urls import reverse

from heed.information.queries.access_reviews import list_turns, own_turn
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
from heed.information.queries.requests import RequestFilter, filter_requests
from heed.information.queries.retention import DisposalFilter, filter_disposals
from heed.information.queries.written import request_rule
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather, gather_from
from heed.platform.ui.wording import count, day

NO_DAY = Value(None, output_field=DateField())
_LEAD = frozenset({Role.INFORMATION_GOVERNANCE_LEAD})
_DECIDERS = frozenset(
    {
        Role.LEAD_SAFEGUARDING_PARTNER,
        Role.DELEGATED_SAFEGUARDING_PARTNER,
        Role.BUSINESS_MANAGER,
        Role.INFORMATION_GOVERNANCE_LEAD,
    }
)


def find_requests(actor: Actor, wanted: Wanted) -> Found:
    """Requests for information that are not answered."""
    rows = filter_requests(actor, RequestFilter(state="open"))
    return gather(rows, wanted, on="due_on", make=_request)


def _request(row: Any) -> Due:
    return _due(
        row, "information:request", row.due_on, note=f"{request_rule(row.kind)['name']}: {row.due_because}"
    )


def find_releases(actor: Actor, wanted: Wanted) -> Found:
    """Requests for a review's material that somebody other than who kept them is to decide."""
    rows = filter_releases(actor, ReleaseFilter(state="open")).exclude(kept_by_id=actor.person_id)
    return gather(rows, wanted, on="due_on", make=_release, undated=True)


def _release(row: Any) -> Due:
    return _due(
        row,
        "information:release",
        row.due_on,
        case_ref=row.review.public_id,
        note=f"{row.asked_by} asks for material of {row.review.name}",
    )


def find_records(actor: Actor, wanted: Wanted) -> Found:
    """Records that a review asked an agency for and that have not come."""
    rows = filter_agency_records(actor, AgencyRecordFilter(state="waiting"))
    return gather(rows.filter(due_on__isnull=False), wanted, on="due_on", make=_record)


def _record(row: Any) -> Due:
    return _due(
        row,
        "information:record",
        row.due_on,
        case_ref=row.review.public_id,
        who=row.agency.name,
        note=f"{row.agency.name}, for {row.review.name}",
    )


def find_agreements(actor: Actor, wanted: Wanted) -> Found:
    """Agreements in force that are to be looked at again."""
    rows = filter_agreements(actor, AgreementFilter())
    rows = rows.filter(Q(ended_on__isnull=True), review_on__isnull=False)
    return gather(rows, wanted, on="review_on", make=_agreement)


def _agreement(row: Any) -> Due:
    return _due(row, "information:agreement", row.review_on, note=row.name)


def find_assessments(actor: Actor, wanted: Wanted) -> Found:
    """Impact assessments that are to be looked at again."""
    rows = filter_assessments(actor, AssessmentFilter()).filter(review_on__isnull=False)
    return gather(rows, wanted, on="review_on", make=_assessment)


def _assessment(row: Any) -> Due:
    return _due(row, "information:assessment", row.review_on, note=row.name)


def find_unsigned(actor: Actor, wanted: Wanted) -> Found:
    """Agreements that lack a signature; there is no day for it."""
    rows = filter_agreements(actor, AgreementFilter(state="unsigned")).annotate(no_day=NO_DAY)
    return gather(rows, wanted, on="no_day", make=_unsigned, undated=True)


def _unsigned(row: Any) -> Due:
    return _due(row, "information:agreement", None, note=row.name)


def find_disposals(actor: Actor, wanted: Wanted) -> Found:
    """Disposals that somebody else proposed and a second person is to decide."""
    rows = filter_disposals(actor, DisposalFilter(state="proposed")).exclude(proposed_by_id=actor.person_id)
    return gather(rows.annotate(no_day=NO_DAY), wanted, on="no_day", make=_disposal, undated=True)


def _disposal(row: Any) -> Due:
    note = "Somebody proposed it, and a second person decides"
    case_ref = row.subject_ref if row.subject_kind == "review" else ""
    return _due(row, "information:disposal", None, case_ref=case_ref, note=note)


def _due(row: Any, page: str, on: Any, *, note: str, case_ref: str = "", who: str = "") -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse(page, args=[row.public_id]),
        on=on,
        scope_id=row.scope_id,
        case_ref=case_ref,
        who=who,
        note=note,
    )


def find_turns(actor: Actor, wanted: Wanted) -> Found:
    """Agencies whose people are to be looked through: the lead's own, and others' where somebody is told of them."""
    today, scope = wanted.today, get_partnership_scope(actor.partnership_id).pk
    watches = any(reach.agency_id is None and reach.person_id is None for reach in wanted.reaches)
    if watches and (actor.may(Permission.GOVERN_INFORMATION) or actor.may(Permission.MANAGE_PEOPLE)):
        turns = list_turns(actor, on=today)
    else:
        own = own_turn(actor, on=today)
        turns = [own] if own else []
    mine = {turn.ref: actor.agency_id for turn in turns if turn.ref == actor.agency_ref}
    manages = actor.may(Permission.MANAGE_PEOPLE)
    dues = [
        Due(
            ref=turn.ref,
            reference=turn.name,
            href=reverse("information:confirm_people", args=[turn.ref])
            if manages or turn.ref in mine
            else reverse("information:turns"),
            on=turn.due_on if turn.last_on or not turn.late else None,
            late="" if turn.last_on or not turn.late else "Overdue",
            scope_id=scope,
            agency_id=mine.get(turn.ref, 0),
            who=turn.name,
            note=f"{count(turn.people, 'person', 'people')}, {_looked_through(turn.last_on)}",
        )
        for turn in turns
    ]
    return gather_from(dues, wanted)


def _looked_through(last: date | None) -> str:
    return f"looked through on {day(last)}" if last else "never looked through"


KINDS = (
    DueKind(
        name="information_request",
        record="request",
        what="Request for information",
        ask="Answer {reference}",
        chase="Nobody has answered {reference}",
        button="Answer",
        noun=("request for information", "requests for information"),
        owners=_LEAD,
        find=find_requests,
        older_href=lambda actor: f"{reverse('information:requests')}?state=late",
        by_agency=False,
        may=Permission.GOVERN_INFORMATION,
    ),
    DueKind(
        name="release",
        record="release",
        what="Request for a review's material",
        ask="Decide on {reference}",
        chase="Nobody has decided on {reference}",
        button="Decide",
        noun=("request for material", "requests for material"),
        owners=_DECIDERS,
        find=find_releases,
        older_href=lambda actor: f"{reverse('information:releases')}?state=late",
        by_agency=False,
        may=Permission.DECIDE_INFORMATION,
    ),
    DueKind(
        name="agency_record",
        record="records",
        what="Records asked of an agency",
        ask="See that {reference} comes in",
        chase="{who} has not given the records of {reference}",
        button="Open",
        noun=("agency's records", "agencies' records"),
        owners=_LEAD,
        find=find_records,
        older_href=lambda actor: f"{reverse('information:records')}?state=late",
        by_agency=False,
        may=Permission.GOVERN_INFORMATION,
    ),
    DueKind(
        name="agreement",
        record="agreement",
        what="Agreement to look at again",
        ask="Look at {reference} again",
        chase="Nobody has looked at {reference} again",
        button="Review",
        noun=("agreement to look at again", "agreements to look at again"),
        owners=_LEAD,
        find=find_agreements,
        older_href=lambda actor: f"{reverse('information:agreements')}?state=review",
        by_agency=False,
        may=Permission.GOVERN_INFORMATION,
    ),
    DueKind(
        name="assessment",
        record="assessment",
        what="Impact assessment to look at again",
        ask="Look at {reference} again",
        chase="Nobody has looked at {reference} again",
        button="Review",
        noun=("assessment to look at again", "assessments to look at again"),
        owners=_LEAD,
        find=find_assessments,
        older_href=lambda actor: reverse("information:assessments"),
        by_agency=False,
        may=Permission.GOVERN_INFORMATION,
    ),
    DueKind(
        name="signature",
        record="agreement",
        what="Signature missing",
        ask="Have {reference} signed by everybody",
        chase="{reference} lacks a signature",
        button="Open",
        noun=("agreement unsigned", "agreements unsigned"),
        owners=_LEAD,
        find=find_unsigned,
        older_href=lambda actor: f"{reverse('information:agreements')}?state=unsigned",
        by_agency=False,
        may=Permission.GOVERN_INFORMATION,
    ),
    DueKind(
        name="disposal",
        record="disposal",
        what="Disposal to decide",
        ask="Decide on disposal {reference}",
        chase="Nobody has decided on disposal {reference}",
        button="Decide",
        noun=("disposal", "disposals"),
        owners=_DECIDERS,
        find=find_disposals,
        older_href=lambda actor: reverse("information:disposals"),
        by_agency=False,
        may=Permission.DECIDE_INFORMATION,
    ),
    DueKind(
        name="access_review",
        record="agency",
        what="People of an agency to look through",
        ask="Say who still acts for {reference}",
        chase="{who} has not looked through its people",
        button="Look through them",
        noun=("agency not looked through", "agencies not looked through"),
        owners=frozenset({Role.AGENCY_LEAD}),
        find=find_turns,
        older_href=lambda actor: reverse("information:turns"),
        may=None,
    ),
)
