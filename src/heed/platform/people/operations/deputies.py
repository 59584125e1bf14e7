"""Standing in for somebody for a while: with their roles and agency, in one's own name, seen on every page."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.partnerships.models import Deputy
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.people.events import DeputyEnded, DeputyMade
from heed.platform.people.queries import find_deputy, find_membership

LONGEST = timedelta(days=366)
"""Whoever stands in for longer than a year holds the post."""


@transaction.atomic
def make_deputy(
    actor: Actor,
    *,
    ref: str,
    deputy_ref: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    at: datetime,
) -> Deputy:
    """Let one place (`deputy_ref`) stand in for another (`ref`) from the first day to the last, both included.

    A deputy acts with the roles of the place, never with what a restricted case lets its holder see by name.
    """
    check_may(actor, Permission.MANAGE_PEOPLE)
    held, deputy = find_membership(actor, ref), find_membership(actor, deputy_ref)
    if actor.person_id == deputy.person_id:
        raise NotAllowed("Nobody makes themselves a deputy. Ask somebody else who manages people.")
    if held.person_id == deputy.person_id:
        raise Invalid("Choose somebody else.", fields={"deputy": "Nobody stands in for themselves"})
    why = " ".join(reason.split())[:200]
    if not why:
        raise Invalid("Say why.", fields={"reason": "Say why, such as “on leave”"})
    today = timezone.localdate(at)
    if ends_on < max(starts_on, today):
        raise Invalid("The last day is over.", fields={"ends_on": "Enter a last day that is not over"})
    if ends_on - starts_on > LONGEST:
        raise Invalid("That is too long.", fields={"ends_on": "Enter a last day within a year of the first"})
    if memberships_in_force(today).filter(pk__in=[held.pk, deputy.pk]).count() != 2:
        raise NotNow("One of the two places has ended.")
    same = Deputy.objects.filter(membership=deputy, stands_in_for=held, ended_at__isnull=True)
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise NotNow(f"{deputy.person.name} stands in for {held.person.name} on some of these days already.")
    row = Deputy.objects.create(
        membership=deputy,
        stands_in_for=held,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=why,
        made_by_id=actor.person_id,
        made_at=at,
    )
    record(
        actor,
        DeputyMade(
            deputy=deputy.person.public_id,
            stands_in_for=held.person.public_id,
            until=ends_on.isoformat(),
        ),
        subject_kind="person",
        subject_ref=held.person.public_id,
        at=at,
    )
    return row


@transaction.atomic
def end_deputy(actor: Actor, *, ref: str, at: datetime) -> Deputy:
    """End a standing in now: the deputy's next request is their own again."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    row = find_deputy(actor, ref)
    if Deputy.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=at):
        record(
            actor,
            DeputyEnded(
                deputy=row.membership.person.public_id, stands_in_for=row.stands_in_for.person.public_id
            ),
            subject_kind="person",
            subject_ref=row.stands_in_for.person.public_id,
            at=at,
        )
    row.refresh_from_db()
    return row
