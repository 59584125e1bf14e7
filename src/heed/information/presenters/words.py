"""States as people say them."""

from __future__ import annotations

from datetime import date
from typing import Any

from heed.information.types import OUTCOMES
from heed.platform.ui.wording import count, day


def agreement_state(row: Any, today: date) -> str:
    """`row` has `is_unsigned`, from the register's query."""
    if row.ended_on:
        return f"Ended on {day(row.ended_on)}"
    said = []
    if row.is_unsigned:
        said.append("a signature is missing")
    if row.review_on and row.review_on < today:
        said.append(f"its review is {count((today - row.review_on).days, 'day')} late")
    return " and ".join(said).capitalize() or "Signed by all"


def until(due: date | None, today: date) -> str:
    """ "in 3 days", "today", "2 days late"; nothing where there is no day."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return f"{count(-days, 'day')} late"
    return "today" if days == 0 else f"in {count(days, 'day')}"


def in_time(row: Any, today: date) -> str:
    """Whether a request for information is answered, and in time."""
    if row.outcome:
        late = (row.answered_on - row.due_on).days
        return f"Answered {count(late, 'day')} late" if late > 0 else "Answered in time"
    return (
        f"Open, due {until(row.due_on, today)}"
        if row.due_on >= today
        else f"Open, {until(row.due_on, today)}"
    )


def outcome_name(outcome: str) -> str:
    return OUTCOMES.get(outcome, "")


def release_state(row: Any, today: date) -> str:
    """What was decided about a request for material, or for how long it waits."""
    if row.decision:
        return f"{'Released' if row.decision == 'release' else 'Refused'} on {day(row.decided_at)}"
    late = row.due_on and row.due_on < today
    return f"Not decided, {until(row.due_on, today)}" if late else "Not decided"


def records_state(row: Any, today: date) -> str:
    """What became of records asked of an agency."""
    if row.provided_on:
        return f"Provided on {day(row.provided_on)}"
    if row.not_provided_because:
        return f"Not provided: {row.not_provided_because}"
    late = row.due_on and row.due_on < today
    return f"Waiting, {until(row.due_on, today)}" if late else "Waiting"
