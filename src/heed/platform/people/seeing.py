"""Who can see this, and what can this person see: the same rule as `visible_scopes`, told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from heed.platform.access.cases import Subject, case_titles
from heed.platform.access.models import (
    CLOSED,
    EmergencyAccess,
    Exclusion,
    Level,
    NamedPerson,
    Restriction,
    Scope,
)
from heed.platform.access.queries import actor_of, actor_of_deputy, known_roles
from heed.platform.access.roles import PERMISSIONS, Permission, permissions_of
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.queries import deputies_in_force, memberships_in_force
from heed.platform.people.queries import deputies_of_partnership, readers_of


@dataclass(frozen=True, slots=True)
class Seer:
    """A person who can see something, in one of their places: why, and until when where that is limited."""

    ref: str
    name: str
    agency: str
    role: str
    why: str
    until: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A person named or excluded, by whom and when, and why where a reason was given."""

    ref: str
    name: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Access:
    """Who can see something. `named`, `excluded` and `reason` are empty for those who do not manage it; `version`
    travels in its forms, 0 where its case never had access of its own."""

    level: Level
    seers: tuple[Seer, ...]
    named: tuple[Kept, ...]
    excluded: tuple[Kept, ...]
    reason: str
    since: datetime | None
    since_by: str
    version: int
    may_manage: bool
    agency: str = ""
    """The agency that it is for, at agency level."""


def who_can_see(actor: Actor, subject: Subject, *, at: datetime) -> Access:
    """Everybody who can see this, by reason. Eight queries at most, however many people."""
    scope = Scope.objects.select_related("agency", "level_by").get(pk=subject.scope_id)
    today = timezone.localdate(at)
    held = _open_restriction(scope)
    excluded = list(_exclusions(scope))
    kept_out = {each.person_id for each in excluded}
    named = list(_named(held)) if held else []
    in_emergency = {each.person_id: each for each in _emergencies(scope, at)} if scope.level in CLOSED else {}
    names = {each.person_id for each in named}
    seers = []
    for row in readers_of(scope.partnership_id, on=today):
        if row.person_id in kept_out:
            continue
        if held is None:
            why = _why_by_level(scope, row)
            if why:
                seers.append(_seer(row, why))
            elif row.person_id in in_emergency:
                seers.append(_seer(row, "emergency access", in_emergency[row.person_id].expires_at))
        elif row.person_id in names:
            seers.append(_seer(row, "named in this case"))
        elif row.person_id in in_emergency:
            seers.append(_seer(row, "emergency access", in_emergency[row.person_id].expires_at))
    if held is None:
        seers += _standing_in(scope, kept_out, {each.ref for each in seers}, today)
    manages = actor.may(Permission.RESTRICT_CASES) and bool(subject.case_ref)
    own = Scope.objects.filter(partnership_id=scope.partnership_id, case_ref=subject.case_ref).first()
    return Access(
        level=Level(scope.level),
        seers=tuple(seers),
        named=tuple(_kept(each) for each in named) if manages else (),
        excluded=tuple(_kept(each) for each in excluded) if manages else (),
        reason=(held.reason if held else scope.reason) if manages else "",
        since=held.began_at if held else scope.level_since,
        since_by=held.began_by.name if held else scope.level_by.name if scope.level_by else "",
        version=own.version if own and subject.case_ref else 0,
        may_manage=manages,
        agency=scope.agency.name if scope.agency else "",
    )


def _why_by_level(scope: Scope, row: Membership) -> str:
    """Why somebody sees what is not restricted to named people; "" where they do not."""
    if scope.level != Level.AGENCY:
        return "role in the partnership"
    if row.agency_id == scope.agency_id:
        return f"acts for {scope.agency}"
    guards = Permission.RESTRICT_CASES in permissions_of(known_roles(row))
    return "says who sees a case" if guards and scope.case_ref else ""


def describe_level(level: Level, agency: Agency | None) -> str:
    """Who a case is for, in words."""
    if level == Level.AGENCY:
        return f"For {agency} alone"
    return (
        "Published: open to everybody" if level == Level.PUBLISHED else "Open to everybody in the partnership"
    )


def describe_access(scope: Scope) -> str:
    """Who can see a case, in one sentence, for whoever was about to change it."""
    held = _open_restriction(scope)
    names = ", ".join(sorted(each.person.name for each in _named(held))) if held else ""
    excluded = ", ".join(sorted(each.person.name for each in _exclusions(scope)))
    open_to = f"Restricted to {names}" if held else describe_level(Level(scope.level), scope.agency)
    return f"{open_to}. Excluded: {excluded}" if excluded else open_to


