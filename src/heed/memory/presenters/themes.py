"""The page of themes over time, and the themes on a record's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.memory.models import Themed
from heed.memory.presenters.searching import KINDS
from heed.memory.queries.themes import (
    NOT_KNOWN,
    THEMED,
    HeatMap,
    Risen,
    ThemeStep,
    Words,
    themes_shown,
)
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.ui.components import Choice, Crumb, FilterGroup, Tab
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Doing, Table, ThingPage, columns, rows
from heed.platform.ui.wording import count, day

STEPS = 4
"""How many shades a cell can have; its figure stands in it all the same."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`shade` from 0, none, to `STEPS`; `href` leads to the rows that were counted."""

    count: int
    href: str
    shade: int
    said: str


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    name: str
    href: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Spoken:
    name: str
    href: str
    said: str


@dataclass(frozen=True, kw_only=True)
class ThemesPage:
    title: str
    lead: str
    tabs: tuple[Tab, ...]
    filters: tuple[FilterGroup, ...]
    query: Mapping[str, Sequence[str]]
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    across: str
    risen: tuple[Spoken, ...]
    fallen: tuple[Spoken, ...]
    words_lead: str
    own: tuple[tuple[str, str, str], ...]
    """Themes of one's own: name, words, and where each is changed or ended."""
    form: Any
    version: int


def themes_page(
    heat: HeatMap,
    words: Words,
    query: Mapping[str, Sequence[str]],
    *,
    across: str,
    chosen: Mapping[str, str],
    own: tuple[int, list[dict[str, Any]]],
    form: Any,
) -> ThemesPage:
    """Themes by year or by area, the most frequent first."""
    here = reverse("themes:themes")
    most = max(heat.cells.values(), default=0)
    kept = {name: value for name, value in chosen.items() if value}
    return ThemesPage(
        title="Themes over time",
        lead=f"How many recommendations and findings speak of each theme. {_confirmed(heat.confirmed)} "
        "The rest are proposed by the list of themes; each record's page says why.",
        tabs=(
            Tab(text="By year", href=f"{here}?{urlencode(kept)}", current=across == "year"),
            Tab(
                text="By area",
                href=f"{here}?{urlencode({**kept, 'across': 'area'})}",
                current=across == "area",
            ),
        ),
        filters=tuple(_filters(heat)),
        query=query,
        columns=heat.columns,
        rows=tuple(_row(name, total, heat, across, kept, most) for name, total in heat.totals),
        across=across,
        risen=tuple(_spoken(words.risen)),
        fallen=tuple(_spoken(words.fallen)),
        words_lead=_words_lead(words),
        own=tuple(
            (each["name"], _own_words(each), reverse("themes:own", args=[number]))
            for number, each in enumerate(own[1], start=1)
        ),
        form=form,
        version=own[0],
    )


def _own_words(row: Mapping[str, Any]) -> str:
    if "ended_on" in row:
        return f"ended on {day(date.fromisoformat(row['ended_on']))}: {row['ended_why']}"
    return ", ".join(row["words"])


def own_theme_page(
    row: Mapping[str, Any], steps: Sequence[ThemeStep], doings: tuple[Doing, ...]
) -> ThingPage:
    """A theme of one's own, with what it was called and which words spoke for it, the last first."""
    return ThingPage(
        title=row["name"],
        crumbs=(Crumb(text="Themes", href=reverse("themes:themes")), Crumb(text=row["name"])),
        lead=_own_words(row) if "ended_on" in row else "Proposed for what says: " + ", ".join(row["words"]),
        tables=(
            Table(
                heading="What it was",
                columns=columns("Name", "Words", "By", "Since"),
                rows=rows(
                    [
                        (
                            each.name,
                            f"Ended: {each.ended_why}" if each.ended_why else ", ".join(each.words),
                            each.by,
                            day(each.at),
                        )
                        for each in steps
                    ]
                ),
            ),
        ),
        doings=doings,
    )


def _words_lead(words: Words) -> str:
    if not words.texts_now or not words.texts_before:
        return ""
    texts = count(words.texts_now, "recommendation or finding", "recommendations and findings")
    return f"Since {words.since}: {texts}; before: {words.texts_before}."


def _confirmed(many: int) -> str:
    return (
        f"{count(many, 'theme was', 'themes were')} confirmed by people."
        if many
        else "None is confirmed yet."
    )


def _filters(heat: HeatMap) -> Iterable[FilterGroup]:
    areas = (Choice(value="", text="Any"), *(Choice(value=each, text=each) for each in heat.areas))
    kinds = (Choice(value="", text="Both"), *(Choice(value=each, text=f"{KINDS[each]}s") for each in THEMED))
    yield FilterGroup(name="area", label="Area", kind="select", choices=areas)
    yield FilterGroup(name="kind", label="What is counted", kind="select", choices=kinds)


def _row(name: str, total: int, heat: HeatMap, across: str, kept: Mapping[str, str], most: int) -> HeatRow:
    cells = []
    for column in heat.columns:
        many = heat.cells.get((name, column), 0)
        cells.append(
            Cell(
                count=many,
                href=_rows_href({**kept, "theme": name, across: column})
                if many and column != NOT_KNOWN
                else "",
                shade=-(-many * STEPS // most) if most else 0,
                said=f"{name}, {column}",
            )
        )
    return HeatRow(name=name, href=_rows_href({**kept, "theme": name}), cells=tuple(cells), total=total)


def _rows_href(asked: Mapping[str, str]) -> str:
    return f"{reverse('search:search')}?{urlencode(asked)}"


def _spoken(rows: Iterable[Risen]) -> Iterable[Spoken]:
    for each in rows:
        yield Spoken(
            name=each.name,
            href=_rows_href({"q": each.name}),
            said=f"{each.now} now, {each.before} before",
        )


@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    name: str
    why: str
    said: str
    is_theme: bool
    open: bool
    earlier: str
    """What others said before, in a sentence."""


@dataclass(frozen=True, kw_only=True)
class OfRecord:
    """The themes of a record, and what may be said of them by whom may."""

    rows: tuple[ThemeRow, ...]
    href: str
    others: tuple[Choice, ...]
    may: bool


def themes_panel(kind: str) -> Any:
    """The panel of a record's page."""

    def build(actor: Actor, row: Any) -> Panel | None:
        shown, others = themes_shown(actor, kind, row)
        may = actor.may(Permission.ACCEPT_PROPOSALS)
        if not shown and not may:
            return None
        data = OfRecord(
            rows=tuple(
                ThemeRow(
                    name=each.name,
                    why=each.why,
                    said=_said(each.said),
                    is_theme=each.said is None or each.said.says == Themed.Says.IS,
                    open=each.said is None,
                    earlier="; ".join(_said_why(one) for one in each.words[:-1]),
                )
                for each in shown
            ),
            href=reverse("themes:say", args=[kind, row.public_id]),
            others=tuple(Choice(value=each, text=each) for each in others),
            may=may,
        )
        return Panel("memory/themes_of.html", data)

    return build


def _said(said: Themed | None) -> str:
    if said is None:
        return "Proposed"
    word = "Confirmed" if said.says == Themed.Says.IS else "Taken away"
    return f"{word} by {said.said_by.name}, {day(said.said_at)}"


def _said_why(said: Themed) -> str:
    return f"{_said(said)}: {said.why}" if said.why else _said(said)
