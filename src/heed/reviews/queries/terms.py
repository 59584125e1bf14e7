"""Terms of reference, for those who may see the review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.rules.queries import rules_of
from heed.reviews.models import Question, Terms, TermsQuestion


def standard_questions() -> Mapping[str, str]:
    """What every review may be asked, by key."""
    questions: Mapping[str, str] = rules_of("terms")["standard"]
    return questions


def terms_of_review(actor: Actor, review_id: int, *, withdrawn: bool = False) -> list[Terms]:
    """Every version with its questions, the newest first; with `withdrawn` those too that were withdrawn."""
    check_may(actor, Permission.READ_REGISTER)
    asks = TermsQuestion.objects.select_related("question").order_by("position")
    rows = Terms.objects.visible_to(actor).filter(review_id=review_id)
    rows = rows if withdrawn else rows.filter(withdrawn_at__isnull=True)
    rows = rows.select_related("written_by", "withdrawn_by")
    return list(rows.prefetch_related(Prefetch("asks", asks), "agencies").order_by("-number"))


def questions_of_review(actor: Actor, review_id: int) -> list[Question]:
    """What the newest version asks, in its order."""
    newest = terms_of_review(actor, review_id)[:1]
    return [each.question for terms in newest for each in terms.asks.all()]


def questions_by_ref(actor: Actor, review_id: int, refs: Sequence[str]) -> list[Question]:
    """Those of a review's questions, whichever version asks them, with these public ids."""
    check_may(actor, Permission.READ_REGISTER)
    return list(Question.objects.visible_to(actor).filter(review_id=review_id, public_id__in=refs))


def _rows(model: Any, case_ref: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def question_rows(case_ref: str) -> QuerySet[Any]:
    """The questions of a case."""
    return _rows(Question, case_ref)


def terms_rows(case_ref: str) -> QuerySet[Any]:
    """The terms of a case."""
    return _rows(Terms, case_ref)
