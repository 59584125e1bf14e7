"""Who is asking."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from heed.platform.access.models import Level, Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Membership


def find_actor(person: Person, *, on: date, membership_ref: str = "") -> Actor | None:
    """The actor for this person's chosen membership (or the first), if it is in force on the day."""
    in_force = (
        Membership.objects.filter(person=person, person__is_active=True, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("partnership", "agency")
        .order_by("pk")
    )
    chosen = in_force.filter(public_id=membership_ref).first() if membership_ref else None
    membership = chosen or in_force.first()
    return actor_of(person, membership) if membership else None


def actor_of(person: Person, membership: Membership) -> Actor:
    """The actor that this membership makes of this person; unknown roles grant nothing."""
    known = {role.value for role in Role}
    return Actor(
        person_id=person.pk,
        person_ref=person.public_id,
        name=person.name,
        membership_id=membership.pk,
        partnership_id=membership.partnership_id,
        partnership_name=membership.partnership.name,
        agency_id=membership.agency_id,
        agency_name=membership.agency.name,
        roles=frozenset(Role(role) for role in membership.roles if role in known),
    )


def get_partnership_scope(partnership_id: int) -> Scope:
    """The scope for records that the whole partnership reads."""
    scope, _ = Scope.objects.get_or_create(
        partnership_id=partnership_id, level=Level.PARTNERSHIP, agency=None
    )
    return scope
