"""Searches that people keep."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

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


def filter_of(query: str) -> SearchFilter:
    """What an address asks of the search."""
    asked = dict(parse_qsl(query))
    given: dict[str, Any] = {name: asked.get(name, "").strip()[:200] for name in FACETS}
    return SearchFilter(words=asked.get("q", "").strip()[:LONGEST], **given)
