"""The first question, whether any child is unsafe now: of whatever came in for a review, for those who may see it."""

from __future__ import annotations

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.reviews.models import AgencyAsked, AsksSafety, CaseReferral, FirstQuestion, Review
from heed.reviews.queries.cases import asked_of, referrals_of

CHRONOLOGY = "chronology"
"""What an agency's first question is about where it enters events."""


def questions_of(actor: Actor, review: Review) -> list[AsksSafety]:
    """Whatever came in for a review and was asked first: referrals, answers for its rapid review, and returns."""
    answered = [each for each in asked_of(actor, review) if each.safety]
    returns = FirstQuestion.objects.visible_to(actor).filter(review=review)
    return [*referrals_of(actor, review), *answered, *returns.select_related("agency", "review")]


def open_questions(actor: Actor, review: Review) -> list[AsksSafety]:
    """Those of which nobody has said that no child is unsafe, or who acted and when."""
    return [each for each in questions_of(actor, review) if each.is_open]


def find_question(actor: Actor, ref: str) -> AsksSafety:
    """Whatever was asked first, by its public id, or `NotVisible`."""
    for model in (CaseReferral, AgencyAsked, FirstQuestion):
        row: AsksSafety | None = (
            model.objects.visible_to(actor).filter(public_id=ref).select_related("review", "agency").first()
        )
        if row is not None:
            return row
    raise NotVisible


def first_answer(actor: Actor, review: Review, *, agency_id: int, about: str) -> FirstQuestion | None:
    """What an agency said first of this return, or None: then it is asked before anything else."""
    rows = FirstQuestion.objects.visible_to(actor).filter(review=review, agency_id=agency_id, about=about)
    row: FirstQuestion | None = rows.select_related("agency", "said_by", "review").first()
    return row
