"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from heed.platform.access.models import Level, Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Membership


def find_actor(person: Person, *, on: date, membership_ref: str = "") -> Actor | None:
    """The actor for this person's chosen membership (or the first), if it is in force on the day."""
    in_force = _memberships_in_force(on).filter(person=person)
    chosen = in_force.filter(public_id=membership_ref).first() if membership_ref else None
    membership = chosen or in_force.first()
    return actor_of(person, membership) if membership else None


def find_actor_of_membership(membership_id: int, *, on: date) -> Actor | None:
    """The actor of a membership, if it is in force on the day."""
    membership = _memberships_in_force(on).filter(pk=membership_id).first()
    return actor_of(membership.person, membership) if membership else None


def find_actor_by_email(email: str, *, on: date) -> Actor | None:
    """The actor of whoever signs in with this address, for the command line on Heed's own machine."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    return find_actor(person, on=on) if person else None


def _memberships_in_force(on: date) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(person__is_active=True, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("person", "partnership", "agency")
        .order_by("pk")
    )


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
        agency_ref=membership.agency.public_id,
        roles=frozenset(Role(role) for role in membership.roles if role in known),
    )


def get_partnership_scope(partnership_id: int) -> Scope:
    """The scope for records that the whole partnership reads."""
    scope, _ = Scope.objects.get_or_create(
        partnership_id=partnership_id, level=Level.PARTNERSHIP, agency=None
    )
    return scope


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody of the demo, to be signed in as with one click."""

    ref: str
    name: str
    role: str
    agency: str
    partnership: str


def list_cast() -> list[CastMember]:
    """Everybody of the demo partnerships, in the order they were written."""
    memberships = Membership.objects.filter(partnership__is_demo=True).select_related(
        "person", "agency", "partnership"
    )
    return [
        CastMember(
            ref=each.public_id,
            name=each.person.name,
            role=actor_of(each.person, each).role_name,
            agency=each.agency.name,
            partnership=each.partnership.name,
        )
        for each in memberships.order_by("partnership_id", "pk")
    ]


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """One of a person's own memberships that is in force; `current` is the one they act in."""

    ref: str
    partnership: str
    agency: str
    role: str
    current: bool


def list_own_memberships(actor: Actor, *, on: date) -> list[OwnMembership]:
    """Whom this person can act for on the day."""
    return [
        OwnMembership(
            ref=each.public_id,
            partnership=each.partnership.name,
            agency=each.agency.name,
            role=actor_of(each.person, each).role_name,
            current=each.pk == actor.membership_id,
        )
        for each in _memberships_in_force(on).filter(person_id=actor.person_id)
    ]
