"""Agencies with what they are called, and names met in documents that no agency answers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from rapidfuzz import fuzz, process

from heed.agencies.models import AgencyMerge, AsideName
from heed.learning.queries import agencies_in_area
from heed.learning.queries import unknown_agency_words as unknown_in_learning
from heed.plans.queries import unknown_agency_words as unknown_in_plans
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Agency, AgencyName, Membership
from heed.platform.partnerships.queries import fold_name, memberships_in_force
from heed.platform.registers.queries import narrow

_LIKELY = 85
"""Out of 100: from here on a name met is offered as another name of an agency. Whole names are compared: another
area's police is not ours because we call ours "police"."""


@dataclass(frozen=True, slots=True)
class NameMetLine:
    """A name that documents use and no agency has; `likely` is the agency it most resembles, by public id."""

    words: str
    records: int
    likely: str


def list_agencies_with_names(actor: Actor) -> list[Agency]:
    """Every agency of the partnership, those that ended last, with other names, successor and predecessors."""
    check_may(actor, Permission.READ_REGISTER)
    rows = (
        Agency.objects.filter(partnerships=actor.partnership_id)
        .select_related("successor")
        .prefetch_related("names", "predecessors")
    )
    return sorted(rows, key=lambda agency: (agency.ended_on is not None, agency.name.casefold()))


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """Which agencies to show; empty means all. `state`: a key of `rules.STATES`, by today. Area: of a review that asks
    it, or that it answered."""

    words: str = ""
    kind: str = ""
    state: str = ""
    area: str = ""
    refs: tuple[str, ...] = ()


_ENDED_LAST = F("ended_on").asc(nulls_first=True)
ORDERS: dict[str, tuple[Any, ...]] = {
    "": (_ENDED_LAST, Lower("name"), "pk"),
    "name": (Lower("name"), "pk"),
    "kind": ("kind", Lower("name"), "pk"),
    "ended": (F("ended_on").desc(nulls_last=True), Lower("name"), "pk"),
}


def filter_agencies(actor: Actor, wanted: AgencyFilter, *, order: str = "") -> QuerySet[Any]:
    """The agencies of the partnership that this actor wants, each with its names and what came before and after."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Agency.objects.filter(partnerships=actor.partnership_id)
    rows = narrow(rows, wanted, {"kind": "kind", "refs": "public_id__in"})
    if wanted.state:
        ended = Q(ended_on__lte=clock.today())
        rows = rows.filter({"ended": ended, "current": ~ended}.get(wanted.state, Q(pk__in=())))
    if wanted.area:
        rows = rows.filter(agencies_in_area(actor, wanted.area))
    if wanted.words:
        named = AgencyName.objects.filter(agency=OuterRef("pk"), name__icontains=wanted.words)
        rows = rows.filter(Q(name__icontains=wanted.words) | Exists(named))
    return _with_context(actor, rows).order_by(*ORDERS.get(order, ORDERS[""]))


def _with_context(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    people = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    here = Prefetch("memberships", people.select_related("person", "post"), to_attr="people_here")
    return rows.select_related("successor").prefetch_related("names", "predecessors", here)


def leads_of(agency: Any) -> list[Membership]:
    """Its lead contacts: those who answer for it in this partnership today. Takes an agency that `find_agency` or
    `filter_agencies` gave, which have its people loaded."""
    return [each for each in agency.people_here if Role.AGENCY_LEAD.value in each.roles]


def find_agency(actor: Actor, ref: str) -> Agency:
    """An agency of the actor's partnership, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = _with_context(
        actor, Agency.objects.filter(partnerships=actor.partnership_id, public_id=ref)
    ).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def open_merge(actor: Actor, agency: Agency) -> AgencyMerge | None:
    """The merge by which this agency went into the one that comes after it, while it stands."""
    if agency.ended_on is None or agency.successor_id is None:
        return None
    rows = _merges(actor).filter(agency=agency, into=agency.successor_id)
    return rows.order_by("-pk").first()


def merged_into(actor: Actor, agency: Agency) -> list[AgencyMerge]:
    """The merges by which others went into this agency and still are in it, newest first."""
    rows = _merges(actor).filter(into=agency, agency__successor=agency, agency__ended_on__isnull=False)
    return list(rows.order_by("-pk"))


def _merges(actor: Actor) -> QuerySet[AgencyMerge]:
    check_may(actor, Permission.READ_REGISTER)
    rows = AgencyMerge.objects.filter(partnership_id=actor.partnership_id, undone_at__isnull=True)
    return rows.select_related("agency", "into", "into__successor", "merged_by", "successor_before")


def labels_of_agencies(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The names of these agencies, those of the actor's partnership, by public id."""
    rows = Agency.objects.filter(partnerships=actor.partnership_id, public_id__in=refs)
    return dict(rows.values_list("public_id", "name")) if actor.may(Permission.READ_REGISTER) else {}


def list_names_met(actor: Actor, *, limit: int | None = 100) -> list[NameMetLine]:
    """Names in the register's own words that no agency has, the most frequent first, without those set aside."""
    aside = set(_aside(actor).values_list("folded", flat=True))
    counts = {words: each for words, each in _words_met(actor).items() if fold_name(words) not in aside}
    known = {
        name.folded: agency.public_id
        for agency in list_agencies_with_names(actor)
        if agency.ended_on is None
        for name in agency.names.all()
    }
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    return [NameMetLine(words, records, _likely(words, known)) for words, records in ordered]


def count_names_met(actor: Actor) -> int:
    """How many there are of them."""
    aside = set(_aside(actor).values_list("folded", flat=True))
    return sum(fold_name(words) not in aside for words in _words_met(actor))


def _words_met(actor: Actor) -> dict[str, int]:
    """Words that name who was asked, answered or acts and that no agency has, each with how many records say so."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    counts: dict[str, int] = {}
    for words, records in [*unknown_in_learning(actor), *unknown_in_plans(actor)]:
        counts[words] = counts.get(words, 0) + records
    return counts


def list_names_set_aside(actor: Actor) -> list[AsideName]:
    """Names that are no agency and stand in records that this actor may see: others would say what those hold."""
    met = {fold_name(words) for words in _words_met(actor)}
    return [row for row in _aside(actor).select_related("set_aside_by") if row.folded in met]


def _aside(actor: Actor) -> QuerySet[AsideName]:
    check_may(actor, Permission.MANAGE_AGENCIES)
    return AsideName.objects.filter(partnership_id=actor.partnership_id, back_at__isnull=True)


def _likely(words: str, known: dict[str, str]) -> str:
    best = process.extractOne(
        fold_name(words), known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_LIKELY
    )
    return known[best[0]] if best else ""
