"""What agencies asked of themselves in their own reviews, rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heed.learning.models import Recommendation
from heed.learning.queries.recommendations import recommendations_shown
from heed.learning.types import OWN_SOURCES
from heed.platform.access.types import Actor


@dataclass(frozen=True, slots=True)
class OwnOfAgency:
    """What one agency asked of itself in its own review: how many, and how far they have come. `agency_ref` is
    empty for a name that no agency has."""

    name: str
    agency_ref: str
    asked: int
    withheld: int
    planned: int
    reported: int
    verified: int


def own_of_agencies(actor: Actor, review_id: int) -> list[OwnOfAgency]:
    """A review's recommendations that agencies made for themselves, counted by agency; withheld ones count too."""
    rows = [row for row in recommendations_shown(actor, review_id) if row.source in OWN_SOURCES]
    by_agency: dict[tuple[str, str], list[Recommendation]] = {}
    for row in rows:
        for name, ref in _asked_of(row) or {("Nobody named", "")}:
            by_agency.setdefault((name, ref), []).append(row)
    return [
        OwnOfAgency(
            name=name,
            agency_ref=ref,
            asked=len(own),
            withheld=sum(row.withheld for row in own),
            planned=_come_to(own, "planned"),
            reported=_come_to(own, "reported"),
            verified=_come_to(own, "verified"),
        )
        for (name, ref), own in sorted(by_agency.items(), key=lambda item: item[0][0].casefold())
    ]


def _asked_of(row: Recommendation) -> set[tuple[str, str]]:
    return {
        (each.agency.name, each.agency.public_id) if each.agency else (each.words, "")
        for each in row.addressees.all()
    }


def _come_to(rows: Sequence[Recommendation], step: str) -> int:
    return sum(each["step"] == step and each["reach"] == "whole" for row in rows for each in row.thread)
