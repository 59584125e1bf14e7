"""Saying what a compound recommendation asks for: its own words, divided where one ask ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.learning.events import RecommendationDivided
from heed.learning.models import (
    AnswerDraft,
    AnswerRequest,
    Judgement,
    PartAnswer,
    Recommendation,
    RecommendationPart,
)
from heed.learning.operations.threads import refresh_answers
from heed.learning.queries import find_recommendation
from heed.learning.rules import same_words, spans_of_words
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version


@transaction.atomic
def divide_recommendation(
    actor: Actor, *, ref: str, parts: Sequence[str], version: int, at: datetime
) -> Recommendation:
    """Split and join what a recommendation asks for: these are its parts now, one of them for the whole.

    Every word stays, in its order: parts are cut and joined, never written. How it was divided before stays in its
    history. Refused once an agency has begun to answer, or somebody judged, by the parts as they are.
    """
    check_may(actor, Permission.NAME_RECORDS)
    row = find_recommendation(actor, ref)
    wanted = [" ".join(each.split()) for each in parts if each.strip()]
    before = [each.text for each in row.parts.all()]
    if not any(same_words(" ".join(wanted), words) for words in (row.text, " ".join(before or [row.text]))):
        raise Invalid(
            "The words are not the recommendation's own.",
            fields={
                "parts": "Only break the lines anew: every word must stay as it was printed, in its order"
            },
        )
    if len(wanted) < 2:
        wanted = []
    if wanted == before:
        return row
    _check_nobody_answers(row)
    taken = take_version(
        row,
        version=version,
        among=Recommendation.objects.visible_to(actor),
        differences=lambda now: [
            Difference(
                "parts",
                "What it asks for",
                "\n".join(each.text for each in now.parts.all()),
                "\n".join(wanted),
            )
        ],
        by=last_changed_by("recommendation", ref),
    )
    if not taken:
        return find_recommendation(actor, ref)
    row.parts.all().delete()
    RecommendationPart.objects.bulk_create(
        RecommendationPart(
            recommendation=row,
            position=position,
            text=text,
            spans=spans_of_words(row.reading.text, row.spans, text) if row.reading else [],
        )
        for position, text in enumerate(wanted, start=1)
    )
    keep_revision(
        partnership_id=row.partnership_id,
        subject_kind="recommendation",
        subject_ref=ref,
        field="parts",
        words="\n".join(before),
        by=actor.name,
        at=at,
    )
    record(
        actor,
        RecommendationDivided(reference=row.reference, parts=max(len(wanted), 1)),
        subject_kind="recommendation",
        subject_ref=ref,
        at=at,
    )
    refresh_answers(actor, recommendation_ids={row.pk})
    return find_recommendation(actor, ref)


def _check_nobody_answers(row: Recommendation) -> None:
    """An answer and a judgement are about parts: these stay once there is one."""
    why = "a colleague's row counts whether or not one sees it"
    mine = {"recommendation": row.pk}
    if (
        AnswerDraft.objects.filter(request__recommendation=row.pk).exists()
        or PartAnswer.objects.filter(response__recommendation=row.pk).exists()
        or AnswerRequest.objects.for_everyone(because=why).filter(**mine, parts__isnull=False).exists()
        or Judgement.objects.for_everyone(because=why).filter(**mine).exists()
    ):
        raise NotNow(
            "An agency answers it, or somebody has judged an answer, by these parts: they stay as they are."
        )
