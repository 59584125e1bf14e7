"""Taking actions out of the plan again that came in from another list, while nothing was built on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.learning.operations import set_threads
from heed.plans.events import ActionWithdrawn
from heed.plans.models import Action, EvidenceUse
from heed.plans.operations.threads import deliveries_of
from heed.plans.types import BUILT_ON
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record_many
from heed.platform.base.batches import batches
from heed.platform.base.errors import NotNow
from heed.platform.base.versions import hold
from heed.platform.notices.models import Comment
from heed.platform.single_use.models import OneTask


@transaction.atomic
def take_back_brought(actor: Actor, *, refs: Sequence[str], at: datetime) -> int:
    """Take these actions (public ids), which came in from another list, out of the plan; returns how many.

    All of them or none: `NotNow` names the first on which somebody has built, and how many there are.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    every = Action.objects.visible_to(actor).filter(reading__isnull=True).order_by("pk")
    rows = [row for some in batches(refs) for row in hold(every.filter(public_id__in=some))]
    _check_nothing_built_on(rows)
    keys = [row.pk for row in rows]
    link = Action.recommendations.through
    served = {
        each
        for some in batches(keys)
        for each in link.objects.filter(action__in=some).values_list("recommendation_id", flat=True)
    }
    happened = [(ActionWithdrawn(reference=row.reference), row.public_id) for row in rows]
    record_many(actor, happened, subject_kind="action", at=at)
    for some in batches(keys):
        Action.objects.visible_to(actor).filter(pk__in=some).delete()
    if served:
        set_threads(actor, deliveries=deliveries_of(served))
    return len(rows)


def _check_nothing_built_on(rows: Sequence[Action]) -> None:
    """Raise `NotNow` where anybody has worked on one of these actions since it came in."""
    keys, refs = [row.pk for row in rows], {row.public_id: row.reference for row in rows}
    going, waits = set(keys), Action.depends_on.through.objects
    worked_on = {row.reference for row in rows if row.version > 1}
    for some in batches(keys):
        used = EvidenceUse.objects.filter(action__in=some).values_list("action__reference", flat=True)
        waiting = waits.filter(to_action__in=some).values_list("from_action_id", "to_action__reference")
        worked_on |= {*used, *(needed for who, needed in waiting if who not in going)}
    for named in batches(list(refs)):
        comments = Comment.objects.for_everyone(because="whatever was said keeps an action in the plan")
        said = comments.filter(subject_kind="action", subject_ref__in=named)
        asked = OneTask.objects.filter(kind="action", subject_ref__in=named)
        for spoken_of in (said, asked):
            worked_on |= {refs[each] for each in spoken_of.values_list("subject_ref", flat=True)}
    if worked_on:
        others = f" and on {len(worked_on) - 1:,} more of its actions" if len(worked_on) > 1 else ""
        raise NotNow(f"Somebody has worked on {min(worked_on)}{others} since, so it stays in the plan.")
    for some in batches(keys):
        if why := next(filter(None, (built(some) for built in BUILT_ON)), ""):
            raise NotNow(why)
