"""Recommendations and their answers, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OrderBy, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from heed.learning.models import Addressee, Judgement, Recommendation, Response, Theme
from heed.learning.queries.how_far import come_so_far, led_to
from heed.library.queries import prefetch_readings, without_words
from heed.library.types import Place, offsets_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, narrow_either, one_page, with_words
from heed.reviews.queries import ReviewFilter, filter_reviews


@dataclass(frozen=True, slots=True)
class RecommendationFilter:
    """What to show of the register; empty means all. Agency: asked, or answered. Year: of publication."""

    review: str = ""
    area: str = ""
    agency: str = ""
    theme: str = ""
    kind: str = ""
    state: str = ""
    year: str = ""
    source: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()
    how_far: str = ""
    """A key of `HOW_FAR`: which threads."""
    found: str = ""  # "yes" or "no": whether a finding is known that led to it


def find_recommendation(actor: Actor, ref: str) -> Recommendation:
    """The recommendation with this public id, with its review, theme and Reading, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Recommendation.objects.visible_to(actor).filter(public_id=ref)
    row = (
        without_words(rows.select_related(*_OF, "submission", "written_by"))
        .prefetch_related("parts", Prefetch("addressees", Addressee.objects.select_related("agency")))
        .first()
    )
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


IN_REVIEW = {
    "review": "review__public_id",
    "area": "review__area__name",
    "year": "review__published_earliest__year",
    "state": "state",
    "kind": "kind",
    "refs": "public_id__in",
}
"""Where a row that belongs to a review holds what its register can be narrowed by."""


def labels_of_recommendations(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these recommendations, those that the actor may see, by public id."""
    rows = Recommendation.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


_BY = IN_REVIEW | {"theme": "theme__name", "source": "source"}


def filter_recommendations(actor: Actor, wanted: RecommendationFilter) -> QuerySet[Any]:
    """The recommendations that this actor may see and wants, newest review first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = narrow(Recommendation.objects.visible_to(actor), wanted, _BY)
    if wanted.agency:
        asked = Addressee.objects.filter(agency__public_id=wanted.agency).values("recommendation")
        answered = Response.objects.visible_to(actor).filter(agency__public_id=wanted.agency)
        rows = rows.filter(
            Q(pk__in=asked)
            | Q(pk__in=answered.filter(recommendation__isnull=False).values("recommendation"))
            | Q(theme__in=answered.filter(theme__isnull=False).values("theme"))
        )
    rows = rows.filter(come_so_far(actor, wanted.how_far, agency=wanted.agency), led_to(actor, wanted.found))
    return with_words(rows, wanted.words, "text__icontains", "short_name__icontains", "reference__iexact")


HEAVY = ("reading__text", "reading__blocks", "reading__found", "reading__sketch")
"""What a register never needs of a Reading."""
_OF = ("review", "review__area", "theme", "reading", "reading__document")

ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-review_id", "position"),
    "oldest": ("review_id", "position"),
    "reference": ("reference",),
    "state": ("state", "-review_id", "position"),
    "kind": ("kind", "-review_id", "position"),
}


def list_recommendations(
    actor: Actor, wanted: RecommendationFilter, *, order: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[Recommendation], int]:
    """One page of the register, and how many there are in all: four queries, or three where the list ends soon."""
    rows = filter_recommendations(actor, wanted)
    ordered = rows.order_by(*ORDERS.get(order, ORDERS[""]))
    return one_page(ordered, _with_context, offset=offset, limit=limit)


def each_recommendation(
    actor: Actor, wanted: RecommendationFilter, *, order: str = ""
) -> Iterator[Recommendation]:
    """All that match, a thousand at a time."""
    rows = _for_taking(filter_recommendations(actor, wanted)).order_by(*ORDERS.get(order, ORDERS[""]))
    yield from rows.iterator(chunk_size=1000)


