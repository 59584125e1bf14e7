"""What signing in adds to the people's pages: who is waited for, and how somebody signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.entrance.invitations import list_invitations
from heed.platform.entrance.queries import list_factors, list_sessions
from heed.platform.ui.panels import Panel


@dataclass(frozen=True, kw_only=True)
class SigningIn:
    """How a person signs in, in short; `own` leads to one's own page instead."""

    ref: str
    factors: str
    sessions: int
    own: bool


def invitations_panel(actor: Actor, _: Any) -> Panel | None:
    """Above the list of people: how many were invited and have not come yet."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return None
    return Panel("entrance/people_panel.html", len(list_invitations(actor)))


def person_panel(actor: Actor, person: Any) -> Panel | None:
    """On a person's page, for those who manage people."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return None
    factors = [each.name for each in list_factors(person.pk)]
    data = SigningIn(
        ref=person.public_id,
        factors=", ".join(factors) or "no second factor",
        sessions=len(list_sessions(person.pk, at=timezone.now())),
        own=person.pk == actor.person_id,
    )
    return Panel("entrance/person_panel.html", data)
