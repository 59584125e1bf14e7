"""What can be due of actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from heed.learning.presenters import beginning_of
from heed.plans.models import DateMove, Mark
from heed.plans.queries import (
    ActionFilter,
    EvidenceFilter,
    checks_waiting,
    escalated_actions,
    evidence_that_is_missed,
    filter_actions,
    filter_evidence,
    own_bodies,
    rules_of,
)
from heed.plans.queries.classes import standing_arrangements
from heed.plans.types import ActionState, MarkKind, MoveDecision
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather, gather_within
from heed.platform.notices.queries.long_late import narrowing_to_long_late, to_long_late
from heed.platform.partnerships.models import GroupMembership
from heed.platform.partnerships.queries import holders_in_force


def find_open(actor: Actor, wanted: Wanted) -> Found:
    """Actions that are still to be done, by the last day that was promised: of whoever holds the post that owns one,
    or of the agency where nobody does."""
    return find_owned(filter_actions(actor, ActionFilter(open_only=True)), wanted, on="due_latest")


def find_owned(rows: QuerySet[Any], wanted: Wanted, *, on: str) -> Found:
    """These actions by a day of theirs: of whoever holds the post that owns one, or of the agency."""
    holders = holders_in_force(wanted.today)
    of_person = partial(owned_by, holders, "owner_post")
    shown = rows.select_related("review", "agency").only(*_SHOWN, on)
    make = partial(due_of, on=on, holders=holders)
    return gather(shown, wanted, on=on, agency="agency", of_person=of_person, make=make)


def owned_by(holders: Mapping[int, int], post: str, person_id: int | None) -> Q:
    """Rows whose owner's post, at this path, a person holds; for None, those whose post nobody holds. By posts, of
    which there are few: to ask of each action who holds its post takes a second."""
    if person_id is None:
        return Q(**{f"{post}__isnull": True}) | ~Q(**{f"{post}__in": list(holders)})
    return Q(**{f"{post}__in": [each for each, holder in holders.items() if holder == person_id]})


_SHOWN = (
    "public_id",
    "reference",
    "text",
    "due_latest",
    "agency_words",
    "owner_post_id",
    "scope_id",
    "agency__name",
    "review__public_id",
    "review__name",
)


def due_of(row: Any, *, on: str, holders: Mapping[int, int]) -> Due:
    """An action as it is due on one of its days."""
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("plans:action", args=[row.public_id]),
        on=getattr(row, on),
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        agency_id=row.agency_id,
        person_id=holders.get(row.owner_post_id),
        who=row.agency.name if row.agency else row.agency_words,
        note=" · ".join(filter(None, [beginning_of(row.text), row.review.name if row.review else ""])),
    )


AGENCYS = frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR})

OPEN_ACTIONS = DueKind(
    name="action",
    record="action",
    what="Action",
    ask="Say what has come of {reference}",
    chase="{who} has not finished {reference}",
    button="Open",
    noun=("action", "actions"),
    owners=AGENCYS,
    find=find_open,
    older_href=to_long_late("plans:list", "action"),
)


def find_reviews(actor: Actor, wanted: Wanted) -> Found:
    """Actions still to be done that must be completed, dated again or escalated at their review date. What was
    escalated waits for the group that was told."""
    rows = filter_actions(actor, ActionFilter(open_only=True)).filter(review_on__isnull=False)
    return find_owned(rows, wanted, on="review_on")


REVIEW_DATES = DueKind(
    name="action_review",
    record="action",
    what="Review date of an action",
    ask="Complete {reference}, date it again with a reason, or escalate it",
    chase="{who} has not said what becomes of {reference} at its review date",
    button="Open",
    noun=("action to be looked at again", "actions to be looked at again"),
    owners=AGENCYS,
    find=find_reviews,
    older_href=to_long_late("plans:list", "action_review"),
)


def find_expected(actor: Actor, wanted: Wanted) -> Found:
    """Standing arrangements, by the day on which each is expected next."""
    return find_owned(
        standing_arrangements(filter_actions(actor, ActionFilter())), wanted, on="next_expected"
    )


STANDING = DueKind(
    name="standing",
    record="action",
    what="Standing arrangement",
    ask="Say whether {reference} took place",
    chase="{who} has not said whether {reference} took place",
    button="Open",
    noun=("standing arrangement", "standing arrangements"),
    owners=AGENCYS,
    find=find_expected,
    older_href=to_long_late("plans:list", "standing"),
)


def find_details(actor: Actor, wanted: Wanted) -> Found:
    """Actions agreed in principle whose owner, date and measure are to be given."""
    rows = filter_actions(actor, ActionFilter(state=ActionState.IN_PRINCIPLE))
    return find_owned(rows.filter(details_due__isnull=False), wanted, on="details_due")


DETAILS = DueKind(
    name="action_details",
    record="action",
    what="Details of an action",
    ask="Give owner, date and measure of {reference}",
    chase="{who} has not given owner, date and measure of {reference}",
    button="Open",
    noun=("action without its details", "actions without their details"),
    owners=AGENCYS,
    find=find_details,
    older_href=to_long_late("plans:list", "action_details"),
)


def find_escalated(actor: Actor, wanted: Wanted) -> Found:
    """Unfinished actions that a group was told of at their review date, from that day on: its chair's to settle."""
    rows = escalated_actions(filter_actions(actor, ActionFilter(open_only=True)))
    chairs = GroupMembership.objects.filter(
        group=OuterRef("told_group"), part="chair", ends_on__isnull=True
    ).values("membership__person")
    told = rows.select_related("review", "agency").annotate(chair=Subquery(chairs[:1]))
    return gather(
        told,
        wanted,
        on="told_on",
        agency="agency",
        of_person=lambda person_id: Q(chair=person_id) if person_id else Q(chair__isnull=True),
        make=_escalated_due,
    )


