"""Pseudonyms: a review's, and the register of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.chronologies.models import Chronology, Pseudonym
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.types import PERSON_KINDS, PersonKind
from heed.platform.access.types import Actor
from heed.platform.ui.components import Crumb, FilterGroup
from heed.platform.ui.components.element import Content
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import day
from heed.reviews.presenters import ReviewFrame, review_frame


@dataclass(frozen=True, kw_only=True)
class NamesPage:
    title: str
    review: ReviewFrame
    lead: str
    table: Table
    doings: tuple[Doing, ...]

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.doings)


def names_page(
    actor: Actor,
    chronology: Chronology,
    listed: Sequence[Pseudonym],
    *,
    doings: tuple[Doing, ...],
    may_open: bool,
) -> NamesPage:
    return NamesPage(
        title="Names and pseudonyms",
        review=review_frame(actor, chronology.review, current=KEY, title="Names and pseudonyms"),
        lead=(
            "The chronology shows the pseudonym wherever an agency wrote one of the names sealed behind it. A "
            "name that is not listed stays as it is: read the chronology through before it leaves the panel."
        ),
        table=_table(listed, may_open=may_open, with_review=False),
        doings=doings,
    )


def _table(listed: Sequence[Pseudonym], *, may_open: bool, with_review: bool) -> Table:
    heads = ("Pseudonym", "Stands for", "Area", "Review" if with_review else "Added", "Names")
    return Table(
        heading="Pseudonyms",
        columns=columns(*heads),
        rows=rows([_row(each, may_open=may_open, with_review=with_review) for each in listed]),
        empty="There is no pseudonym yet.",
    )


def _row(each: Pseudonym, *, may_open: bool, with_review: bool) -> list[Content]:
    where: Content = (
        link(each.review.name, reverse("reviews:review", args=[each.review.public_id]))
        if with_review
        else f"{each.made_by.name}, {day(each.made_at)}"
    )
    sealed: Content = "Sealed"
    if may_open:
        sealed = link("Sealed: open or change", reverse("chronologies:sealed", args=[each.public_id]))
    return [each.word, PERSON_KINDS[PersonKind(each.kind)], each.area.name, where, sealed]


@dataclass(frozen=True, kw_only=True)
class PseudonymsPage:
    title: str
    lead: str
    table: Table
    groups: tuple[FilterGroup, ...]
    query: Mapping[str, Sequence[str]]
    page: int
    pages: int


def pseudonyms_page(
    listed: Sequence[Pseudonym], *, query: Mapping[str, Sequence[str]], page: int, pages: int, may_open: bool
) -> PseudonymsPage:
    return PseudonymsPage(
        title="Pseudonyms",
        lead=(
            "Each is used once in an area. The same words in two areas, or in two partnerships, are two people: "
            "each has a row of its own."
        ),
        table=_table(listed, may_open=may_open, with_review=True),
        groups=(FilterGroup(name="words", label="Pseudonym", kind="search"),),
        query=query,
        page=page,
        pages=pages,
    )


def sealed_page(row: Pseudonym, *, names: str, doings: tuple[Doing, ...]) -> ThingPage:
    """`names`: what was opened; "" while it is sealed."""
    review: Any = row.review
    return ThingPage(
        title=row.word,
        crumbs=(
            Crumb(text="Pseudonyms", href=reverse("chronologies:pseudonyms")),
            Crumb(text=row.word),
        ),
        lead=f"{PERSON_KINDS[PersonKind(row.kind)]}, in {row.area.name}",
        tables=(
            Table(
                heading="Names that records use",
                columns=columns("Name"),
                rows=rows([[each] for each in names.splitlines()]),
                empty="Sealed. Opening it is written into the audit log with your name.",
            ),
        ),
        doings=doings,
        links=(link(f"The review {review.name}", reverse("reviews:review", args=[review.public_id])),),
    )
