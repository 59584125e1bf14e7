"""Calling a meeting, its agenda and papers, and who came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from heed.governance.events import (
    AttendanceKept,
    MeetingCalled,
    MeetingChanged,
    PackTaken,
    PaperAdded,
    PaperTaken,
)
from heed.governance.models import AgendaItem, Attendee, Meeting, Paper
from heed.governance.policies import check_can_minute
from heed.governance.queries.groups import find_group, meeting_rules, members_on, quorum_of
from heed.governance.queries.meetings import attendance_of, find_item, find_meeting, find_paper, seats_of
from heed.governance.rules import lacks_for_quorum
from heed.governance.types import CAME_NAMES, THERE, Came, MeetingState
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import take_version
from heed.platform.files.checking import check_harmless
from heed.platform.files.operations import store_file
from heed.platform.partnerships.models import Group
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.queries import find_review

_LAST = 1000
"""Where any other business stands, so that whatever is added comes before it."""


@transaction.atomic
def call_meeting(
    actor: Actor, *, group_ref: str, held_on: date, begins: time | None, place: str, at: datetime
) -> Meeting:
    """A meeting of the group on the day, with the standing agenda and everybody expected who is in the group then."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    group = find_group(actor, group_ref)
    if group.ended_on and group.ended_on < held_on:
        raise Invalid(
            f"{group.name} ended on {group.ended_on:%-d %B %Y}.", fields={"group_ref": "This group has ended"}
        )
    [reference] = take_references(partnership_id=actor.partnership_id, name="MTG", how_many=1)
    row = _begin(actor, group, reference, held_on, begins, place, at)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            partnership_id=actor.partnership_id,
            scope_id=row.scope_id,
            meeting=row,
            position=number if each["part"] else _LAST,
            part=each["part"],
            title=each["title"],
        )
        for number, each in enumerate(meeting_rules(actor, on=held_on)["agenda"], start=1)
    )
    Attendee.objects.bulk_create(
        Attendee(
            meeting=row,
            membership=each.membership,
            name=each.membership.person.name,
            post=each.membership.post.title if each.membership.post else "",
            agency=each.membership.agency,
            part=each.part,
        )
        for each in members_on(group, held_on)
    )
    _record(actor, MeetingCalled(reference=reference), row, at)
    return row


def _begin(
    actor: Actor, group: Group, reference: str, held_on: date, begins: time | None, place: str, at: datetime
) -> Meeting:
    try:
        with transaction.atomic():
            return Meeting.objects.create(
                partnership_id=actor.partnership_id,
                scope=get_partnership_scope(actor.partnership_id),
                reference=reference,
                group=group,
                held_on=held_on,
                begins=begins,
                place=place.strip()[:200],
                quorum_members=group.quorum_members,
                quorum_agencies=group.quorum_agencies,
                quorum_statutory=group.quorum_statutory,
                called_by=actor.name,
                called_at=at,
            )
    except IntegrityError:
        raise Invalid(
            f"{group.name} meets on {held_on:%-d %B %Y} already.",
            fields={"held_on": "The group meets on this day already"},
        ) from None


@transaction.atomic
def change_meeting(
    actor: Actor, *, ref: str, held_on: date, begins: time | None, place: str, version: int, at: datetime
) -> Meeting:
    """Move a planned meeting to another day, time or place."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    row = find_meeting(actor, ref)
    _check_planned(row)
    others = Meeting.objects.visible_to(actor).filter(group=row.group, held_on=held_on).exclude(pk=row.pk)
    if others.exclude(state=MeetingState.CANCELLED).exists():
        raise Invalid(
            "The group meets on this day.", fields={"held_on": "The group meets on this day already"}
        )
    changes: dict[str, Any] = {"held_on": held_on, "begins": begins, "place": place.strip()[:200]}
    if take_version(
        row,
        version=version,
        among=Meeting.objects.visible_to(actor),
        differences=lambda now: [
            Difference(
                name="place" if name == "place" else "",
                label=label,
                theirs=str(getattr(now, name) or ""),
                yours=str(changes[name] or ""),
                free=name == "place",
            )
            for name, label in (("held_on", "Day"), ("begins", "Begins at"), ("place", "Place"))
        ],
        **changes,
    ):
        _record(actor, MeetingChanged(what="day, time or place"), row, at)
    return find_meeting(actor, ref)


def _check_planned(row: Meeting) -> None:
    if row.state != MeetingState.PLANNED:
        raise NotNow("This meeting was held or cancelled, so its day and agenda stay as they are.")


@transaction.atomic
def cancel_meeting(actor: Actor, *, ref: str, reason: str, at: datetime) -> Meeting:
    """The meeting does not take place. It stays in the list, with why."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    row = find_meeting(actor, ref)
    if not reason.strip():
        raise Invalid("Say why.", fields={"reason": "Say why it does not take place"})
    planned = Meeting.objects.visible_to(actor).filter(pk=row.pk, state=MeetingState.PLANNED)
    if not planned.update(state=MeetingState.CANCELLED, cancelled_why=reason.strip()[:300]):
        raise NotNow("This meeting was held or cancelled already.")
    _record(actor, MeetingChanged(what="cancelled"), row, at)
    return find_meeting(actor, ref)


