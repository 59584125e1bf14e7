"""Days that people type, looked at before they are kept: each refusal is one sentence, said at the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from heed.platform.base.errors import Invalid
from heed.platform.ui.wording import day
from heed.reviews.types import DaySaid

_FURTHEST = 730
"""Days from now: one that is further off is taken to be a slip of the hand."""
_EARLIEST = date(1950, 1, 1)


def coming_day(on: date | None, *, today: date, field: str, what: str) -> date:
    """A day that is still to come, or today."""
    if on is None:
        wrong = f"Enter {what}"
    elif on < today:
        wrong = f"Enter a day that is still to come: {day(on)} has passed"
    elif on > today + timedelta(days=_FURTHEST):
        wrong = f"Enter a day within two years: {day(on)} is further off"
    else:
        return on
    raise Invalid(f"{wrong}.", fields={field: wrong})


def past_day(
    on: date | None, *, today: date, field: str, what: str, since: date | None = None, since_what: str = ""
) -> date:
    """A day that has been, or today; not before `since`, which `since_what` names."""
    if on is None:
        wrong = f"Enter {what}"
    elif on > today:
        wrong = f"Enter a day that has been: {day(on)} is still to come"
    elif on < _EARLIEST:
        wrong = f"Check the year: {day(on)} is too long ago"
    elif since is not None and on < since:
        wrong = f"It cannot be before {since_what}, {day(since)}"
    else:
        return on
    raise Invalid(f"{wrong}.", fields={field: wrong})


def refuse(wrong: Mapping[str, str]) -> None:
    """Raise with every field that is wrong; nothing wrong: nothing happens."""
    if wrong:
        raise Invalid(f"{next(iter(wrong.values()))}.", fields=dict(wrong))


def words_of(text: str, *, field: str, needed: str, most: int = 20_000) -> str:
    """What was typed, without spaces at its ends; refused where it is empty and `needed` says what is missing."""
    said = text.strip()
    if needed and not said:
        refuse({field: needed})
    if len(said) > most:
        refuse({field: f"Use at most {most:,} letters"})
    return said


def day_as_typed(published_text: str, published: date | None, reached: date | None) -> tuple[DaySaid, str]:
    """Which day it is by which a review is earlier or later than others, and how one would type it."""
    if printed := published_text or day(published):
        return DaySaid.PUBLISHED, printed
    return (DaySaid.FINISHED, day(reached)) if reached else (DaySaid.UNKNOWN, "")


def day_in_words(said: DaySaid, typed: str) -> str:
    """The same in a sentence."""
    return {
        DaySaid.PUBLISHED: f"published {typed}",
        DaySaid.FINISHED: f"finished {typed}, not published",
        DaySaid.UNKNOWN: "not known",
    }[said]
