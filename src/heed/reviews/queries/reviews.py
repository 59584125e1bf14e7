"""Reviews, for those who may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from heed.platform.access.cases import Subject
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, with_words
from heed.reviews.models import Review, ReviewStage
from heed.reviews.types import ReviewState


def list_reviews(actor: Actor) -> list[Review]:
    """The newest publication first; those without a date last."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Review.objects.visible_to(actor).select_related("area").order_by("-pk")
    return sorted(rows, key=lambda review: (review.published_latest is None, _newest_first(review)))


def _newest_first(review: Review) -> int:
    return -review.published_latest.toordinal() if review.published_latest else 0


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which reviews to show; empty means all."""

    area: str = ""
    kind: str = ""
    state: str = ""
    year: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()


ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("published_latest").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_latest").asc(nulls_last=True), "pk"),
    "name": ("name", "pk"),
    "reference": ("reference",),
}


def filter_reviews(actor: Actor, wanted: ReviewFilter, *, order: str = "") -> QuerySet[Any]:
    """The reviews that this actor may see and wants."""
    check_may(actor, Permission.READ_REGISTER)
    rows = narrow(
        Review.objects.visible_to(actor).select_related("area"),
        wanted,
        {
            "area": "area__name",
            "kind": "kind",
            "state": "state",
            "year": "published_earliest__year",
            "refs": "public_id__in",
        },
    )
    rows = with_words(rows, wanted.words, "name__icontains", "reference__icontains")
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


@dataclass(frozen=True, slots=True)
class ReviewChoices:
    """What reviews, and what belongs to them, can be narrowed by: each has a review behind it for this actor."""

    newest: list[Review]
    areas: list[str]
    kinds: list[str]
    years: list[int]
    """Of publication, the newest first."""


_MOST_CHOICES = 200
"""Of reviews: a longer list is no help; older ones are reached from the register of reviews."""


def newest_reviews(actor: Actor) -> list[Review]:
    """Those that a list offers to be narrowed by."""
    return list(filter_reviews(actor, ReviewFilter())[:_MOST_CHOICES])


def review_choices(actor: Actor) -> ReviewChoices:
    """Four queries that name each area, kind and year once, however many reviews there are."""
    rows = filter_reviews(actor, ReviewFilter())
    each = rows.order_by()
    years = each.filter(published_earliest__isnull=False).values_list("published_earliest__year", flat=True)
    areas = each.filter(area__isnull=False).values_list("area__name", flat=True)
    return ReviewChoices(
        newest=newest_reviews(actor),
        areas=sorted(areas.distinct()),
        kinds=sorted(each.values_list("kind", flat=True).distinct()),
        years=sorted(years.distinct(), reverse=True),
    )


def with_days(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same reviews, each with the day when it was `decided_on`, and `ended_on`: last published, withheld or closed.
    None where it took no such step in Heed."""

    def last(*states: ReviewState) -> Subquery:
        steps = ReviewStage.objects.visible_to(actor).filter(review=OuterRef("pk"), state__in=states)
        return Subquery(steps.order_by("-reached_on").values("reached_on")[:1])

    found: QuerySet[Any] = rows.annotate(
        decided_on=last(ReviewState.DECIDED),
        ended_on=last(ReviewState.PUBLISHED, ReviewState.WITHHELD, ReviewState.CLOSED),
    )
    return found


def find_review(actor: Actor, ref: str) -> Review:
    """The review with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    review = Review.objects.visible_to(actor).filter(public_id=ref).select_related("area", "scope").first()
    if review is None:
        raise NotVisible
    return review  # type: ignore[no-any-return]


def find_case(actor: Actor, ref: str) -> Subject:
    """The review with this public id as something whose access can be looked at, or `NotVisible`."""
    review = find_review(actor, ref)
    return Subject(
        ref=ref,
        title=str(review),
        href=reverse("reviews:review", args=[ref]),
        case_ref=ref,
        scope_id=review.scope_id,
    )


def cases_with_own_access(actor: Actor) -> list[Review]:
    """The reviews that are restricted, or that somebody is excluded from, of those that the actor may see."""
    rows = Review.objects.visible_to(actor).exclude(scope__case_ref="")
    return list(rows.order_by("name", "pk"))


def case_titles(actor: Actor, refs: Collection[str]) -> dict[str, tuple[str, str]]:
    """Title and address of those of these reviews that the actor may see."""
    if not refs or not actor.may(Permission.READ_REGISTER):
        return {}
    rows = Review.objects.visible_to(actor).filter(public_id__in=refs)
    return {row.public_id: (str(row), reverse("reviews:review", args=[row.public_id])) for row in rows}


def match_review(partnership_id: int, words: str) -> str:
    """The public id of the review with this reference or name, whoever may see it; "" where there is none or
    several."""
    rows = Review.objects.for_everyone(
        because="emergency access is asked for by people who do not see the case"
    )
    named = Q(reference__iexact=words) | Q(name__iexact=words)
    found = list(rows.filter(named, partnership_id=partnership_id).values_list("public_id", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def is_review(case_ref: str) -> bool:
    """Whether a case has its review yet, whoever may see it."""
    return bool(review_rows(case_ref).exists())


def review_rows(case_ref: str) -> QuerySet[Any]:
    """The review that a case is."""
    return Review.objects.for_everyone(because="a case moves as a whole").filter(public_id=case_ref)


def labels_of_reviews(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these reviews are called, those that the actor may see, by public id."""
    rows = Review.objects.visible_to(actor).filter(public_id__in=refs)
    return (
        {row.public_id: f"{row.name} ({row.reference})" for row in rows}
        if actor.may(Permission.READ_REGISTER)
        else {}
    )


def reviews_of_documents(actor: Actor, document_ids: list[int]) -> dict[int, list[Review]]:
    """Each document's reviews, those that the actor may see."""
    links = list(Review.documents.through.objects.filter(document_id__in=document_ids))
    mine = Review.objects.visible_to(actor).filter(pk__in={link.review_id for link in links})
    visible = {review.pk: review for review in mine}
    found: dict[int, list[Review]] = {}
    for link in links:
        if link.review_id in visible:
            found.setdefault(link.document_id, []).append(visible[link.review_id])
    return found
