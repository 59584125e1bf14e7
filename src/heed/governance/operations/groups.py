"""Groups: what they are for, whom they report to, and who is in them with which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from heed.governance.events import (
    ChairHandedOver,
    GroupAdded,
    GroupChanged,
    LineClosed,
    LineKept,
    PartEnded,
    PartGiven,
)
from heed.governance.models import Attendee, GroupLine, Handover
from heed.governance.queries.groups import chair_of, find_group, find_member, list_groups
from heed.governance.queries.meetings import filter_meetings, find_line, open_matters_of
from heed.governance.queries.strategies import find_strategy
from heed.governance.rules import goes_round
from heed.governance.types import LineKind, MeetingState, Part
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Group, GroupMembership, Membership
from heed.reviews.queries import find_review


@transaction.atomic
def add_group(
    actor: Actor,
    *,
    name: str,
    kind: str,
    remit: str,
    meets: str,
    reports_to: str,
    quorum_members: int,
    quorum_agencies: int,
    quorum_statutory: bool,
    at: datetime,
) -> Group:
    """A standing group of the partnership, which reports to another group (public id) or to none."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    upward = find_group(actor, reports_to) if reports_to else None
    _check_name(actor, name)
    row = Group.objects.create(
        partnership_id=actor.partnership_id,
        name=_name(name),
        kind=kind,
        remit=remit.strip(),
        meets=meets,
        reports_to=upward,
        quorum_members=quorum_members,
        quorum_agencies=quorum_agencies,
        quorum_statutory=quorum_statutory,
    )
    _record(actor, GroupAdded(), row, at)
    return row


def _name(name: str) -> str:
    return " ".join(name.split())[:160]


def _check_name(actor: Actor, name: str, own: int = 0) -> None:
    same = Group.objects.filter(partnership_id=actor.partnership_id, name__iexact=_name(name)).exclude(pk=own)
    if same.exists():
        raise Invalid(
            "There is a group of this name.", fields={"name": "There is a group of this name already"}
        )


@transaction.atomic
def change_group(
    actor: Actor,
    *,
    ref: str,
    name: str,
    kind: str,
    remit: str,
    meets: str,
    reports_to: str,
    quorum_members: int,
    quorum_agencies: int,
    quorum_statutory: bool,
    ended_on: date | None,
    version: int,
    at: datetime,
) -> Group:
    """Say otherwise what a group is; its earlier remit is kept. A group cannot report to itself by any way round."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    row = find_group(actor, ref)
    upward = find_group(actor, reports_to) if reports_to else None
    _check_name(actor, name, row.pk)
    _check_upward(actor, row, upward)
    changes: dict[str, Any] = {
        "name": _name(name),
        "kind": kind,
        "remit": remit.strip(),
        "meets": meets,
        "reports_to": upward,
        "quorum_members": quorum_members,
        "quorum_agencies": quorum_agencies,
        "quorum_statutory": quorum_statutory,
        "ended_on": ended_on,
    }
    before = row.remit
    if not take_version(
        row,
        version=version,
        differences=lambda now: _differences(now, changes),
        by=last_changed_by("group", ref),
        **changes,
    ):
        return find_group(actor, ref)
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="group",
        subject_ref=ref,
        field="remit",
        words=before,
        by=actor.name,
        at=at,
    )
    _record(actor, GroupChanged(), row, at)
    return find_group(actor, ref)


def _check_upward(actor: Actor, row: Group, upward: Group | None) -> None:
    lines = {each.pk: each.reports_to_id for each in list_groups(actor)}
    lines[row.pk] = upward.pk if upward else None
    if upward and goes_round(row.pk, lines):
        raise Invalid(
            f"{upward.name} reports to {row.name} already, straight or by other groups. One of them must come last.",
            fields={"reports_to": "Choose a group that does not report to this one"},
        )


def _differences(now: Group, changes: Mapping[str, Any]) -> Iterator[Difference]:
    yield Difference(name="name", label="Name", theirs=now.name, yours=changes["name"])
    yield Difference(name="remit", label="Remit", theirs=now.remit, yours=changes["remit"])
    rest = (
        "kind",
        "meets",
        "reports_to",
        "quorum_members",
        "quorum_agencies",
        "quorum_statutory",
        "ended_on",
    )
    for field in rest:
        label = field.replace("_", " ").capitalize()
        theirs, yours = str(getattr(now, field) or "none"), str(changes[field] or "none")
        yield Difference(name="", label=label, theirs=theirs, yours=yours, free=False)


@transaction.atomic
def give_part(actor: Actor, *, group_ref: str, member: str, part: Part, at: datetime) -> GroupMembership:
    """Put somebody's place into a group, or give them another part in it, from today. What they were is kept."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    today = timezone.localdate(at)
    group, membership = find_group(actor, group_ref), find_member(actor, member, on=today)
    held = chair_of(group)
    if part == Part.CHAIR and held and held.membership_id != membership.pk:
        raise Invalid(
            f"{held.membership.person.name} is in the chair. Hand the chair over instead, so that nothing is lost.",
            fields={"part": "Somebody is in the chair: hand it over instead"},
        )
    row = _give(group, membership, part, today)
    _expect(actor, group, membership, part, today)
    _record(actor, PartGiven(person=membership.person.public_id, part=part.value), group, at)
    return row


