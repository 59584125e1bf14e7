"""Whether what somebody typed can be used: days, reasons, and what an action lacks before it can be agreed."""

from __future__ import annotations

from datetime import date

from heed.platform.base.errors import Invalid

LATEST_YEARS = 20
"""A date further away is a slip of the keyboard."""


def wrong_day(day: date | None, *, today: date, ask: str = "") -> str:
    """What is wrong with a day that something is promised for, or ""; a missing one is wrong where `ask` is given."""
    if day is None:
        return ask
    if day < today:
        return f"{day:%-d %B %Y} is over. Give a day that is still to come"
    if day.year > today.year + LATEST_YEARS:
        return f"{day.year} is more than {LATEST_YEARS} years away. Check the year"
    return ""


def milestone_line(words: str, due: date, done: date | None) -> str:
    """A milestone as it is typed: "30 June 2026: the first audit is done (done 3 July 2026)"."""
    return f"{due:%-d %B %Y}: {words}" + (f" (done {done:%-d %B %Y})" if done else "")


def check_fields(wrong: dict[str, str]) -> None:
    """`Invalid` with all of these fields, the sentence of the first in front; nothing where nothing is wrong."""
    if wrong:
        raise Invalid(f"{next(iter(wrong.values()))}.", fields=wrong)


def checked_reason(reason: str, *, field: str = "reason", ask: str = "Say why") -> str:
    """A reason that says something, spaces tidied; `Invalid` at the field where it is empty."""
    words = " ".join(reason.split())
    if not words:
        check_fields({field: ask})
    return words


def what_is_missing(*, standing: bool, owner: bool, dated: bool, measure: bool) -> tuple[str, ...]:
    """Of owner, date and measure, those that an action lacks; a standing arrangement has for its date how often it
    happens and when it is next expected."""
    date_words = "how often it happens and when next" if standing else "the date"
    has = {"the owner": owner, date_words: dated, "how we will know": measure}
    return tuple(name for name, there in has.items() if not there)


def listed(names: tuple[str, ...]) -> str:
    """As one says it: "the owner, the date and how we will know"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
