"""The public library: what is published, for everybody. Nothing here knows who asks, and nothing else is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from heed.learning.queries import every_recommendation
from heed.platform.access.models import Level
from heed.platform.base.errors import NotVisible, Refusal
from heed.platform.partnerships.models import Partnership
from heed.publishing.models import Edition, EditionForm, Publication, PublicWord
from heed.publishing.queries.shelf import Found, Listed, published, shelf
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


@dataclass(frozen=True, slots=True)
class Looked:
    """What a visitor finds, and what the library can be narrowed by: its themes with how many have each, and the
    partnerships that have published something, by public id."""

    found: Found
    themes: list[tuple[str, int]]
    partnerships: Mapping[str, str]


def look(wanted: LibraryFilter, *, today: date) -> Looked:
    """What a visitor looks for, the newest first: with all of the words, those that say them most first."""
    kept = shelf(today)
    keys = [row.pk for row in kept.rows if _is_wanted(row, wanted)]
    found = Found(_with_words(keys, wanted.words) if wanted.words.strip() else keys, today)
    rows = Partnership.objects.filter(public_id__in=kept.partnerships).order_by("name")
    return Looked(found, kept.themes, dict(rows.values_list("public_id", "name")))


def _is_wanted(row: Listed, wanted: LibraryFilter) -> bool:
    return (
        (not wanted.partnership or row.partnership == wanted.partnership)
        and (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.year or row.year == wanted.year)
        and (not wanted.theme or wanted.theme in row.themes)
    )


def _with_words(keys: Sequence[int], words: str) -> list[int]:
    looked_for = list(dict.fromkeys(stems_of(words[:200])))[:_MOST_WORDS]
    if not looked_for:
        return []
    said = PublicWord.objects.filter(word__in=looked_for).values("edition")
    all_of_them = said.annotate(words=Count("pk"), weight=Sum("weight")).filter(words=len(looked_for))
    weights = dict(all_of_them.order_by().values_list("edition", "weight"))
    return sorted((key for key in keys if key in weights), key=lambda key: (-weights[key], -key))


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
