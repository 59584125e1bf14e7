"""An agency's file on its way in: its columns, what is to be mended, what would come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.chronologies.models import AgencyFile
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.queries import LookedAt
from heed.chronologies.types import ENTRY_LABELS, FileState
from heed.kit.chronology import Entry, dated, timed
from heed.platform.access.types import Actor
from heed.platform.ui.components import Choice, Problem
from heed.platform.ui.things import Doing, Table, columns, rows
from heed.platform.ui.wording import count, day
from heed.reviews.presenters import ReviewFrame, review_frame

_MOST = 100
ORDERS = (
    ("day", "The day comes first (03/04/2011 is 3 April)"),
    ("month", "The month comes first (03/04/2011 is 4 March)"),
)
_ORDER_WORDS: dict[bool | None, str] = {True: "month", False: "day"}


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """A column of the file: its head, its first words, and what it is said to be for."""

    field: str
    head: str
    samples: tuple[str, ...]
    value: str


@dataclass(frozen=True, kw_only=True)
class FilePage:
    title: str
    review: ReviewFrame
    lead: str
    open: bool
    version: int
    sentence: str
    columns: tuple[ColumnLine, ...]
    uses: tuple[Choice, ...]
    order_asked: str
    order: str
    orders: tuple[Choice, ...]
    why_not: str
    problems: tuple[Problem, ...]
    faults: Table
    notes: Table
    rows: Table
    doings: tuple[Doing, ...]
    back: str

    @property
    def has_errors(self) -> bool:
        return bool(self.problems) or any(each.form.errors for each in self.doings)


def file_page(
    actor: Actor,
    row: AgencyFile,
    looked: LookedAt,
    *,
    doings: tuple[Doing, ...],
    problems: tuple[Problem, ...] = (),
    sent: Any = None,
) -> FilePage:
    table = looked.table
    waits = row.state == FileState.OPEN
    uses = dict(table.columns) if table else dict(row.uses)
    order = sent.get("order", "") if sent else _ORDER_WORDS.get(row.month_first, "")
    faults, notes = (table.faults, table.notes) if table else ((), ())
    asked = table.order_asked if table else ""
    return FilePage(
        title=row.name,
        review=review_frame(actor, row.chronology.review, current=KEY, title=row.name),
        lead=f"For {row.agency.name}. Sent by {row.sent_by.name}, {day(row.sent_at)}.",
        open=waits,
        version=row.version,
        sentence=_sentence(row, looked),
        columns=tuple(
            ColumnLine(
                field=f"column_{at}",
                head=head,
                samples=looked.samples.get(head, ()),
                value=sent.get(f"column_{at}", "") if sent else uses.get(head, ""),
            )
            for at, head in enumerate(looked.heads)
        ),
        uses=(
            Choice(value="", text="Kept beside the entry"),
            *(Choice(value=use, text=text) for use, text in ENTRY_LABELS.items()),
        ),
        order_asked=asked[:1].upper() + asked[1:],
        order=order,
        orders=tuple(Choice(value=value, text=text) for value, text in ORDERS),
        why_not=looked.why_not,
        problems=problems,
        faults=_faults("To mend", faults, "Nothing is to be mended."),
        notes=_faults("To look at", notes, ""),
        rows=_rows(looked.new),
        doings=doings,
        back=reverse("chronologies:agency", args=[row.chronology.review.public_id, row.agency.public_id]),
    )


def _sentence(row: AgencyFile, looked: LookedAt) -> str:
    if row.state == FileState.IN:
        return f"This file came in on {day(row.brought_in_at)}."
    if row.state == FileState.UNDONE:
        return f"This file was undone on {day(row.undone_at)}. Send it again to bring it in again."
    if looked.table is None:
        return ""
    new = len(looked.new)
    parts = [
        f"{count(new, 'new entry', 'new entries')} would come in" if new else "Nothing in this file is new"
    ]
    if looked.same:
        parts.append(
            f"{count(len(looked.same), 'row')} {'is' if len(looked.same) == 1 else 'are'} here already"
        )
    if looked.faults:
        parts.append(f"{count(len(looked.faults), 'thing')} to mend, now or later: nothing is lost for it")
    return f"{'; '.join(parts)}."


def _faults(heading: str, faults: Sequence[Any], empty: str) -> Table:
    more = len(faults) - _MOST
    return Table(
        heading=heading,
        lead=f"The first {_MOST} of {len(faults):,}." if more > 0 else "",
        columns=columns("Where", "Column", "What"),
        rows=rows(
            [
                [
                    f"Row {each.row}" if each.row else "The file",
                    each.column or "–",
                    f"{each.sentence[:1].upper()}{each.sentence[1:]}.",
                ]
                for each in faults[:_MOST]
            ]
        ),
        empty=empty,
    )


def _rows(entries: Sequence[Entry]) -> Table:
    shown = entries[:20]
    return Table(
        heading="What would come in",
        lead=f"The first {len(shown)} of {len(entries):,}." if len(entries) > len(shown) else "",
        columns=columns("Row", "Date as written", "Understood as", "What happened", "Source"),
        rows=rows(
            [
                [
                    str(each.row),
                    each.written or "empty",
                    " ".join(filter(None, (dated(each.when), timed(each.when)))) or "not understood",
                    _short(each.event),
                    _short(each.source) or "missing",
                ]
                for each in shown
            ]
        ),
        empty="No row of this file is new.",
    )


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= 140 else f"{said[:140].rsplit(' ', 1)[0]} …"
