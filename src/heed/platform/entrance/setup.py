"""The first run: from nothing to a partnership with one administrator who can bring in documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.types import event
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.partnerships.models import Area, Membership, Partnership
from heed.platform.partnerships.operations import add_agency, add_member
from heed.platform.partnerships.queries import fold_name


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
    if Partnership.objects.exists():
        raise NotNow("Heed is set up already.")
    own = given.own_agency.strip() or given.agencies[0]
    names = list({fold_name(name): name for name in (*given.agencies, own)}.values())
    if any(len(name) > 160 for name in names):
        raise Invalid("", fields={"agencies": "Use at most 160 letters for an agency's name"})
    partnership = Partnership.objects.create(name=given.partnership.strip())
    Area.objects.create(partnership=partnership, name=given.area.strip())
    made = {fold_name(name): add_agency(partnership, name=name, kind="agency") for name in names}
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
