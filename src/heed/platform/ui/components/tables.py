"""Facts in rows: tables that still read at 320 pixels, lists of facts, the register, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, cast

from markupsafe import Markup

from heed.platform.ui.components.element import Content, classes, element, hidden, joined
from heed.platform.ui.components.govuk import content, govuk
from heed.platform.ui.components.tags import Tone, tag
from heed.platform.ui.components.thread import Step, thread
from heed.platform.ui.wording import day, moment


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading (`unseen` for one that needs none to the eye), and whether it holds numbers."""

    label: str
    kind: Literal["words", "number"] = "words"
    unseen: bool = False
    width: Literal["narrow", "wide"] | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """The cells of one row; `id` to link to it, `muted` for what is withdrawn or superseded."""

    cells: Sequence[Content]
    id: str | None = None
    muted: bool = False


def table(
    *,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    caption_shown: bool = False,
    row_headers: bool = True,
    empty: str = "Nothing here yet.",
) -> Markup:
    """A plain table. Where there is little width each row becomes a block and each cell repeats its heading.

    With `row_headers` the first cell names its row. `empty` is said when there are no rows.
    """
    for row in rows:
        if len(row.cells) != len(columns):
            raise ValueError(
                f"Table “{caption}”: a row has {len(row.cells)} cells for {len(columns)} columns."
            )
    if not rows:
        return element("p", empty, class_="heed-empty__sentence")
    # The roles are written out because a table laid out as blocks stops being one for screen readers.
    return element(
        "table",
        element(
            "caption",
            caption,
            class_=classes("heed-table__caption", not caption_shown and "govuk-visually-hidden"),
        ),
        element("thead", element("tr", [_heading(each) for each in columns], role="row"), role="rowgroup"),
        element("tbody", [_row(row, columns, row_headers) for row in rows], role="rowgroup"),
        class_="heed-table",
        role="table",
    )


def lines(*, main: Content, note: Content = "") -> Markup:
    """A cell of two lines: what matters, and beneath it what is secondary."""
    return joined(
        [
            element("span", main, class_="heed-lines__main"),
            element("span", note, class_="heed-lines__note") if note else None,
        ]
    )


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact in a list of facts: its name, what it is, and links to do something about it."""

    name: str
    value: Content
    action: Markup | None = None


def summary_list(*, facts: Sequence[Fact], borders: bool = True) -> Markup:
    """Names and what they are, one beneath another."""
    rows = [
        {
            "key": {"text": fact.name},
            "value": content(fact.value) or {"text": "None"},
        }
        for fact in facts
    ]
    if not any(fact.action for fact in facts):
        return govuk("summary-list", rows=rows, classes=None if borders else "govuk-summary-list--no-border")
    return element(
        "dl",
        [
            element(
                "div",
                element("dt", fact.name, class_="govuk-summary-list__key"),
                element("dd", fact.value or "None", class_="govuk-summary-list__value"),
                element("dd", fact.action, class_="govuk-summary-list__actions") if fact.action else None,
                class_=classes(
                    "govuk-summary-list__row", not fact.action and "govuk-summary-list__row--no-actions"
                ),
            )
            for fact in facts
        ],
        class_=classes("govuk-summary-list", not borders and "govuk-summary-list--no-border"),
    )


class StateWords(Protocol):
    """A state as a tag shows it."""

    @property
    def text(self) -> str: ...
    @property
    def tone(self) -> str: ...


class RegisterLine(Protocol):
    """What a row of the register needs; `RegisterRow` is one, and a page's own row may be one too."""

    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def note(self) -> Content: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    @property
    def state(self) -> Markup | StateWords | None: ...


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """A recommendation (or anything with a reference and a thread) as one row of the register."""

    reference: str
    title: str
    href: str
    note: Content = ""
    steps: Sequence[Step] = ()
    state: Markup | StateWords | None = None


def register(*, caption: str, rows: Sequence[RegisterLine], empty: Content = "Nothing here yet.") -> Markup:
    """The register: reference, title with a secondary line, the small thread where rows have one, the state."""
    if not rows:
        return empty if isinstance(empty, Markup) else element("p", empty, class_="heed-empty__sentence")
    threaded = any(row.steps for row in rows)
    heads = ("Reference", "Title", *(("Thread",) if threaded else ()), "State")
    return element(
        "table",
        element("caption", caption, class_="govuk-visually-hidden"),
        element(
            "thead",
            element(
                "tr", [element("th", each, scope="col", role="columnheader") for each in heads], role="row"
            ),
            class_="govuk-visually-hidden",
            role="rowgroup",
        ),
        element("tbody", [_register_row(row, threaded) for row in rows], role="rowgroup"),
        class_="heed-register",
        role="table",
    )


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened: what, when, by whom, and more about it."""

    title: Content
    at: date | datetime
    by: str = ""
    body: Content = ""


def timeline(*, happenings: Sequence[Happening], level: int = 3) -> Markup:
    """What happened, in the order given."""
    return element("div", [_happening(each, level) for each in happenings], class_="moj-timeline")


def _heading(column: Column) -> Markup:
    label: Content = hidden(column.label) if column.unseen else column.label
    return element("th", label, scope="col", role="columnheader", class_=_cell_class(column))


def _row(row: Row, columns: Sequence[Column], row_headers: bool) -> Markup:
    cells = [
        _cell(cell, column, is_header=row_headers and at == 0)
        for at, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    ]
    return element(
        "tr", cells, id=row.id, role="row", class_=classes(row.muted and "heed-table__muted") or None
    )


def _cell(cell: Content, column: Column, *, is_header: bool) -> Markup:
    # Where there is little width the style sheet shows the label before the cell.
    label = None if column.unseen or is_header else column.label
    if is_header:
        return element("th", cell, scope="row", role="rowheader", class_=_cell_class(column))
    return element("td", cell, role="cell", class_=_cell_class(column), data_label=label)


def _cell_class(column: Column) -> str | None:
    named = classes(
        column.kind == "number" and "heed-table__cell--number",
        column.width is not None and f"heed-table__cell--{column.width}",
    )
    return named or None


def _register_row(row: RegisterLine, threaded: bool) -> Markup:
    title = element("a", row.title, href=row.href, class_="heed-register__title")
    note = element("span", row.note, class_="heed-register__note") if row.note else None
    drawn = thread(steps=row.steps, size="small") if row.steps else None
    return element(
        "tr",
        element("td", row.reference, role="cell", class_="heed-register__reference"),
        element("th", title, note, scope="row", role="rowheader", class_="heed-register__words"),
        element("td", drawn, role="cell", class_="heed-register__thread") if threaded else None,
        element("td", _state(row.state), role="cell", class_="heed-register__state"),
        role="row",
    )


def _state(state: Markup | StateWords | None) -> Markup | None:
    if state is None or isinstance(state, Markup):
        return state
    return tag(text=state.text, tone=cast(Tone, state.tone))


def _happening(each: Happening, level: int) -> Markup:
    shown = moment(each.at) if isinstance(each.at, datetime) else day(each.at)
    return element(
        "div",
        element(
            "div",
            element(f"h{level}", each.title, class_="moj-timeline__title"),
            element("p", " by ", each.by, class_="moj-timeline__byline") if each.by else None,
            class_="moj-timeline__header",
        ),
        element("p", element("time", shown, datetime=each.at.isoformat()), class_="moj-timeline__date"),
        element("div", each.body, class_="moj-timeline__description") if each.body else None,
        class_="moj-timeline__item",
    )
