"""Actions that are changed together, and what became of each, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from heed.learning.presenters import beginning_of
from heed.plans.many_forms import ReasonForm, RowForm, TogetherForm
from heed.plans.models import Action, BulkChange, ChangedAction
from heed.plans.presenters import STATE_NAMES, ActionRow, action_row
from heed.plans.queries import ChangedItems, ToChange
from heed.plans.registers import ACTIONS
from heed.plans.types import ActionState
from heed.platform.ui.components import Problem
from heed.platform.ui.wording import count

WAYS = ("ticked", "nobody", "all")
_WHICH = {
    "ticked": "ticked",
    "nobody": "that match and have no agency, on all pages",
    "all": "that match, on all pages",
}


def ways_to_choose(given: QueryDict, found: Mapping[str, ToChange]) -> list[tuple[str, str]]:
    """Which actions can be meant, with how many they are; what nobody ticked, or leaves nothing over, is not
    offered."""
    ways = [of for of in WAYS if of != "ticked" or given.getlist("chosen")]
    if found["nobody"].actions in (0, found["all"].actions):
        ways.remove("nobody")
    return [(of, _which(of, found[of])) for of in ways]


def _which(of: str, found: ToChange) -> str:
    first = f"first {len(found.seen)} of the " if len(found.seen) < found.actions else ""
    return f"The {first}{count(found.actions, 'action')} {_WHICH[of]}{_had(of, found)}"


def _had(of: str, found: ToChange) -> str:
    if of == "nobody" or not found.with_agency:
        return ""
    return f" ({found.with_agency} of them {'has' if found.with_agency == 1 else 'have'} an agency already)"


@dataclass(frozen=True, kw_only=True)
class TogetherPage:
    """`kept` is the address's question and ticks, sent along; `seen` the actions as they were shown."""

    title: str
    form: TogetherForm
    kept: tuple[tuple[str, str], ...]
    seen: tuple[tuple[str, str], ...]
    back: str


def together_page(given: QueryDict, found: Mapping[str, ToChange], form: TogetherForm) -> TogetherPage:
    kept = tuple(
        (name, value)
        for name in (*ACTIONS.filter_names(), "chosen")
        for value in given.getlist(name)
        if value
    )
    back = urlencode([pair for pair in kept if pair[0] != "chosen"])
    return TogetherPage(
        title="Change these actions",
        form=form,
        kept=kept,
        seen=tuple(
            (f"seen_{of}", " ".join(f"{ref}:{version}" for ref, version in each.seen))
            for of, each in found.items()
        ),
        back=f"{reverse('plans:list')}?{back}",
    )


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """An action's row; without a form where this person changes nothing of it."""

    shown: ActionRow
    theme: str
    form: RowForm | None


@dataclass(frozen=True, kw_only=True)
class TablePage:
    title: str
    rows: tuple[TableRow, ...]
    reason: ReasonForm
    posts: tuple[str, ...]
    problems: tuple[Problem, ...]
    total: int
    page: int
    pages: int
    query: Mapping[str, Sequence[str]]
    back: str
    last: ChangeRow | None


def table_row(row: Action, form: RowForm | None, today: date) -> TableRow:
    return TableRow(
        shown=action_row(row, today=today),
        theme=row.theme.name if row.theme else "",
        form=form,
    )


def table_problems(rows: Sequence[TableRow], reason: ReasonForm) -> tuple[Problem, ...]:
    """All that is wrong in the table, each with the row it is of."""
    of_rows = [
        Problem(text=f"{row.shown.reference}: {text}", field_id=f"id_{row.form[name].html_name}")
        for row in rows
        if row.form is not None
        for name in row.form.fields
        for text in row.form[name].errors
    ]
    of_reason = [Problem(text=str(text), field_id="id_reason") for text in reason["reason"].errors]
    return (*of_rows, *of_reason, *(Problem(text=str(text)) for text in reason.non_field_errors()))


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    title: str
    at: datetime
    href: str
    undone_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ChangesPage:
    title: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    reference: str
    title: str
    href: str
    says: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """`left` are those that stayed as they were, or, once it was undone, stay changed; `again` leads to them."""

    title: str
    row: ChangeRow
    reason: str
    changed: tuple[ItemRow, ...]
    left: tuple[ItemRow, ...]
    again: str


def change_row(change: Any) -> ChangeRow:
    """`change` with its counts (`queries.list_changes`)."""
    done = change.actions - change.stayed
    stayed = f", {change.stayed} left" if change.stayed else ""
    return ChangeRow(
        title=f"{count(done, 'action')} changed{stayed}",
        at=change.made_at,
        href=reverse("plans:change", args=[change.public_id]),
        undone_at=change.undone_at,
    )


def changes_page(changes: Sequence[Any]) -> ChangesPage:
    return ChangesPage(
        title="What you changed for many actions", rows=tuple(change_row(each) for each in changes)
    )


def change_page(change: BulkChange, items: ChangedItems) -> ChangePage:
    changed = [each for each in items.items if not each.left]
    left = [each for each in items.items if each.left]
    refs = urlencode([("chosen", each.action.public_id) for each in left])
    done = count(len(changed), "action")
    return ChangePage(
        title=f"{done} put back as before" if change.undone_at else f"{done} changed",
        row=ChangeRow(
            title="",
            at=change.made_at,
            href=reverse("plans:change", args=[change.public_id]),
            undone_at=change.undone_at,
        ),
        reason=change.reason,
        changed=tuple(_item(each, items) for each in changed),
        left=tuple(_item(each, items) for each in left),
        again=f"{reverse('plans:table')}?{refs}" if left else "",
    )


def _item(item: ChangedAction, items: ChangedItems) -> ItemRow:
    row = item.action
    return ItemRow(
        reference=row.reference,
        title=beginning_of(row.text),
        href=reverse("plans:action", args=[row.public_id]),
        says=(item.said,) if item.said else _moved(item, items),
    )


_FIELDS = {
    "agency_id": "Agency",
    "owner_post_id": "Owner",
    "theme_id": "Theme",
    "due_latest": "By",
    "state": "State",
}


def _moved(item: ChangedAction, items: ChangedItems) -> tuple[str, ...]:
    """What the action became, and what it was, field by field."""

    def words(name: str, kept: Any) -> str:
        if kept is None:
            return "none"
        if name == "state":
            return STATE_NAMES[ActionState(kept)]
        return f"{date.fromisoformat(kept):%-d %b %Y}" if name == "due_latest" else items.names[name, kept]

    says = [
        f"{label}: {words(name, item.after[name])} (was: {words(name, item.before[name])})"
        for name, label in _FIELDS.items()
        if name in item.after
    ]
    if "asked" in item.after:
        says.append(f"Asked for {date.fromisoformat(item.after['asked']):%-d %b %Y}: somebody else decides")
    return tuple(says)
