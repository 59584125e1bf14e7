"""The first run, from nothing to a partnership with one administrator; and the people who come after."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.types import event
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.models import Counter
from heed.platform.partnerships.models import Area, Membership, Partnership
from heed.platform.partnerships.operations import add_agency, add_member
from heed.platform.partnerships.queries import agencies_by_name, fold_name, memberships_in_force


@event("partnership.set_up")
class PartnershipSetUp:
    """Set up the partnership with {agencies} agencies."""

    agencies: int


@dataclass(frozen=True, slots=True)
class FirstRun:
    partnership: str
    area: str
    agencies: tuple[str, ...]
    own_agency: str
    name: str
    email: str
    password: str


@transaction.atomic
def set_up(given: FirstRun, *, at: datetime) -> Membership:
    """Make the partnership, its agencies and the first person, who is administrator and business manager.

    Refused where Heed is set up already.
    """
    if not _is_first():
        raise NotNow("Heed is set up already.")
    names: dict[str, str] = {}
    for name in given.agencies:
        names.setdefault(fold_name(name), name)
    own = given.own_agency.strip() or given.agencies[0]
    _check_is_above(own, names)
    if any(len(name) > 160 for name in names.values()):
        raise Invalid("", fields={"agencies": "Use at most 160 letters for an agency's name"})
    partnership = Partnership.objects.create(name=given.partnership.strip())
    Area.objects.create(partnership=partnership, name=given.area.strip())
    made = {fold_name(name): add_agency(partnership, name=name, kind="agency") for name in names.values()}
    person = Person.objects.create_person(email=given.email, name=given.name.strip(), password=given.password)
    membership = add_member(
        partnership,
        person=person,
        agency=made[fold_name(own)],
        roles=[Role.ADMINISTRATOR, Role.BUSINESS_MANAGER],
        starts_on=at.date(),
    )
    record(
        actor_of(person, membership),
        PartnershipSetUp(agencies=len(made)),
        subject_kind="partnership",
        subject_ref=partnership.public_id,
        at=at,
    )
    return membership


def _check_is_above(own: str, names: Mapping[str, str]) -> None:
    """Refuse an employer that is none of the agencies, naming what is near: a slip would make another agency."""
    if fold_name(own) in names:
        return
    near = get_close_matches(fold_name(own), names, n=2, cutoff=0.8)
    meant = f"Did you mean {' or '.join(f'“{names[each]}”' for each in near)}? " if near else ""
    sentence = (
        f"“{own}” is not one of the agencies above. {meant}Write it as it is written there, or add it there"
    )
    raise Invalid("", fields={"own_agency": sentence})


def _is_first() -> bool:
    """Whether this is the only first run, also where two press the button at one moment: the second waits for the
    first to be committed, and then finds its mark."""
    if Partnership.objects.exists():
        return False
    try:
        with transaction.atomic():
            Counter.objects.create(partnership_id=0, name="first run")
    except IntegrityError:
        return False
    return True


@event("membership.chosen")
class MembershipChosen:
    """Chose to act in another of their own memberships."""


@transaction.atomic
def act_in(actor: Actor, *, ref: str, at: datetime) -> None:
    """Write down that this person acts in this one of their own memberships from now on; the session keeps which."""
    record(actor, MembershipChosen(), subject_kind="membership", subject_ref=ref, at=at)


@event("person.added")
class PersonAdded:
    """Gave a person a place in the partnership with {roles} roles."""

    roles: int


@transaction.atomic
def add_person(
    actor: Actor, *, email: str, name: str, agency: str, roles: Sequence[Role], post: str, at: datetime
) -> tuple[Membership, str]:
    """A person's place in the actor's partnership, for one of its agencies, known by any of its names.

    Somebody new gets a password made of random words' worth of letters, returned once, to be told by another way
    and changed at the first sign-in; somebody who has an account keeps theirs, and "" is returned.
    """
    check_may(actor, Permission.MANAGE_PEOPLE)
    meant = agencies_by_name(actor.partnership_id).get(fold_name(agency))
    if meant is None:
        raise Invalid(
            f"No agency of this partnership is called “{agency}”.", fields={"agency": "Choose one of yours"}
        )
    if not roles:
        raise Invalid("Give at least one role.", fields={"roles": "Give at least one"})
    person = Person.objects.filter(email__iexact=email.strip()).first()
    password = "" if person else "-".join(secrets.token_hex(3) for _ in range(3))
    if person is None:
        person = Person.objects.create_person(email=email.strip(), name=name.strip(), password=password)
    held = memberships_in_force(timezone.localdate(at)).filter(person=person, agency=meant)
    if held.filter(partnership_id=actor.partnership_id).exists():
        raise NotNow(f"{person.name} acts for {meant.name} already.")
    membership = add_member(
        Partnership.objects.get(pk=actor.partnership_id),
        person=person,
        agency=meant,
        roles=list(roles),
        post=post,
        starts_on=at.date(),
    )
    record(
        actor,
        PersonAdded(roles=len(roles)),
        subject_kind="person",
        subject_ref=person.public_id,
        at=at,
    )
    return membership, password