def _escalated_due(row: Any) -> Due:
    return replace(due_of(row, on="told_on", holders={}), person_id=row.chair)


ESCALATED = DueKind(
    name="action_escalated",
    record="action",
    what="Escalated action",
    ask="Say what becomes of {reference}, which was escalated to your group",
    chase="Nobody has decided about {reference}, which was escalated",
    button="Open",
    noun=("escalated action", "escalated actions"),
    owners=frozenset({Role.BUSINESS_MANAGER}),
    find=find_escalated,
    older_href=to_long_late("plans:list", "action_escalated"),
    by_agency=False,
)


def find_checks(actor: Actor, wanted: Wanted) -> Found:
    """Verified actions that are to be looked at again."""
    return gather(checks_waiting(actor), wanted, on="due_on", make=_check_due)


def _check_due(row: Any) -> Due:
    href = reverse("plans:check", args=[row.public_id])
    return replace(_of_action(row.action, row.public_id), href=href, on=row.due_on)


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
    older_href=to_long_late("plans:list", "embedded_check"),
    row="action",
    by_agency=False,
    may=Permission.VERIFY,
)


def find_moves(actor: Actor, wanted: Wanted) -> Found:
    """Requests for another date that nobody has decided, by when somebody is to."""
    seen = Exists(filter_actions(actor, ActionFilter()).filter(pk=OuterRef("action")))
    rows = DateMove.objects.filter(seen, decision=MoveDecision.WAITING)
    related = rows.select_related("action__agency", "action__review", "asked_by")
    days = rules_of("action-plan")["date_decided_within_days"]
    return gather_within(related, wanted, days=days, make=_move_due, at="asked_at")


def _move_due(row: Any) -> Due:
    asked = f"{row.asked_by.name} asks for {row.wanted.day} {row.wanted:%B %Y}"
    href = reverse("plans:do", args=[row.action.public_id, "decide-date"])
    return replace(_of_action(row.action, row.public_id), href=href, note=asked)


