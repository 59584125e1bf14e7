"""The register of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.registers.queries import narrow_further
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.reviews.queries import ReviewFilter, filter_reviews, review_choices
from heed.reviews.types import ReviewState

STATES = tuple((state.value, state.value.capitalize()) for state in ReviewState)


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    choices = review_choices(actor)
    return (
        FilterGroup(name="words", label="Name or reference", kind="search"),
        select_filter("area", "Area", ((name, name) for name in choices.areas)),
        select_filter("kind", "Kind", ((kind, f"{kind[:1].upper()}{kind[1:]}") for kind in choices.kinds)),
        select_filter("state", "State", STATES),
        select_filter("year", "Year", ((str(year), str(year)) for year in choices.years)),
    )


def _rows(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = filter_reviews(actor, asked.wanted(ReviewFilter), order=asked.order)
    return narrow_further(rows, REVIEWS.key, actor, asked)


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    rows = _rows(actor, asked)
    return list(rows[offset : offset + limit]), rows.count()


REVIEWS = Register(
    key="reviews",
    title="Reviews",
    one="review",
    url_name="reviews:list",
    columns=(
        Column("name", "Review", lambda row: row.name, width=40),
        Column("reference", "Reference", lambda row: row.reference),
        Column("kind", "Kind", lambda row: row.kind),
        Column("area", "Area", lambda row: row.area.name if row.area else ""),
        Column("published", "Published", lambda row: row.published_text or "not dated"),
        Column("body", "Published by", lambda row: row.body, usual=False),
        Column("state", "State", lambda row: row.state.capitalize(), usual=False),
    ),
    orders=(
        Order("", "Newest first"),
        Order("oldest", "Oldest first"),
        Order("name", "Name"),
        Order("reference", "Reference"),
    ),
    narrowed_by=("words", "area", "kind", "state", "year"),
    filters=_filters,
    page=_page,
    every=lambda actor, asked: _rows(actor, asked).iterator(chunk_size=1000),
    href=lambda row: reverse("reviews:review", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="There is no review yet. A review comes in with its report.",
    fill=("Go to the library", "library:list"),
)
