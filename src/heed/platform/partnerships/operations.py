"""Setting up partnerships and agencies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import (
    Agency,
    AgencyName,
    Group,
    GroupMembership,
    Membership,
    Partnership,
    Post,
)
from heed.platform.partnerships.queries import fold_name


@transaction.atomic
def add_agency(
    partnership: Partnership,
    *,
    name: str,
    kind: str,
    other_names: Iterable[str] = (),
    ended_on: date | None = None,
) -> Agency:
    """An agency of this partnership, found again under its name and its other names."""
    agency = Agency.objects.create(name=name.strip(), kind=kind, ended_on=ended_on)
    agency.partnerships.add(partnership)
    by_folded = {fold_name(each): each.strip() for each in (name, *other_names) if fold_name(each)}
    AgencyName.objects.bulk_create(
        AgencyName(agency=agency, name=each, folded=folded) for folded, each in by_folded.items()
    )
    return agency


@transaction.atomic
def add_member(
    partnership: Partnership,
    *,
    person: Person,
    agency: Agency,
    roles: Iterable[str],
    post: str = "",
    groups: Iterable[Group] = (),
    starts_on: date,
    employer: Agency | None = None,
) -> Membership:
    """A person's place in a partnership, for an agency, with roles; `employer` where it is another body."""
    held = Post.objects.get_or_create(agency=agency, title=post)[0] if post else None
    membership = Membership.objects.create(
        person=person,
        partnership=partnership,
        agency=agency,
        post=held,
        employer=employer,
        roles=list(roles),
        starts_on=starts_on,
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(membership=membership, group=group, starts_on=starts_on) for group in groups
    )
    return membership