@transaction.atomic
def add_item(actor: Actor, *, ref: str, title: str, words: str, review_ref: str, at: datetime) -> AgendaItem:
    """A point of the meeting's own, before any other business. One about a review is seen by those who may see it."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    meeting = find_meeting(actor, ref)
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow("This meeting was cancelled.")
    review = find_review(actor, review_ref) if review_ref else None
    every = AgendaItem.objects.for_everyone(because="points that the actor may not see have places too")
    before = every.filter(meeting=meeting, position__lt=_LAST).aggregate(last=Max("position"))["last"]
    row = AgendaItem.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review_ref),
        meeting=meeting,
        position=(before or 0) + 1,
        title=title.strip()[:200],
        words=words.strip(),
        review=review,
    )
    _record(actor, MeetingChanged(what="agenda"), meeting, at)
    return row


@transaction.atomic
def change_item(
    actor: Actor, *, ref: str, item: str, title: str, words: str, version: int, at: datetime
) -> AgendaItem:
    """Say otherwise what a point of the agenda is about."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    meeting = find_meeting(actor, ref)
    row = find_item(actor, meeting, item)
    changes = {"title": title.strip()[:200], "words": words.strip()}
    if take_version(
        row,
        version=version,
        among=AgendaItem.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name="title", label="Title", theirs=now.title, yours=changes["title"]),
            Difference(name="words", label="Words", theirs=now.words, yours=changes["words"]),
        ],
        **changes,
    ):
        _record(actor, MeetingChanged(what="agenda"), meeting, at)
    return find_item(actor, meeting, item)


@transaction.atomic
def remove_item(actor: Actor, *, ref: str, item: str, at: datetime) -> None:
    """Take a point off the agenda while nothing hangs on it: no paper, no minute."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    meeting = find_meeting(actor, ref)
    _check_planned(meeting)
    row = find_item(actor, meeting, item)
    kept = Paper.objects.for_everyone(because="a paper that the actor may not see keeps its point")
    if row.minute or kept.filter(item=row).exists():
        raise NotNow("A paper or a minute hangs on this point, so it stays on the agenda.")
    AgendaItem.objects.visible_to(actor).filter(pk=row.pk).delete()
    _record(actor, MeetingChanged(what="agenda"), meeting, at)


def add_paper(
    actor: Actor,
    *,
    ref: str,
    item: str,
    title: str,
    purpose: str,
    author: str,
    agency: str,
    asks: str,
    summary: str,
    review_ref: str,
    file_name: str,
    chunks: Iterable[bytes] | None,
    at: datetime,
) -> Paper:
    """A paper with its cover sheet, with or without a file. One about a review is seen by those who may see it."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    meeting = find_meeting(actor, ref)
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow("This meeting was cancelled.")
    point = find_item(actor, meeting, item)
    review = find_review(actor, review_ref) if review_ref else point.review
    agencies = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    check = (
        None
        if chunks is None
        else store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=file_name))
    )
    with transaction.atomic():
        row = Paper.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope_for_new_rows(actor.partnership_id, review.public_id if review else ""),
            item=point,
            title=title.strip()[:200],
            purpose=purpose,
            agency=agencies.get(agency),
            author=author.strip()[:160],
            asks=asks.strip(),
            summary=summary.strip(),
            review=review,
            file=check,
            file_name=file_name[-200:] if check else "",
            added_by=actor.name,
            added_at=at,
        )
        _record(actor, PaperAdded(purpose=purpose), meeting, at)
    return row


