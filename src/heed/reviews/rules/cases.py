"""What follows from the facts of a case, without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from heed.kit.clocks import WorkingDays
from heed.kit.dates import Calendar
from heed.kit.words import tokens
from heed.reviews.types import SAFETY, Safety


@dataclass(frozen=True, slots=True)
class Criteria:
    """The questions that an edition of guidance asks before a case is decided about."""

    name: str
    source: str
    confirmed_by: str
    questions: Mapping[str, str]


def criteria_on(written: Sequence[Mapping[str, Any]], day: date) -> Criteria:
    """Those in force on a day; before the first edition that is known, no questions."""
    found = [each for each in written if each["from"] <= day]
    if not found:
        return Criteria("no edition of guidance that Heed knows", "", "", {})
    newest = max(found, key=lambda each: each["from"])
    return Criteria(newest["name"], newest["source"], newest["confirmed_by"], newest["questions"])


def working_days(written: Mapping[str, Any]) -> WorkingDays:
    """England's, as far as `rules/working-days.yaml` was checked."""
    calendar = Calendar(added=frozenset(written["added"]), dropped=frozenset(written["dropped"]))
    return WorkingDays(calendar, written["first"], written["last"])


def safety_is_open(safety: str, who_acted: str, acted_when: str) -> bool:
    """Whether nobody has yet said that no child is unsafe, or who acted and when."""
    if safety == Safety.NO:
        return False
    return safety != Safety.YES or not (who_acted.strip() and acted_when.strip())


def safety_mark(safety: str, who_acted: str, acted_when: str) -> str:
    """Tells one answer to the first question from another, for a page that shows it and what is sent from there."""
    said = "\n".join((safety, who_acted.strip(), acted_when.strip()))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def safety_problems(safety: str, who_acted: str, acted_when: str) -> dict[str, str]:
    """What keeps an answer to the first question from being one, by field."""
    problems = {}
    if safety not in SAFETY:
        problems["safety"] = "Answer this first: is any child unsafe now?"
    if safety == Safety.YES and not who_acted.strip():
        problems["who_acted"] = "Enter who acted, so that somebody has"
    if safety == Safety.YES and not acted_when.strip():
        problems["acted_when"] = "Enter when they acted"
    return problems


def same_child(these: Collection[str], those: Collection[str]) -> list[str]:
    """The children of these whom those name too: capitals, spaces and marks do not count."""
    known = {_plain(each) for each in those}
    return [each for each in these if _plain(each) in known]


def _plain(name: str) -> str:
    return " ".join(tokens(name)) or name.strip().casefold()


def overlap(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days may be the same day; not where one of them is unknown."""
    (a, b), (c, d) = first, second
    return bool(a and b and c and d) and a <= d and c <= b  # type: ignore[operator]