def _of_action(action: Any, ref: str) -> Due:
    return Due(
        ref=ref,
        reference=action.reference,
        href=reverse("plans:action", args=[action.public_id]),
        on=None,
        scope_id=action.scope_id,
        case_ref=action.review.public_id if action.review else "",
        who=action.agency.name if action.agency else action.agency_words,
        note=beginning_of(action.text),
    )


MOVES = DueKind(
    name="date_move",
    record="action",
    what="Another date for an action",
    ask="Decide whether the date of {reference} moves",
    chase="Nobody has decided whether the date of {reference} moves",
    button="Decide",
    noun=("date asked for", "dates asked for"),
    owners=frozenset({Role.BUSINESS_MANAGER}),
    find=find_moves,
    older_href=to_long_late("plans:list", "date_move"),
    row="action",
    by_agency=False,
    may=Permission.APPROVE_MOVE,
)


def find_to_verify(actor: Actor, wanted: Wanted) -> Found:
    """What agencies reported complete here and nobody has verified, by when somebody is to look; whether their own
    lead assured it meanwhile or not."""
    later = Mark.objects.filter(action=OuterRef("action"), kind=MarkKind.REPORTED, pk__gt=OuterRef("pk"))
    seen = filter_actions(actor, ActionFilter()).filter(pk=OuterRef("action"))
    still = Q(action__state=ActionState.REPORTED) | Q(
        action__state=ActionState.ASSURED, action__single_agency=False
    )
    rows = Mark.objects.filter(still, Exists(seen), ~Exists(later), kind=MarkKind.REPORTED)
    related = rows.select_related("action__agency", "action__review")
    make = partial(_to_verify, own=own_bodies(actor))
    return gather_within(related, wanted, days=rules_of("action-plan")["verified_within_days"], make=make)


def _to_verify(row: Any, *, own: frozenset[int]) -> Due:
    """It stands on the list of whoever may not verify it themselves too, for they are to find somebody who may."""
    due = _of_action(row.action, row.action.public_id)
    if row.action.agency_id not in own:
        return due
    return replace(due, note=f"Your own employer’s, so somebody of another employer verifies it · {due.note}")


TO_VERIFY = DueKind(
    name="to_verify",
    record="action",
    what="Action to be verified",
    ask="Verify {reference}, or send it back",
    chase="Nobody has verified {reference}",
    button="Open",
    noun=("action to be verified", "actions to be verified"),
    owners=frozenset({Role.BUSINESS_MANAGER, Role.QUALITY_AND_AUDIT_OFFICER}),
    find=find_to_verify,
    older_href=to_long_late("plans:list", "to_verify"),
    row="action",
    by_agency=False,
    may=Permission.VERIFY,
)


def find_refreshes(actor: Actor, wanted: Wanted) -> Found:
    """Evidence of which a newer version is to come."""
    rows = filter_evidence(actor, EvidenceFilter()).filter(withdrawn_at__isnull=True)
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
    owners=AGENCYS,
    find=find_refreshes,
    older_href=to_long_late("plans:evidence_list", "evidence_refresh"),
)


def find_expiries(actor: Actor, wanted: Wanted) -> Found:
    """Evidence that expires, and on which an action rests that nothing else shows as well and for longer."""
    return gather(evidence_that_is_missed(actor), wanted, on="expires_on", agency="agency", make=_expiry_due)


def _expiry_due(row: Any) -> Due:
    return replace(_refresh_due(row), on=row.expires_on)


EXPIRIES = DueKind(
    name="evidence_expiry",
    record="evidence",
    what="Evidence that expires",
    ask="Hand in a newer version of {reference}, before it shows nothing any more",
    chase="{who} has not handed in a newer version of {reference}, which shows nothing any more",
    button="Open",
    noun=("piece of evidence that expires", "pieces of evidence that expire"),
    owners=AGENCYS,
    find=find_expiries,
    older_href=to_long_late("plans:evidence_list", "evidence_expiry"),
)

OF_EVIDENCE = narrowing_to_long_late(REFRESHES, EXPIRIES)
