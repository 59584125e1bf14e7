"""Pages of a plan's file on its way in: what its columns are, and what would become of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.http import QueryDict
from django.urls import reverse

from heed.intake.models import PlanSheet
from heed.intake.queries import Looked
from heed.intake.sheets import columns_offered, meanings_offered, shown_tables, statuses_of
from heed.intake.types import Columns, RowOutcome, SettledRow, SheetState
from heed.kit.reading.grid import Grid
from heed.kit.reading.markers import letters
from heed.plans.presenters import brought_words
from heed.plans.types import SaidElsewhere
from heed.platform.ui.components import Choice, Problem, Tab
from heed.platform.ui.wording import count, day

PAGE = 50
_SAMPLES = 3
_MOST_STATUSES = 40


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """A file in the list of those that were chosen."""

    name: str
    href: str
    about: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ChoosePage:
    title: str
    error: str
    problems: tuple[Problem, ...]
    reviews: tuple[Choice, ...]
    review: str
    sheets: tuple[SheetLine, ...]


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """A column of the file: its letter and head, its first words, and what it is said to be for."""

    field: str
    letter: str
    head: str
    samples: tuple[str, ...]
    value: str
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class MeaningLine:
    field: str
    words: str
    rows: str
    value: str


@dataclass(frozen=True, kw_only=True)
class ColumnsPage:
    title: str
    name: str
    version: int
    tables: tuple[Choice, ...]
    table: str
    head: int
    columns: tuple[ColumnLine, ...]
    purposes: tuple[Choice, ...]
    statuses: tuple[MeaningLine, ...]
    more_statuses: int
    meanings: tuple[Choice, ...]
    rows: int
    guessed: bool
    error: str
    problems: tuple[Problem, ...]
    back: str


@dataclass(frozen=True, kw_only=True)
class RowLine:
    """A row of the file, what becomes of it, and what is wrong with it."""

    number: int
    action: str
    about: str
    outcome: str
    tone: str
    href: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    title: str
    name: str
    about: str
    done: bool
    new: int
    faulty: int
    here: int
    joins: int
    left_out: int
    sentence: str
    closures: str
    tabs: tuple[Tab, ...]
    rows: tuple[RowLine, ...]
    page: int
    pages: int
    query: Mapping[str, Sequence[str]]
    columns_href: str
    faults_href: str
    again_href: str
    undo_href: str
    plan_href: str


def sheet_line(row: PlanSheet) -> SheetLine:
    whose = f"for {row.review.name}" if row.review else "for the partnership's own plan"
    done = row.state == SheetState.ACCEPTED
    return SheetLine(
        name=row.name,
        href=reverse("intake:plan_sheet", args=[row.public_id]),
        about=f"{whose}, {row.brought_in_by.name}, {day(row.brought_in_at)}",
        state=f"came in {day(row.accepted_at)}" if done else "waits for somebody to look",
    )


def _undone(row: PlanSheet) -> str:
    """That it was taken out of the plan again, while it waits."""
    if row.undone_at is None or row.state == SheetState.ACCEPTED:
        return ""
    return f" It came in, and was taken out again on {day(row.undone_at)}: {row.undone_why}"


def columns_page(
    row: PlanSheet,
    tables: Sequence[Grid],
    columns: Columns,
    *,
    sent: QueryDict | None = None,
    error: str = "",
) -> ColumnsPage:
    """`sent`: what somebody chose and could not be taken."""
    grid = tables[columns.table]
    below = [each for each in grid.rows[columns.head + 1 :] if any(each)]
    heads = grid.rows[columns.head] if columns.head < len(grid.rows) else ()
    chosen = {at: sent.get(f"column_{at}", "") for at in range(len(heads))} if sent else columns.of
    statuses = statuses_of(grid, columns)
    offered = columns_offered()
    return ColumnsPage(
        title="What is in which column?",
        name=row.name,
        version=row.version,
        tables=tuple(
            Choice(value=str(at), text=f"{tables[at].name} ({count(len(tables[at].rows), 'row')})")
            for at in shown_tables(tables)
        ),
        table=str(columns.table),
        head=columns.head + 1,
        columns=tuple(
            ColumnLine(
                field=f"column_{at}",
                letter=letters(at + 1).upper(),
                head=" ".join(words.split())[:80],
                samples=tuple(filter(None, (_short(each[at]) for each in below[:_SAMPLES]))),
                value=chosen.get(at, ""),
            )
            for at, words in enumerate(heads)
            if words or any(each[at] for each in below)
        ),
        purposes=(Choice(value="", text="Not brought in"), *_choices(offered)),
        statuses=tuple(
            MeaningLine(field=f"meaning_{at}", words=words, rows=count(rows, "row"), value=meaning)
            for at, (words, rows, meaning) in enumerate(statuses[:_MOST_STATUSES])
        ),
        more_statuses=max(0, len(statuses) - _MOST_STATUSES),
        meanings=(Choice(value="", text="Choose one"), *_choices(meanings_offered())),
        rows=len(below),
        guessed=not row.columns,
        error=error,
        problems=(Problem(text=error, field_id="columns"),) if error else (),
        back=reverse("intake:plan_sheet", args=[row.public_id]),
    )


def _choices(offered: Mapping[str, str]) -> list[Choice]:
    return [Choice(value=value, text=text[:1].upper() + text[1:]) for value, text in offered.items()]


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= 90 else f"{said[:90].rsplit(' ', 1)[0]} …"


_TABS = (
    ("", "All rows", None),
    ("new", "Come in", RowOutcome.NEW),
    ("faulty", "With errors", RowOutcome.FAULTY),
    ("here", "Here already", RowOutcome.HERE),
    ("joins", "Say the same", RowOutcome.JOINS),
)


def sheet_page(row: PlanSheet, looked: Looked, *, show: str, page: int, undoes: bool) -> SheetPage:
    """What would become of a file's rows, or, once it came in, what became of them."""
    wanted = next((outcome for key, _, outcome in _TABS if key == show), None)
    rows = looked.rows if wanted is None else looked.of(wanted)
    pages = max(1, ceil(len(rows) / PAGE))
    number = min(page, pages)
    counted = {each: looked.count(each) for each in RowOutcome}
    done = row.state == SheetState.ACCEPTED
    address = reverse("intake:plan_sheet", args=[row.public_id])
    whose = (
        f"For {row.review.name} ({row.review.reference})" if row.review else "For the partnership's own plan"
    )
    new = [each for each in looked.rows if each.outcome is RowOutcome.NEW]
    return SheetPage(
        title="What came in" if done else "What would come in",
        name=row.name,
        about=f"{whose}. Chosen by {row.brought_in_by.name}, {day(row.brought_in_at)}.{_undone(row)}",
        done=done,
        new=counted[RowOutcome.NEW],
        faulty=counted[RowOutcome.FAULTY],
        here=counted[RowOutcome.HERE],
        joins=counted[RowOutcome.JOINS],
        left_out=row.left_out,
        closures="" if done else _closures(new),
        sentence=_sentence(counted, done=done),
        tabs=tuple(
            Tab(
                text=f"{text} ({len(looked.rows) if outcome is None else counted[outcome]:,})",
                href=f"{address}?show={key}" if key else address,
                current=key == (show if wanted else ""),
            )
            for key, text, outcome in _TABS
            if outcome is None or counted[outcome]
        ),
        rows=tuple(_row_line(each, done=done) for each in rows[(number - 1) * PAGE : number * PAGE]),
        page=number,
        pages=pages,
        query={"show": [show]} if wanted else {},
        columns_href=reverse("intake:plan_columns", args=[row.public_id]),
        faults_href=reverse("intake:plan_faults", args=[row.public_id]),
        again_href=reverse("intake:plan"),
        undo_href=reverse("intake:plan_undo", args=[row.public_id]) if done and undoes else "",
        plan_href=reverse("plans:list") + (f"?review={row.review.public_id}" if row.review else ""),
    )


