"""Timescales as they are written down, by edition of guidance, and what a deadline says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Timescale:
    """One rule. It is counted in `working_days` or in calendar `months`, from what `starts` says until what `ends`
    says. `paused_by` are the kinds of things that stop it while they last. `edition` is "" where it is a local
    standard, which no guidance sets; `confirmed_by` is "" where nobody has checked it against its source."""

    key: str
    name: str
    starts: str
    ends: str
    source: str
    edition: str = ""
    confirmed_by: str = ""
    working_days: int = 0
    months: int = 0
    paused_by: frozenset[str] = frozenset()

    @property
    def span(self) -> str:
        """How long: "15 working days", "6 months"."""
        number, unit = (
            (self.working_days, "working day") if self.working_days else (self.months, "calendar month")
        )
        return f"{number} {unit}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Edition:
    """Guidance that counts from its first day until the next edition's."""

    name: str
    begins_on: date
    source: str
    confirmed_by: str
    timescales: Mapping[str, Timescale]


@dataclass(frozen=True, slots=True)
class Timescales:
    """Every edition, the earliest first, and the local standards; `convention` is how days are counted, in words."""

    convention: str
    editions: tuple[Edition, ...]
    local: Mapping[str, Timescale]

    def edition_on(self, day: date) -> Edition | None:
        """The guidance in force on a day; None before the first that is known."""
        return next((each for each in reversed(self.editions) if each.begins_on <= day), None)

    def find(self, key: str, *, on: date) -> Timescale | None:
        """The rule of this name that counts on a day: the guidance's, else the local standard; None: there is none."""
        edition = self.edition_on(on)
        guided = edition.timescales.get(key) if edition else None
        return guided or self.local.get(key)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`on` is the last day; None while the clock is paused. `counted_from` is the day before the first that counts,
    `skipped` the bank holidays that did not count, `because` the whole reason in words."""

    on: date | None
    because: str
    counted_from: date
    skipped: tuple[date, ...] = ()
    paused_days: int = 0


def read_timescales(written: Mapping[str, Any]) -> Timescales:
    """From a rules file: `names` of the clocks, `editions` and `local`. A clock must be in days or in months."""
    names = written["clocks"]
    editions = [
        Edition(
            name=each["name"],
            begins_on=each["from"],
            source=each["source"],
            confirmed_by=each["confirmed_by"],
            timescales={
                key: _timescale(key, names[key], rule, each, edition=each["name"])
                for key, rule in each["timescales"].items()
            },
        )
        for each in written["editions"]
    ]
    local = {
        key: _timescale(key, names[key], rule, written["local"], edition="")
        for key, rule in written["local"]["timescales"].items()
    }
    return Timescales(
        convention=written["convention"],
        editions=tuple(sorted(editions, key=lambda each: each.begins_on)),
        local=local,
    )


def _timescale(
    key: str, words: Mapping[str, Any], rule: Mapping[str, Any], above: Mapping[str, Any], *, edition: str
) -> Timescale:
    found = Timescale(
        key=key,
        name=words["name"],
        starts=words["starts"],
        ends=words["ends"],
        source=rule.get("source", above["source"]),
        edition=edition,
        confirmed_by=rule.get("confirmed_by", above["confirmed_by"]),
        working_days=rule.get("working_days", 0),
        months=rule.get("months", 0),
        paused_by=frozenset(rule.get("paused_by", ())),
    )
    if bool(found.working_days) == bool(found.months):
        raise ValueError(f"{key}: a timescale is in working days or in months, one of them")
    return found
