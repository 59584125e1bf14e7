"""Working offline: the page that hands the workbook out, and the one that shows what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.kit.reading.grid import Fault
from heed.plans.models import Action
from heed.plans.offline import BookRow, Promised
from heed.plans.offline.book import LOCKED
from heed.plans.presenters import action_row
from heed.plans.queries.offline import Proposal, ProposedRow
from heed.plans.types import Proposed
from heed.platform.base import clock
from heed.platform.ui.components import Problem
from heed.platform.ui.wording import count, day, words

NAMES = {
    Proposed.EVIDENCE: "Evidence",
    Proposed.COMPLETE: "Reported complete",
    Proposed.MOVE: "Another date",
    Proposed.PROGRESS: "Progress",
}


@dataclass(frozen=True, kw_only=True)
class OfflinePage:
    title: str
    agency: str
    actions: int
    error: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One change beside what Heed has now; `value` is sent where it is wanted, "" where it cannot be."""

    name: str
    now: str
    yours: str
    why_not: str
    value: str
    ticked: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class ReturnedCard:
    title: str
    href: str
    row: int
    conflict: str
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnedPage:
    title: str
    about: str
    sentence: str
    cards: tuple[ReturnedCard, ...]
    faults: tuple[str, ...]
    gone: str
    kept: str
    possible: int
    back: str


@dataclass(frozen=True, kw_only=True)
class AppliedPage:
    title: str
    done: str
    refused: tuple[tuple[str, str], ...]
    back: str


def book_rows(rows: Sequence[Action]) -> list[BookRow]:
    """The actions as the workbook's locked columns have them."""
    today = clock.today()
    return [_book_row(row, today) for row in rows]


def _book_row(row: Action, today: Any) -> BookRow:
    shown = action_row(row, today=today)
    asked = ", ".join(each.reference for each in shown.serves)
    locked = (shown.reference, shown.text, shown.owner, shown.by, shown.state.text, asked)
    return BookRow(ref=row.public_id, version=row.version, locked=locked)


def offline_page(agency: str, actions: int, *, error: str = "") -> OfflinePage:
    return OfflinePage(
        title="Work offline",
        agency=agency,
        actions=actions,
        error=error,
        problems=(Problem(text=error, field_id="file"),) if error else (),
    )


def returned_page(
    promised: Promised,
    proposed: Sequence[ProposedRow],
    faults: Sequence[Fault],
    gone: Sequence[str],
    *,
    name: str,
    kept: str,
) -> ReturnedPage:
    """What the workbook would change, with what cannot be used and which rows it has no more."""
    cards = tuple(_card(each, promised) for each in proposed)
    possible = sum(bool(change.value) for card in cards for change in card.changes)
    return ReturnedPage(
        title="What your workbook would change",
        about=f"{name}, as downloaded on {day(promised.day)} for {promised.agency}",
        sentence=_sentence(possible, len(faults)),
        cards=cards,
        faults=tuple(f"{fault}."[:1].upper() + f"{fault}."[1:] for fault in faults),
        gone=f"Not in the file any more, so nothing changes for {words(gone)}." if gone else "",
        kept=kept,
        possible=possible,
        back=reverse("plans:offline"),
    )


def _sentence(possible: int, faults: int) -> str:
    would = f"{count(possible, 'change')} can be carried out." if possible else "Nothing in it is new."
    wrong = f" {count(faults, 'cell or row', 'cells or rows')} cannot be used." if faults else ""
    return f"{would}{wrong}"


def _card(each: ProposedRow, promised: Promised) -> ReturnedCard:
    shown = action_row(each.action, today=clock.today())
    return ReturnedCard(
        title=f"{shown.reference}: {shown.text}",
        href=shown.href,
        row=each.row.number,
        conflict=_conflict(each, promised) if each.changed else "",
        changes=tuple(_change(each, proposal) for proposal in each.proposals),
    )


def _conflict(each: ProposedRow, promised: Promised) -> str:
    """What of it was changed in Heed since the workbook went out, as far as its columns show it."""
    _, _, marks = promised.rows[each.row.ref]
    now = _book_row(each.action, clock.today())
    changed = [
        f"{name.lower()} is now “{cell}”" if cell else f"{name.lower()} is empty now"
        for name, cell, mark, before in zip(LOCKED, now.locked, now.marks, marks, strict=True)
        if mark != before
    ]
    what = words(changed) if changed else "something that the workbook does not show, such as its evidence"
    return (
        f"Changed in Heed since your download: {what}. Nothing is ticked: look, then tick what still holds."
    )


def _change(each: ProposedRow, proposal: Proposal) -> ChangeLine:
    name = NAMES[proposal.kind]
    return ChangeLine(
        name=name,
        now=proposal.now,
        yours=proposal.yours,
        why_not=proposal.why_not,
        value="" if proposal.why_not else f"{each.row.ref}:{proposal.kind}",
        ticked=not each.changed,
        label=each.row.reference,
    )


def applied_page(done: int, refused: Sequence[tuple[str, str]]) -> AppliedPage:
    return AppliedPage(
        title="Some changes were refused",
        done=f"{count(done, 'action')} changed." if done else "Nothing was changed.",
        refused=tuple(refused),
        back=reverse("plans:offline"),
    )
