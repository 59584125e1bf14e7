"""What a recommendation's actions come to, counted for its thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from heed.learning.types import Delivery
from heed.plans.types import (
    FIRM,
    GONE,
    REPORTED_OR_FURTHER,
    VERIFIED_OR_FURTHER,
    ActionFacts,
    ActionState,
    EvidenceLevel,
)


class Piece(Protocol):
    """Evidence, as far as what it shows is concerned."""

    level: int
    contrary: bool
    expires_on: date | None


def count_delivery(
    actions: Iterable[ActionFacts], *, difference_seen: bool = False, not_held: bool = False
) -> Delivery:
    """A recommendation's actions, each once; those that were withdrawn or superseded count for nothing.

    `difference_seen`: the newest judgement says so, and rests on evidence of practice or outcome.
    `not_held`: it was recommended again since.
    """
    counted = [each for each in actions if each.state not in GONE]
    settled = [each for each in counted if is_settled(each)]
    return Delivery(
        actions=len(counted),
        firm=sum(each.state in FIRM for each in counted),
        reported=sum(each.state in REPORTED_OR_FURTHER for each in counted),
        verified=sum(each.state in VERIFIED_OR_FURTHER for each in counted),
        settled=len(settled),
        embedded=sum(each.state is ActionState.EMBEDDED for each in counted),
        parts_settled=len({part for each in settled for part in each.parts}),
        difference_seen=int(difference_seen),
        not_held=int(not_held),
    )


def shows_at_least(pieces: Iterable[Piece], level: EvidenceLevel, *, on: date) -> list[Any]:
    """Of these pieces, those that speak for the action, show this much, and have not expired by the day."""
    return [
        each
        for each in pieces
        if each.level >= level and not each.contrary and (each.expires_on is None or each.expires_on >= on)
    ]


def is_settled(action: ActionFacts) -> bool:
    """Done as far as somebody else can tell: verified, or of one agency alone and assured by its lead; and in
    either case with evidence that shows an output at least."""
    evidenced = action.level is not None and action.level >= EvidenceLevel.OUTPUT
    rests = action.single_agency and action.state is ActionState.ASSURED
    return evidenced and (rests or action.state in VERIFIED_OR_FURTHER)
