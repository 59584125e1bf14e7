"""What stands on somebody's first page beneath what needs them, by what they came to look after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.assurance.presenters import assurance_row
from heed.governance.presenters.groups import next_meeting_row
from heed.governance.queries.meetings import own_meetings
from heed.home.queries import (
    next_checks,
    repeated_lessons,
    reported_unverified,
    threads_that_stopped,
    unanswered_challenges,
)
from heed.learning.presenters import beginning_of, recommendation_row
from heed.memory.presenters.lessons import lesson_row
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.components import RegisterRow, tag
from heed.platform.ui.wording import day

WATCHING = frozenset(
    {
        Role.INDEPENDENT_SCRUTINEER,
        Role.INDEPENDENT_CHAIR,
        Role.LEAD_SAFEGUARDING_PARTNER,
        Role.DELEGATED_SAFEGUARDING_PARTNER,
        Role.QUALITY_AND_AUDIT_OFFICER,
    }
)
_SCRUTINY = frozenset({Role.INDEPENDENT_SCRUTINEER})
_QUALITY = frozenset({Role.QUALITY_AND_AUDIT_OFFICER})


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Rows under a heading, with where to find all of them ("" where these are all)."""

    heading: str
    lead: str
    rows: tuple[RegisterRow, ...]
    all_href: str
    empty: str = "Nothing at the moment."


@dataclass(frozen=True, kw_only=True)
class _Kind:
    heading: str
    lead: str
    rows: Callable[[Actor], Sequence[RegisterRow]]
    address: str = ""
    asks: str = ""
    empty: str = "Nothing at the moment."
    roles: frozenset[Role] = frozenset(Role)
    only_with_rows: bool = False


_KINDS = (
    _Kind(
        heading="Your next meetings",
        lead="Each with the pack that the meeting works through.",
        rows=lambda actor: [
            next_meeting_row(row, clock.today()) for row in own_meetings(actor, on=clock.today(), limit=3)
        ],
        address="governance:overview",
        only_with_rows=True,
    ),
    _Kind(
        heading="Next: is it embedded?",
        lead="Verified actions that are looked at again, the first due first.",
        rows=lambda actor: [_check_row(each) for each in next_checks(actor)],
        empty="No verified action is to be looked at again.",
        roles=_QUALITY,
    ),
    _Kind(
        heading="Did not hold, open again",
        lead="What was looked at later and found not to have lasted.",
        rows=lambda actor: [
            recommendation_row(row) for row in threads_that_stopped(actor, state="re_opened")
        ],
        address="learning:list",
        asks="state=re_opened",
        empty="Nothing that was looked at later had failed to last.",
        roles=_QUALITY,
    ),
    _Kind(
        heading="Reported complete, never verified",
        lead="The oldest first. Each was reported complete, and nobody has looked at evidence.",
        rows=lambda actor: [recommendation_row(row) for row in reported_unverified(actor)],
        address="learning:list",
        asks="how_far=unverified",
        roles=WATCHING,
    ),
    _Kind(
        heading="Lessons that were repeated",
        lead="Those repeated after they had been closed first, then the most often recommended.",
        rows=lambda actor: [lesson_row(told) for told in repeated_lessons(actor)],
        address="memory:lessons",
        asks="order=after",
        empty="No lesson has a name yet. Recommendations that say the same are proposed as lessons.",
        roles=_SCRUTINY,
    ),
    _Kind(
        heading="Challenges without an answer",
        lead="The most urgent first.",
        rows=lambda actor: [assurance_row(row, clock.today()) for row in unanswered_challenges(actor)],
        address="assurance:challenges",
        asks="state=open",
        empty="Every challenge has its answer.",
        roles=_SCRUTINY,
    ),
    _Kind(
        heading="Threads that stopped",
        lead="Of the reviews brought in last. Not implemented so far.",
        rows=lambda actor: [recommendation_row(row) for row in threads_that_stopped(actor)],
        address="learning:list",
        asks="how_far=unsettled",
    ),
)


def _check_row(check: Any) -> RegisterRow:
    """A verified action that is to be looked at again."""
    action, late = check.action, check.due_on < clock.today()
    return RegisterRow(
        reference=action.reference,
        title=beginning_of(action.text),
        href=reverse("plans:check", args=[check.public_id]),
        note=" · ".join(filter(None, [str(action.agency or ""), str(action.review or "")])),
        state=tag(
            text=f"{'was due ' if late else 'on '}{day(check.due_on)}", tone="red" if late else "neutral"
        ),
    )


def sections_for(actor: Actor) -> Iterator[Gathered]:
    """What stands first for the person's roles; everybody sees the threads that stopped."""
    for each in _KINDS:
        if not actor.roles & each.roles:
            continue
        rows = tuple(each.rows(actor))
        if rows or not each.only_with_rows:
            yield Gathered(
                heading=each.heading,
                lead=each.lead,
                rows=rows,
                all_href=f"{reverse(each.address)}?{each.asks}" if each.address else "",
                empty=each.empty,
            )
