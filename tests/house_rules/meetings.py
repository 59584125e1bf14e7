"""Meetings for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from heed.governance.models import AgendaItem, Attendee, Meeting, ReportDue, Strategy
from heed.governance.operations import (
    Attendance,
    Intent,
    ask_for_packs,
    change_group,
    change_item,
    change_meeting,
    change_strategy,
    close_line,
    decide_alone,
    end_meeting,
    end_part,
    end_report,
    keep_attendance,
    keep_report,
    note_pack_taken,
    note_paper_taken,
    note_report_taken,
    reopen_minutes,
    say_what_changed,
    tie_to_strategy,
    untie_from_strategy,
)
from heed.governance.queries.meetings import agenda_of, attendance_of, filter_meetings, lines_of
from heed.governance.queries.minutes import sent_packs
from heed.governance.queries.reporting import filter_reports
from heed.governance.queries.strategies import filter_strategies, focus_groups_of
from heed.governance.types import MeetingState, StrategyKind
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from tests import cast_meetings
from tests.cast import AT, Cast, Register


def a_meeting(cast: Cast) -> Meeting:
    return cast_meetings.ensure(cast, at=AT)


def things(cast: Cast) -> dict[str, str]:
    """Of meetings: one of each."""
    meeting = a_meeting(cast)
    paper = next(each for item in agenda_of(cast.manager, meeting) for each in item.papers.all())
    return {
        "group": meeting.group.public_id,
        "meeting": meeting.public_id,
        "meeting.paper": paper.public_id,
        "meeting.point": cast_meetings.point(cast.manager, meeting, "letters"),
        "place.member": cast_meetings.place_of(cast.of[Role.GROUP_MEMBER]),
        "place.analyst": cast_meetings.place_of(cast.analyst),
        "meeting.held": held(cast).public_id,
        "meeting.unapproved": to_be_approved(cast).public_id,
        "pack.sent": sent_packs(cast.manager, held(cast))[0].public_id,
        "report.due": f"{a_report(cast).public_id} {AT.date().isoformat()}",
        "strategy": a_strategy(cast).public_id,
        "place.chair": cast_meetings.place_of(cast.of[Role.INDEPENDENT_CHAIR]),
    }


def held(cast: Cast) -> Meeting:
    """The cast's meeting whose minutes are approved."""
    a_meeting(cast)
    found: Meeting = filter_meetings(cast.manager).filter(state=MeetingState.HELD).order_by("pk")[0]
    return found


def to_be_approved(cast: Cast) -> Meeting:
    """A meeting whose minutes wait for the chair."""
    group, day = a_meeting(cast).group, AT.date() - timedelta(days=14)
    row = cast_meetings.a_meeting(cast.manager, group.public_id, at=AT, held_on=day)
    return end_meeting(cast.manager, ref=row.public_id, chaired_by="Ivy Irwin", at=AT)


def a_report(cast: Cast) -> ReportDue:
    a_meeting(cast)
    found: ReportDue = filter_reports(cast.manager)[0]
    return found


def a_strategy(cast: Cast) -> Strategy:
    """The cast's, made once in a test."""
    found: Strategy | None = filter_strategies(cast.manager).first()
    return found or cast_meetings.a_strategy(cast.manager, at=AT)


def tied(register: Register, cast: Cast) -> str:
    """A recommendation that is tied to the cast's strategy."""
    ref = register.recommendations["1"].public_id
    tie_to_strategy(cast.manager, ref=a_strategy(cast).public_id, recommendations=(ref,), at=AT)
    return ref


def listened(cast: Cast) -> str:
    """A point of a focus group that was held, of the cast's group's strategy."""
    a_meeting(cast)
    row = a_strategy(cast)
    planned = cast_meetings.a_focus_group(cast.manager, row, at=AT)
    cast_meetings.heard(cast.manager, planned, at=AT + timedelta(days=8))
    return next(each for each in focus_groups_of(cast.manager, row)).points.all()[0].public_id


