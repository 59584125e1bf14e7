"""What can be due of an action before its own day: milestones, and the day on which a stalled one goes on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef

from heed.plans.due import (
    AGENCYS,
    CHECKS,
    DETAILS,
    ESCALATED,
    MOVES,
    OPEN_ACTIONS,
    REVIEW_DATES,
    STANDING,
    TO_VERIFY,
    due_of,
    find_owned,
    owned_by,
)
from heed.plans.models import Milestone
from heed.plans.queries import ActionFilter, filter_actions
from heed.plans.types import ActionState
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.platform.notices.queries.long_late import narrowing_to_long_late, to_long_late
from heed.platform.partnerships.queries import holders_in_force


def find_milestones(actor: Actor, wanted: Wanted) -> Found:
    """Milestones of actions that are still to be done, until somebody says that they were reached."""
    holders = holders_in_force(wanted.today)
    seen = filter_actions(actor, ActionFilter(open_only=True)).filter(pk=OuterRef("action"))
    rows = Milestone.objects.filter(Exists(seen), done_on__isnull=True)
    related = rows.select_related("action__agency", "action__review")
    of_person = partial(owned_by, holders, "action__owner_post")
    make = partial(_milestone, holders)
    return gather(related, wanted, on="due_on", agency="action__agency", of_person=of_person, make=make)


def _milestone(holders: dict[int, int], row: Any) -> Due:
    due = due_of(row.action, on="due_latest", holders=holders)
    return replace(due, on=row.due_on, note=f"{row.text} · {due.note}")


MILESTONES = DueKind(
    name="milestone",
    record="action",
    what="Milestone of an action",
    ask="Say whether the milestone of {reference} was reached",
    chase="{who} has not reached a milestone of {reference}",
    button="Open",
    noun=("milestone", "milestones"),
    owners=AGENCYS,
    find=find_milestones,
    older_href=to_long_late("plans:list", "milestone"),
    row="action",
)


def find_restarts(actor: Actor, wanted: Wanted) -> Found:
    """Stalled actions, by the day on which they were to go on."""
    rows = filter_actions(actor, ActionFilter(state=ActionState.STALLED)).filter(restart_on__isnull=False)
    return find_owned(rows, wanted, on="restart_on")


RESTARTS = DueKind(
    name="action_restart",
    record="action",
    what="Stalled action to go on",
    ask="Say whether {reference} goes on, as was promised",
    chase="{who} has not said whether {reference} goes on",
    button="Open",
    noun=("stalled action to go on", "stalled actions to go on"),
    owners=AGENCYS,
    find=find_restarts,
    older_href=to_long_late("plans:list", "action_restart"),
)

OF_ACTIONS = narrowing_to_long_late(
    *(
        OPEN_ACTIONS,
        MILESTONES,
        REVIEW_DATES,
        STANDING,
        DETAILS,
        RESTARTS,
        ESCALATED,
        MOVES,
        TO_VERIFY,
        CHECKS,
    )
)
