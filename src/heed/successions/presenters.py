"""A partnership over time, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.ui.wording import count, day
from heed.successions.models import Succession
from heed.successions.queries import Inherited


@dataclass(frozen=True, kw_only=True)
class SuccessionRow:
    ref: str
    before: str
    after: str
    on: str
    basis: str
    inherited: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What waits for a second person. `may_agree` is not for whoever proposed it."""

    row: SuccessionRow
    may_agree: bool
    may_take_back: bool


@dataclass(frozen=True, kw_only=True)
class SuccessionsPage:
    title: str
    lead: str
    rows: tuple[SuccessionRow, ...]
    proposals: tuple[Proposal, ...]
    form: Any
    """The form that proposes, for those who may."""


def successions_page(
    actor: Actor, found: Sequence[tuple[Succession, Inherited]], form: Any
) -> SuccessionsPage:
    may = actor.may(Permission.HAND_OVER)
    return SuccessionsPage(
        title="The partnership over time",
        lead=f"Today it is {actor.partnership_name}.",
        rows=tuple(_row(row, what) for row, what in found if row.state == Succession.State.AGREED),
        proposals=tuple(
            _proposal(actor, row, what, may=may)
            for row, what in found
            if row.state == Succession.State.PROPOSED
        ),
        form=form if may else None,
    )


def _proposal(actor: Actor, row: Succession, what: Inherited, *, may: bool) -> Proposal:
    own = row.proposed_by_id == actor.person_id or row.proposed_by.public_id == actor.on_behalf_ref
    return Proposal(row=_row(row, what), may_agree=may and not own, may_take_back=may)


def _row(row: Succession, what: Inherited) -> SuccessionRow:
    proposed = f"Proposed by {row.proposed_by.name} on {day(row.proposed_at)}"
    agreed = f", agreed by {row.answered_by.name} on {day(row.answered_at)}" if row.answered_by else ""
    return SuccessionRow(
        ref=row.public_id,
        before=row.predecessor,
        after=row.successor,
        on=day(row.on),
        basis=row.basis,
        inherited=(
            f"{count(what.reviews, 'review')}, {count(what.recommendations, 'recommendation')} and "
            f"{count(what.actions, 'action')}, {what.open_actions:,} of them not yet reported complete"
        ),
        who=f"{proposed}{agreed}",
    )