@dataclass(frozen=True, slots=True)
class Place:
    """One way in which a person can act, and what it lets them do. `on_behalf_of` where they stand in."""

    agency: str
    role: str
    may: tuple[str, ...]
    reads: bool
    on_behalf_of: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person can see: by their places, and by name in restricted cases that the reader may see too."""

    places: tuple[Place, ...]
    named_in: tuple[tuple[str, str, str], ...]
    """Title, address and why, of restricted cases."""
    excluded_from: tuple[tuple[str, str], ...]
    """Title and address; only for those who manage restrictions."""


def what_can_be_seen(actor: Actor, person: Person, *, at: datetime) -> Sight:
    """What this person can see, as far as the actor may know it."""
    today = timezone.localdate(at)
    own = memberships_in_force(today).filter(person=person, partnership_id=actor.partnership_id)
    standing_in = deputies_in_force(today).filter(
        membership__person=person, stands_in_for__partnership_id=actor.partnership_id
    )
    places = [_place(actor_of(person, each)) for each in own]
    places += [_place(actor_of_deputy(each), until=each.ends_on) for each in standing_in]
    ways = _cases_by_name(person, actor.partnership_id, at)
    out = set(
        Exclusion.objects.filter(
            person=person, ended_at__isnull=True, scope__partnership_id=actor.partnership_id
        ).values_list("scope__case_ref", flat=True)
    )
    titles = case_titles(actor, ways.keys() | out)
    reads = any(each.reads for each in places)
    return Sight(
        places=tuple(places),
        named_in=tuple(
            (*titles[ref], why) for ref, why in ways.items() if reads and ref in titles and ref not in out
        ),
        excluded_from=tuple(titles[ref] for ref in sorted(out) if ref in titles)
        if actor.may(Permission.RESTRICT_CASES)
        else (),
    )


def _cases_by_name(person: Person, partnership_id: int, at: datetime) -> dict[str, str]:
    """Restricted cases that name this person or are open to them in an emergency, with why."""
    found = {}
    emergencies = EmergencyAccess.objects.filter(
        person=person, partnership_id=partnership_id, expires_at__gt=at, ended_at__isnull=True
    )
    for ref in emergencies.filter(scope__level__in=CLOSED).values_list("scope__case_ref", flat=True):
        found[ref] = "emergency access"
    named = NamedPerson.objects.filter(
        person=person,
        ended_at__isnull=True,
        restriction__ended_at__isnull=True,
        restriction__scope__partnership_id=partnership_id,
    )
    for ref in named.values_list("restriction__scope__case_ref", flat=True):
        found[ref] = "named in this case"
    return found


def _place(actor: Actor, until: date | None = None) -> Place:
    return Place(
        agency=actor.agency_name,
        role=actor.role_name,
        may=tuple(words for permission, words in PERMISSIONS.items() if actor.may(permission)),
        reads=actor.may(Permission.READ_REGISTER),
        on_behalf_of=actor.on_behalf_of,
        until=until,
    )


def _seer(row: Membership, why: str, until: datetime | None = None) -> Seer:
    return Seer(
        ref=row.person.public_id,
        name=row.person.name,
        agency=row.agency.name,
        role=actor_of(row.person, row).role_name,
        why=why,
        until=until,
    )


def _standing_in(scope: Scope, kept_out: set[int], known: set[str], today: date) -> list[Seer]:
    """Deputies who see it by standing in and by nothing else."""
    found = []
    for each in deputies_of_partnership(scope.partnership_id, on=today):
        actor = actor_of_deputy(each)
        if actor.person_id in kept_out or actor.person_ref in known:
            continue
        if not _why_by_level(scope, each.stands_in_for):
            continue
        if actor.may(Permission.READ_REGISTER):
            found.append(
                Seer(
                    ref=actor.person_ref,
                    name=actor.name,
                    agency=actor.agency_name,
                    role=actor.role_name,
                    why=f"stands in for {actor.on_behalf_of}",
                    until=each.ends_on,
                )
            )
    return found


def _open_restriction(scope: Scope) -> Restriction | None:
    if scope.level != Level.RESTRICTED:
        return None
    rows = Restriction.objects.filter(scope=scope, ended_at__isnull=True)
    return rows.select_related("began_by").first()


def _named(held: Restriction) -> list[NamedPerson]:
    rows = held.people.filter(ended_at__isnull=True).select_related("person", "began_by")
    return list(rows.order_by("person__name"))


def _exclusions(scope: Scope) -> list[Exclusion]:
    if not scope.case_ref:
        return []
    rows = Exclusion.objects.filter(scope=scope, ended_at__isnull=True)
    return list(rows.select_related("person", "began_by").order_by("person__name"))


def _emergencies(scope: Scope, at: datetime) -> list[EmergencyAccess]:
    return list(EmergencyAccess.objects.filter(scope=scope, expires_at__gt=at, ended_at__isnull=True))


def _kept(each: NamedPerson | Exclusion) -> Kept:
    return Kept(
        ref=each.person.public_id,
        name=each.person.name,
        by=each.began_by.name,
        at=each.began_at,
        reason=each.reason,
    )