def _for_taking(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What many rows share is read once and not joined to each; `asked` and `asks` are lists: to make a manager's
    query for each of fifty thousand rows takes a third of the time of all."""
    return rows.prefetch_related(
        "review__area",
        "theme",
        prefetch_readings(),
        Prefetch("addressees", Addressee.objects.all(), to_attr="asked"),
        Prefetch("parts", to_attr="asks"),
    )


def asked_words(row: Recommendation) -> str:
    """Whom it asks, in the document's words."""
    return "; ".join(each.words for each in _listed(row, "asked", "addressees"))


def parts_words(row: Recommendation) -> str:
    """Its parts, one after the other."""
    return "; ".join(each.text for each in _listed(row, "asks", "parts"))


def _listed(row: Recommendation, listed: str, related: str) -> Sequence[Any]:
    found: Sequence[Any] | None = getattr(row, listed, None)
    return getattr(row, related).all() if found is None else found


def _with_context(rows: QuerySet[Any]) -> QuerySet[Any]:
    asked = Prefetch("addressees", Addressee.objects.select_related("agency"))
    return rows.select_related(*_OF).prefetch_related(asked, "parts").defer(*HEAVY)


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """Which answers to show; empty means all. `judged`: "yes" or "no". Area and year: of the review answered."""

    review: str = ""
    area: str = ""
    agency: str = ""
    theme: str = ""
    stance: str = ""
    year: str = ""
    judged: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()
    also: Q = field(default_factory=Q)
    """What rooms above narrow it by, as a condition."""


_OF_WHAT_IS_ANSWERED = {
    "review": "review__public_id",
    "area": "review__area__name",
    "year": "review__published_earliest__year",
}


def filter_responses(actor: Actor, wanted: ResponseFilter) -> QuerySet[Any]:
    """The answers that this actor may see and wants, in the order of their reviews."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Response.objects.visible_to(actor).filter(wanted.also)
    rows = narrow_either(rows, wanted, _OF_WHAT_IS_ANSWERED, ("recommendation__", "theme__"))
    if wanted.theme:
        rows = rows.filter(Q(recommendation__theme__name=wanted.theme) | Q(theme__name=wanted.theme))
    rows = narrow(rows, wanted, {"agency": "agency__public_id", "stance": "stance", "refs": "public_id__in"})
    if wanted.judged:
        judged = Judgement.objects.visible_to(actor).filter(response=OuterRef("pk"))
        rows = rows.filter(Exists(judged) if wanted.judged == "yes" else ~Exists(judged))
    return with_words(rows, wanted.words, "text__icontains", "agency_words__icontains").order_by(
        *RESPONSE_ORDERS[""]
    )


RESPONSE_ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "": ("-registered_at", "-reading_id", "position", "pk"),
    "oldest": ("registered_at", "reading_id", "position", "pk"),
    "agency": ("agency__name", "agency_words", "-registered_at", "-pk"),
    "review": (
        Coalesce("recommendation__review_id", "theme__review_id").desc(),
        "recommendation__position",
        "round",
        "position",
        "pk",
    ),
}


def _ordered(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
    return rows.order_by(*RESPONSE_ORDERS.get(order, RESPONSE_ORDERS[""]))


def page_of_responses(
    actor: Actor, wanted: ResponseFilter, *, order: str = "", offset: int, limit: int
) -> tuple[list[Response], int]:
    """One page of the register of answers, and how many there are in all."""
    rows = _ordered(filter_responses(actor, wanted), order)
    return one_page(rows, _with_what_they_answer, offset=offset, limit=limit)


def each_response(actor: Actor, wanted: ResponseFilter, *, order: str = "") -> Iterator[Response]:
    """All that match, a thousand at a time."""
    rows = _ordered(filter_responses(actor, wanted), order)
    yield from _with_what_they_answer(rows).iterator(chunk_size=1000)


def _with_what_they_answer(rows: QuerySet[Any]) -> QuerySet[Any]:
    with_context = rows.select_related(
        "agency",
        "recommendation",
        "recommendation__review",
        "theme",
        "theme__review",
        "reading",
        "reading__document",
        "signed_by",
    )
    return without_words(with_context)


def list_responses(actor: Actor, recommendation: Recommendation) -> list[Response]:
    """Its own answers and those given to its theme, in the order they were printed."""
    mine = Q(recommendation=recommendation)
    if recommendation.theme_id:
        mine |= Q(theme=recommendation.theme_id)
    rows = Response.objects.visible_to(actor).filter(mine)
    with_context = rows.select_related(
        "agency", "theme", "reading", "reading__document", "request", "signed_by"
    )
    with_parts = with_context.prefetch_related("part_answers", "part_answers__part")
    return list(without_words(with_parts).order_by("position"))


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


def recommendations_shown(actor: Actor, review_id: int) -> Sequence[Recommendation]:
    """The same for the parts of a page, which read them once: the longest review has more than two hundred."""
    rows: Sequence[Recommendation] = actor.once(
        "recommendations of review", review_id, lambda: recommendations_of_review(actor, review_id)
    )
    return rows


def every_recommendation(*, because: str) -> QuerySet[Any]:
    """All of every partnership, for Heed's own work; never for a person's page."""
    rows: QuerySet[Any] = Recommendation.objects.for_everyone(because=because)
    return rows


def recommendation_rows(case_ref: str) -> QuerySet[Any]:
    """The recommendations of a case."""
    rows = Recommendation.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def response_rows(case_ref: str) -> QuerySet[Any]:
    """The answers to a case's recommendations and themes."""
    rows = Response.objects.for_everyone(because="a case moves as a whole")
    own = Q(recommendation__review__public_id=case_ref) | Q(theme__review__public_id=case_ref)
    return rows.filter(own)


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


def theme_names(actor: Actor, keys: Iterable[int]) -> dict[int, str]:
    """What these themes are called, of reviews that the actor may see."""
    reviews = filter_reviews(actor, ReviewFilter()).order_by()
    rows = Theme.objects.filter(pk__in=list(keys), review__in=reviews)
    return dict(rows.values_list("pk", "name"))


def unknown_agency_words(actor: Actor) -> list[tuple[str, int]]:
    """Names of addressees and of who answered that no agency has, each with how many records."""
    mine = Recommendation.objects.visible_to(actor)
    asked = Addressee.objects.filter(recommendation__in=mine, agency=None).exclude(words="")
    answered = Response.objects.visible_to(actor).filter(agency=None).exclude(agency_words="").order_by()
    return [
        *asked.values_list("words").annotate(records=Count("pk")),
        *answered.values_list("agency_words").annotate(records=Count("pk")),
    ]
