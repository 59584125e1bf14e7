"""The public library: what is published, for everybody. Nothing here knows who asks, and nothing else is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from heed.learning.queries import every_recommendation
from heed.platform.access.models import Level
from heed.platform.base.errors import NotVisible, Refusal
from heed.publishing.models import Edition, EditionForm, Publication, PublicWord
from heed.publishing.rules import stems_of
from heed.publishing.types import WhenOver

_WHY = "what is published is for everybody"
ON_A_PAGE = 20
_MOST_WORDS = 12


class Gone(Refusal):
    """It was published here, and is no longer: the address says so."""

    status = 410
    title = "No longer published"


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What a visitor looks for. Whatever is given that nobody could have chosen finds nothing."""

    words: str = ""
    partnership: str = ""
    kind: str = ""
    theme: str = ""
    year: int | None = None


def _public(today: date) -> Q:
    over = Q(publication__when_over=WhenOver.TAKE_DOWN, publication__public_until__lt=today)
    return (
        Q(published_at__isnull=False, replaced_at__isnull=True, publication__withdrawn_at__isnull=True)
        & ~over
    )


def published(today: date) -> QuerySet[Edition]:
    """The editions that everybody may read, the newest first."""
    return (
        Edition.objects.filter(_public(today))
        .select_related("publication__partnership")
        .order_by("-published_at", "-pk")
    )


def search(wanted: LibraryFilter, *, today: date) -> QuerySet[Edition]:
    """Those that a visitor looks for: with all of the words, those that say them most first."""
    rows = published(today).defer("words")
    if wanted.partnership:
        rows = rows.filter(publication__partnership__public_id=wanted.partnership)
    if wanted.kind:
        rows = rows.filter(publication__kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(published_at__year=wanted.year)
    if wanted.theme:
        rows = rows.filter(pk__in=[each for each, themes in _themes(today) if wanted.theme in themes])
    if wanted.words.strip():
        rows = _with_words(rows, wanted.words)
    return rows


def _with_words(rows: QuerySet[Edition], words: str) -> QuerySet[Edition]:
    looked_for = list(dict.fromkeys(stems_of(words[:200])))[:_MOST_WORDS]
    if not looked_for:
        return rows.none()
    found = (
        PublicWord.objects.filter(word__in=looked_for)
        .values("edition")
        .annotate(words=Count("pk"), weight=Sum("weight"))
        .filter(words=len(looked_for))
        .order_by("-weight")
        .values_list("edition", "weight")
    )
    weights = dict(found[:2000])
    best = sorted(
        rows.filter(pk__in=weights).values_list("pk", flat=True), key=lambda pk: (-weights[pk], -pk)
    )
    return _in_order(rows, best)


def _in_order(rows: QuerySet[Edition], keys: list[int]) -> QuerySet[Edition]:
    if not keys:
        return rows.none()
    order = Case(
        *(When(pk=key, then=Value(place)) for place, key in enumerate(keys[:400])),
        output_field=IntegerField(),
    )
    return rows.filter(pk__in=keys[:400]).order_by(order)


def _themes(today: date) -> list[tuple[int, list[str]]]:
    rows = Edition.objects.filter(_public(today)).exclude(themes=[])
    return list(rows.values_list("pk", "themes"))


def themes_with_counts(today: date) -> list[tuple[str, int]]:
    """Every theme of what is published, with how many publications have it, by name."""
    counts: dict[str, int] = {}
    for _, themes in _themes(today):
        for each in themes:
            counts[each] = counts.get(each, 0) + 1
    return sorted(counts.items())


def partnerships_with_something(today: date) -> Mapping[str, str]:
    """The partnerships that have published something, by public id."""
    rows = Publication.objects.for_everyone(because=_WHY).filter(
        pk__in=Edition.objects.filter(_public(today)).values("publication")
    )
    return dict(
        rows.order_by("partnership__name")
        .values_list("partnership__public_id", "partnership__name")
        .distinct()
    )


def find_published(ref: str, *, today: date) -> tuple[Edition, list[Edition]]:
    """The edition that is public at this address, and all that ever were, the first first.

    `NotVisible` where nothing was ever published there, whatever is being prepared; `Gone`, with its notice, where it
    was withdrawn or taken down.
    """
    rows = Edition.objects.filter(publication__public_id=ref, published_at__isnull=False)
    kept = ("publication__partnership", "publication__scope")
    editions = list(rows.select_related(*kept).prefetch_related("forms"))
    if not editions:
        raise NotVisible
    publication = editions[0].publication
    if publication.withdrawn_at:
        raise Gone(publication.notice)
    over = publication.public_until if publication.when_over == WhenOver.TAKE_DOWN else None
    if over and over < today:
        raise Gone("This was published for a time that was decided, and the time is over.")
    return editions[-1], editions


def find_published_edition(ref: str, number: int, *, today: date) -> tuple[Edition, list[Edition]]:
    """An earlier edition that can still be read, or `NotVisible`."""
    current, editions = find_published(ref, today=today)
    found = next((each for each in editions if each.number == number), None)
    if found is None:
        raise NotVisible
    hidden = any(each.hides_earlier for each in editions if each.number > number)
    if hidden:
        raise Gone("This edition was corrected, and is no longer here to be read.")
    return found, editions


def find_published_form(ref: str, number: int, form: str, *, today: date) -> EditionForm:
    """The bytes of a published edition in one form, or `NotVisible`."""
    edition, _ = find_published_edition(ref, number, today=today)
    row = edition.forms.filter(form=form).select_related("file", "edition__publication").first()
    if row is None:
        raise NotVisible
    return row


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication in a feed or a map of the site."""

    ref: str
    title: str
    summary: str
    kind: str
    by: str
    themes: tuple[str, ...]
    published_at: datetime
    first_at: datetime


def newest_entries(*, today: date, most: int, indexed_only: bool = False) -> list[Entry]:
    """The newest, for feeds; for search engines only those that they may list."""
    rows: QuerySet[Any] = published(today).defer("words")
    if indexed_only:
        rows = rows.filter(publication__indexed=True)
    return [
        Entry(
            ref=row.publication.public_id,
            title=row.title,
            summary=row.summary,
            kind=row.publication.kind,
            by=row.publication.partnership.name,
            themes=tuple(row.themes),
            published_at=row.published_at,
            first_at=row.publication.first_published_at,
        )
        for row in rows[:most]
    ]


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a recommendation stands: its label as printed, and of each step how much is done of how much."""

    label: str
    steps: Mapping[str, tuple[str, int, int]]


def where_they_stand(publication: Publication) -> list[Stands]:
    """Of each recommendation that the review published, what the register computes today: no words of anybody's.

    Nothing where nobody chose to show it, and nothing of a review that is restricted to named people now.
    """
    if not publication.status_shown or publication.scope.level == Level.RESTRICTED:
        return []
    rows = every_recommendation(because=_WHY).filter(review=publication.review_id, withheld=False)
    return [
        Stands(
            label=row.label or str(row.position),
            steps={each["step"]: (each["reach"], each["done"], each["of"]) for each in row.thread},
        )
        for row in rows.only("label", "position", "thread").order_by("position")
    ]