def alone(cast: Cast) -> object:
    """A decision of the independent chair."""
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    return decide_alone(
        chair,
        chair=cast_meetings.place_of(chair),
        title="Ask the council for an assurance letter.",
        reason="Nothing came.",
        decided_on=AT.date(),
        review_ref="",
        at=AT,
    )


MADE = (
    "group.added",
    "group.part_given",
    "group.line_kept",
    "group.chair_handed_over",
    "meeting.called",
    "meeting.paper_added",
    "meeting.minuted",
    "meeting.decision_kept",
    "meeting.ended",
    "meeting.minutes_approved",
    "meeting.pack_sent",
    "report.added",
)
"""Events of making one of everything."""
DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    **{name: lambda register, cast: a_meeting(cast) for name in MADE},
    "group.changed": lambda register, cast: _a_group(register, cast)[2]("Something else."),
    "group.part_ended": lambda register, cast: end_part(
        cast.manager,
        group_ref=a_meeting(cast).group.public_id,
        member=cast_meetings.place_of(cast.of[Role.GROUP_MEMBER]),
        at=AT,
    ),
    "group.line_closed": lambda register, cast: close_line(
        cast.manager,
        group_ref=a_meeting(cast).group.public_id,
        line=lines_of(cast.manager, a_meeting(cast).group_id)[0].public_id,
        at=AT,
    ),
    "meeting.changed": lambda register, cast: _an_item(register, cast)[2]("Letters and calls"),
    "meeting.paper_taken": lambda register, cast: note_paper_taken(
        cast.manager, ref=a_meeting(cast).public_id, paper=things(cast)["meeting.paper"], at=AT
    ),
    "meeting.pack_taken": lambda register, cast: note_pack_taken(
        cast.manager, ref=a_meeting(cast).public_id, form="pdf", at=AT
    ),
    "decision.by_chair": lambda register, cast: alone(cast),
    "report.kept": lambda register, cast: keep_report(
        cast.manager,
        report=a_report(cast).public_id,
        due_on=AT.date(),
        sent_on=AT.date(),
        to="",
        words="",
        at=AT,
    ),
    "report.ended": lambda register, cast: end_report(cast.manager, report=a_report(cast).public_id, at=AT),
    "report.progress_taken": lambda register, cast: note_report_taken(cast.manager, form="pdf", at=AT),
    "strategy.added": lambda register, cast: a_strategy(cast),
    "strategy.changed": lambda register, cast: _a_strategy(register, cast)[2]("Something else."),
    "strategy.tied": lambda register, cast: tied(register, cast),
    "strategy.untied": lambda register, cast: untie_from_strategy(
        cast.manager, thing=tied(register, cast), ref=a_strategy(cast).public_id, at=AT
    ),
    "strategy.focus_group_planned": lambda register, cast: listened(cast),
    "strategy.focus_group_kept": lambda register, cast: listened(cast),
    "strategy.change_kept": lambda register, cast: say_what_changed(
        cast.manager,
        point=listened(cast),
        changed=True,
        words="Children are asked alone.",
        on=AT.date() + timedelta(days=9),
        at=AT + timedelta(days=9),
    ),
    "meeting.packs_asked": lambda register, cast: ask_for_packs(
        cast.manager, ref=a_meeting(cast).public_id, at=AT
    ),
    "meeting.minutes_opened": lambda register, cast: reopen_minutes(
        cast.manager, ref=held(cast).public_id, reason="A name was wrong.", at=AT
    ),
    "meeting.attendance_kept": lambda register, cast: _a_seat(register, cast)[2]("Nothing."),
}