@transaction.atomic
def note_paper_taken(actor: Actor, *, ref: str, paper: str, at: datetime) -> None:
    """Write down that this actor downloaded a paper."""
    meeting = find_meeting(actor, ref)
    find_paper(actor, meeting, paper)
    record_read(actor, PaperTaken(), subject_kind="meeting", subject_ref=ref, at=at)


@dataclass(frozen=True, slots=True)
class Attendance:
    """How one seat came, as somebody saw and wrote it."""

    key: int
    came: str
    sent: str
    interest: str
    version: int


@transaction.atomic
def keep_attendance(actor: Actor, *, ref: str, seats: Sequence[Attendance], at: datetime) -> list[str]:
    """Who came, who sent whom, and what interest they declared. Only seats that change are written, so that two
    people who note different ones do not meet. Returns what is missing for a quorum."""
    meeting = find_meeting(actor, ref)
    check_can_minute(actor, meeting, on=timezone.localdate(at))
    rows = {each.pk: each for each in attendance_of(meeting)}
    for seat in seats:
        row = rows.get(seat.key)
        if row is None or seat.came not in {"", *Came}:
            raise Invalid("Load the page again: somebody changed who is expected.")
        _keep_seat(row, seat)
    now = attendance_of(meeting)
    expected = [each for each in now if each.part]
    there = sum(each.came in THERE for each in expected)
    _record(actor, AttendanceKept(there=there, expected=len(expected)), meeting, at)
    return lacks_for_quorum(quorum_of(meeting), seats_of(now))


def _keep_seat(row: Attendee, seat: Attendance) -> None:
    changes: dict[str, Any] = {
        "came": seat.came,
        "sent": seat.sent.strip()[:120],
        "interest": seat.interest.strip()[:300],
    }
    if any(getattr(row, name) != value for name, value in changes.items()):
        take_version(
            row,
            version=seat.version,
            differences=lambda now: _seat_differences(now, changes, seat.key),
            sent_as=f"version-{seat.key}",
            **changes,
        )


def _seat_differences(now: Attendee, changes: Mapping[str, str], key: int) -> Iterator[Difference]:
    names: dict[str, str] = {"": "Nobody has said", **{each.value: name for each, name in CAME_NAMES.items()}}
    yield Difference(
        name=f"came-{key}",
        label=now.name,
        theirs=names.get(now.came, now.came),
        yours=names.get(changes["came"], ""),
        their_value=now.came,
        your_value=changes["came"],
        free=False,
    )
    for field, label in (("sent", "Who came instead"), ("interest", "Interest declared")):
        yield Difference(
            name=f"{field}-{key}",
            label=f"{now.name}: {label}",
            theirs=getattr(now, field),
            yours=changes[field],
        )


@transaction.atomic
def add_attendee(actor: Actor, *, ref: str, name: str, post: str, agency: str, at: datetime) -> Attendee:
    """Somebody who came besides the members, such as the author of a paper; they do not count for the quorum."""
    meeting = find_meeting(actor, ref)
    check_can_minute(actor, meeting, on=timezone.localdate(at))
    agencies = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    row = Attendee.objects.create(
        meeting=meeting,
        name=name.strip()[:120],
        post=post.strip()[:160],
        agency=agencies.get(agency),
        came=Came.PRESENT,
    )
    _record(actor, MeetingChanged(what="who came besides"), meeting, at)
    return row


def _record(actor: Actor, happened: object, meeting: Meeting, at: datetime) -> None:
    record(actor, happened, subject_kind="meeting", subject_ref=meeting.public_id, at=at)


@transaction.atomic
def note_pack_taken(actor: Actor, *, ref: str, form: str, at: datetime) -> None:
    """Write down that this actor downloaded a meeting's pack."""
    find_meeting(actor, ref)
    record_read(actor, PackTaken(form=form), subject_kind="meeting", subject_ref=ref, at=at)
