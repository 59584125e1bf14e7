"""Which editions are public, kept from one request to the next. What they say is read anew each time, so that nothing
that was withdrawn is ever shown from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, overload

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from heed.publishing.models import Edition
from heed.publishing.types import WhenOver


def is_public(today: date) -> Q:
    """The editions that everybody may read on this day, as a condition."""
    over = Q(publication__when_over=WhenOver.TAKE_DOWN, publication__public_until__lt=today)
    out = Q(published_at__isnull=False, replaced_at__isnull=True, publication__withdrawn_at__isnull=True)
    return out & ~over


def published(today: date) -> QuerySet[Edition]:
    """Those editions, the newest first."""
    rows = Edition.objects.filter(is_public(today)).select_related("publication__partnership")
    return rows.order_by("-published_at", "-pk")


@dataclass(frozen=True, slots=True)
class Listed:
    """What an edition is found by; a published one never changes. `partnership` is its public id."""

    pk: int
    partnership: str
    kind: str
    year: int
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """All of them, the newest first; `mark` tells this library from every other state of it."""

    mark: tuple[Any, ...]
    rows: tuple[Listed, ...] = field(repr=False)

    @cached_property
    def themes(self) -> list[tuple[str, int]]:
        """Every theme with how many have it, by name."""
        return sorted(Counter(theme for row in self.rows for theme in row.themes).items())

    @cached_property
    def partnerships(self) -> frozenset[str]:
        return frozenset(row.partnership for row in self.rows)


_kept: list[Shelf] = []


def shelf(today: date) -> Shelf:
    """The library as it is now: one short query, and all rows once where it changed."""
    mark = _mark(today)
    found = next((each for each in _kept if each.mark == mark), None)
    if found is None:
        found = Shelf(mark, tuple(_listed(today)))
        _kept[:] = [found]
    return found


def _mark(today: date) -> tuple[Any, ...]:
    found = Edition.objects.filter(is_public(today)).aggregate(
        many=Count("pk"), keys=Sum("pk"), last=Max("published_at"), ref=Max("publication__public_id")
    )
    return (today, *found.values())


def _listed(today: date) -> list[Listed]:
    rows = published(today).values_list(
        "pk", "publication__partnership__public_id", "publication__kind", "published_at", "themes"
    )
    return [
        Listed(pk, ref, kind, timezone.localtime(at).year, tuple(themes))
        for pk, ref, kind, at, themes in rows
    ]


class Found(Sequence[Edition]):
    """Editions by key, read when they are looked at: a page of many costs no more than a page of few."""

    def __init__(self, keys: Sequence[int], today: date) -> None:
        self._keys, self._today = keys, today

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> Edition: ...
    @overload
    def __getitem__(self, at: slice) -> list[Edition]: ...
    def __getitem__(self, at: int | slice) -> Edition | list[Edition]:
        if isinstance(at, slice):
            return self._read(self._keys[at])
        return self._read([self._keys[at]])[0]

    def _read(self, keys: Sequence[int]) -> list[Edition]:
        rows = published(self._today).filter(pk__in=keys).defer("words").order_by()
        found = {row.pk: row for row in rows}
        return [found[key] for key in keys if key in found]
