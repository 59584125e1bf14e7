"""The demo's groups and meetings, from `demo/meetings.yaml`, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heed.governance.operations import (
    Attendance,
    Minuted,
    add_item,
    add_paper,
    add_report,
    approve_minutes,
    call_meeting,
    change_group,
    decide_alone,
    end_meeting,
    give_part,
    hand_over_chair,
    keep_attendance,
    keep_line,
    keep_minutes,
    keep_report,
    note_decision,
)
from heed.governance.queries.groups import independent_chairs, list_groups
from heed.governance.queries.meetings import agenda_of, attendance_of
from heed.governance.types import Came, LineKind, Part
from heed.platform.access.queries import actor_of
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency, Group, Membership
from heed.reviews.queries import list_reviews


@dataclass(frozen=True)
class _Known:
    """What the file names, by key: places of people, agencies, groups and reviews."""

    places: Mapping[str, Membership]
    agencies: Mapping[str, Agency]
    groups: Mapping[str, Group]
    reviews: Mapping[str, str]


def build_meetings(
    manager: Actor, folder: Path, agencies: Mapping[str, Agency], written: Mapping[str, Any]
) -> str:
    """Remits, chairs and reporting lines of the demo's groups, what they keep, and their meetings."""
    said = yaml.safe_load((folder / "meetings.yaml").read_text(encoding="utf-8"))
    known = _known(manager, agencies, written)
    now = clock.now()
    for key, each in said["groups"].items():
        _group(manager, known, key, each, now)
    for each in said["lines"]:
        keep_line(
            manager,
            group_ref=known.groups[each["group"]].public_id,
            kind=LineKind(each["kind"]),
            title=each["title"],
            words=each.get("words", ""),
            who=each["who"],
            on=_day(now, each["days"]),
            review_ref=known.reviews.get(each.get("review", ""), ""),
            at=now,
        )
    for each in said["meetings"]:
        _meeting(manager, known, each, now)
    for each in said["reports"]:
        _report(manager, known, each, now)
    for each in said["alone"]:
        decide_alone(
            _actor(known.places[each["by"]]) if "by" in each else manager,
            chair=_chair_on(manager, each["on"]),
            title=each["title"],
            reason=each["reason"],
            decided_on=each["on"],
            review_ref=known.reviews[each["review"]],
            at=now,
        )
    return f"{len(said['groups'])} groups, {len(said['meetings'])} meetings"


def _actor(place: Membership) -> Actor:
    return actor_of(place.person, place)


def _chair_on(manager: Actor, day: date) -> str:
    """The place of whoever was the independent chair on the day."""
    held = (row for row in independent_chairs(manager) if row.starts_on <= day <= (row.ends_on or day))
    return next(held).public_id


def _known(manager: Actor, agencies: Mapping[str, Agency], written: Mapping[str, Any]) -> _Known:
    rows = Membership.objects.filter(partnership_id=manager.partnership_id).select_related(
        "person", "partnership", "agency"
    )
    by_email = {each.person.email: each for each in rows}
    groups = {each.name: each for each in list_groups(manager)}
    return _Known(
        places={each["key"]: by_email[each["email"]] for each in written["people"]},
        agencies=agencies,
        groups={each["key"]: groups[each["name"]] for each in written["groups"]},
        reviews={each.name: each.public_id for each in list_reviews(manager)},
    )


def _report(manager: Actor, known: _Known, said: Mapping[str, Any], now: datetime) -> None:
    """As it was added before it was reported last; that it was moves it to its next day."""
    row = add_report(
        manager,
        name=said["name"],
        from_group=known.groups[said["from_group"]].public_id if "from_group" in said else "",
        from_agency=known.agencies[said["from_agency"]].public_id if "from_agency" in said else "",
        to_group=known.groups[said["to_group"]].public_id if "to_group" in said else "",
        to_words=said.get("to_words", ""),
        every=said["every"],
        meaning=said.get("meaning", ""),
        due_on=_day(now, said["last_days"]),
        basis=said["basis"],
        at=now,
    )
    last = row.due_on
    keep_report(manager, report=row.public_id, due_on=last, sent_on=last, to="", words="", at=now)


