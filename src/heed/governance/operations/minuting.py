"""Minuting while the meeting goes on, ending it, and approving what was minuted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.governance.events import (
    DecidedByChair,
    DecisionKept,
    MeetingEnded,
    MeetingMinuted,
    MinutesApproved,
    MinutesOpened,
)
from heed.governance.models import AgendaItem, Decision, Meeting, Minutes, MinutesLine
from heed.governance.policies import check_can_approve, check_can_decide_alone, check_can_minute
from heed.governance.queries.groups import find_chair, quorum_of
from heed.governance.queries.meetings import agenda_of, attendance_of, find_item, find_meeting, seats_of
from heed.governance.queries.minutes import approving_meeting, minutes_whole, open_version
from heed.governance.rules import lacks_for_quorum, sha256_of
from heed.governance.types import DecisionKind, MeetingState
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.reviews.queries import find_review


@dataclass(frozen=True, slots=True)
class Minuted:
    """What was typed for one point, and the version of the point that it was typed over."""

    item: str
    minute: str
    version: int


@transaction.atomic
def keep_minutes(actor: Actor, *, ref: str, points: Sequence[Minuted], at: datetime) -> int:
    """Keep what was minuted. Only points whose words changed are written, each over the version that was seen: two
    people who minute different points do not meet, and two at one point are shown both texts. Returns how many."""
    meeting = open_meeting(actor, ref=ref, at=at)
    rows = {each.public_id: each for each in agenda_of(actor, meeting)}
    changed = 0
    for point in points:
        row = rows.get(point.item)
        if row is None:
            raise Invalid("Load the page again: the agenda has changed.")
        if row.minute != point.minute.strip():
            changed += _minute(actor, row, point, at)
    if changed:
        _record(actor, MeetingMinuted(points=changed), meeting, at)
    return changed


def open_meeting(actor: Actor, *, ref: str, at: datetime) -> Meeting:
    """The meeting, where this actor may minute it and its minutes are not approved."""
    meeting = find_meeting(actor, ref)
    check_can_minute(actor, meeting, on=timezone.localdate(at))
    if meeting.state == MeetingState.HELD and open_version(meeting) is None:
        raise NotNow("These minutes were approved. Open them again, with a reason, to change them.")
    return meeting


def deciding_meeting(actor: Actor, *, ref: str, at: datetime) -> Meeting:
    """The meeting, where something can be decided in it now: its day has come, and it has not ended."""
    meeting = open_meeting(actor, ref=ref, at=at)
    if meeting.held_on > timezone.localdate(at):
        raise NotNow(f"{meeting.group.name} has not met yet: it decides on {meeting.held_on:%-d %B %Y}.")
    if meeting.state == MeetingState.HELD:
        raise NotNow(f"{meeting.reference} is over. What is decided now is decided in the next meeting.")
    return meeting


def _minute(actor: Actor, row: AgendaItem, point: Minuted, at: datetime) -> bool:
    before, minute = row.minute, point.minute.strip()
    taken = take_version(
        row,
        version=point.version,
        among=AgendaItem.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name=f"minute-{row.public_id}", label=row.title, theirs=now.minute, yours=minute)
        ],
        by=last_changed_by("agendaitem", row.public_id),
        sent_as=f"version-{row.public_id}",
        minute=minute,
        minuted_by=actor.name,
    )
    if taken:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="agendaitem",
            subject_ref=row.public_id,
            field="minute",
            words=before,
            by=actor.name,
            at=at,
        )
    return taken


@transaction.atomic
def note_decision(actor: Actor, *, ref: str, item: str, title: str, reason: str, at: datetime) -> Decision:
    """Something that the group decided at this point, in words."""
    meeting = open_meeting(actor, ref=ref, at=at)
    point = find_item(actor, meeting, item)
    if not title.strip():
        raise Invalid("Say what was decided.", fields={"title": "Say what was decided"})
    row = keep_decision(
        actor,
        meeting=meeting,
        item=point,
        kind=DecisionKind.NOTED,
        title=title,
        reason=reason,
        review=point.review,
        at=at,
    )
    _record(actor, DecisionKept(reference=row.reference, kind=row.kind), meeting, at)
    return row


def keep_decision(
    actor: Actor,
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    kind: DecisionKind,
    title: str,
    reason: str,
    review: Any,
    at: datetime,
    action: Any = None,
) -> Decision:
    """The row of a decision in the caller's transaction; its operation records the event."""
    [reference] = take_references(partnership_id=actor.partnership_id, name="DEC", how_many=1)
    return Decision.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id if review else ""),
        reference=reference,
        kind=kind,
        meeting=meeting,
        item=item,
        action=action,
        review=review,
        title=title.strip()[:200],
        reason=reason.strip(),
        decided_on=meeting.held_on,
        decided_by=meeting.group.name,
        kept_by=actor.name,
        kept_at=at,
    )


