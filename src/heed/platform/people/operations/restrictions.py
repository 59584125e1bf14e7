"""Who may see a case: restricting it to named people, excluding people. Its rows move in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.platform.access.cases import Subject, compute_after_settling, find_subject, forget_seen, settle
from heed.platform.access.models import Exclusion, Level, NamedPerson, Restriction, Scope
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import take_version
from heed.platform.partnerships.models import Agency
from heed.platform.people.events import (
    CaseLevelSet,
    CaseOpened,
    CaseRestricted,
    ExclusionEnded,
    PersonExcluded,
    PersonNamed,
    PersonTakenOut,
)
from heed.platform.people.queries import find_reader, readers_of
from heed.platform.people.seeing import describe_access, describe_level

REVIEW = "review"
"""The only kind of case so far."""


@transaction.atomic
def restrict_case(
    actor: Actor, *, ref: str, people: Collection[str], reason: str, version: int, at: datetime
) -> Scope:
    """Restrict a case to these people (by reference) and the actor: from now on it does not exist for others."""
    subject = _case(actor, ref)
    why = _reason(reason)
    named = {each.pk: each for each in [find_reader(actor, person) for person in people]}
    named.setdefault(actor.person_id, Person.objects.get(pk=actor.person_id))
    wanted = f"Restricted to {', '.join(sorted(each.name for each in named.values()))}"
    scope = _claim(actor, subject, version, yours=wanted, level=Level.RESTRICTED)
    if Restriction.objects.filter(scope=scope, ended_at__isnull=True).exists():
        raise NotNow("This case is restricted already.")
    _check_none_excluded(scope, named.values())
    held = Restriction.objects.create(scope=scope, reason=why, began_at=at, began_by_id=actor.person_id)
    NamedPerson.objects.bulk_create(
        NamedPerson(restriction=held, person=each, began_at=at, began_by_id=actor.person_id)
        for each in named.values()
    )
    _check_somebody_manages(actor, held, at)
    moved = _settle(actor, scope)
    _tell(actor, CaseRestricted(people=len(named), rows=moved), ref, at)
    return scope


@transaction.atomic
def open_case(actor: Actor, *, ref: str, reason: str, version: int, at: datetime) -> Scope:
    """End a case's restriction: the partnership sees it again, but for those who are excluded."""
    subject = _case(actor, ref)
    why = _reason(reason)
    scope = _claim(
        actor, subject, version, yours=f"Open to everybody in the partnership: {why}", level=Level.PARTNERSHIP
    )
    held = _restriction(scope)
    held.people.filter(ended_at__isnull=True).update(ended_at=at, ended_by_id=actor.person_id)
    Restriction.objects.filter(pk=held.pk).update(ended_at=at, ended_by_id=actor.person_id, end_reason=why)
    moved = _settle(actor, scope)
    _tell(actor, CaseOpened(rows=moved), ref, at)
    return scope


@transaction.atomic
def set_case_level(
    actor: Actor, *, ref: str, level: str, agency_ref: str, reason: str, version: int, at: datetime
) -> Scope:
    """Say who a case is for: the partnership, one agency, or, as it is published, anybody. A restriction ends with it.

    At agency level it is there for those who act for that agency and for whoever may say who sees a case.
    """
    subject = _case(actor, ref)
    why = _reason(reason)
    if level not in (Level.PUBLISHED, Level.PARTNERSHIP, Level.AGENCY):
        raise Invalid("Choose who the case is for.", fields={"level": "Choose who the case is for"})
    agency = _agency(actor, agency_ref) if level == Level.AGENCY else None
    scope = _claim(
        actor,
        subject,
        version,
        yours=describe_level(Level(level), agency),
        level=level,
        agency=agency,
        reason=why,
        level_since=at,
        level_by_id=actor.person_id,
    )
    for held in Restriction.objects.filter(scope=scope, ended_at__isnull=True):
        held.people.filter(ended_at__isnull=True).update(ended_at=at, ended_by_id=actor.person_id)
        Restriction.objects.filter(pk=held.pk).update(
            ended_at=at, ended_by_id=actor.person_id, end_reason=why
        )
    moved = _settle(actor, scope)
    _tell(actor, CaseLevelSet(level=level, rows=moved), ref, at)
    return scope


def _agency(actor: Actor, ref: str) -> Agency:
    agency = Agency.objects.filter(public_id=ref, partnerships=actor.partnership_id).first()
    if agency is None:
        raise Invalid("Choose the agency.", fields={"agency": "Choose the agency that the case is for"})
    return agency


@transaction.atomic
def name_person(
    actor: Actor, *, ref: str, person: str, reason: str, version: int, at: datetime
) -> NamedPerson:
    """Let one more person see a restricted case."""
    subject = _case(actor, ref)
    who = find_reader(actor, person)
    scope = _claim(actor, subject, version, yours=f"Named as well: {who.name}")
    held = _restriction(scope)
    _check_none_excluded(scope, [who])
    row, made = NamedPerson.objects.get_or_create(
        restriction=held,
        person=who,
        ended_at=None,
        defaults={"reason": reason.strip()[:300], "began_at": at, "began_by_id": actor.person_id},
    )
    if not made:
        raise NotNow(f"{who.name} is named already.")
    _tell(actor, PersonNamed(person=who.public_id), ref, at)
    return row


