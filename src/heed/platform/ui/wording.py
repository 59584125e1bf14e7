"""Dates, counts and lists as people say them. Also filters in templates, under the same names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone


def day(value: date | None, *, none: str = "") -> str:
    """A day as "12 Mar 2024"; `none` where there is no day. A moment is taken as its local day."""
    if value is None:
        return none
    at = _local(value)
    return f"{at.day} {at:%b %Y}"


def long_day(value: date) -> str:
    """A day as "Tuesday 12 March 2024"."""
    at = _local(value)
    return f"{at:%A} {at.day} {at:%B %Y}"


def moment(value: datetime | None, *, none: str = "") -> str:
    """A moment as "12 Mar 2024, 3:04pm", in local time."""
    if value is None:
        return none
    at = timezone.localtime(value)
    return f"{day(at)}, {at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


def until(value: date | None) -> str:
    """An end: "until 12 Mar 2024", "until 12 Mar 2024, 3:04pm"; "" where there is none."""
    if value is None:
        return ""
    return f"until {moment(value) if isinstance(value, datetime) else day(value)}"


def period(first: date, last: date) -> str:
    """A span of days as "1 Sep to 30 Nov 2024", the year once where it is the same."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def in_other_words(printed: str, first: date | None, last: date | None) -> str:
    """A date as it was printed, in quotation marks, where its days say it in other words; "" where they do not."""
    same = {period(first, last)} if first and last else set()
    if last and first == last:
        same.add(f"{last.day} {last:%B %Y}")
    return f"“{printed}”" if printed and printed.removeprefix("by ") not in same else ""


def number(value: int | float) -> str:
    """A number with thousands set apart: "12,480"."""
    return f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 review", "9 reviews", "2 agencies" (give `many` where an s will not do)."""
    return f"{number(value)} {plural(value, one, many)}"


def plural(value: int, one: str, many: str | None = None) -> str:
    """The noun alone, as many as there are."""
    return one if value == 1 else many or f"{one}s"


def words(items: Sequence[str], *, last: str = "and") -> str:
    """A list in a sentence: "council, police and schools"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def size(bytes_: int) -> str:
    """The size of a file: "340 KB", "2.4 MB"."""
    if bytes_ < 1_000_000:
        return f"{max(1, round(bytes_ / 1000))} KB"
    return f"{bytes_ / 1_000_000:.1f} MB"


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
