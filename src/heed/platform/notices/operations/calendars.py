"""Secret addresses of calendars: made, ended, and fetched without a session."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from heed.platform.access.models import visible_scope_ids
from heed.platform.access.queries import actor_of, find_actor_of_membership
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotVisible
from heed.platform.notices.due import CALENDARS
from heed.platform.notices.events import CalendarEnded, CalendarFetched, CalendarMade
from heed.platform.notices.icalendar import CalendarEntry, write_calendar
from heed.platform.notices.models import Feed
from heed.platform.notices.queries import Needed, what_needs
from heed.platform.notices.rules import NO_REFERENCE, local_day
from heed.platform.partnerships.models import Group, GroupMembership
from heed.platform.partnerships.queries import memberships_in_force

AHEAD = 366
BEFORE = timedelta(days=31)
MOST = 500


def hash_of_secret(secret: str) -> str:
    """What is kept of a calendar's address. The secret has 256 bits, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(actor: Actor, *, group_ref: str, at: datetime) -> tuple[Feed, str]:
    """A new secret address for one's own calendar, or ("group_ref") that of a group one belongs to.

    An earlier address of the same calendar ends at once. The secret is given back this once and never kept.
    """
    group = _own_group(actor, group_ref, local_day(at)) if group_ref else None
    open_ones = Feed.objects.filter(membership_id=actor.membership_id, group=group, ended_at__isnull=True)
    replaced = bool(open_ones.update(ended_at=at))
    secret = secrets.token_urlsafe(32)
    row = Feed.objects.create(
        membership_id=actor.membership_id, group=group, secret_hash=hash_of_secret(secret), made_at=at
    )
    record(actor, CalendarMade(replaced=replaced), subject_kind="calendar", subject_ref=row.public_id, at=at)
    return row, secret


def _own_group(actor: Actor, ref: str, today: date) -> Group:
    group = Group.objects.filter(partnership_id=actor.partnership_id, public_id=ref).first()
    if group is None or not _belongs(actor, group.pk, today):
        raise NotVisible
    return group


def _belongs(actor: Actor, group_id: int, today: date) -> bool:
    places = GroupMembership.objects.filter(group_id=group_id, membership_id=actor.membership_id)
    return places.filter(starts_on__lte=today).exclude(ends_on__lt=today).exists()


@transaction.atomic
def end_feed(actor: Actor, *, ref: str, at: datetime) -> None:
    """End a calendar's address: from now on it leads nowhere."""
    rows = Feed.objects.filter(public_id=ref, membership_id=actor.membership_id, ended_at__isnull=True)
    if not rows.update(ended_at=at):
        raise NotVisible
    record(actor, CalendarEnded(), subject_kind="calendar", subject_ref=ref, at=at)


@transaction.atomic
def fetch_feed(*, secret: str, at: datetime) -> str:
    """The calendar at this address, with exactly what its person may see now; `NotVisible` for every other secret,
    for one that ended, and for somebody who has left."""
    feed = (
        Feed.objects.filter(secret_hash=hash_of_secret(secret), ended_at__isnull=True)
        .select_related("group", "membership__partnership")
        .first()
    )
    actor = find_actor_of_membership(feed.membership_id, on=local_day(at)) if feed else None
    if feed is None or actor is None:
        raise NotVisible
    actor, today = actor.looking_once(), local_day(at)
    if feed.group is not None and not _belongs(actor, feed.group.pk, today):
        raise NotVisible
    entries = list(_entries(actor, feed.group, today))
    Feed.objects.filter(pk=feed.pk).update(fetched_at=at)
    record(
        actor,
        CalendarFetched(entries=len(entries)),
        subject_kind="calendar",
        subject_ref=feed.public_id,
        at=at,
    )
    name = f"Heed: {feed.group.name}" if feed.group else "Heed: what needs you"
    return write_calendar(name, entries, at=at)


def _entries(actor: Actor, group: Group | None, today: date) -> Iterable[CalendarEntry]:
    found: dict[str, CalendarEntry] = {}
    for needed in _needed_in_group(actor, group, today) if group else _needed(actor, today):
        entry = _entry(needed)
        if entry is not None:
            found.setdefault(entry.uid, entry)
    first, last = today - BEFORE, today + timedelta(days=AHEAD)
    for entries in CALENDARS:
        for each in entries(actor, group.pk if group else None, first, last):
            title = f"{each.what}: {each.reference}" if each.reference else each.what
            uid = f"{each.what.casefold().replace(' ', '-')}-{each.ref}@heed"
            found[uid] = CalendarEntry(
                uid=uid, title=title, on=each.on, begins_at=each.begins_at, ends_at=each.ends_at
            )
    return sorted(found.values(), key=lambda each: (each.on, each.uid))


def _needed(actor: Actor, today: date) -> Iterable[Needed]:
    return what_needs(actor, on=today, limit=MOST, ahead=AHEAD, counted=False).rows


def _needed_in_group(actor: Actor, group: Group, today: date) -> Iterable[Needed]:
    """What its members have to do, as far as this one of them may see it."""
    visible = set(visible_scope_ids(actor))
    places = GroupMembership.objects.filter(group=group, starts_on__lte=today).exclude(ends_on__lt=today)
    for membership in memberships_in_force(today).filter(pk__in=places.values("membership")):
        for needed in _needed(actor_of(membership.person, membership), today):
            may = needed.kind.may
            if not needed.to and needed.due.scope_id in visible and (may is None or actor.may(may)):
                yield needed


def _entry(needed: Needed) -> CalendarEntry | None:
    if needed.due.on is None:
        return None
    reference = "" if NO_REFERENCE.search(needed.due.reference) else f": {needed.due.reference}"
    title = f"{needed.kind.what}{reference}"
    return CalendarEntry(uid=f"{needed.kind.name}-{needed.due.ref}@heed", title=title, on=needed.due.on)
