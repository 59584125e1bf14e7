"""Searches that people keep."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl
from zlib import compress, decompress

from django.db.models import QuerySet

from heed.kit.searching import LONGEST
from heed.memory.models import SavedSearch
from heed.memory.queries.searching import FACETS, SearchFilter
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


def own_searches(actor: Actor) -> QuerySet[Any]:
    """The searches kept in this membership, by name."""
    rows: QuerySet[Any] = SavedSearch.objects.filter(
        membership=actor.membership_id, partnership=actor.partnership_id
    )
    return rows


def find_own_search(actor: Actor, ref: str) -> SavedSearch:
    """One of them, or `NotVisible`."""
    row = own_searches(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def as_bytes(keys: Collection[int]) -> bytes:
    """Keys as a saved search keeps them: many thousand take little room."""
    return compress(array("q", sorted(keys)).tobytes())


def keys_in(kept: bytes | memoryview | None) -> frozenset[int]:
    """The keys that were kept."""
    return frozenset(array("q", decompress(bytes(kept)))) if kept else frozenset()


def filter_of(query: str) -> SearchFilter:
    """What an address asks of the search."""
    asked = dict(parse_qsl(query))
    given: dict[str, Any] = {name: asked.get(name, "").strip()[:200] for name in FACETS}
    return SearchFilter(words=asked.get("q", "").strip()[:LONGEST], **given)
