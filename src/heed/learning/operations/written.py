"""What is written here and not read from a document, put into the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from heed.learning.events import RecommendationRegistered
from heed.learning.models import Addressee, Recommendation
from heed.learning.operations.threads import set_threads
from heed.learning.types import FOLLOWERS, Delivery
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.operations import take_references
from heed.platform.partnerships.models import Agency
from heed.reviews.queries.submissions import submission_rules


@transaction.atomic
def take_recommendations(actor: Actor, *, submission: Any, at: datetime) -> int:
    """What an agency recommends to itself, in a submission that was just signed off: in the register from then on,
    grouped by agency. Returns how many; what a kind of submission recommends to nobody makes none."""
    check_may(actor, Permission.SIGN_SUBMISSIONS)
    source = submission_rules().kinds[submission.kind].own
    given = submission.versions.order_by("number").last()
    if not source or given is None or submission.recommendations.for_everyone(because="once each").exists():
        return 0
    rows = _write(
        actor,
        submission.review,
        given.recommendations,
        at,
        source=source,
        asked=[submission.agency],
        submission=submission,
    )
    return len(rows)


def _write(
    actor: Actor,
    review: Any,
    texts: Sequence[str],
    at: datetime,
    *,
    source: str = "",
    kind: str = "recommendation",
    asked: Sequence[Agency] = (),
    submission: Any = None,
) -> list[Recommendation]:
    """Recommendations of a review, at the end of its own, asked of these agencies."""
    everything = Recommendation.objects.for_everyone(because="numbering within one review")
    last = everything.filter(review=review).aggregate(last=Max("position"))["last"] or 0
    references = take_references(partnership_id=actor.partnership_id, name="REC", how_many=len(texts))
    scope = scope_for_new_rows(actor.partnership_id, review.public_id)
    made = Recommendation.objects.bulk_create(
        Recommendation(
            partnership_id=actor.partnership_id,
            scope=scope,
            reference=reference,
            review=review,
            position=last + order,
            kind=kind,
            text=text,
            source=source,
            submission=submission,
            written_by_id=actor.person_id,
            registered_at=at,
        )
        for order, (reference, text) in enumerate(zip(references, texts, strict=True), start=1)
    )
    Addressee.objects.bulk_create(
        Addressee(recommendation=row, words=agency.name[:200], agency=agency)
        for row in made
        for agency in asked
    )
    for follow in FOLLOWERS:
        follow(made)
    set_threads(actor, deliveries={row.pk: Delivery() for row in made})
    for row in made:
        happened = RecommendationRegistered(reference=row.reference)
        record(actor, happened, subject_kind="recommendation", subject_ref=row.public_id, at=at)
    return made