_O = "heed.governance.operations"
WITHOUT_ACTOR: dict[str, str] = {}
WITHOUT_EVENT = {
    f"{_O}.minuting.keep_decision": "part of the caller's operation",
    f"{_O}.minuting.open_meeting": "finds the meeting for the caller's operation",
    f"{_O}.minuting.deciding_meeting": "finds the meeting for the caller's operation",
}
WITHOUT_VERSION = {
    f"{_O}.groups.give_part": "an earlier part ends and stays; the second of two is told",
    f"{_O}.groups.end_part": "ends it, once: the second changes nothing",
    f"{_O}.groups.hand_over_chair": "an earlier chair ends and stays; the database has one at a time",
    f"{_O}.groups.close_line": "closes it, once: the second changes nothing",
    f"{_O}.listening.keep_focus_group": "claims the focus group while nobody has kept what came of it",
    f"{_O}.meetings.cancel_meeting": "claims the meeting while it is planned",
    f"{_O}.meetings.remove_item": "only a point on which nothing hangs; gone either way",
    f"{_O}.reporting.keep_report": "claims the day by which it was due",
    f"{_O}.reporting.end_report": "claims it while it is reported",
    f"{_O}.minuting.approve_minutes": "claims the version while it is not approved",
    f"{_O}.minuting.end_meeting": "claims the meeting while it is planned",
    f"{_O}.minuting.keep_minutes": "each point goes through take_version with its own version",
    f"{_O}.meetings.keep_attendance": "each seat goes through take_version with its own version",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]
"""The row, what the first and the second make of it, and how each saves."""


def _a_group(register: Register, cast: Cast) -> Two:
    row = a_meeting(cast).group

    def save(mine: str) -> object:
        return change_group(
            cast.manager,
            ref=row.public_id,
            name=row.name,
            kind=row.kind,
            remit=mine,
            meets=row.meets,
            reports_to=row.reports_to.public_id if row.reports_to else "",
            quorum_members=row.quorum_members,
            quorum_agencies=row.quorum_agencies,
            quorum_statutory=row.quorum_statutory,
            ended_on=None,
            version=row.version,
            at=AT,
        )

    return row, ("Looks after reviews.", "Looks after actions."), save


def _a_day(register: Register, cast: Cast) -> Two:
    row = a_meeting(cast)

    def save(mine: str) -> object:
        return change_meeting(
            cast.manager,
            ref=row.public_id,
            held_on=row.held_on,
            begins=row.begins,
            place=mine,
            version=row.version,
            at=AT,
        )

    return row, ("Room 3", "Room 4"), save


def _an_item(register: Register, cast: Cast) -> Two:
    meeting = a_meeting(cast)
    row: AgendaItem = next(each for each in agenda_of(cast.manager, meeting) if each.part == "letters")

    def save(mine: str) -> object:
        return change_item(
            cast.manager,
            ref=meeting.public_id,
            item=row.public_id,
            title=mine,
            words="",
            version=row.version,
            at=AT,
        )

    return row, ("Letters sent", "Letters received"), save


def _a_seat(register: Register, cast: Cast, actor: Actor | None = None) -> Two:
    meeting = a_meeting(cast)
    row: Attendee = attendance_of(meeting)[0]

    def save(mine: str) -> object:
        seat = Attendance(key=row.pk, came="present", sent="", interest=mine, version=row.version)
        return keep_attendance(actor or cast.manager, ref=meeting.public_id, seats=[seat], at=AT)

    return row, ("A governor.", "A cousin."), save


def _a_strategy(register: Register, cast: Cast) -> Two:
    row = a_strategy(cast)

    def save(mine: str) -> object:
        intent = Intent(
            kind=StrategyKind(row.kind),
            title=row.title,
            aims=mine,
            starts_on=row.starts_on,
            review_on=row.review_on,
        )
        return change_strategy(
            cast.manager,
            ref=row.public_id,
            intent=intent,
            ended_on=None,
            ended_why="",
            version=row.version,
            at=AT,
        )

    return row, ("Children are asked.", "Children are heard."), save


PAIRS: dict[str, Callable[[Register, Cast], Any]] = {
    f"{_O}.groups.change_group": _a_group,
    f"{_O}.meetings.change_meeting": _a_day,
    f"{_O}.meetings.change_item": _an_item,
    f"{_O}.strategies.change_strategy": _a_strategy,
}
