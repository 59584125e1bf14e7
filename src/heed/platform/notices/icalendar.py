"""Calendars as text (RFC 5545): whole days and hours, a title each, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75
"""Octets in a line; longer ones are folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry: `uid` is the same at each fetch. A whole day unless it begins at an hour."""

    uid: str
    title: str
    on: date
    begins_at: datetime | None = None
    ends_at: datetime | None = None


def write_calendar(name: str, entries: Iterable[CalendarEntry], *, at: datetime) -> str:
    """The whole calendar. `at` is the moment at which it is true."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heed//Heed//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"DTSTAMP:{_moment(at)}",
            *_when(entry),
            f"SUMMARY:{_text(entry.title)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _when(entry: CalendarEntry) -> list[str]:
    if entry.begins_at is None:
        return [
            f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}",
        ]
    ends = entry.ends_at or entry.begins_at + timedelta(hours=1)
    return [f"DTSTART:{_moment(entry.begins_at)}", f"DTEND:{_moment(ends)}"]


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> Iterable[str]:
    """Lines of at most 75 octets, the later ones begun with a space; no character is cut in two."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
