"""Who may decide what about a review, by the edition of guidance in force on a day (`rules/decisions.yaml`).

These are the rules as values. What a partnership says itself comes from `approvals.rights`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from heed.platform.access.roles import ROLES, Role


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of guidance as far as it says who decides: from its first day until the next one's."""

    name: str
    begins_on: date
    source: str
    confirmed_by: str
    by: tuple[Role, ...]
    together: bool
    """Each partner decides, not one for all."""
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """One of the safeguarding partners by law; `kinds` are the kinds of agency that it can be."""

    code: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """`decisions`: what can be decided, in words; `never`: roles that decide nothing in any edition; `second`: who can
    be the second person where one alone decides, of the decisions that take two."""

    decisions: dict[str, str]
    never: frozenset[Role]
    editions: tuple[Edition, ...]
    partners: tuple[Partner, ...]
    second: Mapping[str, tuple[Role, ...]]


@dataclass(frozen=True, slots=True)
class DecisionRight:
    """Who may take one decision on a day."""

    decision: str
    words: str
    by: tuple[Role, ...]
    together: bool
    edition: str
    source: str
    second: tuple[Role, ...] = ()
    """Where one alone decides what takes two people: who can be the other."""

    @property
    def sentence(self) -> str:
        """As one reads it: "the independent chair"; "each safeguarding partner, lead or delegated"."""
        names = _either(self.by)
        if self.together:
            return f"each partner agency's {names}, together"
        also = f", and as a second person a {_either(self.second)}" if self.second else ""
        return f"the {names}{also}"


def who_may_decide(decision: str, *, on: date, rules: DecisionRules | None = None) -> DecisionRight:
    """Who may take this decision on the day, by these rules; by Heed's own where none are given.

    Raises KeyError for a decision that the rules do not know, LookupError for a day before the first edition.
    """
    rules = rules or decision_rules()
    words = rules.decisions[decision]
    edition = next((each for each in reversed(rules.editions) if each.begins_on <= on), None)
    if edition is None:
        raise LookupError(f"no edition of guidance that Heed knows says who decided on {on}")
    return DecisionRight(
        decision=decision,
        words=words,
        by=tuple(role for role in edition.by if role not in rules.never),
        together=edition.together,
        edition=edition.name,
        source=edition.source,
        second=() if edition.together else rules.second.get(decision, ()),
    )


def decides_words(by: Sequence[Role], *, together: bool) -> str:
    """Who decides, in words, as a sentence begins."""
    names = _either(by)
    return f"Each partner agency’s {names}, together" if together else f"The {names}"


def _either(roles: Sequence[Role]) -> str:
    return " or ".join(ROLES[role].name for role in roles)


def decision_rules() -> DecisionRules:
    """The rules as they are in the rules folder, read once."""
    return _read(settings.RULES / "decisions.yaml")


@lru_cache
def _read(path: Path) -> DecisionRules:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return DecisionRules(
        decisions=dict(written["decisions"]),
        never=frozenset(Role(role) for role in written["never"]),
        editions=editions_of(written["editions"]),
        partners=tuple(
            Partner(code=code, name=each["name"], kinds=tuple(each["kinds"]))
            for code, each in written["partners"].items()
        ),
        second={code: tuple(Role(role) for role in each) for code, each in written["second"].items()},
    )


def editions_of(written: list[dict[str, Any]]) -> tuple[Edition, ...]:
    """Editions as they are written in a file or kept by a partnership, the earliest first."""
    read = [
        Edition(
            name=each["name"],
            begins_on=_day(each["from"]),
            source=each["source"],
            confirmed_by=each["confirmed_by"],
            by=tuple(Role(role) for role in each["by"]),
            together=each["together"],
            confirmed_on=_day(each["confirmed_on"]) if each.get("confirmed_on") else None,
        )
        for each in written
    ]
    return tuple(sorted(read, key=lambda each: each.begins_on))


def _day(given: date | str) -> date:
    return given if isinstance(given, date) else date.fromisoformat(given)
