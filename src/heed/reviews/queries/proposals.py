"""What is put to those who decide of a review, besides its decision and its report: steps, and who leads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.approvals.queries import standing_approval
from heed.platform.approvals.types import ForApproval, JointView
from heed.platform.base.errors import NotVisible
from heed.platform.rules.queries import rules_of
from heed.platform.ui.wording import day
from heed.reviews.models import Appointment, Review, StepProposal
from heed.reviews.queries.cases import hash_of
from heed.reviews.queries.people import find_appointment, role_names
from heed.reviews.types import DECIDED_TOGETHER, ReviewState

STEP, APPOINTMENT = "review_step", "appointment"
"""What these are called among what is approved together."""


def decision_of_role(role: str) -> str:
    """Which decision of `rules/decisions.yaml` it is who has this part; "" where the team appoints."""
    return str(rules_of("review-people")["roles"].get(role, {}).get("decision", ""))


def proposals_of(actor: Actor, review: Review) -> list[StepProposal]:
    """Every step that was put forward for those who decide, the newest first."""
    rows = StepProposal.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("proposed_by").order_by("-pk"))


def standing_of(actor: Actor, row: StepProposal | Appointment) -> JointView | None:
    """Who was asked to decide it and what they said, or None where nobody was asked."""
    kind = STEP if isinstance(row, StepProposal) else APPOINTMENT
    return standing_approval(actor, kind=kind, ref=row.public_id)


def find_step(actor: Actor, ref: str) -> StepProposal:
    """The step put forward with this public id, or `NotVisible`."""
    rows = (
        StepProposal.objects.visible_to(actor).filter(public_id=ref).select_related("review", "proposed_by")
    )
    row: StepProposal | None = rows.first()
    if row is None:
        raise NotVisible
    return row


def show_step(actor: Actor, ref: str) -> ForApproval:
    """A step exactly as it is put to those who decide."""
    row = find_step(actor, ref)
    what = DECIDED_TOGETHER[ReviewState(row.state)][1]
    words = f"{what}.\n\n{row.why}\n\nPut forward by {row.proposed_by.name}, {day(row.proposed_at)}."
    return _shown(row.review, what, words, "reviews:clocks")


def show_appointment(actor: Actor, ref: str) -> ForApproval:
    """Who is to have a part in a review, exactly as it is put to those who decide."""
    row = find_appointment(actor, ref)
    part = role_names()[row.role]
    what = f"{part}: {row.reviewer}"
    words = f"{what}, appointed on {day(row.appointed_on)}.\n\nExperience: {row.reviewer.experience}"
    return _shown(row.review, what, words, "reviews:people")


def _shown(review: Review, what: str, words: str, page: str) -> ForApproval:
    return ForApproval(
        title=f"{what} ({review.reference})",
        words=words,
        sha256=hash_of(words),
        href=reverse(page, args=[review.public_id]),
        case_ref=review.public_id,
    )


def step_refs_of_case(case_ref: str) -> list[str]:
    """The public ids of a case's steps put forward, for everybody."""
    return list(proposal_rows(case_ref).values_list("public_id", flat=True))


def appointment_refs_of_case(case_ref: str) -> list[str]:
    """The public ids of a case's appointments, for everybody."""
    rows = Appointment.objects.for_everyone(because="approvals move with their case")
    return list(rows.filter(review__public_id=case_ref).values_list("public_id", flat=True))


def proposers_of(ref: str) -> Mapping[int, str]:
    """Who put this step forward: they do not decide it."""
    rows = StepProposal.objects.for_everyone(because="whoever puts it forward does not decide")
    return dict(rows.filter(public_id=ref).values_list("proposed_by_id", "proposed_by__name"))


def appointers_of(ref: str) -> Mapping[int, str]:
    """Who put this reviewer forward, and the reviewer: they do not decide it."""
    rows = Appointment.objects.for_everyone(because="whoever puts somebody forward does not decide")
    found = rows.filter(public_id=ref)
    named = dict(found.values_list("appointed_by_id", "appointed_by__name"))
    own = found.exclude(reviewer__person=None).values_list("reviewer__person_id", "reviewer__person__name")
    return {**named, **dict(own)}


def proposal_rows(case_ref: str) -> QuerySet[Any]:
    """The steps put forward of a case."""
    rows: QuerySet[Any] = StepProposal.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)
