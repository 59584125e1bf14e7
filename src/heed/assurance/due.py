"""What can be due of assurance."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from heed.assurance.models import AssuranceEntry
from heed.assurance.presenters import PLACES
from heed.assurance.queries import AssuranceFilter, filter_assurance
from heed.assurance.types import Kind, State, Step
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather, gather_within
from heed.platform.notices.queries.long_late import to_long_late
from heed.platform.rules.queries import rules_of


def _find_unanswered(kind: str, actor: Actor, wanted: Wanted) -> Found:
    """What waits for an agency's reply, of one kind."""
    rows = filter_assurance(actor, AssuranceFilter(which=kind, state=State.OPEN))
    related = rows.select_related("agency", "review")
    return gather(related, wanted, on="due_on", agency="agency_id", make=_due)


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("assurance:one", args=[row.public_id]),
        on=row.due_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        agency_id=row.agency_id,
        who=row.agency.name,
        note=row.topic,
    )


def _kind(kind: str, name: str, noun: tuple[str, str]) -> DueKind:
    return DueKind(
        name=name,
        record="assurance",
        what=f"Reply to a {noun[0]}" if kind != Kind.LETTER else "Reply to an assurance letter",
        ask="Reply to {reference}",
        chase="{who} has not replied to {reference}",
        button="Reply",
        noun=noun,
        owners=frozenset({Role.AGENCY_LEAD}),
        find=partial(_find_unanswered, kind),
        older_href=to_long_late(PLACES[kind], name),
    )


def _find_replied(kind: str, actor: Actor, wanted: Wanted) -> Found:
    """Replies of which nobody has said what is made of them, of one kind."""
    rows = filter_assurance(actor, AssuranceFilter(which=kind, state=State.REPLIED))
    replies = AssuranceEntry.objects.filter(assurance=OuterRef("pk"), step=Step.REPLY).order_by("-pk")
    replied = rows.annotate(replied_at=Subquery(replies.values("written_at")[:1]))
    days = rules_of("assurance")["looked_at_within_days"]
    return gather_within(
        replied.select_related("agency", "review"), wanted, days=days, make=_due, at="replied_at"
    )


def _reply(kind: str, name: str, noun: tuple[str, str]) -> DueKind:
    return DueKind(
        name=name,
        record="assurance",
        what="Reply to look at",
        ask="Say what is made of the reply to {reference}",
        chase="Nobody has said what is made of the reply to {reference}",
        button="Look at it",
        noun=noun,
        owners=frozenset({Role.OFFICER, Role.BUSINESS_MANAGER}),
        find=partial(_find_replied, kind),
        older_href=to_long_late(PLACES[kind], name),
        by_agency=False,
        may=Permission.CHALLENGE if kind == Kind.CHALLENGE else Permission.SEEK_ASSURANCE,
    )


REPLY_OF = {
    Kind.REQUEST: _reply(Kind.REQUEST, "assurance_reply", ("reply to look at", "replies to look at")),
    Kind.LETTER: _reply(
        Kind.LETTER, "letter_reply", ("reply to a letter to look at", "replies to letters to look at")
    ),
    Kind.CHALLENGE: _reply(
        Kind.CHALLENGE,
        "challenge_reply",
        ("reply to a challenge to look at", "replies to challenges to look at"),
    ),
}
DUE_OF = {
    Kind.REQUEST: _kind(Kind.REQUEST, "assurance", ("request for assurance", "requests for assurance")),
    Kind.LETTER: _kind(Kind.LETTER, "assurance_letter", ("assurance letter", "assurance letters")),
    Kind.CHALLENGE: _kind(Kind.CHALLENGE, "challenge", ("challenge", "challenges")),
}
