"""One recommendation stands for another: a later one that says it better, or all of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.learning.events import RecommendationStandsAgain, RecommendationSuperseded
from heed.learning.models import AnswerRequest, Recommendation
from heed.learning.operations.threads import refresh_answers
from heed.learning.queries import find_recommendation
from heed.learning.queries.superseding import is_seen_by_all_of, recommendation_called, stands_now
from heed.learning.types import RequestState
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import hold, last_changed_by, take_version


@transaction.atomic
def supersede_recommendation(
    actor: Actor, *, ref: str, by: str, reason: str, version: int, at: datetime
) -> Recommendation:
    """Another, by its reference, stands for this one: it stays to be read and counted, and is asked of nobody any more.
    Refused while an answer to it is awaited, or where not everybody who sees it may see the other."""
    check_may(actor, Permission.NAME_RECORDS)
    row, why = find_recommendation(actor, ref), _why(reason)
    other = recommendation_called(actor, by)
    if stands_now(other).pk == row.pk:
        raise Invalid("Choose another.", fields={"by": "This one stands for itself. Choose another"})
    if not is_seen_by_all_of(other, row):
        said = "Not everybody who sees this one may see that one. Choose another"
        raise Invalid(f"{said}.", fields={"by": said})
    if row.superseded_by_id is not None and row.version == version:
        raise NotNow("Another stands for it already. Take that back first.")
    waits = AnswerRequest.objects.for_everyone(because="an answer is awaited, whoever sees that")
    if waits.filter(recommendation=row, state=RequestState.OPEN).exists():
        raise NotNow("An answer to it is awaited. Take the request back first, or wait for the answer.")
    _write(actor, row, other, why, version)
    happened = RecommendationSuperseded(reference=row.reference, by=other.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=ref, at=at)
    return find_recommendation(actor, ref)


@transaction.atomic
def take_back_superseded(actor: Actor, *, ref: str, reason: str, at: datetime) -> Recommendation:
    """It stands for itself again; what was said, and why it is taken back, stays in its history."""
    check_may(actor, Permission.NAME_RECORDS)
    found, why = find_recommendation(actor, ref), _why(reason)
    row = hold(Recommendation.objects.visible_to(actor).filter(pk=found.pk)).get()
    if row.superseded_by is None:
        raise NotNow("No other stands for it.")
    said = f"{row.superseded_by.reference}: {row.superseded_why} (taken back: {why})"
    _write(actor, row, None, "", None)
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="recommendation",
        subject_ref=ref,
        field="superseded_by",
        words=said,
        by=actor.name,
        at=at,
    )
    happened = RecommendationStandsAgain(reference=row.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=ref, at=at)
    return find_recommendation(actor, ref)


def _write(
    actor: Actor, row: Recommendation, other: Recommendation | None, why: str, version: int | None
) -> None:
    mine = _words(other)
    take_version(
        row,
        version=version,
        among=Recommendation.objects.visible_to(actor),
        differences=lambda now: [
            Difference("by", "Which stands for it", _words(now.superseded_by), mine, free=False)
        ],
        by=last_changed_by("recommendation", row.public_id),
        superseded_by=other,
        superseded_why=why,
    )
    refresh_answers(actor, recommendation_ids={row.pk})


def _words(row: Recommendation | None) -> str:
    return row.reference if row else "itself"


def _why(reason: str) -> str:
    why = " ".join(reason.split())
    if not why or len(why) > 300:
        raise Invalid("Say why.", fields={"reason": "Say why, in at most 300 letters"})
    return why
