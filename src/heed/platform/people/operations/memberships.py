"""People's places: another one, other roles, in and out of groups, and the end. What is withdrawn ends at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.queries import known_roles
from heed.platform.access.roles import ROLES, Permission, Role, permissions_of, role_words
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotAllowed, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.entrance.operations.sessions import end_sessions_of
from heed.platform.partnerships.models import Agency, GroupMembership, Membership, Partnership
from heed.platform.partnerships.operations import add_member
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.people.events import (
    EmployerSet,
    GroupJoined,
    GroupLeft,
    MembershipChanged,
    MembershipEnded,
    MembershipGiven,
)
from heed.platform.people.queries import find_group, find_membership, find_person


@transaction.atomic
def give_place(
    actor: Actor, *, person_ref: str, agency_ref: str, roles: Collection[Role], post: str, at: datetime
) -> Membership:
    """Another place for somebody who is, or was, in the actor's partnership: for an agency, from today."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    person = find_person(actor, person_ref)
    _check_not_oneself(actor, person.pk)
    _check_roles(roles)
    today = timezone.localdate(at)
    agency = Agency.objects.filter(public_id=agency_ref, partnerships=actor.partnership_id).first()
    if agency is None:
        raise Invalid("Choose an agency.", fields={"agency": "Choose an agency"})
    held = memberships_in_force(today).filter(person=person, partnership_id=actor.partnership_id)
    if held.filter(agency=agency).exists():
        raise Invalid(
            f"{person.name} acts for {agency.name} already. Change the roles of that place instead.",
            fields={"agency": f"{person.name} acts for it already"},
        )
    membership = add_member(
        Partnership.objects.get(pk=actor.partnership_id),
        person=person,
        agency=agency,
        roles=_in_order(roles),
        post=post.strip()[:160],
        starts_on=today,
    )
    _tell(actor, MembershipGiven(person=person.public_id, roles=len(roles)), person, at)
    return membership


@transaction.atomic
def change_roles(
    actor: Actor, *, ref: str, roles: Collection[Role], version: int, at: datetime
) -> Membership:
    """Give a place other roles; they count from the person's next request."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    row = find_membership(actor, ref)
    _check_not_oneself(actor, row.person_id)
    _check_in_force(row, at)
    _check_roles(roles)
    wanted = _in_order(roles)
    _check_somebody_manages(row, wanted, at)
    taken = take_version(
        row,
        version=version,
        differences=lambda now: [
            Difference(
                name="roles",
                label="Roles",
                theirs=role_words(now.roles),
                yours=role_words(wanted),
                their_value=",".join(now.roles),
                your_value=",".join(wanted),
                free=False,
            )
        ],
        by=last_changed_by("membership", ref),
        roles=wanted,
    )
    if taken:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="membership",
            subject_ref=ref,
            field="roles",
            words=", ".join(row.roles),
            by=actor.name,
            at=at,
        )
        happened = MembershipChanged(person=row.person.public_id, roles=f"{len(wanted)}: {wanted[0]}")
        _tell(actor, happened, row.person, at)
    row.refresh_from_db()
    return row


@transaction.atomic
def set_employer(actor: Actor, *, ref: str, employer_ref: str, version: int, at: datetime) -> Membership:
    """Say who employs somebody, where that is not the agency they act for (`employer_ref` empty: that agency).

    It counts for what they sign from then on: nobody verifies the work of their own employer.
    """
    check_may(actor, Permission.MANAGE_PEOPLE)
    row = find_membership(actor, ref)
    _check_not_oneself(actor, row.person_id)
    _check_in_force(row, at)
    agency = Agency.objects.filter(public_id=employer_ref, partnerships=actor.partnership_id).first()
    if employer_ref and agency is None:
        raise Invalid("Choose an agency.", fields={"employer": "Choose an agency"})
    wanted = None if agency is None or agency.pk == row.agency_id else agency
    taken = take_version(
        row,
        version=version,
        differences=lambda now: [
            Difference(
                name="employer",
                label="Employed by",
                theirs=str(now.employer or now.agency),
                yours=str(wanted or row.agency),
                their_value=now.employer.public_id if now.employer else "",
                your_value=wanted.public_id if wanted else "",
                free=False,
            )
        ],
        by=last_changed_by("membership", ref),
        employer=wanted,
    )
    if taken:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="membership",
            subject_ref=ref,
            field="employer",
            words=str(row.employer or row.agency),
            by=actor.name,
            at=at,
        )
        happened = EmployerSet(
            person=row.person.public_id, employer=wanted.public_id if wanted else row.agency.public_id
        )
        _tell(actor, happened, row.person, at)
    row.refresh_from_db()
    return row


@transaction.atomic
def end_membership(actor: Actor, *, ref: str, reason: str, version: int, at: datetime) -> Membership:
    """End a place now: the person's next request finds none, and so does work that they asked for before. With the
    last one their sessions end.

    Standing in for it, or from it, ends with it. What the person wrote stays under their name.
    """
    check_may(actor, Permission.MANAGE_PEOPLE)
    row = find_membership(actor, ref)
    _check_not_oneself(actor, row.person_id)
    _check_somebody_manages(row, [], at)
    why = " ".join(reason.split())[:200]
    if not why:
        raise Invalid("Say why the place ends.", fields={"reason": "Say why, such as “left the agency”"})
    today = max(timezone.localdate(at), row.starts_on)
    taken = take_version(
        row,
        version=version,
        differences=lambda now: [
            Difference(
                name="reason",
                label="This place",
                theirs=f"ended: {now.end_reason}" if now.ended_at else role_words(now.roles),
                yours=f"ended: {why}",
                free=False,
            )
        ],
        by=last_changed_by("membership", ref),
        ended_at=at,
        end_reason=why,
        ends_on=today,
    )
    if taken:
        row.groups.filter(ends_on__isnull=True).update(ends_on=today)
        _tell(actor, MembershipEnded(person=row.person.public_id), row.person, at)
        _end_sessions(actor, row.person, at)
    row.refresh_from_db()
    return row


@transaction.atomic
def join_group(actor: Actor, *, ref: str, group_ref: str, at: datetime) -> None:
    """Put a place into a standing group of the partnership, from today."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    row, group = find_membership(actor, ref), find_group(actor, group_ref)
    _check_in_force(row, at)
    _, made = GroupMembership.objects.get_or_create(
        membership=row, group=group, ends_on=None, defaults={"starts_on": timezone.localdate(at)}
    )
    if made:
        _tell(actor, GroupJoined(person=row.person.public_id, group=group.public_id), row.person, at)