@transaction.atomic
def end_meeting(actor: Actor, *, ref: str, chaired_by: str, at: datetime) -> Meeting:
    """The meeting is over and its minutes are finished: version 1 waits to be approved by the next meeting."""
    meeting = find_meeting(actor, ref)
    check_can_minute(actor, meeting, on=timezone.localdate(at))
    if not chaired_by.strip():
        raise Invalid("Say who was in the chair.", fields={"chaired_by": "Say who was in the chair"})
    if meeting.held_on > timezone.localdate(at):
        raise NotNow("The day of this meeting has not come.")
    planned = Meeting.objects.visible_to(actor).filter(pk=meeting.pk, state=MeetingState.PLANNED)
    if not planned.update(state=MeetingState.HELD, ended_at=at, chaired_by=chaired_by.strip()[:120]):
        raise NotNow("This meeting was ended already.")
    _begin_version(actor, meeting, 1, "", at)
    lacks = lacks_for_quorum(quorum_of(meeting), seats_of(attendance_of(meeting)))
    _record(actor, MeetingEnded(lacks=len(lacks)), meeting, at)
    return find_meeting(actor, ref)


def _begin_version(actor: Actor, meeting: Meeting, number: int, reason: str, at: datetime) -> Minutes:
    try:
        with transaction.atomic():
            return Minutes.objects.create(
                partnership_id=actor.partnership_id,
                scope=get_partnership_scope(actor.partnership_id),
                meeting=meeting,
                number=number,
                reason=reason,
                begun_by=actor.name,
                begun_at=at,
            )
    except IntegrityError:
        raise NotNow("Somebody else opened these minutes at the same moment.") from None


@transaction.atomic
def approve_minutes(actor: Actor, *, ref: str, number: int, at: datetime) -> Minutes:
    """The chair or deputy chair approves this version; from then on it never changes, and is known by its SHA-256."""
    meeting = find_meeting(actor, ref)
    check_can_approve(actor, meeting, on=timezone.localdate(at))
    lines = minutes_whole(meeting)
    digest = sha256_of([(each.heading, each.words) for each in lines])
    rows = Minutes.objects.visible_to(actor).filter(meeting=meeting, number=number, approved_at__isnull=True)
    claimed = rows.update(
        approved_at=at,
        approved_by=actor.name,
        approved_in=approving_meeting(actor, meeting, on=timezone.localdate(at)),
        sha256=digest,
    )
    if not claimed:
        raise NotNow("This version was approved already, or another one has begun. Look again.")
    version: Minutes = Minutes.objects.visible_to(actor).get(meeting=meeting, number=number)
    MinutesLine.objects.bulk_create(
        MinutesLine(
            partnership_id=actor.partnership_id,
            scope_id=each.scope_id or version.scope_id,
            minutes=version,
            position=position,
            heading=each.heading[:200],
            words=each.words,
            review_id=each.review_id,
        )
        for position, each in enumerate(lines, start=1)
    )
    _record(actor, MinutesApproved(number=number, sha256=digest), meeting, at)
    return version


@transaction.atomic
def reopen_minutes(actor: Actor, *, ref: str, reason: str, at: datetime) -> Minutes:
    """Begin the next version of approved minutes, with a reason. What was approved stays as it was."""
    meeting = find_meeting(actor, ref)
    check_can_minute(actor, meeting, on=timezone.localdate(at))
    if not reason.strip():
        raise Invalid("Say why they are opened again.", fields={"reason": "Say what must be put right"})
    last = Minutes.objects.visible_to(actor).filter(meeting=meeting).order_by("-number").first()
    if last is None or last.approved_at is None:
        raise NotNow("These minutes are not approved yet, so they can be changed as they are.")
    row = _begin_version(actor, meeting, last.number + 1, reason.strip()[:300], at)
    _record(actor, MinutesOpened(number=row.number), meeting, at)
    return row


@transaction.atomic
def decide_alone(
    actor: Actor, *, chair: str, title: str, reason: str, decided_on: date, review_ref: str, at: datetime
) -> Decision:
    """A decision of the independent chair alone, under the name of whoever held that role on the day."""
    check_can_decide_alone(actor)
    if decided_on > timezone.localdate(at):
        raise Invalid("The day has not come.", fields={"decided_on": "Enter a day that has come"})
    held = find_chair(actor, chair, on=decided_on)
    review = find_review(actor, review_ref) if review_ref else None
    [reference] = take_references(partnership_id=actor.partnership_id, name="DEC", how_many=1)
    row = Decision.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review_ref),
        reference=reference,
        kind=DecisionKind.NOTED,
        chair=held,
        review=review,
        title=title.strip()[:200],
        reason=reason.strip(),
        decided_on=decided_on,
        decided_by=held.person.name,
        kept_by=actor.name,
        kept_at=at,
    )
    happened = DecidedByChair(reference=reference)
    record(actor, happened, subject_kind="decision", subject_ref=row.public_id, at=at)
    return row


def _record(actor: Actor, happened: object, meeting: Meeting, at: datetime) -> None:
    record(actor, happened, subject_kind="meeting", subject_ref=meeting.public_id, at=at)
