"""What registers can be narrowed by, and the reviews and documents that hold recommendations of some kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from heed.learning.models import Addressee, AnswerRequest, Recommendation, Response, Theme
from heed.learning.queries.recommendations import (
    RecommendationFilter,
    ResponseFilter,
    filter_recommendations,
    filter_responses,
)
from heed.learning.types import RECOMMENDATION_KINDS, source_name
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.reviews.queries import ReviewFilter, filter_reviews, review_choices


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What registers can be narrowed by: pairs of what is sent and what is read."""

    reviews: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    agencies: list[tuple[str, str]]
    themes: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    years: list[tuple[str, str]]


def filter_choices(actor: Actor) -> FilterChoices:
    """Choices that have something behind them for this actor."""
    choices = review_choices(actor)
    return FilterChoices(
        reviews=[(each.public_id, f"{each.name} ({each.reference})") for each in choices.newest],
        areas=[(name, name) for name in choices.areas],
        agencies=agency_choices(actor),
        themes=theme_choices(actor),
        kinds=[(kind, kind.capitalize()) for kind in RECOMMENDATION_KINDS],
        years=[(str(year), str(year)) for year in choices.years],
    )


def source_choices(actor: Actor) -> list[tuple[str, str]]:
    """Who made recommendations, where a document says so. Apart from the others: to find it goes through all rows."""
    asked = Recommendation.objects.visible_to(actor).exclude(source="").order_by()
    sources = asked.values_list("source", flat=True).distinct()
    return [(name, source_name(name)) for name in sorted(sources)]


def agency_choices(actor: Actor) -> list[tuple[str, str]]:
    """The agencies of the partnership; one that has ended only while a recommendation or an answer has it."""
    asked = Recommendation.objects.visible_to(actor).filter(addressees__agency=OuterRef("pk")).order_by()
    answered = Response.objects.visible_to(actor).filter(agency=OuterRef("pk")).order_by()
    requested = AnswerRequest.objects.visible_to(actor).filter(agency=OuterRef("pk")).order_by()
    rows = Agency.objects.filter(partnerships=actor.partnership_id).filter(
        Q(ended_on__isnull=True)
        | Q(ended_on__gt=clock.today())
        | Exists(asked)
        | Exists(answered)
        | Exists(requested)
    )
    return [(each.public_id, each.name) for each in rows.order_by("name")]


def theme_choices(actor: Actor) -> list[tuple[str, str]]:
    """The themes of reviews that this actor may see, each name once."""
    themes = Theme.objects.filter(review__in=filter_reviews(actor, ReviewFilter()).order_by())
    return [(name, name) for name in sorted(themes.values_list("name", flat=True).distinct())]


def reviews_with(actor: Actor, wanted: RecommendationFilter) -> Q:
    """Which reviews have a recommendation like this."""
    return Q(pk__in=filter_recommendations(actor, wanted).order_by().values("review"))


def documents_with(actor: Actor, wanted: RecommendationFilter) -> Q:
    """Which documents have a recommendation like this in print."""
    return _printed_in(filter_recommendations(actor, wanted))


def documents_of_agency(actor: Actor, ref: str) -> Q:
    """Which documents ask this agency, or print an answer of it."""
    asked = Recommendation.objects.visible_to(actor).filter(addressees__agency__public_id=ref)
    answered = Response.objects.visible_to(actor).filter(agency__public_id=ref, reading__isnull=False)
    return _printed_in(asked) | _printed_in(answered)


def _printed_in(rows: QuerySet[Any]) -> Q:
    """Asked of each document: the first of its records ends the search, where to gather them goes through all."""
    return Q(Exists(rows.order_by().filter(reading__document=OuterRef("pk"))))


def agencies_in_area(actor: Actor, area: str) -> Q:
    """Which agencies a review of this area asks, or answered one."""
    asked = Recommendation.objects.visible_to(actor).filter(review__area__name=area).order_by()
    addressed = Addressee.objects.filter(recommendation__in=asked, agency__isnull=False)
    answered = filter_responses(actor, ResponseFilter(area=area)).order_by().filter(agency__isnull=False)
    return Q(pk__in=addressed.values("agency")) | Q(pk__in=answered.values("agency"))
