"""What can be due of actions."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from heed.learning.presenters import beginning_of
from heed.plans.queries import (
    ActionFilter,
    EvidenceFilter,
    checks_waiting,
    filter_actions,
    filter_evidence,
)
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.platform.partnerships.queries import memberships_in_force


def find_open(actor: Actor, wanted: Wanted) -> Found:
    """Actions that are still to be done, by the last day that was promised: of whoever holds the post that owns one,
    or of the agency where nobody does."""
    holders = memberships_in_force(wanted.today).filter(post=OuterRef("owner_post")).order_by("pk")
    rows = filter_actions(actor, ActionFilter(open_only=True)).select_related("review", "agency")
    owned = rows.only(*_SHOWN).annotate(holder=Subquery(holders.values("person")[:1]))
    return gather(owned, wanted, on="due_latest", agency="agency", person="holder", make=_due)


_SHOWN = (
    "public_id",
    "reference",
    "text",
    "due_latest",
    "agency_words",
    "scope_id",
    "agency__name",
    "review__public_id",
    "review__name",
)


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("plans:action", args=[row.public_id]),
        on=row.due_latest,
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        agency_id=row.agency_id,
        person_id=row.holder,
        who=row.agency.name if row.agency else row.agency_words,
        note=" · ".join(filter(None, [beginning_of(row.text), row.review.name if row.review else ""])),
    )


def _long_late(actor: Actor) -> str:
    own = {Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR} & actor.roles
    return f"{reverse('plans:list')}?due=late" + (f"&agency={actor.agency_ref}" if own else "")


OPEN_ACTIONS = DueKind(
    name="action",
    record="action",
    what="Action",
    ask="Say what has come of {reference}",
    chase="{who} has not finished {reference}",
    button="Open",
    noun=("action", "actions"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=find_open,
    older_href=_long_late,
)


def find_checks(actor: Actor, wanted: Wanted) -> Found:
    """Verified actions that are to be looked at again."""
    return gather(checks_waiting(actor), wanted, on="due_on", make=_check_due)


def _check_due(row: Any) -> Due:
    action = row.action
    return Due(
        ref=row.public_id,
        reference=action.reference,
        href=reverse("plans:check", args=[row.public_id]),
        on=row.due_on,
        scope_id=action.scope_id,
        case_ref=action.review.public_id if action.review else "",
        who=action.agency.name if action.agency else action.agency_words,
        note=beginning_of(action.text),
    )


CHECKS = DueKind(
    name="embedded_check",
    record="action",
    what="Check whether an action is embedded",
    ask="Look whether {reference} is embedded",
    chase="Nobody has looked whether {reference} is embedded",
    button="Look",
    noun=("check", "checks"),
    owners=frozenset({Role.BUSINESS_MANAGER, Role.QUALITY_AND_AUDIT_OFFICER}),
    find=find_checks,
    older_href=lambda _: reverse("plans:checks"),
    by_agency=False,
    may=Permission.VERIFY,
)


def find_refreshes(actor: Actor, wanted: Wanted) -> Found:
    """Evidence of which a newer version is to come."""
    rows = filter_evidence(actor, EvidenceFilter())
    return gather(rows, wanted, on="refresh_by", agency="agency", make=_refresh_due)


def _refresh_due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("plans:evidence", args=[row.public_id]),
        on=row.refresh_by,
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        agency_id=row.agency_id,
        who=row.agency.name,
        note=row.title,
    )


REFRESHES = DueKind(
    name="evidence_refresh",
    record="evidence",
    what="Newer version of evidence",
    ask="Hand in a newer version of {reference}",
    chase="{who} has not handed in a newer version of {reference}",
    button="Open",
    noun=("piece of evidence", "pieces of evidence"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=find_refreshes,
    older_href=lambda _: f"{reverse('plans:evidence_list')}?look=refresh",
)