@transaction.atomic
def leave_group(actor: Actor, *, ref: str, group_ref: str, at: datetime) -> None:
    """Take a place out of a group, today."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    row, group = find_membership(actor, ref), find_group(actor, group_ref)
    held = GroupMembership.objects.filter(membership=row, group=group, ends_on__isnull=True)
    if held.update(ends_on=timezone.localdate(at)):
        _tell(actor, GroupLeft(person=row.person.public_id, group=group.public_id), row.person, at)


def _end_sessions(actor: Actor, person: Person, at: datetime) -> None:
    """Somebody without any place left, here or elsewhere, is signed out everywhere."""
    if not memberships_in_force(timezone.localdate(at)).filter(person=person).exists():
        end_sessions_of(actor, person_ref=person.public_id, why="the last place ended", at=at)


def _in_order(roles: Collection[Role]) -> list[str]:
    return [role.value for role in ROLES if role in roles]


def _check_roles(roles: Collection[Role]) -> None:
    if not roles:
        raise Invalid("Give at least one role.", fields={"roles": "Give at least one role"})


def _check_not_oneself(actor: Actor, person_id: int) -> None:
    """Two people for every change of power: nobody gives, changes or ends their own."""
    if actor.person_id == person_id:
        raise NotAllowed("Nobody changes their own roles. Ask somebody else who manages people.")


def _check_in_force(row: Membership, at: datetime) -> None:
    if not memberships_in_force(timezone.localdate(at)).filter(pk=row.pk).exists():
        raise NotNow("This place has ended. Give the person a new one.")


def _check_somebody_manages(row: Membership, roles: Sequence[str], at: datetime) -> None:
    """A partnership never loses the last person who can manage people."""
    if Permission.MANAGE_PEOPLE in permissions_of(frozenset(Role(role) for role in roles)):
        return
    others = memberships_in_force(timezone.localdate(at)).filter(partnership_id=row.partnership_id)
    if not any(
        Permission.MANAGE_PEOPLE in permissions_of(known_roles(each)) for each in others.exclude(pk=row.pk)
    ):
        raise NotNow("Nobody would be left who can manage people. Give somebody else that role first.")


def _tell(actor: Actor, happened: object, person: Person, at: datetime) -> None:
    record(actor, happened, subject_kind="person", subject_ref=person.public_id, at=at)
