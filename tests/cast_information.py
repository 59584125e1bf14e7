"""What the cast keeps of information governance: one of each, made by the operations that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from heed.information.models import Agreement, Hold, InformationRequest, ReleaseRequest
from heed.information.operations import (
    add_agreement,
    add_assessment,
    ask_agency_for_records,
    choose_files,
    confirm_people,
    confirm_rule,
    keep_release_request,
    keep_request,
    place_hold,
    propose_disposal,
    search_for_person,
)
from heed.information.queries.access_reviews import find_agency_to_confirm, people_of_agency
from heed.library.queries import documents_of_review
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.queries import list_reviews

if TYPE_CHECKING:
    from tests.cast import Cast

PERSON = "Cora Coyle"
"""Whom the cast's subject access request is about; she has an account, and no document names her."""


def ensure(cast: Cast, *, at: datetime) -> None:
    """`make`, once in a test. It is no part of the cast itself: what stands on a review keeps it from being undone."""
    if not Agreement.objects.for_everyone(because="a test").exists():
        make(cast, at=at)


def make(cast: Cast, *, at: datetime) -> None:
    """An agreement, an assessment, requests of each kind, and one agency looked through."""
    lead = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    agreement = an_agreement(lead, at=at)
    add_assessment(lead, name="Sharing for reviews", agreement_ref=agreement.public_id, review_on=None, at=at)
    search_for_person(lead, ref=a_request(lead, at=at).public_id, at=at)
    a_release(lead, at=at)
    ask_agency_for_records(
        lead,
        review_ref=list_reviews(lead)[0].public_id,
        agency_ref=list_agencies(lead.partnership_id)[0].public_id,
        records="Records of core groups in 2023.",
        asked_on=at.date(),
        due_on=date(2025, 4, 1),
        at=at,
    )
    look_through(cast.of[Role.AGENCY_LEAD], at=at)
    a_hold(lead, at=at)
    for number, key in enumerate(("review", "request")):
        confirm_rule(lead, key=key, years=1, source="The council's schedule", after=number, at=at)
    propose_disposal(lead, kind="review", ref=list_reviews(lead)[0].public_id, at=DUE)


DUE = datetime(2026, 1, 10, 12, tzinfo=UTC)
"""When the cast's review has been kept for the year that its people confirmed."""


def a_hold(actor: Actor, *, at: datetime, **other: Any) -> Hold:
    """On everything that mentions somebody whom nothing mentions."""
    given = {
        "review_ref": "",
        "person_name": "Nobody Atall",
        "other_names": [],
        "born_on": None,
        "asked_by": "Public inquiry",
        "reason": "Its letter of January.",
    }
    return place_hold(actor, **{**given, **other}, at=at)


def an_agreement(actor: Actor, *, at: datetime, **other: Any) -> Agreement:
    """Between all agencies; nobody has signed."""
    given = {
        "kind": "sharing",
        "name": "Sharing information for reviews",
        "purpose": "Learning from what happened to a child.",
        "legal_basis": "public_task",
        "legal_basis_words": "Children Act 2004, section 16H",
        "guidance": "Share what the review asks for. Ask your lead if in doubt.",
        "in_force_from": date(2024, 1, 1),
        "review_on": date(2025, 1, 1),
        "agencies": [each.public_id for each in list_agencies(actor.partnership_id)],
    }
    return add_agreement(actor, **{**given, **other}, at=at)


def a_request(actor: Actor, *, at: datetime, **other: Any) -> InformationRequest:
    """A subject access request about somebody who has an account."""
    given = {
        "kind": "subject_access",
        "asked_by": PERSON,
        "asked": "Everything that you hold about me.",
        "received_on": at.date(),
        "person_name": PERSON,
        "other_names": ["Cora Cole"],
        "born_on": date(1980, 2, 29),
        "identity_checked_on": None,
    }
    return keep_request(actor, **{**given, **other}, at=at)


def a_release(actor: Actor, *, at: datetime, **other: Any) -> ReleaseRequest:
    """A coroner asks for a review's material; its documents are chosen, nothing is decided."""
    review = list_reviews(actor)[0]
    given = {
        "review_ref": review.public_id,
        "asked_by_kind": "coroner",
        "asked_by": "Assistant Coroner for Westmere",
        "their_reference": "WM/2025/17",
        "asked": "The report and what it stands on.",
        "received_on": at.date(),
        "due_on": date(2025, 3, 20),
        "legal_basis": "coroner_schedule_5",
        "legal_basis_words": "",
    }
    row = keep_release_request(actor, **{**given, **other}, at=at)
    return choose_files(
        actor,
        ref=row.public_id,
        document_refs=[each.public_id for each in documents_of_review(actor, review.pk)],
        uploads=[],
        version=row.version,
        at=at,
    )


def look_through(lead: Actor, *, at: datetime, ending: str = "") -> Any:
    """The agency's lead says that everybody stays, but for the person of this name."""
    agency = find_agency_to_confirm(lead, lead.agency_ref)
    people = people_of_agency(lead, agency, on=at.date())
    said = {each.ref: ("end", "Left the trust.") if each.name == ending else ("stays", "") for each in people}
    return confirm_people(lead, agency_ref=lead.agency_ref, said=said, at=at)
