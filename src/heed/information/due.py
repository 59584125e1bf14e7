"""What can be due of information governance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import DateField, QuerySet, Value
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


Find = Callable[[Actor, Wanted], Found]
Says = Callable[[Any], str]


def _finds(
    rows: Callable[[Actor], QuerySet[Any]],
    page: str,
    *,
    on: str = "",
    undated: bool = False,
    note: Says = lambda row: str(row.name),
    case: Says = lambda row: "",
    who: Says = lambda row: "",
) -> Find:
    """What is due of a table's rows, each with its page, by the day in the field `on`; without one there is no day."""

    def make(row: Any) -> Due:
        return Due(
            ref=row.public_id,
            reference=row.reference,
            href=reverse(page, args=[row.public_id]),
            on=getattr(row, on) if on else None,
            scope_id=row.scope_id,
            case_ref=case(row),
            who=who(row),
            note=note(row),
        )

    def find(actor: Actor, wanted: Wanted) -> Found:
        found = rows(actor) if on else rows(actor).annotate(no_day=NO_DAY)
        return gather(found, wanted, on=on or "no_day", make=make, undated=undated or not on)

    return find


def _of_review(row: Any) -> str:
    return str(row.review.public_id)


def _agreements_to_review(actor: Actor) -> QuerySet[Any]:
    rows = filter_agreements(actor, AgreementFilter())
    return rows.filter(ended_on__isnull=True, review_on__isnull=False)


def _disposals_of_others(actor: Actor) -> QuerySet[Any]:
    rows = filter_disposals(actor, DisposalFilter(state="proposed"))
    return rows.exclude(proposed_by_id=actor.person_id)


def _releases_of_others(actor: Actor) -> QuerySet[Any]:
    rows = filter_releases(actor, ReleaseFilter(state="open"))
    return rows.exclude(kept_by_id=actor.person_id)


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


def _kind(
    name: str,
    record: str,
    what: str,
    *,
    ask: str,
    chase: str,
    button: str,
    noun: tuple[str, str],
    find: Find,
    older: str,
    state: str = "",
    owners: frozenset[Role] = _LEAD,
    may: Permission = Permission.GOVERN_INFORMATION,
) -> DueKind:
    """A kind that is nobody's agency's; those too old to be listed stand at `older`, narrowed to a state."""
    return DueKind(
        name=name,
        record=record,
        what=what,
        ask=ask,
        chase=chase,
        button=button,
        noun=noun,
        owners=owners,
        find=find,
        older_href=lambda actor: reverse(f"information:{older}") + (f"?state={state}" if state else ""),
        by_agency=False,
        may=may,
    )


KINDS = (
    _kind(
        "information_request",
        "request",
        "Request for information",
        ask="Answer {reference}",
        chase="Nobody has answered {reference}",
        button="Answer",
        noun=("request for information", "requests for information"),
        find=_finds(
            lambda actor: filter_requests(actor, RequestFilter(state="open")),
            "information:request",
            on="due_on",
            note=lambda row: f"{request_rule(row.kind)['name']}: {row.due_because}",
        ),
        older="requests",
        state="late",
    ),
    _kind(
        "release",
        "release",
        "Request for a review's material",
        ask="Decide on {reference}",
        chase="Nobody has decided on {reference}",
        button="Decide",
        noun=("request for material", "requests for material"),
        find=_finds(
            _releases_of_others,
            "information:release",
            on="due_on",
            undated=True,
            note=lambda row: f"{row.asked_by} asks for material of {row.review.name}",
            case=_of_review,
        ),
        older="releases",
        state="late",
        owners=_DECIDERS,
        may=Permission.DECIDE_INFORMATION,
    ),
    _kind(
        "agency_record",
        "records",
        "Records asked of an agency",
        ask="See that {reference} comes in",
        chase="{who} has not given the records of {reference}",
        button="Open",
        noun=("agency's records", "agencies' records"),
        find=_finds(
            lambda actor: filter_agency_records(actor, AgencyRecordFilter(state="waiting")).filter(
                due_on__isnull=False
            ),
            "information:record",
            on="due_on",
            note=lambda row: f"{row.agency.name}, for {row.review.name}",
            case=_of_review,
            who=lambda row: str(row.agency.name),
        ),
        older="records",
        state="late",
    ),
    _kind(
        "agreement",
        "agreement",
        "Agreement to look at again",
        ask="Look at {reference} again",
        chase="Nobody has looked at {reference} again",
        button="Review",
        noun=("agreement to look at again", "agreements to look at again"),
        find=_finds(_agreements_to_review, "information:agreement", on="review_on"),
        older="agreements",
        state="review",
    ),
    _kind(
        "assessment",
        "assessment",
        "Impact assessment to look at again",
        ask="Look at {reference} again",
        chase="Nobody has looked at {reference} again",
        button="Review",
        noun=("assessment to look at again", "assessments to look at again"),
        find=_finds(
            lambda actor: filter_assessments(actor, AssessmentFilter()).filter(review_on__isnull=False),
            "information:assessment",
            on="review_on",
        ),
        older="assessments",
    ),
    _kind(
        "signature",
        "agreement",
        "Signature missing",
        ask="Have {reference} signed by everybody",
        chase="{reference} lacks a signature",
        button="Open",
        noun=("agreement unsigned", "agreements unsigned"),
        find=_finds(
            lambda actor: filter_agreements(actor, AgreementFilter(state="unsigned")),
            "information:agreement",
        ),
        older="agreements",
        state="unsigned",
    ),
    _kind(
        "disposal",
        "disposal",
        "Disposal to decide",
        ask="Decide on disposal {reference}",
        chase="Nobody has decided on disposal {reference}",
        button="Decide",
        noun=("disposal", "disposals"),
        find=_finds(
            _disposals_of_others,
            "information:disposal",
            note=lambda row: "Somebody proposed it, and a second person decides",
            case=lambda row: row.subject_ref if row.subject_kind == "review" else "",
        ),
        older="disposals",
        owners=_DECIDERS,
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
