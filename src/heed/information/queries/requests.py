"""Requests for information, with what was found for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.information.models import InformationRequest, Mention
from heed.information.queries.where import places_of_words, rows_for
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, with_words


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """`state`: "open", "late" (open after its last day, on `today`) or "answered"."""

    words: str = ""
    kind: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()
    today: date = date.max


ORDERS: dict[str, tuple[str, ...]] = {
    "": ("due_on", "pk"),
    "newest": ("-received_on", "-pk"),
    "reference": ("reference",),
}


def filter_requests(actor: Actor, wanted: RequestFilter, *, order: str = "") -> QuerySet[Any]:
    """The requests that this actor wants, the first to be answered first."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    rows = narrow(
        InformationRequest.objects.visible_to(actor), wanted, {"kind": "kind", "refs": "public_id__in"}
    )
    if wanted.state:
        states = {
            "open": Q(outcome=""),
            "late": Q(outcome="", due_on__lt=wanted.today),
            "answered": ~Q(outcome=""),
        }
        rows = rows.filter(states.get(wanted.state, Q(pk__in=[])))
    rows = with_words(
        rows,
        wanted.words,
        "reference__icontains",
        "asked_by__icontains",
        "asked__icontains",
        "person_name__icontains",
    )
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


def find_request(actor: Actor, ref: str) -> InformationRequest:
    """The request with this public id, or `NotVisible`."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = InformationRequest.objects.visible_to(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def mentions_of(actor: Actor, request: InformationRequest, *, mark: str | None = None) -> QuerySet[Any]:
    """Where the person was found, of what this actor may see now; those with one mark (or none: "") only.

    What a mention stands in is asked again each time: it may have been restricted since it was found.
    """
    actor = actor.looking_once()
    rows = Mention.objects.visible_to(actor).filter(request=request)
    unseen = Q()
    for place in places_of_words():
        now = rows_for(actor, place)
        of_place = Q(model=place.label)
        unseen |= of_place if now is None else of_place & ~Q(row__in=now.order_by().values("pk"))
    rows = rows.exclude(unseen)
    return rows if mark is None else rows.filter(mark=mark)


def find_mention(actor: Actor, request: InformationRequest, ref: str) -> Mention:
    """One mention of a request that this actor may see, or `NotVisible`."""
    row = mentions_of(actor, request).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
