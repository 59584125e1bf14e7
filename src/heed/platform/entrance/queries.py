"""Who is signed in where, with which factors, and who must have one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.entrance.models import IdentityCheck, PersonSession
from heed.platform.partnerships.models import Membership
from heed.platform.rules.queries import find_edition

RULES_NAME = "sign-in"
KINDS = {
    "totp": "codes from an app",
    "webauthn": "a passkey or hardware key",
    "recovery_codes": "printed codes",
}
_REAL = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Printed codes stand in for a factor; alone they are none."""


@dataclass(frozen=True, slots=True)
class FactorRule:
    """Which roles must have a second factor; `edition` 0 is what Heed is shipped with."""

    roles: frozenset[str]
    everybody: bool
    edition: int

    def asks(self, roles: frozenset[Any]) -> bool:
        """Whether somebody with these roles must have one."""
        return self.everybody or bool(self.roles & {str(role) for role in roles})


@cache
def _shipped(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((folder / "sign-in.yaml").read_text(encoding="utf-8"))
    return dict(read["second_factor"])


def get_factor_rule(actor: Actor, *, on: date) -> FactorRule:
    """The rule of the actor's partnership on the day. A partnership adds to what is shipped, and takes nothing away."""
    shipped, edition = _shipped(Path(settings.RULES)), find_edition(actor, RULES_NAME, on=on)
    return FactorRule(
        roles=frozenset(shipped["roles"]) | frozenset(edition.content.get("roles", [])),
        everybody=bool(shipped["everybody"] or edition.content.get("everybody", False)),
        edition=edition.number,
    )


def has_second_factor(person_id: int) -> bool:
    """Whether this person has set up an app, a passkey or a hardware key."""
    return bool(Authenticator.objects.filter(user_id=person_id, type__in=_REAL).exists())


@dataclass(frozen=True, slots=True)
class Factor:
    """One of a person's second factors: `ref` is its number, `left` how many printed codes are unused."""

    ref: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None
    left: int = 0


def list_factors(person_id: int) -> list[Factor]:
    """A person's factors, oldest first."""
    rows = Authenticator.objects.filter(user_id=person_id).order_by("pk")
    return [_factor(row) for row in rows]


def _factor(row: Authenticator) -> Factor:
    kind, wrapped = str(row.type), row.wrap()
    return Factor(
        ref=row.pk,
        kind=kind,
        name=str(row.data.get("name", "")) if kind == "webauthn" else KINDS[kind].capitalize(),
        added_at=row.created_at,
        used_at=row.last_used_at,
        left=len(wrapped.get_unused_codes()) if kind == "recovery_codes" else 0,
    )


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which a person is signed in; `current` is the one that asks."""

    ref: str
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    current: bool


def list_sessions(person_id: int, *, at: datetime, current_key: str = "") -> list[OpenSession]:
    """A person's open sessions, the last used first; those that ran out of time are left out."""
    began = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    seen = at - timedelta(seconds=settings.IDLE_SECONDS)
    rows = PersonSession.objects.filter(person_id=person_id, began_at__gt=began, seen_at__gt=seen)
    return [
        OpenSession(
            ref=row.public_id,
            device=device_name(row.device),
            address=row.address or "",
            began_at=row.began_at,
            seen_at=row.seen_at,
            current=row.session_key == current_key,
        )
        for row in rows.order_by("-seen_at")
    ]


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"))
_MORE_SYSTEMS = (("Mac OS", "Mac"), ("Linux", "Linux"))


def device_name(agent: str) -> str:
    """What a browser says that it is, in words: "Firefox on Windows"."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in (*_SYSTEMS, *_MORE_SYSTEMS) if sign in agent), "")
    return f"{browser} on {system}" if system else browser


@dataclass(frozen=True, slots=True)
class Check:
    """An identity check before a lost factor was re-issued."""

    by: str
    how: str
    at: datetime


def list_checks(actor: Actor, person: Person) -> list[Check]:
    """The checks that the actor's partnership made of this person, the newest first."""
    rows = IdentityCheck.objects.filter(partnership_id=actor.partnership_id, person=person)
    return [
        Check(
            by=row.checked_by.name if row.checked_by else "whoever runs the machine",
            how=row.how,
            at=row.checked_at,
        )
        for row in rows.select_related("checked_by").order_by("-checked_at")
    ]


def find_person(actor: Actor, ref: str) -> Person:
    """A person of the actor's partnership, for those who manage its people; nobody else is there."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    found = Person.objects.filter(public_id=ref, memberships__partnership_id=actor.partnership_id)
    person = found.distinct().first()
    if person is None:
        raise NotVisible
    return person


def check_belongs_here_only(actor: Actor, person: Person, *, on: date) -> None:
    """Raise `NotAllowed` where the person also works in another partnership: whoever could give them a new
    password or take their factors away could then see what that partnership keeps."""
    elsewhere = Membership.objects.filter(person=person, ended_at=None).exclude(
        partnership_id=actor.partnership_id
    )
    if elsewhere.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists():
        raise NotAllowed(
            "This person also works for another partnership here, so one partnership cannot change how they sign in. "
            + "Ask whoever runs this Heed: the command heed reset-sign-in does it."
        )