def _expect(actor: Actor, group: Group, membership: Membership, part: Part, today: date) -> None:
    """Expect somebody in the meetings of the group that are called already and still to come."""
    for meeting in _still_to_come(actor, group, today):
        seat = {
            "name": membership.person.name,
            "post": membership.post.title if membership.post else "",
            "agency": membership.agency,
            "part": part,
        }
        Attendee.objects.update_or_create(meeting=meeting, membership=membership, defaults=seat)


def _expect_no_more(actor: Actor, group: Group, membership: Membership, last: date) -> None:
    """Meetings after their last day in the group no longer wait for them."""
    Attendee.objects.filter(
        meeting__in=_still_to_come(actor, group, last + timedelta(days=1)), membership=membership, came=""
    ).delete()


def _still_to_come(actor: Actor, group: Group, first: date) -> QuerySet[Any]:
    planned = filter_meetings(actor, group_id=group.pk).filter(state=MeetingState.PLANNED)
    return planned.filter(held_on__gte=first)


def _give(group: Group, membership: Membership, part: Part, today: date) -> GroupMembership:
    """One open row for each place: another part ends it the day before and begins the next."""
    now = GroupMembership.objects.filter(group=group, membership=membership, ends_on__isnull=True).first()
    if now and (now.part == part or now.starts_on >= today):
        GroupMembership.objects.filter(pk=now.pk).update(part=part)
        return now
    if now:
        GroupMembership.objects.filter(pk=now.pk).update(ends_on=today - timedelta(days=1))
    try:
        with transaction.atomic():
            return GroupMembership.objects.create(
                group=group, membership=membership, part=part, starts_on=today
            )
    except IntegrityError:
        raise NotNow("Somebody else changed who is in this group at the same moment. Look again.") from None


@transaction.atomic
def end_part(actor: Actor, *, group_ref: str, member: str, at: datetime) -> None:
    """End somebody's part in a group today; that they were in it stays."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    group = find_group(actor, group_ref)
    rows = GroupMembership.objects.filter(group=group, membership__public_id=member, ends_on__isnull=True)
    row = rows.select_related("membership__person").first()
    if row is None:
        raise Invalid("Choose somebody.", fields={"member": "Choose somebody who is in the group"})
    last = max(timezone.localdate(at), row.starts_on)
    rows.update(ends_on=last)
    _expect_no_more(actor, group, row.membership, last)
    _record(actor, PartEnded(person=row.membership.person.public_id), group, at)


@transaction.atomic
def hand_over_chair(actor: Actor, *, group_ref: str, member: str, words: str, at: datetime) -> Handover:
    """Somebody else takes the chair today. What is handed over is written down, with what is open in the group."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    today = timezone.localdate(at)
    group, membership = find_group(actor, group_ref), find_member(actor, member, on=today)
    held = chair_of(group)
    if held and held.membership_id == membership.pk:
        raise Invalid("This is the chair already.", fields={"member": "This is the chair already"})
    if not words.strip():
        raise Invalid("Say what is handed over.", fields={"words": "Say what the next chair must know"})
    if held:
        end = max(held.starts_on, today - timedelta(days=1))
        GroupMembership.objects.filter(pk=held.pk).update(ends_on=end)
    _give(group, membership, Part.CHAIR, today)
    _expect(actor, group, membership, Part.CHAIR, today)
    open_matters = open_matters_of(actor, group)
    row = Handover.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        group=group,
        before=held.membership.person.name if held else "",
        after=membership.person.name,
        on=today,
        words=words.strip(),
        open_matters=open_matters,
        kept_by=actor.name,
        kept_at=at,
    )
    happened = ChairHandedOver(person=membership.person.public_id, matters=len(open_matters))
    _record(actor, happened, group, at)
    return row


@transaction.atomic
def keep_line(
    actor: Actor,
    *,
    group_ref: str,
    kind: LineKind,
    title: str,
    words: str,
    who: str,
    on: date | None,
    review_ref: str,
    strategy_ref: str = "",
    at: datetime,
) -> GroupLine:
    """Keep a letter, a risk or something that is to come, for a priority or strategy where one is named. One about a
    review is seen by those who may see it."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    group = find_group(actor, group_ref)
    review = find_review(actor, review_ref) if review_ref else None
    row = GroupLine.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review_ref),
        group=group,
        kind=kind,
        title=title.strip()[:200],
        words=words.strip(),
        who=who.strip()[:160],
        on=on,
        review=review,
        strategy=find_strategy(actor, strategy_ref) if strategy_ref else None,
        added_by=actor.name,
        added_at=at,
    )
    _record(actor, LineKept(kind=kind.value), group, at)
    return row


@transaction.atomic
def close_line(actor: Actor, *, group_ref: str, line: str, at: datetime) -> None:
    """The letter is answered, the risk is gone, or what was to come has come."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    group = find_group(actor, group_ref)
    row = find_line(actor, group.pk, line)
    still = GroupLine.objects.visible_to(actor).filter(pk=row.pk, closed_on__isnull=True)
    if still.update(closed_on=timezone.localdate(at)):
        _record(actor, LineClosed(kind=row.kind), group, at)


def _record(actor: Actor, happened: object, group: Group, at: datetime) -> None:
    record(actor, happened, subject_kind="group", subject_ref=group.public_id, at=at)
