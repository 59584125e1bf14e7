"""Requests for a review's material, and records that reviews ask agencies for.

Each is seen by those who may see its review, whatever its own scope: a case that is restricted later takes them along.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.information.models import AgencyRecord, ReleaseRequest
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.registers.queries import narrow, with_words
from heed.reviews.queries import ReviewFilter, filter_reviews


@dataclass(frozen=True, slots=True)
class ReleaseFilter:
    """`state`: "open", "late" on `today`, "release" or "refuse" as decided."""

    words: str = ""
    review: str = ""
    asked_by_kind: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()
    today: date = date.max


ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-received_on", "-pk"),
    "reference": ("reference",),
}


def filter_releases(actor: Actor, wanted: ReleaseFilter, *, order: str = "") -> QuerySet[Any]:
    """The requests for material that this actor wants, the newest first."""
    _check_sees_releases(actor)
    rows = ReleaseRequest.objects.visible_to(actor).filter(review__in=_reviews(actor))
    rows = rows.select_related("review", "kept_by", "decided_by")
    rows = narrow(
        rows,
        wanted,
        {"review": "review__public_id", "asked_by_kind": "asked_by_kind", "refs": "public_id__in"},
    )
    if wanted.state:
        states = {
            "open": Q(decision=""),
            "late": Q(decision="", due_on__lt=wanted.today),
            "release": Q(decision="release"),
            "refuse": Q(decision="refuse"),
        }
        rows = rows.filter(states.get(wanted.state, Q(pk__in=[])))
    rows = with_words(
        rows,
        wanted.words,
        "reference__icontains",
        "asked_by__icontains",
        "their_reference__icontains",
        "asked__icontains",
    )
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


def _reviews(actor: Actor) -> QuerySet[Any]:
    return filter_reviews(actor, ReviewFilter()).order_by().values("pk")


def _check_sees_releases(actor: Actor) -> None:
    """Those who keep them, and those who decide them."""
    if not (actor.may(Permission.GOVERN_INFORMATION) or actor.may(Permission.DECIDE_INFORMATION)):
        raise NotAllowed("Your role cannot see what was released from reviews.")


def find_release(actor: Actor, ref: str) -> ReleaseRequest:
    """The request for material with this public id, or `NotVisible`."""
    row = filter_releases(actor, ReleaseFilter(refs=(ref,))).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class AgencyRecordFilter:
    """`state`: "waiting", "late" on `today`, "provided" or "not_provided"."""

    words: str = ""
    review: str = ""
    agency: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()
    today: date = date.max


def filter_agency_records(actor: Actor, wanted: AgencyRecordFilter, *, order: str = "") -> QuerySet[Any]:
    """The records that reviews asked agencies for, the first due first."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    rows = AgencyRecord.objects.visible_to(actor).filter(review__in=_reviews(actor))
    rows = rows.select_related("review", "agency")
    rows = narrow(
        rows,
        wanted,
        {"review": "review__public_id", "agency": "agency__public_id", "refs": "public_id__in"},
    )
    if wanted.state:
        waiting = Q(provided_on__isnull=True, not_provided_because="")
        states = {
            "waiting": waiting,
            "late": waiting & Q(due_on__lt=wanted.today),
            "provided": Q(provided_on__isnull=False),
            "not_provided": ~Q(not_provided_because=""),
        }
        rows = rows.filter(states.get(wanted.state, Q(pk__in=[])))
    rows = with_words(rows, wanted.words, "reference__icontains", "records__icontains")
    orders = {"": ("due_on", "pk"), "reference": ("reference",)}
    return rows.order_by(*orders.get(order, orders[""]))


def release_rows(case_ref: str) -> QuerySet[Any]:
    """The requests for material of a case."""
    rows = ReleaseRequest.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def agency_record_rows(case_ref: str) -> QuerySet[Any]:
    """The records that a case asked agencies for."""
    rows = AgencyRecord.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def find_agency_record(actor: Actor, ref: str) -> AgencyRecord:
    """The records asked for with this public id, or `NotVisible`."""
    row = filter_agency_records(actor, AgencyRecordFilter(refs=(ref,))).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
