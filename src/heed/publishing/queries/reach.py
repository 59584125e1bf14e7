"""Whom publications reached, and campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.queries import list_agencies
from heed.platform.rules.queries import rules_of
from heed.publishing.models import Campaign, Publication, Reach
from heed.publishing.queries.seeing import check_sees, sees_publications


def channels() -> Mapping[str, str]:
    """By what people are reached."""
    names: Mapping[str, str] = rules_of("publishing")["channels"]
    return names


def ways_to_test() -> Mapping[str, str]:
    """How it is found out whether something was understood."""
    names: Mapping[str, str] = rules_of("publishing")["tested"]
    return names


def reached_by(actor: Actor, publication: Publication) -> list[Reach]:
    """Everything that was written down about one publication, the newest first."""
    check_sees(actor)
    rows = Reach.objects.visible_to(actor).filter(publication=publication)
    return list(rows.select_related("agency", "kept_by"))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agencies by channel: `cells[agency][channel]` are what was written down; `silent` the agencies with nothing."""

    agencies: tuple[str, ...]
    channels: tuple[str, ...]
    cells: Mapping[str, Mapping[str, tuple[Reach, ...]]]
    silent: tuple[str, ...]


def matrix_of(actor: Actor, rows: Sequence[Reach]) -> Matrix:
    """What was written down, by agency and channel, with the agencies of the partnership that have nothing."""
    there = (each for each in list_agencies(actor.partnership_id) if each.ended_on is None)
    names = [each.name for each in there]
    cells: dict[str, dict[str, tuple[Reach, ...]]] = {name: {} for name in names}
    for row in rows:
        mine = cells.setdefault(row.agency.name, {})
        mine[row.channel] = (*mine.get(row.channel, ()), row)
    used = [key for key in channels() if any(key in mine for mine in cells.values())]
    return Matrix(
        agencies=tuple(cells),
        channels=tuple(used),
        cells=cells,
        silent=tuple(name for name, mine in cells.items() if not mine),
    )


def campaigns(actor: Actor) -> QuerySet[Any]:
    """All that the actor may see, the newest first."""
    check_sees(actor)
    rows: QuerySet[Any] = Campaign.objects.visible_to(actor).select_related("review", "decided_by", "made_by")
    return rows.order_by("-pk")


def find_campaign(actor: Actor, ref: str) -> Campaign:
    """One with this public id, or `NotVisible`."""
    row: Campaign | None = campaigns(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def labels_of_campaigns(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these are called, those that the actor may see, by public id."""
    rows = Campaign.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if sees_publications(actor) else {}


def reach_rows(case_ref: str) -> QuerySet[Any]:
    """Of a case's publications."""
    rows: QuerySet[Any] = Reach.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(publication__review__public_id=case_ref)


def campaign_rows(case_ref: str) -> QuerySet[Any]:
    """The campaigns of a case."""
    rows: QuerySet[Any] = Campaign.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)
