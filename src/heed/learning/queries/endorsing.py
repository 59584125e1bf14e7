"""Answers as the partners (or, for older editions of guidance, the independent chair) endorse them: exact words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from heed.learning.models import Recommendation, Response
from heed.learning.queries.recommendations import (
    find_recommendation,
    list_responses,
    recommendation_rows,
    recommendations_of_review,
)
from heed.platform.access.types import Actor
from heed.platform.approvals.types import ForApproval
from heed.platform.base.errors import NotVisible
from heed.reviews.queries import find_review

OF_RECOMMENDATION = "recommendation_answers"
OF_REVIEW = "review_answers"


def current_answers(answers: Iterable[Response]) -> list[Response]:
    """The newest answer of each agency, in the order in which they were given."""
    newest: dict[object, Response] = {}
    for each in sorted(answers, key=lambda row: (row.registered_at, row.pk)):
        whose = each.agency_id or each.agency_words
        newest.pop(whose, None)
        newest[whose] = each
    return list(newest.values())


def was_answered(actor: Actor, kind: str, subject: Any) -> bool:
    """Whether there is anything to endorse of this recommendation or review."""
    if kind == OF_REVIEW:
        mine = Q(recommendation__review=subject.pk) | Q(theme__review=subject.pk)
    else:
        mine = Q(recommendation=subject.pk)
        if subject.theme_id:
            mine |= Q(theme=subject.theme_id)
    return Response.objects.visible_to(actor).filter(mine).exists()


def answers_of_recommendation(actor: Actor, ref: str) -> ForApproval:
    """What was answered to one recommendation, as it is now; `NotVisible` where nothing was."""
    row = find_recommendation(actor, ref)
    words = _words(row, current_answers(list_responses(actor, row)))
    return _for_approval(
        f"What was answered to {row.reference}",
        words,
        href=reverse("learning:recommendation", args=[row.public_id]),
        case_ref=row.review.public_id,
    )


def answers_to_review(actor: Actor, ref: str) -> ForApproval:
    """What was answered to all of a review's recommendations, as it is now; `NotVisible` where nothing was."""
    review = find_review(actor, ref)
    rows = recommendations_of_review(actor, review.pk)
    answers = _answers_of_review(actor, review.pk)
    words = [_words(row, current_answers(each for each in answers if _answers(each, row))) for row in rows]
    return _for_approval(
        f"What was answered to the review {review.name}",
        "\n\n\n".join(filter(None, words)),
        href=reverse("reviews:review", args=[review.public_id]),
        case_ref=review.public_id,
    )


def _answers_of_review(actor: Actor, review_id: int) -> list[Response]:
    """All at once, however many recommendations there are."""
    mine = Q(recommendation__review=review_id) | Q(theme__review=review_id)
    return list(Response.objects.visible_to(actor).filter(mine).select_related("agency"))


def _answers(response: Response, row: Recommendation) -> bool:
    return response.recommendation_id == row.pk or (
        response.theme_id is not None and response.theme_id == row.theme_id
    )


def _words(row: Recommendation, answers: Sequence[Response]) -> str:
    """The recommendation and its answers, each under the name of who gave it; nothing where there is none."""
    if not answers:
        return ""
    said = [
        f"{each.agency or each.agency_words or 'No agency named'}"
        f"{f', round {each.round}' if each.round > 1 else ''}:\n{each.text}"
        for each in answers
    ]
    label = f"{row.reference} ({row.label})" if row.label else row.reference
    return "\n\n".join([f"{label}: {row.text}", *said])


def _for_approval(title: str, words: str, *, href: str, case_ref: str) -> ForApproval:
    if not words:
        raise NotVisible
    digest = hashlib.sha256(words.encode()).hexdigest()
    return ForApproval(title=title, words=words, sha256=digest, href=href, case_ref=case_ref)


def recommendation_refs_of_case(case_ref: str) -> list[str]:
    """The public ids of a case's recommendations."""
    return list(recommendation_rows(case_ref).values_list("public_id", flat=True))
