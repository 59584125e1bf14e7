"""What the public may read of a recommendation: its words, or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.learning.events import RecommendationMadePublic
from heed.learning.models import Recommendation
from heed.learning.operations.threads import refresh_answers
from heed.learning.queries import find_recommendation
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version


@transaction.atomic
def withhold_recommendation(
    actor: Actor, *, ref: str, withheld: bool, why: str, version: int, at: datetime
) -> Recommendation:
    """Say whether reports for the public say a recommendation: not (`withheld`, with the reason), or in its own words.
    It is followed and counted as before. Refused for one whose words the document left out: there are none."""
    check_may(actor, Permission.PUBLISH)
    row, reason = find_recommendation(actor, ref), " ".join(why.split())[:300]
    if row.withheld and not row.withheld_why:
        raise NotNow("Its words were left out of the document: there is nothing that the public could read.")
    if withheld and not reason:
        raise Invalid("Say why.", fields={"why": "Say why it is withheld"})
    before = row.withheld_why
    reason = reason if withheld else ""
    if not take_version(
        row,
        version=version,
        among=Recommendation.objects.visible_to(actor),
        differences=lambda now: [Difference("why", "Why it is withheld", now.withheld_why, reason)],
        by=last_changed_by("recommendation", row.public_id),
        withheld=withheld,
        withheld_why=reason,
    ):
        return row
    if before:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="recommendation",
            subject_ref=ref,
            field="withheld_why",
            words=before,
            by=actor.name,
            at=at,
        )
    refresh_answers(actor, recommendation_ids={row.pk})
    what = "nothing" if withheld else "its own words"
    happened = RecommendationMadePublic(reference=row.reference, what=what)
    record(actor, happened, subject_kind="recommendation", subject_ref=ref, at=at)
    return find_recommendation(actor, ref)