@transaction.atomic
def take_person_out(actor: Actor, *, ref: str, person: str, version: int, at: datetime) -> None:
    """End a person's seeing of a restricted case. Somebody who can manage it stays named."""
    subject = _case(actor, ref)
    who = _anybody(person)
    scope = _claim(actor, subject, version, yours=f"No longer named: {who.name if who else ''}")
    held = _restriction(scope)
    rows = held.people.filter(person=who, ended_at__isnull=True)
    if who is None or not rows.update(ended_at=at, ended_by_id=actor.person_id):
        raise NotNow("This person is not named.")
    _check_somebody_manages(actor, held, at)
    forget_seen(actor)
    _tell(actor, PersonTakenOut(person=who.public_id), ref, at)


@transaction.atomic
def exclude_person(
    actor: Actor, *, ref: str, person: str, reason: str, version: int, at: datetime
) -> Exclusion:
    """Keep a person from a case whatever their role. A case that is not restricted gets a scope of its own by it."""
    subject = _case(actor, ref)
    why = _reason(reason)
    who = find_reader(actor, person)
    scope = _claim(actor, subject, version, yours=f"Excluded: {who.name}")
    row, made = Exclusion.objects.get_or_create(
        scope=scope,
        person=who,
        ended_at=None,
        defaults={"reason": why, "began_at": at, "began_by_id": actor.person_id},
    )
    if not made:
        raise NotNow(f"{who.name} is excluded already.")
    held = Restriction.objects.filter(scope=scope, ended_at__isnull=True).first()
    if held:
        held.people.filter(person=who, ended_at__isnull=True).update(ended_at=at, ended_by_id=actor.person_id)
        _check_somebody_manages(actor, held, at)
    _settle(actor, scope)
    _tell(actor, PersonExcluded(person=who.public_id), ref, at)
    return row


@transaction.atomic
def end_exclusion(actor: Actor, *, ref: str, person: str, version: int, at: datetime) -> None:
    """A person may see the case again, as far as their role and the case's restriction let them."""
    subject = _case(actor, ref)
    who = _anybody(person)
    scope = _claim(actor, subject, version, yours=f"No longer excluded: {who.name if who else ''}")
    rows = Exclusion.objects.filter(scope=scope, person=who, ended_at__isnull=True)
    if who is None or not rows.update(ended_at=at, ended_by_id=actor.person_id):
        raise NotNow("This person is not excluded.")
    _settle(actor, scope)
    _tell(actor, ExclusionEnded(person=who.public_id), ref, at)


def _anybody(ref: str) -> Person | None:
    """Anybody with an account: a person who left can still be taken out. Nothing is changed."""
    return Person.objects.filter(public_id=ref).first()


def _case(actor: Actor, ref: str) -> Subject:
    check_may(actor, Permission.RESTRICT_CASES)
    return find_subject(actor, kind=REVIEW, ref=ref)


def _reason(given: str) -> str:
    why = " ".join(given.split())[:300]
    if not why:
        raise Invalid("Say why.", fields={"reason": "Say why; it is shown to those who manage this case"})
    return why


def _claim(
    actor: Actor, subject: Subject, version: int, *, yours: str, level: str = "", **facts: Any
) -> Scope:
    """The case's own scope, ours from here on; made where it has none. `ChangedMeanwhile` where somebody changed
    who may see the case since this person looked."""
    anew = {"level": level, **_NOTHING_SAID, **facts} if level else {}
    scope, made = Scope.objects.get_or_create(
        partnership_id=actor.partnership_id,
        case_ref=subject.ref,
        defaults=anew or {"level": Level.PARTNERSHIP},
    )
    if not (made and version == 0):
        theirs = describe_access(scope)
        take_version(
            scope,
            version=version,
            differences=lambda _: [
                Difference(name="then", label="Who can see this case", theirs=theirs, yours=yours, free=False)
            ],
            **(anew or {"level": scope.level}),
        )
        scope.refresh_from_db()
    return scope


_NOTHING_SAID = {"agency": None, "reason": "", "level_since": None, "level_by_id": None}
"""Of an earlier level, when a case gets another."""


def _restriction(scope: Scope) -> Restriction:
    held = Restriction.objects.filter(scope=scope, ended_at__isnull=True).first()
    if held is None:
        raise NotNow("This case is not restricted.")
    return held


def _check_none_excluded(scope: Scope, people: Collection[Person]) -> None:
    excluded = Exclusion.objects.filter(scope=scope, ended_at__isnull=True, person__in=list(people))
    names = [each.person.name for each in excluded.select_related("person")]
    if names:
        raise NotNow(f"{', '.join(names)}: excluded from this case. End the exclusion first.")


def _check_somebody_manages(actor: Actor, held: Restriction, at: datetime) -> None:
    """A restricted case never loses the last named person who can say who sees it."""
    named = held.people.filter(ended_at__isnull=True).values_list("person_id", flat=True)
    managers = readers_of(actor.partnership_id, on=timezone.localdate(at), who_may=Permission.RESTRICT_CASES)
    if not set(named) & {each.person_id for each in managers}:
        raise NotNow("Nobody would be left who can say who sees this case. Name a manager first.")


def _settle(actor: Actor, scope: Scope) -> int:
    moved = settle(scope.partnership_id, scope.case_ref)
    forget_seen(actor)
    compute_after_settling(actor, scope.case_ref)
    return moved


def _tell(actor: Actor, happened: object, ref: str, at: datetime) -> None:
    record(actor, happened, subject_kind=REVIEW, subject_ref=ref, at=at)
