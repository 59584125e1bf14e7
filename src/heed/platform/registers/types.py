"""What a register is: rows that can be narrowed, ordered, shown in chosen columns and taken away, all by address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from heed.platform.access.types import Actor
from heed.platform.ui.components import FilterGroup

Cell = str | int
"""What a column shows of a row: words or a number; dates are words, as printed or as 2026-11-20."""


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
    """The names of its filters in an address; `filters` draws them, with choices that have something behind them."""
    filters: Callable[[Actor], tuple[FilterGroup, ...]]
    page: Callable[[Actor, Asked, int, int], tuple[Sequence[Any], int]]
    every: Callable[[Actor, Asked], Iterator[Any]]
    href: Callable[[Any], str]
    ref: Callable[[Any], str]
    empty: str
    note: str = ""

    def chosen_columns(self, keys: Sequence[str]) -> tuple[Column, ...]:
        """The columns asked for, in the register's order; the usual ones where none is known."""
        chosen = tuple(column for column in self.columns if column.key in keys)
        return chosen or tuple(column for column in self.columns if column.usual)


def one_page(
    rows: QuerySet[Any], with_context: Callable[[QuerySet[Any]], QuerySet[Any]], *, offset: int, limit: int
) -> list[Any]:
    """Some of these ordered rows with their relations: found by their keys first, so that only a page's worth of
    wide rows is ever joined and sorted."""
    keys = list(rows.values_list("pk", flat=True)[offset : offset + limit])
    found = {
        row.pk: row
        for row in with_context(rows.model.objects.for_everyone(because="rows found").filter(pk__in=keys))
    }
    return [found[key] for key in keys if key in found]