def _sentence(counted: Mapping[RowOutcome, int], *, done: bool) -> str:
    new, faulty, here = (counted[each] for each in (RowOutcome.NEW, RowOutcome.FAULTY, RowOutcome.HERE))
    if done:
        return f"{count(here, 'row')} of this file {'is' if here == 1 else 'are'} in the plan."
    parts = [f"{count(new, 'new action')} would come in" if new else "Nothing in this file is new"]
    if here:
        parts.append(
            f"{count(here, 'row')} {'is' if here == 1 else 'are'} here already and would change nothing"
        )
    if counted[RowOutcome.JOINS]:
        parts.append(f"{count(counted[RowOutcome.JOINS], 'row')} would join another that says the same")
    if faulty:
        parts.append(f"{count(faulty, 'row')} {'has' if faulty == 1 else 'have'} errors")
    return f"{'; '.join(parts)}."


def _closures(new: Sequence[SettledRow]) -> str:
    """What is said of closures, where the file has any."""
    closed = sum(each.row.action.said is SaidElsewhere.CLOSED for each in new)
    if not closed:
        return ""
    return (
        f"{count(closed, 'action')} that the file calls closed would come in as “closed elsewhere, unverified here”: "
        "counted neither as reported complete nor as verified until somebody looks."
    )


_OUTCOMES = {
    RowOutcome.NEW: ("Comes in", "teal"),
    RowOutcome.HERE: ("Here already", "neutral"),
    RowOutcome.JOINS: ("Says the same", "neutral"),
    RowOutcome.FAULTY: ("Has errors", "red"),
}


def _row_line(each: SettledRow, *, done: bool) -> RowLine:
    row, (words, tone) = each.row, _OUTCOMES[each.outcome]
    ref, reference = each.as_action
    if done and reference:
        words, tone = "In the plan", "teal"
    notes = [_note_of(fault.column, fault.sentence) for fault in row.faults]
    if each.outcome is RowOutcome.NEW:
        notes.append(f"State: {_lower(brought_words(row.action))}")
    if each.with_row:
        notes.append(f"One action with row {each.with_row}, for what both stand under")
    if each.note:
        notes.append(each.note[:1].upper() + each.note[1:])
    if reference:
        words = f"{words}: {reference}"
    about = [row.action.agency_words, row.action.owner or row.action.owner_words, _due(row.action)]
    return RowLine(
        number=row.number,
        action=_short(row.action.text) or "(no action)",
        about=" · ".join(filter(None, about)),
        outcome=words,
        tone=tone,
        href=reverse("plans:action", args=[ref]) if ref else "",
        notes=tuple(notes),
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _note_of(column: str, sentence: str) -> str:
    return f"Column {column}: {sentence}." if column else f"{sentence}."


def _due(action: object) -> str:
    words, latest = getattr(action, "due_text", ""), getattr(action, "due_latest", None)
    return f"by {words or day(latest)}" if words or latest else ""


def fault_rows(looked: Looked) -> list[tuple[int, str, str]]:
    """Every error as a row of its own: the file's row, its column, and what is wrong."""
    return [(fault.row, fault.column, fault.sentence) for each in looked.rows for fault in each.row.faults]
