"""What a register is: rows that can be narrowed, ordered, shown in chosen columns and taken away, all by address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, FilterGroup, select_filter
from heed.platform.ui.wording import count

if TYPE_CHECKING:
    from django.db.models import Q

Cell = str | int
"""What a column shows of a row: words or a number; dates are words, as printed or as 2026-11-20."""

Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True)
class Column:
    """`value` takes a row with its relations loaded; `usual` columns are there when nobody chose."""

    key: str
    label: str
    value: Callable[[Any], Cell]
    usual: bool = True
    width: int = 20


@dataclass(frozen=True, slots=True)
class Order:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a register. `filters` by name, empty ones left out; `refs` limits to chosen rows."""

    filters: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    refs: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        return self.filters.get(name, "")

    def wanted(self, kind: Callable[..., Wanted], **more: object) -> Wanted:
        """The same in a room's own words: `kind` takes `refs` and, by name, the filters that it knows."""
        known = signature(kind).parameters
        given = {name: value for name, value in self.filters.items() if name in known}
        return kind(refs=self.refs, **given, **more)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter that a room above has for a register of a room below. `holds` says, for the actor and the value
    chosen, which rows hold it."""

    name: str
    label: str
    choices: Callable[[Actor], Iterable[tuple[str, str]]]
    holds: Callable[[Actor, str], Q]


NARROWINGS: dict[str, list[Narrowing]] = {}
"""By the register's key; the rooms above add theirs at start-up."""


def register_narrowings(key: str, *narrowings: Narrowing) -> None:
    """Narrow the register of this key by these as well."""
    NARROWINGS.setdefault(key, []).extend(narrowings)


HINTS: dict[str, list[Callable[[Actor, Asked], Content]]] = {}
"""By the register's key: sentences about what a list as it is asked for may not hold."""


def register_hint(key: str, hint: Callable[[Actor, Asked], Content]) -> None:
    """Say this above the register of this key; "" where there is nothing to say."""
    HINTS.setdefault(key, []).append(hint)


@dataclass(frozen=True, slots=True)
class Register:
    """One list of the product. `page` gives some rows and how many there are; `every` all of them, in chunks."""

    key: str
    title: str
    one: str
    url_name: str
    columns: tuple[Column, ...]
    orders: tuple[Order, ...]
    narrowed_by: tuple[str, ...]
    """The names of its own filters in an address; `filters` draws them, with choices that have something behind them.
    What asks for all, those of the rooms above among them, asks `filter_names` and `filter_groups`."""
    filters: Callable[[Actor], tuple[FilterGroup, ...]]
    page: Callable[[Actor, Asked, int, int], tuple[Sequence[Any], int]]
    every: Callable[[Actor, Asked], Iterator[Any]]
    href: Callable[[Any], str]
    ref: Callable[[Any], str]
    empty: str
    fill: tuple[str, str] | None = None
    """Where to go while it is empty: words, and the name of the page."""
    note: str = ""
    many: str = ""
    """More than one of `one`, where an s will not do."""
    kind: str = ""
    """What the audit log calls one of its rows, where that is not `one`."""
    refs: Callable[[Actor, Asked], Iterable[str]] | None = None
    """The public ids of `every`, where there is a quicker way than to read all the rows for them."""

    def counted(self, rows: int) -> str:
        """How many rows, in words."""
        return count(rows, self.one, self.many or None)

    def filter_names(self) -> tuple[str, ...]:
        """What an address can narrow it by."""
        return (*self.narrowed_by, *(each.name for each in NARROWINGS.get(self.key, ())))

    def filter_groups(self, actor: Actor) -> tuple[FilterGroup, ...]:
        """Its filters as they are drawn."""
        more = (
            select_filter(each.name, each.label, each.choices(actor)) for each in NARROWINGS.get(self.key, ())
        )
        return (*self.filters(actor), *more)

    def refs_of_every(self, actor: Actor, asked: Asked) -> list[str]:
        """The public ids of all rows that `every` would give."""
        if self.refs is not None:
            return list(self.refs(actor, asked))
        return [self.ref(row) for row in self.every(actor, asked)]

    def chosen_columns(self, keys: Sequence[str]) -> tuple[Column, ...]:
        """The columns asked for, in the register's order; the usual ones where none is known."""
        chosen = tuple(column for column in self.columns if column.key in keys)
        return chosen or tuple(column for column in self.columns if column.usual)


def year_of(written: str) -> int:
    """A year from an address; 1, in which nothing was published, for anything that is no year."""
    plain = len(written) == 4 and written.isascii() and written.isdigit()
    return int(written) or 1 if plain else 1
