"""Recommendations and their answers, for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.learning.models import Addressee, Recommendation, Response
from heed.library.types import Place, offsets_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.queries import list_reviews


@dataclass(frozen=True, slots=True)
class RecommendationFilter:
    """What to show of the register; empty means all. Agency: asked, or answered."""

    review: str = ""
    agency: str = ""
    state: str = ""
    words: str = ""


def find_recommendation(actor: Actor, ref: str) -> Recommendation:
    """The recommendation with this public id, with its review, theme and Reading, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = (
        Recommendation.objects.visible_to(actor)
        .filter(public_id=ref)
        .select_related("review", "review__area", "theme", "reading", "reading__document")
        .prefetch_related("parts", Prefetch("addressees", Addressee.objects.select_related("agency")))
        .first()
    )
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def filter_recommendations(actor: Actor, wanted: RecommendationFilter) -> QuerySet[Any]:
    """The recommendations that this actor may see and wants, newest review first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Recommendation.objects.visible_to(actor)
    if wanted.review:
        rows = rows.filter(review__public_id=wanted.review)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.agency:
        asked = Addressee.objects.filter(agency__public_id=wanted.agency).values("recommendation")
        answered = Response.objects.visible_to(actor).filter(agency__public_id=wanted.agency)
        rows = rows.filter(
            Q(pk__in=asked)
            | Q(pk__in=answered.filter(recommendation__isnull=False).values("recommendation"))
            | Q(theme__in=answered.filter(theme__isnull=False).values("theme"))
        )
    if wanted.words:
        rows = rows.filter(
            Q(text__icontains=wanted.words)
            | Q(short_name__icontains=wanted.words)
            | Q(reference__iexact=wanted.words)
        )
    return rows


def list_recommendations(
    actor: Actor, wanted: RecommendationFilter, *, offset: int = 0, limit: int = 50
) -> tuple[list[Recommendation], int]:
    """One page of the register, and how many there are in all. Four queries, however many rows."""
    rows = filter_recommendations(actor, wanted)
    page = (
        rows.select_related("review", "theme")
        .prefetch_related(Prefetch("addressees", Addressee.objects.select_related("agency")))
        .order_by("-review_id", "position")[offset : offset + limit]
    )
    return list(page), rows.count()


def list_responses(actor: Actor, recommendation: Recommendation) -> list[Response]:
    """Its own answers and those given to its theme, in the order they were printed."""
    mine = Q(recommendation=recommendation)
    if recommendation.theme_id:
        mine |= Q(theme=recommendation.theme_id)
    return list(
        Response.objects.visible_to(actor)
        .filter(mine)
        .select_related("agency", "theme", "reading", "reading__document")
        .order_by("position")
    )


def recommendations_of_review(actor: Actor, review_id: int) -> Sequence[Recommendation]:
    """All of a review's recommendations in printed order."""
    check_may(actor, Permission.READ_REGISTER)
    return list(
        Recommendation.objects.visible_to(actor)
        .filter(review_id=review_id)
        .select_related("theme", "review")
        .prefetch_related(Prefetch("addressees", Addressee.objects.select_related("agency")))
        .order_by("position")
    )


def places_of_recommendations(actor: Actor, reading: Any) -> list[Place]:
    """Where this Reading's recommendations and answers stand in its text, for its document's page."""
    asked = Recommendation.objects.visible_to(actor).filter(reading_id=reading.pk)
    answers = Response.objects.visible_to(actor).filter(reading_id=reading.pk)
    return [
        Place(ref=row.public_id, look="recommendation", offsets=offsets_of(row.spans), label=row.reference)
        for row in asked
    ] + [
        Place(ref=row.public_id, look="response", offsets=offsets_of(row.spans), label="answer")
        for row in answers
    ]


def filter_choices(actor: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The reviews and agencies that a register can be narrowed by, as (public id, name)."""
    reviews = [(each.public_id, f"{each.name} ({each.reference})") for each in list_reviews(actor)]
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    return reviews, agencies
