"""Changes of many actions at once, and what is about to be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from heed.learning.queries import theme_names
from heed.plans.models import Action, BulkChange, ChangedAction
from heed.plans.queries.actions import ActionFilter, filter_actions
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Agency, Post


def find_change(actor: Actor, ref: str) -> BulkChange:
    """A change of many actions that this person made, or `NotVisible`."""
    row: BulkChange | None = _own(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def list_changes(actor: Actor, *, limit: int = 20) -> list[Any]:
    """The last changes of many actions that this person made, the newest first, with how many each changed and
    left."""
    check_may(actor, Permission.PLAN_ACTIONS)
    stayed = Count("items", filter=Q(items__left=True))
    return list(_own(actor).annotate(actions=Count("items"), stayed=stayed)[:limit])


def _own(actor: Actor) -> Any:
    return BulkChange.objects.filter(partnership_id=actor.partnership_id, made_by_id=actor.person_id)


@dataclass(frozen=True, slots=True)
class ChangedItems:
    """A change's actions, those that this person may still see, and what keys in them are called: by (field, key)."""

    items: list[ChangedAction]
    names: dict[tuple[str, int], str] = field(default_factory=dict)


def items_of_change(actor: Actor, change: BulkChange) -> ChangedItems:
    """What became of each action. Five queries, however many."""
    seen = Action.objects.visible_to(actor)
    items = list(change.items.filter(action__in=seen).select_related("action"))
    keys = {
        name: {kept.get(name) for each in items for kept in (each.before, each.after)} - {None}
        for name in ("agency_id", "owner_post_id", "theme_id")
    }
    found = {
        "agency_id": dict(Agency.objects.filter(pk__in=keys["agency_id"]).values_list("pk", "name")),
        "owner_post_id": dict(Post.objects.filter(pk__in=keys["owner_post_id"]).values_list("pk", "title")),
        "theme_id": theme_names(actor, keys["theme_id"]),
    }
    names = {(name, key): words for name, of in found.items() for key, words in of.items()}
    return ChangedItems(items, names)


@dataclass(frozen=True, slots=True)
class ToChange:
    """What somebody is about to change: the actions as they see them now (public id and version), at most so many;
    how many match in all, and how many of those have an agency."""

    seen: tuple[tuple[str, int], ...]
    actions: int
    with_agency: int


def actions_to_change(actor: Actor, wanted: ActionFilter, *, most: int) -> ToChange:
    """The first of the actions that match, to be named as they were seen when they are changed."""
    rows = filter_actions(actor, wanted)
    first = rows.order_by("-review_id", "position").values_list("public_id", "version")[:most]
    return ToChange(tuple(first), rows.count(), rows.filter(agency__isnull=False).count())
