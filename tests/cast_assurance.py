"""What the cast seeks assurance about, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from heed.assurance.models import Assurance
from heed.assurance.operations import ask_assurance, reply_to_assurance, view_reply
from heed.assurance.queries import find_assurance
from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency
from tests.cast import AT

if TYPE_CHECKING:
    from tests.cast import Cast

DUE = date(2025, 4, 1)


def vale(cast: Cast) -> Actor:
    """Who signs for the Vale NHS Trust."""
    return cast.of[Role.AGENCY_LEAD]


def vale_now(cast: Cast) -> Actor:
    """The same person, for whatever agency they are in by now."""
    found = find_actor_of_membership(vale(cast).membership_id, on=AT.date())
    assert found is not None
    return found


def chair(cast: Cast) -> Actor:
    """Employed by the council in the cast."""
    return cast.of[Role.INDEPENDENT_CHAIR]


def ask(
    cast: Cast,
    kind: str = "request",
    *,
    to: Sequence[str] = ("Vale NHS Trust",),
    by: Actor | None = None,
    **other: Any,
) -> list[Assurance]:
    """The chair asks these agencies."""
    given = {
        "topic": "Visits that did not take place",
        "question": "How do you know that somebody acts on each of them?",
        "asked_for": "The partnership",
        "review_ref": "",
        "due_on": DUE,
        "at": AT,
    }
    agencies = [Agency.objects.get(name=name).public_id for name in to]
    return ask_assurance(by or chair(cast), kind=kind, agencies=agencies, **{**given, **other})


def reply(actor: Actor, row: Assurance, **other: Any) -> Assurance:
    given = {"answer": "", "words": "A manager reads the list each week.", "restricted": ""}
    return reply_to_assurance(actor, ref=row.public_id, **{**given, **other}, at=AT)


def view(actor: Actor, row: Assurance, grade: str = "assured", **other: Any) -> Assurance:
    version = find_assurance(actor, row.public_id).version
    given = {"words": "", "effect": "", "again_by": None, "version": version}
    return view_reply(actor, ref=row.public_id, grade=grade, **{**given, **other}, at=AT)


def ensure(cast: Cast) -> None:
    """One request, once in a test."""
    if not Assurance.objects.for_everyone(because="a test").exists():
        ask(cast)
