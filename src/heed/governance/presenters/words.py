"""Meetings in words."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.governance.queries.groups import frequency_names
from heed.governance.types import CAME_NAMES, MeetingState
from heed.kit.writing import Cell, Link
from heed.plans.queries import level_names
from heed.platform.rules.queries import rules_of
from heed.platform.ui.wording import day, long_day

STATES = {MeetingState.PLANNED: "Planned", MeetingState.HELD: "Held", MeetingState.CANCELLED: "Cancelled"}


def when(meeting: Any) -> str:
    """Day and time as one says them."""
    return ", ".join(filter(None, [long_day(meeting.held_on), clock_time(meeting.begins)]))


def clock_time(value: time | None) -> str:
    """A time as "2pm" or "2:15pm"; "" where there is none."""
    if value is None:
        return ""
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def title_of(meeting: Any) -> str:
    """What a meeting is called."""
    return f"{meeting.group.name}, {day(meeting.held_on)}"


def how_often(key: str) -> str:
    """A frequency as one reads it."""
    return frequency_names().get(key, "not said")


def purpose_name(key: str) -> str:
    """What a paper is brought for."""
    return str(rules_of("meetings")["purposes"].get(key, key))


def how_came(attendee: Any) -> str:
    """Whether somebody came, and who in their place."""
    said = CAME_NAMES.get(attendee.came, "")
    return f"{said}: {attendee.sent}" if said and attendee.sent else said


def evidence_words(row: Any) -> str:
    """ "EV-0012 Dip sample of minutes (practice change, given by Vale NHS Trust)"; what speaks against is said to."""
    shows = "speaks against it" if row.contrary else level_names()[row.level].lower()
    shows += f", until {day(row.expires_on)}" if row.expires_on else ""
    return f"{row.reference} {row.title} ({shows}, given by {row.agency.name})"


def figure(number: int, address: str, **narrowed: str) -> Cell:
    """A count that leads to the rows that it counts: of a register at this address, narrowed; none where it is 0."""
    query = urlencode({name: value for name, value in narrowed.items() if value})
    return Link(f"{number:,}", f"{address}?{query}" if query else address) if number else "0"


def figures_of_actions(counted: Any, on: date, **narrowed: str) -> tuple[Cell, ...]:
    """Actions in the plan, reported, verified and overdue on the day, of whatever is counted."""
    plan = reverse("plans:list")
    return (
        figure(counted.actions, plan, **narrowed, how_far="in_plan"),
        figure(counted.reported, plan, **narrowed, how_far="reported"),
        figure(counted.verified, plan, **narrowed, how_far="verified"),
        figure(counted.overdue, plan, **narrowed, due="open", before=on.isoformat()),
    )
