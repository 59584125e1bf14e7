"""Findings and what they led to, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.learning.models import Addressee, Finding, FindingLink
from heed.learning.queries.recommendations import (
    HEAVY,
    IN_REVIEW,
    RecommendationFilter,
    filter_recommendations,
)
from heed.library.queries import without_words
from heed.library.types import Place, offsets_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, one_page, with_words


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings to show; empty means all. Year: of the review's publication."""

    review: str = ""
    area: str = ""
    kind: str = ""
    year: str = ""
    words: str = ""
    led: str = ""
    """"yes" or "no": whether a recommendation is known to answer it."""
    refs: tuple[str, ...] = ()


def find_finding(actor: Actor, ref: str) -> Finding:
    """The finding with this public id, with its review and Reading, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Finding.objects.visible_to(actor).filter(public_id=ref)
    row = _with_context(actor, rows).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def filter_findings(actor: Actor, wanted: FindingFilter) -> QuerySet[Any]:
    """The findings that this actor may see and wants."""
    check_may(actor, Permission.READ_REGISTER)
    in_review = {name: path for name, path in IN_REVIEW.items() if name != "state"}
    rows = narrow(Finding.objects.visible_to(actor), wanted, in_review)
    if wanted.led in ("yes", "no"):
        seen = filter_recommendations(actor, RecommendationFilter())
        linked = Q(pk__in=FindingLink.objects.filter(recommendation__in=seen).values("finding"))
        rows = rows.filter(linked if wanted.led == "yes" else ~linked)
    return with_words(rows, wanted.words, "text__icontains", "section__icontains", "reference__iexact")


def every_finding(*, because: str) -> QuerySet[Any]:
    """All of every partnership, for Heed's own work; never for a person's page."""
    rows: QuerySet[Any] = Finding.objects.for_everyone(because=because)
    return rows.filter(withdrawn_at__isnull=True)


ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-review_id", "position"),
    "oldest": ("review_id", "position"),
    "reference": ("reference",),
    "kind": ("kind", "-review_id", "position"),
}


def list_findings(
    actor: Actor, wanted: FindingFilter, *, order: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[Finding], int]:
    """One page of the register of findings, and how many there are in all; the same queries however many rows."""
    rows = filter_findings(actor, wanted)
    ordered = rows.order_by(*ORDERS.get(order, ORDERS[""]))
    return one_page(ordered, lambda some: _with_context(actor, some), offset=offset, limit=limit)


def each_finding(actor: Actor, wanted: FindingFilter, *, order: str = "") -> Iterator[Finding]:
    """All that match, a thousand at a time."""
    rows = _with_context(actor, filter_findings(actor, wanted)).order_by(*ORDERS.get(order, ORDERS[""]))
    yield from rows.iterator(chunk_size=1000)


def _with_context(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With review and Reading, and `led_to`: the links to recommendations that this actor may see."""
    asked = Prefetch("recommendation__addressees", Addressee.objects.select_related("agency"))
    links = (
        FindingLink.objects.filter(recommendation__in=filter_recommendations(actor, RecommendationFilter()))
        .select_related("recommendation", "recommendation__review", "recommendation__theme")
        .prefetch_related(asked)
        .order_by("recommendation__position")
    )
    related = rows.select_related("review", "review__area", "reading", "reading__document", "written_by")
    return without_words(related).defer(*HEAVY).prefetch_related(Prefetch("links", links, to_attr="led_to"))


def labels_of_findings(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these findings, those that the actor may see, by public id."""
    rows = Finding.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


def findings_of_review(actor: Actor, review_id: int) -> list[Finding]:
    """All of a review's findings in printed order, each with what it led to."""
    rows = filter_findings(actor, FindingFilter()).filter(review_id=review_id)
    return list(_with_context(actor, rows).order_by("position"))


def findings_of_recommendation(actor: Actor, recommendation_id: int) -> list[Finding]:
    """What was found that led to a recommendation."""
    links = FindingLink.objects.filter(recommendation_id=recommendation_id)
    rows = filter_findings(actor, FindingFilter()).filter(pk__in=links.values("finding"))
    return list(_with_context(actor, rows).order_by("position"))


def places_of_findings(actor: Actor, reading: Any) -> list[Place]:
    """Where a Reading's findings stand in its text, for its document's page."""
    rows = Finding.objects.visible_to(actor).filter(reading_id=reading.pk)
    return [
        Place(ref=row.public_id, look="finding", offsets=offsets_of(row.spans), label=row.reference)
        for row in rows
    ]


def finding_rows(case_ref: str) -> QuerySet[Any]:
    """The findings of a case."""
    return Finding.objects.for_everyone(because="a case moves as a whole").filter(review__public_id=case_ref)
