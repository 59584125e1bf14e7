"""Which views a person may use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.models import SavedView


def list_views(actor: Actor, register: str) -> list[SavedView]:
    """A person's own views of a register, and those shared in the partnership."""
    mine_or_shared = Q(owner_id=actor.person_id) | Q(shared=True)
    rows = SavedView.objects.filter(mine_or_shared, partnership_id=actor.partnership_id, register=register)
    return list(rows.select_related("owner"))


def find_own_view(actor: Actor, ref: str) -> SavedView:
    """One of the person's own views, or `NotVisible`."""
    row = SavedView.objects.filter(
        public_id=ref, owner_id=actor.person_id, partnership_id=actor.partnership_id
    ).first()
    if row is None:
        raise NotVisible
    return row


def one_page(
    rows: QuerySet[Any], with_context: Callable[[QuerySet[Any]], QuerySet[Any]], *, offset: int, limit: int
) -> list[Any]:
    """Some of these ordered rows with their relations: found by their keys first, so that only a page's worth of
    wide rows is ever joined and sorted."""
    keys = list(rows.values_list("pk", flat=True)[offset : offset + limit])
    found = {
        row.pk: row
        for row in with_context(rows.model.objects.for_everyone(because="rows found").filter(pk__in=keys))
    }
    return [found[key] for key in keys if key in found]
