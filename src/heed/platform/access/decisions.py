"""Who may decide what about a review, by the edition of guidance in force on a day (`rules/decisions.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from heed.platform.access.roles import ROLES, Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed


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


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """`decisions`: what can be decided, in words; `never`: roles that decide nothing in any edition."""

    decisions: dict[str, str]
    never: frozenset[Role]
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class DecisionRight:
    """Who may take one decision on a day."""

    decision: str
    words: str
    by: tuple[Role, ...]
    together: bool
    edition: str
    source: str

    @property
    def sentence(self) -> str:
        """As one reads it: "the independent chair"; "each safeguarding partner, lead or delegated"."""
        names = " or ".join(ROLES[role].name for role in self.by)
        return f"each partner agency's {names}, together" if self.together else f"the {names}"


def who_may_decide(decision: str, *, on: date) -> DecisionRight:
    """Who may take this decision on the day.

    Raises KeyError for a decision that the rules do not know, LookupError for a day before the first edition.
    """
    rules = decision_rules()
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
    )


def check_may_decide(actor: Actor, decision: str, *, on: date) -> None:
    """Raise `NotAllowed`, with who could, unless the guidance in force on the day lets this actor decide.

    A scrutineer reads, samples and challenges, and never decides, whatever other role they hold.
    """
    right = who_may_decide(decision, on=on)
    if actor.roles & decision_rules().never or not actor.roles & set(right.by):
        raise NotAllowed(f"By {right.edition}, this is decided by {right.sentence}.")


def decision_rules() -> DecisionRules:
    """The rules as they are in the rules folder, read once."""
    return _read(settings.RULES / "decisions.yaml")


@lru_cache
def _read(path: Path) -> DecisionRules:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    editions = [
        Edition(
            name=each["name"],
            begins_on=each["from"],
            source=each["source"],
            confirmed_by=each["confirmed_by"],
            by=tuple(Role(role) for role in each["by"]),
            together=each["together"],
        )
        for each in written["editions"]
    ]
    return DecisionRules(
        decisions=dict(written["decisions"]),
        never=frozenset(Role(role) for role in written["never"]),
        editions=tuple(sorted(editions, key=lambda each: each.begins_on)),
    )
