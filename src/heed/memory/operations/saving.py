"""Keeping searches, and telling people what is new in them."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.urls import reverse

from heed.memory.events import SearchForgotten, SearchSaved, SearchTaken, SearchTold
from heed.memory.models import SavedSearch
from heed.memory.queries.saved import as_bytes, filter_of, find_own_search, keys_in, own_searches
from heed.memory.queries.searching import FACETS, search
from heed.platform.access.policies import check_may, reads_register
from heed.platform.access.queries import find_actor_of_membership, get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Invalid
from heed.platform.notices.models import Notice
from heed.platform.notices.rules import local_day

log = logging.getLogger(__name__)
TOLD = "search"
"""What kind of notice it is."""


@transaction.atomic
def save_search(actor: Actor, *, name: str, query: str, tells: bool, at: datetime) -> SavedSearch:
    """Keep what an address asks of the search under a name; one of the same name is replaced."""
    check_may(actor, Permission.READ_REGISTER)
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > 80:
        raise Invalid("Give the search a name of at most 80 letters.", fields={"name": "Enter a name"})
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key in ("q", *FACETS)])
    if not filter_of(kept).words or len(kept) > 1000:
        raise Invalid("Search for something first, then save it.", fields={"name": "Search for something"})
    known = as_bytes(_answers(actor, kept)) if tells else None
    given = {"query": kept, "tells": tells, "known": known, "news": None, "saved_at": at}
    row, made = SavedSearch.objects.update_or_create(
        partnership_id=actor.partnership_id,
        membership_id=actor.membership_id,
        name=wanted,
        defaults=given,
        create_defaults={**given, "reference": _next_reference(actor)},
    )
    record(actor, SearchSaved(tells=tells), subject_kind="saved_search", subject_ref=row.public_id, at=at)
    return row


@transaction.atomic
def forget_search(actor: Actor, *, ref: str, at: datetime) -> None:
    """Remove one of one's own searches."""
    find_own_search(actor, ref).delete()
    record(actor, SearchForgotten(), subject_kind="saved_search", subject_ref=ref, at=at)


def note_taken(actor: Actor, *, form: str, shown: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Write down that this actor takes the passages of these records away."""
    record_read(
        actor,
        SearchTaken(form=form, rows=sum(map(len, shown.values()))),
        subject_kind="register",
        subject_ref="search",
        at=at,
        shown=shown,
    )


def tell_what_is_new(*, at: datetime) -> int:
    """A notice for each saved search that something new answers, to whoever keeps it, once for each such look. Heed's
    own work; each is asked as that person, so that nobody is told of what they may not see. Returns how many."""
    told = 0
    for row in SavedSearch.objects.filter(tells=True).order_by("pk"):
        actor = find_actor_of_membership(row.membership_id, on=local_day(at))
        if actor is not None and reads_register(actor):
            told += _tell(row, actor.looking_once(), at)
    return told


@transaction.atomic
def _tell(row: SavedSearch, actor: Actor, at: datetime) -> int:
    known, answers = keys_in(row.known), _answers(actor, row.query)
    new = answers - known if row.known is not None else frozenset()
    mine = SavedSearch.objects.filter(pk=row.pk)
    if not new:
        if row.known is None:
            mine.update(known=as_bytes(answers))
        return 0
    mine.update(known=as_bytes(known | answers), news=as_bytes(new))
    Notice.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        person_id=actor.person_id,
        kind=TOLD,
        subject_ref=row.public_id,
        reference=row.reference,
        href=reverse("search:saved", args=[row.public_id]),
        at=at,
    )
    record(actor, SearchTold(new=len(new)), subject_kind="saved_search", subject_ref=row.public_id, at=at)
    return 1


def _answers(actor: Actor, query: str) -> frozenset[int]:
    """The passages that answer beyond much doubt, as this actor sees them. What is not known by its meaning yet is
    looked at again once it is."""
    found = search(actor, filter_of(query))
    return frozenset(found.keys[found.sure].tolist())


def _next_reference(actor: Actor) -> str:
    numbers = [
        int(each.rpartition("-")[2]) for each in own_searches(actor).values_list("reference", flat=True)
    ]
    return f"SEARCH-{max(numbers, default=0) + 1}"
