"""Whom publications reached, and campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.assurance.queries import AssuranceFilter, filter_assurance
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.queries import list_agencies, memberships_in_force
from heed.platform.rules.queries import rules_of
from heed.publishing.models import Bulletin, Campaign, Publication, Reach
from heed.publishing.queries.seeing import check_sees, sees_publications

_MOST = 200


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
    return list(rows.select_related("agency", "assurance", "kept_by"))


def assurances_to_choose(actor: Actor, publication: Publication) -> list[tuple[str, str]]:
    """What agencies were asked or challenged about that may show whether this was understood: of the same review, or
    of none."""
    wanted = AssuranceFilter(also=Q(review=publication.review_id) | Q(review__isnull=True))
    rows = filter_assurance(actor, wanted).select_related("agency").order_by("-pk")[:_MOST]
    return [(each.public_id, f"{each.reference}, {each.agency}: {each.topic}") for each in rows]


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


def bulletins(actor: Actor) -> QuerySet[Any]:
    """All that Heed was asked to mail, the newest first."""
    check_sees(actor)
    rows: QuerySet[Any] = Bulletin.objects.visible_to(actor).select_related("made_by")
    return rows.order_by("-pk")


def find_bulletin(actor: Actor, ref: str) -> Bulletin:
    """One with this public id, or `NotVisible`."""
    row: Bulletin | None = bulletins(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def people_of_bulletin(row: Bulletin, *, on: date) -> list[str]:
    """The addresses of everybody who has a place in its agencies on the day, each once."""
    places = memberships_in_force(on).filter(partnership_id=row.partnership_id)
    found = places.filter(agency__public_id__in=row.agencies).exclude(person__email="")
    return sorted(set(found.values_list("person__email", flat=True)))
