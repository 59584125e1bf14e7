"""On a record's page: who was asked by a link, and what they answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.single_use.models import OneTask
from heed.platform.single_use.queries import list_tasks, may_make_code, waits
from heed.platform.single_use.types import KINDS
from heed.platform.ui.panels import Panel


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    ref: str
    asked_of: str
    by: str
    made: datetime
    state: str
    tone: str
    at: datetime | None
    words: str
    sha256: str
    code: str
    """Of a link whose code somebody else makes: who made it, or that it is still to be made."""
    may_make_code: bool
    may_withdraw: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`may_ask` says whether the actor may ask somebody; `title` is what the kind is called."""

    kind: str
    ref: str
    title: str
    rows: tuple[AskedRow, ...]
    may_ask: bool


def panel_of(kind: str) -> Callable[[Any, Any], Panel | None]:
    """The panel for pages whose subject is a record of this kind."""

    def build(actor: Actor, subject: Any) -> Panel | None:
        rows = list_tasks(actor, kind=kind, subject_ref=subject.public_id)
        may_ask = actor.may(Permission.ASK_BY_LINK)
        if not rows and not may_ask:
            return None
        shown = tuple(_row(actor, row, may_ask) for row in rows)
        data = Asked(kind=kind, ref=subject.public_id, title=KINDS[kind].title, rows=shown, may_ask=may_ask)
        return Panel("single_use/panel.html", data)

    return build


def _row(actor: Actor, row: OneTask, may_ask: bool) -> AskedRow:
    open_ = waits(row, at=timezone.now())
    over = not open_ and not row.answered_at
    answers = dict(KINDS[row.kind].answers)
    state = answers.get(row.answer, row.answer) if row.answered_at else "ran out" if over else "waiting"
    return AskedRow(
        ref=row.public_id,
        asked_of=row.asked_of,
        by=row.made_by.person.name,
        made=row.made_at,
        state=state,
        tone="green" if row.answered_at else "neutral" if over else "amber",
        at=row.answered_at,
        words=row.words,
        sha256=row.sha256,
        code=_code(row) if KINDS[row.kind].code_by_another else "",
        may_make_code=may_ask and may_make_code(actor, row, at=timezone.now()),
        may_withdraw=may_ask and open_,
    )


def _code(row: OneTask) -> str:
    if row.code_by is None:
        return f"no code yet: somebody else than {row.made_by.person.name} makes it"
    return f"the code made by {row.code_by.person.name}"
