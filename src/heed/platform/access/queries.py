"""Who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from heed.platform.access.models import (
    EmergencyAccess,
    Exclusion,
    Level,
    NamedPerson,
    Scope,
    visible_scope_ids,
)
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.base import clock
from heed.platform.partnerships.models import Deputy, Membership, Partnership
from heed.platform.partnerships.queries import deputies_in_force, memberships_in_force


def find_actor(person: Person, *, on: date, membership_ref: str = "") -> Actor | None:
    """The actor for this person's chosen membership (or the first), if it is in force on the day.

    The choice may be a deputy's reference: then the actor stands in for somebody else.
    """
    in_force = memberships_in_force(on).filter(person=person)
    if membership_ref:
        chosen = in_force.filter(public_id=membership_ref).first()
        if chosen:
            return actor_of(person, chosen)
        deputy = deputies_in_force(on).filter(public_id=membership_ref, membership__person=person).first()
        if deputy:
            return actor_of_deputy(deputy)
    membership = in_force.first()
    return actor_of(person, membership) if membership else None


def find_actor_of_membership(membership_id: int, *, on: date, deputy_id: int | None = None) -> Actor | None:
    """The actor of a membership (or of a deputy's standing in), if it is in force on the day."""
    if deputy_id is not None:
        deputy = deputies_in_force(on).filter(pk=deputy_id, membership_id=membership_id).first()
        return actor_of_deputy(deputy) if deputy else None
    membership = memberships_in_force(on).filter(pk=membership_id).first()
    return actor_of(membership.person, membership) if membership else None


def first_manager(*, on: date) -> Actor | None:
    """The business manager who was there first, for the command line on Heed's own machine."""
    for membership in memberships_in_force(on).select_related("person").order_by("pk"):
        actor = actor_of(membership.person, membership)
        if Role.BUSINESS_MANAGER in actor.roles:
            return actor
    return None


def find_actor_by_email(email: str, *, on: date) -> Actor | None:
    """The actor of whoever signs in with this address, for the command line on Heed's own machine."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    return find_actor(person, on=on) if person else None


def actor_of(person: Person, membership: Membership) -> Actor:
    """The actor that this membership makes of this person; unknown roles grant nothing."""
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
        roles=known_roles(membership),
    )


def heed_itself(partnership: Partnership) -> Actor:
    """Who acts where nobody asked: Heed, by schedule or at its own command line. It has no role and so may nothing."""
    return Actor(
        person_id=0,
        person_ref="heed",
        name="Heed",
        membership_id=0,
        partnership_id=partnership.pk,
        partnership_name=partnership.name,
        agency_id=0,
        agency_name="",
        agency_ref="",
        roles=frozenset(),
    )


def bodies_of(actor: Actor, *, at: datetime) -> frozenset[int]:
    """Every agency that this person acts for, or is employed by, in whichever place they stand now."""
    own = memberships_in_force(timezone.localdate(at)).filter(person_id=actor.person_id)
    found = own.order_by().values_list("agency_id", "employer_id")
    return frozenset({actor.agency_id, *(each for pair in found for each in pair if each is not None)})


def known_roles(membership: Membership) -> frozenset[Role]:
    """The roles of a membership that Heed knows."""
    known = {role.value for role in Role}
    return frozenset(Role(role) for role in membership.roles if role in known)


def actor_of_deputy(deputy: Deputy) -> Actor:
    """Somebody who stands in for another: themselves, with the other's agency and roles and no more."""
    other = deputy.stands_in_for
    return replace(
        actor_of(deputy.membership.person, other),
        membership_id=deputy.membership_id,
        on_behalf_of=other.person.name,
        on_behalf_ref=other.person.public_id,
        deputy_id=deputy.pk,
    )


def get_partnership_scope(partnership_id: int) -> Scope:
    """The scope for records that the whole partnership reads."""
    scope, _ = Scope.objects.get_or_create(
        partnership_id=partnership_id, level=Level.PARTNERSHIP, agency=None, case_ref=""
    )
    return scope


def people_who_may_see(scope: Scope, *, on: date) -> list[Membership]:
    """The memberships in force whose people may see what stands in this scope; each role's own limits come on top.

    The same as `visible_scopes`, asked from the other side.
    """
    rows = memberships_in_force(on).filter(partnership_id=scope.partnership_id)
    if scope.level == Level.AGENCY:
        rows = rows.filter(agency=scope.agency)
    elif scope.level == Level.RESTRICTED:
        named = NamedPerson.objects.filter(
            restriction__scope=scope, restriction__ended_at__isnull=True, ended_at__isnull=True
        )
        let_in = EmergencyAccess.objects.filter(
            scope=scope, expires_at__gt=clock.now(), ended_at__isnull=True
        )
        rows = rows.filter(Q(person__in=named.values("person")) | Q(person__in=let_in.values("person")))
    kept_out = Exclusion.objects.filter(scope=scope, ended_at__isnull=True)
    return list(rows.exclude(person__in=kept_out.values("person")))


def references_seen(actor: Actor, rows: Iterable[Any]) -> list[str]:
    """The reference of each of these records; "" for one that the actor may not see."""
    seen = set(visible_scope_ids(actor))
    return [row.reference if row.scope_id in seen else "" for row in rows]


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody of the demo, to be signed in as with one click."""

    ref: str
    name: str
    role: str
    agency: str
    partnership: str


def list_cast() -> list[CastMember]:
    """Everybody of the demo partnerships who is still there, in the order they were written."""
    memberships = memberships_in_force(clock.today()).filter(partnership__is_demo=True)
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
    """One way in which a person can act on the day; `current` is the one they act in. `on_behalf_of` and `until`
    are for deputies."""

    ref: str
    partnership: str
    agency: str
    role: str
    current: bool
    on_behalf_of: str = ""
    until: date | None = None


def list_own_memberships(actor: Actor, *, on: date) -> list[OwnMembership]:
    """Whom this person can act for on the day: their own memberships, then those they stand in for."""
    own = [
        OwnMembership(
            ref=each.public_id,
            partnership=each.partnership.name,
            agency=each.agency.name,
            role=actor_of(each.person, each).role_name,
            current=each.pk == actor.membership_id and actor.deputy_id is None,
        )
        for each in memberships_in_force(on).filter(person_id=actor.person_id)
    ]
    standing_in = [
        OwnMembership(
            ref=each.public_id,
            partnership=each.stands_in_for.partnership.name,
            agency=each.stands_in_for.agency.name,
            role=actor_of_deputy(each).role_name,
            current=each.pk == actor.deputy_id,
            on_behalf_of=each.stands_in_for.person.name,
            until=each.ends_on,
        )
        for each in deputies_in_force(on).filter(membership__person_id=actor.person_id)
    ]
    return own + standing_in
