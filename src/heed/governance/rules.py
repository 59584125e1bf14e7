"""What follows from values: quorum, attendance, when the next report is due, and who reports to whom."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from heed.governance.types import THERE, Missed, Quorum, Seat

STATUTORY = {
    "council": "the council",
    "police": "the police",
    "health_commissioner": "the integrated care board",
}
"""The three safeguarding partners (Children Act 2004, section 16E), by kind of agency."""


def lacks_for_quorum(rule: Quorum, seats: Iterable[Seat]) -> list[str]:
    """What is missing for decisions to count, in words; nothing: the meeting is quorate."""
    there = [each for each in seats if each.came in THERE]
    agencies = {each.agency for each in there}
    lacks = []
    if len(there) < rule.members:
        lacks.append(f"{len(there)} of {rule.members} members")
    if len(agencies) < rule.agencies:
        lacks.append(f"{len(agencies)} of {rule.agencies} agencies")
    if rule.statutory:
        kinds = {each.kind for each in there}
        lacks += [f"nobody from {name}" for kind, name in STATUTORY.items() if kind not in kinds]
    return lacks


def quorum_words(rule: Quorum) -> str:
    """The rule as one reads it."""
    parts = []
    if rule.members:
        parts.append(f"{rule.members} members")
    if rule.agencies:
        parts.append(f"{rule.agencies} agencies")
    if rule.statutory:
        parts.append("each of the three safeguarding partners")
    return ", ".join(parts) or "No rule is set"


def missed_in_a_row(meetings: Sequence[tuple[date, Mapping[str, str]]], *, at_least: int) -> list[Missed]:
    """Agencies that nobody came for at the last meetings. `meetings` are the newest first, each with how the best
    attended of an agency's seats came; an agency that was not expected at one is not counted there."""
    found = []
    for agency in sorted({agency for _, came in meetings for agency in came}):
        times, since = 0, None
        for held_on, came in meetings:
            if agency not in came:
                continue
            if came[agency] in THERE:
                break
            times, since = times + 1, held_on
        if since is not None and times >= at_least:
            found.append(Missed(agency, times, since))
    return found


def next_due(last: date, rule: Mapping[str, Any]) -> date:
    """The next day after this one by a frequency of `rules/meetings.yaml`; the 31st becomes a month's last day."""
    if "days" in rule:
        return last + timedelta(days=int(rule["days"]))
    months = last.year * 12 + last.month - 1 + int(rule["months"])
    year, month = divmod(months, 12)
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def goes_round(start: int, upward: Mapping[int, int | None]) -> bool:
    """Whether reporting upwards from here comes back to where it began."""
    seen, at = {start}, upward.get(start)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = upward.get(at)
    return False


def sha256_of(lines: Sequence[Sequence[str]]) -> str:
    """The SHA-256 of words in order, the same however they are stored."""
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
