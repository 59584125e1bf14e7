"""What publishing asks of somebody by a day: whom to tell, what did not come out, public copies to look at."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather, gather_from
from heed.publishing.queries.publications import calendar, publications_seen, tellings
from heed.publishing.rules import last_day_to_tell
from heed.publishing.types import WhenOver

_OWNERS = frozenset({Role.OFFICER, Role.BUSINESS_MANAGER})


def _due(row: Any, on: Any, note: str) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("publishing:publication", args=[row.public_id]),
        on=on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        note=note,
    )


def _waiting(actor: Actor) -> QuerySet[Any]:
    """What is planned for a day and has not come out."""
    rows = publications_seen(actor).filter(publish_on__isnull=False, withdrawn_at__isnull=True)
    return rows.filter(editions__published_at__isnull=True).distinct()


def find_tellings(actor: Actor, wanted: Wanted) -> Found:
    """Who is still to be told of what is planned, each by the last day that keeps its working days."""
    rules = tellings()
    rows = _waiting(actor).filter(first_published_at__isnull=True).prefetch_related("tellings")
    dues = [
        _due(row, last_day_to_tell(rules[each.key], row.publish_on, calendar()), rules[each.key].name)
        for row in rows
        for each in row.tellings.all()
        if each.said_at is None and each.key in rules
    ]
    return gather_from(dues, wanted)


def find_planned(actor: Actor, wanted: Wanted) -> Found:
    """What is planned: by its day everything is to be done."""
    return gather(
        _waiting(actor),
        wanted,
        on="publish_on",
        make=lambda row: _due(row, row.publish_on, "It comes out by itself if nothing stops it"),
    )


def find_copies(actor: Actor, wanted: Wanted) -> Found:
    """Public copies that somebody looks at again."""
    rows = publications_seen(actor).filter(
        Q(first_published_at__isnull=False),
        withdrawn_at__isnull=True,
        when_over=WhenOver.LOOK,
        public_until__isnull=False,
    )
    return gather(
        rows,
        wanted,
        on="public_until",
        make=lambda row: _due(row, row.public_until, "Does the public copy stay?"),
    )


def _kind(name: str, what: str, ask: str, chase: str, noun: tuple[str, str], find: Any) -> DueKind:
    return DueKind(
        name=name,
        record="publication",
        what=what,
        ask=ask,
        chase=chase,
        button="Open",
        noun=noun,
        owners=_OWNERS,
        find=find,
        older_href=lambda actor: reverse("publishing:list"),
        by_agency=False,
        may=Permission.PUBLISH,
    )


KINDS = (
    _kind(
        "telling",
        "Somebody to be told before publication",
        "Tell somebody of {reference} first",
        "Nobody was told yet of {reference}",
        ("telling", "tellings"),
        find_tellings,
    ),
    _kind(
        "planned_publication",
        "Planned publication",
        "See that {reference} comes out",
        "{reference} did not come out on its day",
        ("planned publication", "planned publications"),
        find_planned,
    ),
    _kind(
        "public_copy",
        "Public copy to look at again",
        "Say whether the public copy of {reference} stays",
        "Nobody has looked at the public copy of {reference} again",
        ("public copy to look at", "public copies to look at"),
        find_copies,
    ),
)
