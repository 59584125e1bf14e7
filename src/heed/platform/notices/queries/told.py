"""What a person was told, and their own choices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from heed.platform.access.types import Actor
from heed.platform.notices.due import KINDS
from heed.platform.notices.models import DigestChoice, Feed, Notice, Often
from heed.platform.partnerships.models import Group, GroupMembership


def own_notices(actor: Actor) -> QuerySet[Any]:
    """What this person was told in this partnership, of what they may see now; the newest first."""
    closed = [each.name for each in KINDS.values() if each.may is not None and not actor.may(each.may)]
    rows = Notice.objects.visible_to(actor).filter(
        partnership_id=actor.partnership_id, person_id=actor.person_id
    )
    return rows.exclude(kind__in=closed).select_related("by")


def count_unread(actor: Actor) -> int:
    """How many of them were not read."""
    return int(own_notices(actor).filter(read_at__isnull=True).count())


def get_choice(actor: Actor) -> DigestChoice:
    """How often this person wants a digest; not saved yet where they never said."""
    row = DigestChoice.objects.filter(person_id=actor.person_id).first()
    return row or DigestChoice(person_id=actor.person_id, often=Often.DAILY)


def own_feeds(actor: Actor) -> list[Feed]:
    """The open calendar addresses of this membership: one's own first, then those of groups."""
    rows = Feed.objects.filter(membership_id=actor.membership_id, ended_at__isnull=True)
    return list(rows.select_related("group").order_by("group__name", "pk"))


def own_groups(actor: Actor, *, on: date) -> list[Group]:
    """The groups that this membership belongs to on the day, by name."""
    places = GroupMembership.objects.filter(membership_id=actor.membership_id, starts_on__lte=on)
    rows = Group.objects.filter(pk__in=places.exclude(ends_on__lt=on).values("group"))
    return list(rows.order_by("name"))
