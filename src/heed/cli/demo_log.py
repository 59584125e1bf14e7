"""What the demo's people looked at since its register was made, so that its audit log shows what one holds."""

from __future__ import annotations

from datetime import datetime
from itertools import cycle

from django.db import transaction

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.events import PageShown, RequestRefused
from heed.platform.audit_log.keeping import seal_and_anchor
from heed.platform.audit_log.operations import who_acts, write_event
from heed.platform.audit_log.types import Result
from heed.platform.partnerships.models import Membership


@transaction.atomic
def look_around(manager: Actor, *, at: datetime) -> None:
    """Everybody of the demo opens the register and two recommendations; the reader tries what is not theirs."""
    refs = list(filter_recommendations(manager, RecommendationFilter()).values_list("public_id", flat=True))
    turn = cycle(refs)
    members = Membership.objects.filter(partnership_id=manager.partnership_id)
    for membership in members.select_related("person", "partnership", "agency").order_by("pk"):
        actor = actor_of(membership.person, membership)
        if refs and actor.may(Permission.READ_REGISTER):
            _looked(actor, "learning:list", refs[:50], at)
            for _ in range(2):
                _looked(actor, "learning:recommendation", [next(turn)], at)
        else:
            write_event(
                who_acts(actor),
                RequestRefused(page="learning:list", method="GET", why="not allowed"),
                subject_kind="",
                subject_ref="",
                result=Result.REFUSED,
                at=at,
            )


def _looked(actor: Actor, page: str, refs: list[str], at: datetime) -> None:
    one = len(refs) == 1
    write_event(
        who_acts(actor),
        PageShown(page=page, records=len(refs)),
        subject_kind="recommendation" if one else "",
        subject_ref=refs[0] if one else "",
        result=Result.SHOWN,
        at=at,
        shown={"recommendation": refs},
    )


def finish_log(manager: Actor, *, at: datetime) -> int:
    """Let the demo's people look around, then seal and anchor what happened; returns how many events there are."""
    look_around(manager, at=at)
    return seal_and_anchor(at=at)
