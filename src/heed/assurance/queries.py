"""Assurance that an actor may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.assurance.models import Assurance, AssuranceEntry
from heed.assurance.types import Kind, State
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, one_page, with_words


@dataclass(frozen=True, slots=True)
class AssuranceFilter:
    """Which to show; empty means all. `state`: one of the states, or "late": open and past its day."""

    which: str = ""
    words: str = ""
    review: str = ""
    agency: str = ""
    state: str = ""
    grade: str = ""
    answer: str = ""
    refs: tuple[str, ...] = ()
    today: date | None = None
    also: Q = field(default_factory=Q)
    """What rooms above narrow it by, as a condition."""


_BY = {
    "which": "kind",
    "review": "review__public_id",
    "agency": "agency__public_id",
    "grade": "grade",
    "answer": "answer",
    "refs": "public_id__in",
}
_ORDERS: dict[str, tuple[str, ...]] = {
    "": ("due_on", "pk"),
    "newest": ("-asked_at", "-pk"),
    "agency": ("agency__name", "due_on", "pk"),
}


def filter_assurance(actor: Actor, wanted: AssuranceFilter) -> QuerySet[Any]:
    """Those that this actor may see and wants."""
    check_may(actor, Permission.READ_REGISTER)
    rows = narrow(Assurance.objects.visible_to(actor).filter(wanted.also), wanted, _BY)
    if wanted.state == "late":
        rows = rows.filter(state=State.OPEN, due_on__lt=wanted.today)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    return with_words(rows, wanted.words, "topic__icontains", "question__icontains", "reference__iexact")


def page_of_assurance(
    actor: Actor, wanted: AssuranceFilter, *, order: str, offset: int, limit: int
) -> tuple[list[Assurance], int]:
    """One page of a register, and how many there are in all."""
    rows = filter_assurance(actor, wanted)
    ordered = rows.order_by(*_ORDERS.get(order, _ORDERS[""]))
    return one_page(ordered, _with_context, offset=offset, limit=limit)


def each_assurance(actor: Actor, wanted: AssuranceFilter, *, order: str) -> Iterator[Assurance]:
    """All that match, a thousand at a time."""
    rows = _with_context(filter_assurance(actor, wanted)).order_by(*_ORDERS.get(order, _ORDERS[""]))
    yield from rows.iterator(chunk_size=1000)


def _with_context(rows: QuerySet[Any]) -> QuerySet[Any]:
    written = AssuranceEntry.objects.select_related("written_by")
    related = rows.select_related("agency", "review", "asked_by", "follows", "recommendation", "response")
    return related.prefetch_related(Prefetch("entries", written))


def find_assurance(actor: Actor, ref: str) -> Assurance:
    """The one with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = _with_context(Assurance.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def challenges_of(actor: Actor, recommendation_id: int) -> list[Assurance]:
    """The challenges to answers of a recommendation that are not taken back, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Assurance.objects.visible_to(actor).filter(recommendation=recommendation_id)
    return list(rows.exclude(state=State.WITHDRAWN).select_related("agency").order_by("-pk"))


def why_recommendations_stay(keys: Sequence[int]) -> str:
    """Why recommendations stay in the register because of this room, or ""."""
    rows = Assurance.objects.for_everyone(because="a challenge keeps what it is about in the register")
    if rows.filter(recommendation__in=keys).exists():
        return "An answer to one of these recommendations was challenged, so they stay in the register."
    return ""


def sent_with(actor: Actor, row: Assurance) -> list[Assurance]:
    """The same letter to all agencies it went to, by agency."""
    if not row.sent_with:
        return []
    rows = Assurance.objects.visible_to(actor).filter(kind=Kind.LETTER, sent_with=row.sent_with)
    return list(rows.select_related("agency").order_by("agency__name"))


def followed_by(actor: Actor, row: Assurance) -> Assurance | None:
    """The one that asks again, where the reply was not enough."""
    rows = Assurance.objects.visible_to(actor).filter(follows=row)
    return rows.order_by("pk").first()


def labels_of_assurance(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these, those that the actor may see, by public id."""
    rows = Assurance.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


def assurance_held(actor: Actor, *, agency_id: int) -> dict[str, list[list[int]]]:
    """What an agency was asked, with the version of each, whoever may see it."""
    rows = Assurance.objects.for_everyone(because="what an agency was asked goes where its work goes")
    mine = rows.filter(partnership_id=actor.partnership_id, agency=agency_id).order_by("pk")
    return {"assurance": [list(each) for each in mine.values_list("pk", "version")]}


def assurance_rows(case_ref: str) -> QuerySet[Any]:
    """The assurance asked about a case."""
    rows = Assurance.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)
