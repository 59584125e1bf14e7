"""Pages of records that several rooms have: facts and tables on the left, what can be done on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heed.platform.ui.components import Column, Content, Crumb, Fact, Row, element


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table under a heading; `empty` is said where it has no rows."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "Nothing yet."
    lead: Content = ""
    key: str = ""
    """Where a link leads that is about this table."""
    row_headers: bool = True
    """Whether the first cell names its row."""
    folded: str = ""
    """What is said of a table that stands folded, in place of a heading; "" for one that stands open."""


@dataclass(frozen=True, kw_only=True)
class Doing:
    """Something that can be done here: a form with one button. `key` is sent as `do`."""

    key: str
    title: str
    button: str
    form: Any
    lead: Content = ""
    tone: str = "secondary"
    files: bool = False
    folded: bool = False
    """Shown by its title until somebody opens it, or something in it is wrong: where there are many."""
    told: Content = ""
    """What is to be read before the form is sent once more: whole paragraphs."""
    asks: str = ""
    """An address that is asked while something is typed, and answers in `#found`: a courtesy that no page needs."""


@dataclass(frozen=True, kw_only=True)
class ThingPage:
    """A record's page."""

    title: str
    crumbs: tuple[Crumb, ...]
    lead: Content = ""
    notice: Content = ""
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    doings: tuple[Doing, ...] = ()
    beside: tuple[Doing, ...] = ()
    links: tuple[Content, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in (*self.doings, *self.beside))


@dataclass(frozen=True, kw_only=True)
class AddPage:
    """A page with one form."""

    title: str
    crumbs: tuple[Crumb, ...]
    form: Any
    button: str
    """Empty where nothing can be sent as things stand: the lead says why, and what can be done."""
    back: str
    lead: Content = ""
    files: bool = False


def columns(*labels: str) -> tuple[Column, ...]:
    """Columns of words."""
    return tuple(Column(label=each) for each in labels)


def rows(cells: Sequence[Sequence[Content]]) -> tuple[Row, ...]:
    """Rows of cells."""
    return tuple(Row(cells=list(each)) for each in cells)


def link(text: Content, href: str) -> Content:
    """A link, or the words alone where there is nowhere to go."""
    return element("a", text, href=href, class_="govuk-link") if href else text
