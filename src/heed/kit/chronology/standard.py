"""How far one agency's entries keep the recording standard of `rules/recording-standard.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from heed.kit.chronology.gaps import is_sighting
from heed.kit.chronology.rules import number
from heed.kit.chronology.types import Entry
from heed.kit.reading.rules import rules_folder
from heed.kit.words import phrases, plain


@dataclass(frozen=True, slots=True)
class Kept:
    """One check: of so many entries that it is asked of, so many keep it. `short` are those that do not, by their
    numbers."""

    title: str
    of: int
    kept: int
    share: int
    short: tuple[int, ...]

    @property
    def is_met(self) -> bool:
        return self.kept * 100 >= self.share * self.of


@cache
def standard() -> Mapping[str, Any]:
    """The rule file, read once."""
    text = (rules_folder().parent / "recording-standard.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def keeps_standard(entries: Sequence[Entry]) -> list[Kept]:
    """Each check of the standard over one agency's entries, in the standard's order."""
    return [_check(rule, entries) for rule in standard()["checks"]]


def _check(rule: Mapping[str, Any], entries: Sequence[Entry]) -> Kept:
    asked = [each for each in entries if "of" not in rule or _has(rule["of"], each)]
    short = tuple(each.number for each in asked if not _keeps(rule, each))
    return Kept(rule["title"], len(asked), len(asked) - len(short), int(rule["share"]), short)


def _keeps(rule: Mapping[str, Any], entry: Entry) -> bool:
    if "lacks" in rule:
        return not phrases(rule["lacks"]).search(plain(entry.event))
    return _has(rule["has"], entry)


def _has(what: str, entry: Entry) -> bool:
    return _HAS[what](entry) if what in _HAS else bool(getattr(entry, what))


def _prompt(entry: Entry) -> bool:
    after = entry.recorded_after
    return after is not None and 0 <= after <= number("late_days")


_HAS: Mapping[str, Callable[[Entry], bool]] = {
    "day": lambda entry: entry.when is not None,
    "certain_day": lambda entry: entry.when is not None and entry.when.is_sure,
    "time": lambda entry: entry.when is not None and entry.when.has_time,
    "sighting": is_sighting,
    "prompt": _prompt,
    "action_or_outcome": lambda entry: bool(entry.action or entry.outcome),
}
