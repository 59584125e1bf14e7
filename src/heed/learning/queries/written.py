"""What a review has found so far, against what it asks: for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heed.chronologies.queries import marks_of_findings
from heed.learning.models import Behind, EarlyLearning, Finding, QuestionAnswered, Recommendation
from heed.learning.queries.findings import findings_of_review
from heed.learning.queries.recommendations import recommendations_of_review
from heed.learning.types import OWN_SOURCES, Matched
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.reviews.queries.terms import questions_of_review


@dataclass(frozen=True, slots=True)
class Matching:
    """What a review asks, found and recommends, and what of it does not meet: questions without findings, findings
    without recommendations, recommendations without findings."""

    questions: list[Matched]
    findings: list[Finding]
    recommendations: Sequence[Recommendation]
    unanswered: list[str]
    without_recommendation: list[Finding]
    without_finding: list[Recommendation]


def matching_of_review(actor: Actor, review_id: int) -> Matching:
    """The three lists, and each question with what answers it. What agencies recommend to themselves, and what was
    learned early, needs no finding; good practice needs no recommendation."""
    findings, recommendations = (
        findings_of_review(actor, review_id),
        recommendations_of_review(actor, review_id),
    )
    mine = [
        each
        for each in recommendations
        if each.source not in {*OWN_SOURCES, "health overview", "early learning"}
    ]
    led_to = {link.recommendation_id for each in findings for link in each.led_to}  # type: ignore[attr-defined]
    answered = _answered(findings, recommendations)
    questions = [
        Matched(
            each.text,
            tuple((row.reference, row.public_id) for row in findings if (each.pk, "f", row.pk) in answered),
            tuple(
                (row.reference, row.public_id)
                for row in recommendations
                if (each.pk, "r", row.pk) in answered
            ),
        )
        for each in questions_of_review(actor, review_id)
    ]
    return Matching(
        questions=questions,
        findings=findings,
        recommendations=recommendations,
        unanswered=[each.question for each in questions if not each.findings],
        without_recommendation=[
            each
            for each in findings
            if not each.led_to and each.kind not in ("good practice", "conclusion")  # type: ignore[attr-defined]
        ],
        without_finding=[each for each in mine if each.pk not in led_to],
    )


def _answered(
    findings: Sequence[Finding], recommendations: Sequence[Recommendation]
) -> set[tuple[int, str, int]]:
    rows = QuestionAnswered.objects.filter(finding__in=[each.pk for each in findings])
    more = QuestionAnswered.objects.filter(recommendation__in=[each.pk for each in recommendations])
    return {(each.question_id, "f", each.finding_id or 0) for each in rows} | {
        (each.question_id, "r", each.recommendation_id or 0) for each in more
    }


def behind_finding(actor: Actor, finding: Finding) -> Behind | None:
    """What lies behind a finding that the actor sees; None where nobody has said."""
    check_may(actor, Permission.READ_REGISTER)
    return Behind.objects.filter(finding=finding).select_related("said_by").first()


def questions_answered_by(actor: Actor, finding: Finding) -> list[str]:
    """The questions that a finding answers, in words."""
    check_may(actor, Permission.READ_REGISTER)
    rows = QuestionAnswered.objects.filter(finding=finding).select_related("question")
    return [each.question.text for each in rows]


def early_learning_of_review(actor: Actor, review_id: int) -> list[EarlyLearning]:
    """What was issued before the review ended, the first first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = EarlyLearning.objects.visible_to(actor).filter(review_id=review_id)
    return list(rows.select_related("recommendation", "tied_to", "issued_by", "tied_by"))


def marks_to_take_up(actor: Actor, review: Any) -> list[Any]:
    """Marks of findings in the review's chronology that are not in the register of findings yet."""
    taken = set(Finding.objects.visible_to(actor).filter(review=review).values_list("mark_id", flat=True))
    return [each for each in marks_of_findings(actor, review.public_id) if each.pk not in taken]


def find_early_learning(actor: Actor, ref: str) -> EarlyLearning:
    """The one with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = EarlyLearning.objects.visible_to(actor).select_related("recommendation", "tied_to", "review")
    row = rows.filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def early_learning_rows(case_ref: str) -> QuerySet[Any]:
    """The early learning of a case."""
    rows: QuerySet[Any] = EarlyLearning.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)