def _group(manager: Actor, known: _Known, key: str, said: Mapping[str, Any], now: datetime) -> None:
    row, quorum = known.groups[key], said["quorum"]
    change_group(
        manager,
        ref=row.public_id,
        name=row.name,
        kind=row.kind,
        remit=said["remit"],
        meets=said["meets"],
        reports_to=known.groups[said["reports_to"]].public_id if "reports_to" in said else "",
        quorum_members=quorum["members"],
        quorum_agencies=quorum["agencies"],
        quorum_statutory=quorum.get("statutory", False),
        ended_on=None,
        version=row.version,
        at=now,
    )
    parts = {
        **dict.fromkeys(said.get("members", []), Part.MEMBER),
        **({said["deputy"]: Part.DEPUTY} if "deputy" in said else {}),
    }
    if "handed_over" not in said:
        parts[said["chair"]] = Part.CHAIR
    for person, part in parts.items():
        place = known.places[person].public_id
        give_part(manager, group_ref=row.public_id, member=place, part=part, at=now)
    if "handed_over" in said:
        _hand_over(manager, known, row, said, now)


def _hand_over(manager: Actor, known: _Known, row: Group, said: Mapping[str, Any], now: datetime) -> None:
    hand_over_chair(
        manager,
        group_ref=row.public_id,
        member=known.places[said["chair"]].public_id,
        words=said["handed_over"],
        at=now,
    )


def _meeting(manager: Actor, known: _Known, said: Mapping[str, Any], now: datetime) -> None:
    at = now + timedelta(days=min(0, said["days"] - 5))
    row = call_meeting(
        manager,
        group_ref=known.groups[said["group"]].public_id,
        held_on=_tuesday(now, said["days"]),
        begins=time.fromisoformat(said["begins"]),
        place=said["place"],
        at=at,
    )
    for each in said.get("items", []):
        ref = known.reviews.get(each.get("review", ""), "")
        add_item(manager, ref=row.public_id, title=each["title"], words=each["words"], review_ref=ref, at=at)
    points = {each.part: each.public_id for each in agenda_of(manager, row)}
    for each in said["papers"]:
        add_paper(
            manager,
            ref=row.public_id,
            item=points[each["part"]],
            title=each["title"],
            purpose=each["purpose"],
            author=each["author"],
            agency=known.agencies[each["agency"]].public_id if "agency" in each else "",
            asks=each["asks"],
            summary=each.get("summary", ""),
            review_ref=known.reviews.get(each.get("review", ""), ""),
            file_name="",
            chunks=None,
            at=at,
        )
    if "came" in said:
        _hold(manager, known, said, row, now)


def _hold(manager: Actor, known: _Known, said: Mapping[str, Any], row: Any, now: datetime) -> None:
    """Who came, what was minuted and decided, and the approval, where the next meeting gave it."""
    at, ref = now + (row.held_on - timezone.localdate(now)), row.public_id
    keep_attendance(manager, ref=ref, seats=list(_seats(known, said, row)), at=at)
    items = {each.part: each for each in agenda_of(manager, row)}
    points = [
        Minuted(item=items[part].public_id, minute=words, version=items[part].version)
        for part, words in said["minutes"].items()
    ]
    keep_minutes(manager, ref=ref, points=points, at=at)
    for each in said["decisions"]:
        item = items[each["part"]].public_id
        note_decision(manager, ref=ref, item=item, title=each["title"], reason=each["reason"], at=at)
    end_meeting(manager, ref=ref, chaired_by=said["chaired_by"], at=at)
    if "approved_by" in said:
        place = known.places[said["approved_by"]]
        approve_minutes(_actor(place), ref=ref, number=1, at=now)


def _seats(known: _Known, said: Mapping[str, Any], row: Any) -> list[Attendance]:
    keys = {place.pk: key for key, place in known.places.items()}
    found = []
    for each in attendance_of(row):
        key = keys.get(each.membership_id or 0, "")
        came = said["came"].get(key, "")
        sent = came["sent"] if isinstance(came, dict) else ""
        found.append(
            Attendance(
                key=each.pk,
                came=Came.STOOD_IN if sent else came,
                sent=sent,
                interest=said.get("interests", {}).get(key, ""),
                version=each.version,
            )
        )
    return found


def _day(now: datetime, days: int) -> date:
    return timezone.localdate(now) + timedelta(days=days)


def _tuesday(now: datetime, days: int) -> date:
    """The Tuesday on or after that day, so that nobody meets on a Sunday."""
    day = _day(now, days)
    return day + timedelta(days=(1 - day.weekday()) % 7)
