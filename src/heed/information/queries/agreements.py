"""Agreements with who signed them, and assessments with their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from heed.information.models import Agreement, Assessment, Party
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, with_words


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """`state`: "unsigned" lacks a signature, "review" is past its day to be looked at again, on `today`."""

    words: str = ""
    kind: str = ""
    agency: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()
    today: date = date.max


ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("review_on").asc(nulls_last=True), "-pk"),
    "name": ("name", "pk"),
    "reference": ("reference",),
}


def filter_agreements(actor: Actor, wanted: AgreementFilter, *, order: str = "") -> QuerySet[Any]:
    """The agreements that this actor wants, with whether a signature is missing (`is_unsigned`)."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    unsigned = _unsigned(OuterRef("pk"), OuterRef("edition"))
    rows = Agreement.objects.visible_to(actor).annotate(is_unsigned=Exists(unsigned))
    rows = narrow(rows, wanted, {"kind": "kind", "refs": "public_id__in"})
    if wanted.agency:
        rows = rows.filter(
            Exists(Party.objects.filter(agreement=OuterRef("pk"), agency__public_id=wanted.agency))
        )
    if wanted.state:
        rows = rows.filter(_in_state(wanted))
    rows = with_words(rows, wanted.words, "name__icontains", "purpose__icontains", "reference__icontains")
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))  # type: ignore[no-any-return]


def _unsigned(agreement: Any, edition: Any) -> QuerySet[Party]:
    return Party.objects.filter(agreement=agreement, edition=edition, signed_on__isnull=True)


def _in_state(wanted: AgreementFilter) -> Q:
    states = {
        "unsigned": Q(is_unsigned=True, ended_on__isnull=True),
        "review": Q(review_on__lt=wanted.today, ended_on__isnull=True),
        "ended": Q(ended_on__isnull=False),
    }
    return states.get(wanted.state, Q(pk__in=[]))


def find_agreement(actor: Actor, ref: str) -> Agreement:
    """The agreement with this public id, or `NotVisible`."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = Agreement.objects.visible_to(actor).filter(public_id=ref).select_related("file").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def parties_of(agreement: Agreement) -> list[Party]:
    """Who it is between, by name, with every edition that each signed."""
    return list(agreement.parties.select_related("agency"))


@dataclass(frozen=True, slots=True)
class AssessmentFilter:
    words: str = ""
    refs: tuple[str, ...] = ()


def filter_assessments(actor: Actor, wanted: AssessmentFilter, *, order: str = "") -> QuerySet[Any]:
    """Impact assessments, the first to be looked at again first."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    rows = Assessment.objects.visible_to(actor).select_related("agreement")
    rows = narrow(rows, wanted, {"refs": "public_id__in"})
    rows = with_words(rows, wanted.words, "name__icontains", "reference__icontains")
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


def find_assessment(actor: Actor, ref: str) -> Assessment:
    """The assessment with this public id, or `NotVisible`."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = Assessment.objects.visible_to(actor).filter(public_id=ref).select_related("agreement").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
