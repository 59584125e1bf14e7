"""Who prepares, minutes and approves."""

from __future__ import annotations

from datetime import date
from typing import Any

from heed.governance.queries.groups import chair_of, groups_of
from heed.governance.types import MeetingState, Part
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotNow

_LEADING = (Part.CHAIR, Part.DEPUTY)


def prepares(actor: Actor) -> bool:
    """Whether this actor prepares meetings."""
    return actor.may(Permission.PREPARE_MEETINGS)


def leads(actor: Actor, group_id: int, *, on: date) -> bool:
    """Whether this actor is the group's chair or deputy chair on the day."""
    return group_id in groups_of(actor, on=on, parts=_LEADING)


def can_minute(actor: Actor, meeting: Any, *, on: date) -> bool:
    """Whether this actor may minute the meeting."""
    return prepares(actor) or leads(actor, meeting.group_id, on=on)


def check_minutes_somewhere(actor: Actor, *, on: date) -> None:
    """Raise for whoever minutes no meeting of any group, before they are told which meetings there are."""
    if not prepares(actor) and not groups_of(actor, on=on, parts=_LEADING):
        raise NotAllowed("Minutes are taken by a group's chair, its deputy chair and the partnership's team.")


def check_can_minute(actor: Actor, meeting: Any, *, on: date) -> None:
    """Raise where somebody else minutes, or where there is nothing to minute."""
    if not can_minute(actor, meeting, on=on):
        raise NotAllowed(
            f"Minutes of {meeting.group.name} are taken by its chair, its deputy chair and the partnership's team."
        )
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow("This meeting was cancelled.")


def check_can_approve(actor: Actor, meeting: Any, *, on: date) -> None:
    """Raise unless this actor chairs the group, or is its deputy chair, on the day."""
    if leads(actor, meeting.group_id, on=on):
        return
    chair = chair_of(meeting.group)
    who = chair.membership.person.name if chair else "nobody yet: choose one on the group's page"
    raise NotAllowed(
        f"The minutes of {meeting.group.name} are approved by its chair or deputy chair. The chair is {who}."
    )


def steers(actor: Actor, group_id: int | None, *, on: date) -> bool:
    """Whether this actor may say what a priority or strategy is, which this group looks after."""
    return prepares(actor) or (group_id is not None and leads(actor, group_id, on=on))


def check_can_steer(actor: Actor, group: Any, *, on: date) -> None:
    """Raise unless this actor prepares meetings, or leads the group that looks after it."""
    if not steers(actor, group.pk if group else None, on=on):
        whose = f"the chair and deputy chair of {group.name}" if group else "the chair of its group"
        raise NotAllowed(f"This is changed by the partnership's team and by {whose}.")


def check_can_decide_alone(actor: Actor) -> None:
    """Raise unless this actor is the independent chair, or keeps a decision in the chair's name."""
    if not can_decide_alone(actor):
        raise NotAllowed(
            "The independent chair decides this, or the partnership's team keeps it in the chair's name."
        )


def can_decide_alone(actor: Actor) -> bool:
    """Whether this actor may keep what the independent chair decides alone."""
    return Role.INDEPENDENT_CHAIR in actor.roles or prepares(actor)


def check_reads_chair(actor: Actor) -> None:
    """Raise for whoever does not read what the independent chair decides."""
    check_may(actor, Permission.READ_MEETINGS)
