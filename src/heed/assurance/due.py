"""What can be due of assurance."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from heed.assurance.presenters import PLACES
from heed.assurance.queries import AssuranceFilter, filter_assurance
from heed.assurance.types import Kind, State
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.platform.notices.queries.long_late import to_long_late


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


DUE_OF = {
    Kind.REQUEST: _kind(Kind.REQUEST, "assurance", ("request for assurance", "requests for assurance")),
    Kind.LETTER: _kind(Kind.LETTER, "assurance_letter", ("assurance letter", "assurance letters")),
    Kind.CHALLENGE: _kind(Kind.CHALLENGE, "challenge", ("challenge", "challenges")),
}
