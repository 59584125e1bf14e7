"""What follows from the facts of a case, without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from heed.kit.clocks import WorkingDays
from heed.kit.dates import Calendar
from heed.kit.words import tokens
from heed.reviews.types import Safety


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
