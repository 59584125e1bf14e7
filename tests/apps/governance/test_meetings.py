"""Meetings: agenda and papers, who came, and a pack that holds only what its reader may see."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from heed.governance.models import Meeting
from heed.governance.operations import (
    Attendance,
    add_item,
    call_meeting,
    cancel_meeting,
    keep_attendance,
    keep_line,
    remove_item,
)
from heed.governance.queries.meetings import (
    agencies_that_missed,
    agenda_of,
    attendance_of,
    filter_meetings,
    find_meeting,
)
from heed.governance.queries.plan import reviews_at
from heed.governance.types import LineKind, MeetingState
from heed.learning.models import Recommendation
from heed.plans.models import Action
from heed.platform.access.models import Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotNow, NotVisible
from heed.platform.notices.queries import what_needs
from heed.platform.people.operations import exclude_person
from heed.reviews.models import Review, ReviewClock
from tests import cast_assurance, cast_cases, cast_meetings, cast_plans
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import MEETS_ON, a_meeting, a_paper


@pytest.fixture
def meeting(register: Register, cast: Cast) -> Meeting:
    return cast_meetings.ensure(cast, at=AT)


def pack(actor: Actor, meeting: Meeting) -> str:
    answer = client_of(actor).get(reverse("governance:pack", args=[meeting.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def attend(actor: Actor, meeting: Meeting, **came: str) -> list[str]:
    """Keep how these came, by first name."""
    seats = [
        Attendance(
            key=each.pk, came=came.get(each.name.split()[0], ""), sent="", interest="", version=each.version
        )
        for each in attendance_of(meeting)
    ]
    return keep_attendance(actor, ref=meeting.public_id, seats=seats, at=AT)


def exclude(cast: Cast, register: Register, actor: Actor) -> None:
    scope = Scope.objects.filter(case_ref=register.review.public_id).first()
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=actor.person_ref,
        reason="Own practice",
        version=scope.version if scope else 1,
        at=AT,
    )


def test_a_meeting_begins_with_the_standing_agenda_and_who_is_expected(meeting: Meeting, cast: Cast) -> None:
    titles = [each.title for each in agenda_of(cast.manager, meeting)]
    assert titles[0] == "Apologies and quorum"
    assert titles[-1] == "Any other business"
    assert [each.name for each in attendance_of(meeting)] != []
    assert {each.part for each in attendance_of(meeting)} == {"chair", "member"}


def test_points_of_its_own_come_before_any_other_business(meeting: Meeting, cast: Cast) -> None:
    for title in ("First", "Second"):
        add_item(cast.officer, ref=meeting.public_id, title=title, words="", review_ref="", at=AT)
    assert [each.title for each in agenda_of(cast.manager, meeting)][-3:] == [
        "First",
        "Second",
        "Any other business",
    ]


def test_a_group_meets_once_on_a_day(meeting: Meeting, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_meeting(cast.officer, meeting.group.public_id, at=AT)
    assert "held_on" in refused.value.fields
    cancel_meeting(cast.officer, ref=meeting.public_id, reason="Snow", at=AT)
    assert a_meeting(cast.officer, meeting.group.public_id, at=AT).state == MeetingState.PLANNED
    with pytest.raises(NotNow):
        cancel_meeting(cast.manager, ref=meeting.public_id, reason="Snow", at=AT)


def test_a_day_and_a_time_that_are_none_are_said_at_their_fields(meeting: Meeting, cast: Cast) -> None:
    sent = {
        "group_ref": meeting.group.public_id,
        "held_on_day": "31",
        "held_on_month": "2",
        "held_on_year": "2025",
        "begins": "at two",
        "place": "Kept place",
    }
    answer = client_of(cast.officer).post(reverse("governance:call"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in ("Enter a real date", "Enter a time, such as 14:00 or 2pm", "Kept place", "at two"):
        assert words in page


def test_a_point_with_a_paper_stays_on_the_agenda(meeting: Meeting, cast: Cast) -> None:
    with pytest.raises(NotNow, match="hangs on this point"):
        remove_item(
            cast.officer,
            ref=meeting.public_id,
            item=cast_meetings.point(cast.officer, meeting, "actions"),
            at=AT,
        )
    remove_item(
        cast.officer, ref=meeting.public_id, item=cast_meetings.point(cast.officer, meeting, "risks"), at=AT
    )
    assert "risks" not in [each.part for each in agenda_of(cast.officer, meeting)]


def test_members_and_watchers_read_and_nobody_else_knows(meeting: Meeting, cast: Cast) -> None:
    readers = [cast.of[role] for role in (Role.GROUP_MEMBER, Role.AGENCY_LEAD, Role.INDEPENDENT_SCRUTINEER)]
    for actor in readers:
        assert find_meeting(actor, meeting.public_id) == meeting
    for actor in (cast.reader, cast.analyst, cast.outsider):
        assert list(filter_meetings(actor)) == []
        with pytest.raises(NotVisible):
            find_meeting(actor, meeting.public_id)
        page = client_of(actor).get(reverse("governance:overview")).content.decode()
        assert meeting.public_id not in page


def test_a_paper_is_downloaded_with_its_bytes_and_by_its_readers_alone(meeting: Meeting, cast: Cast) -> None:
    row = agenda_of(cast.manager, meeting)
    paper = next(each for item in row for each in item.papers.all())
    address = reverse("governance:paper_file", args=[meeting.public_id, paper.public_id])
    answer: Any = client_of(cast.of[Role.GROUP_MEMBER]).get(address)
    assert b"".join(answer.streaming_content) == b"plan"
    assert client_of(cast.reader).get(address).status_code == 404
    assert client_of(cast.outsider).get(address).status_code == 404


@pytest.mark.capability("B11")
def test_a_pack_gathers_what_the_meeting_needs(meeting: Meeting, register: Register, cast: Cast) -> None:
    page = pack(cast.of[Role.GROUP_MEMBER], meeting)
    stalled = next(each for each in register.actions if each.state == "stalled")
    reported = next(each for each in register.actions if each.state == "reported")
    for words in (
        "Made for",
        "Gwen Garrow, ",
        "waiting to be verified",
        reported.reference,
        "Where the plan stands",
        "for decision",
        "From the coroner",
        "Exceptions by agency",
        register.review.reference,
    ):
        assert words in page
    assert stalled.due_latest is None


@pytest.mark.capability("B08")
def test_a_meeting_is_told_what_is_overdue_by_its_day_and_how_many_of_each_agency(
    meeting: Meeting, cast: Cast
) -> None:
    late = cast_plans.agreed(cast, due=MEETS_ON - timedelta(days=1))
    on_the_day = cast_plans.agreed(cast, text="Train every named nurse anew.", due=MEETS_ON)
    page = LexborHTMLParser(pack(cast.of[Role.GROUP_MEMBER], meeting))
    overdue, exceptions = (
        {
            cells[0]: cells[1:]
            for row in table.css("tbody tr")
            if (cells := [each.text(strip=True, separator=" ") for each in row.css("th, td")])
        }
        for wanted in ("Overdue", "Exceptions by agency")
        for table in page.css("table")
        if table.css_first("caption") and table.css_first("caption").text(strip=True) == wanted
    )
    assert late.reference in overdue
    assert "Vale NHS Trust" in overdue[late.reference][1]
    assert "1 day late" in overdue[late.reference][2]
    assert on_the_day.reference not in overdue
    assert exceptions["Vale NHS Trust"][3] == "1", exceptions


@pytest.mark.capability("B11")
def test_the_pack_of_an_excluded_member_lacks_the_case(
    meeting: Meeting, register: Register, cast: Cast
) -> None:
    member, other = cast.of[Role.GROUP_MEMBER], cast.of[Role.AGENCY_LEAD]
    review = register.review
    a_paper(cast.manager, meeting, at=AT, title="What Alder shows", review_ref=review.public_id)
    add_item(
        cast.manager, ref=meeting.public_id, title="About Alder", words="", review_ref=review.public_id, at=AT
    )
    keep_line(
        cast.manager,
        group_ref=meeting.group.public_id,
        kind=LineKind.RISK,
        title="Alder may be named",
        words="",
        who="",
        on=None,
        review_ref=review.public_id,
        at=AT,
    )
    exclude(cast, register, member)
    texts = [action.reference for action in register.actions]
    secret = [*texts, review.reference, "What Alder shows", "About Alder", "Alder may be named"]
    seen = pack(other, meeting)
    assert any(each in seen for each in texts)
    assert [each for each in secret if each not in seen and each not in texts] == []
    for form in ("page", "docx"):
        if form == "page":
            words = pack(member, meeting)
        else:
            address = reverse("governance:pack_file", args=[meeting.public_id, "docx"])
            file = docx.Document(io.BytesIO(client_of(member).get(address).content))
            cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
            words = "\n".join([each.text for each in file.paragraphs] + cells)
        assert [each for each in secret if each in words] == []
        assert "Gwen Garrow" in words
    page = client_of(member).get(reverse("governance:meeting", args=[meeting.public_id])).content.decode()
    assert "Alder" not in page


@pytest.mark.capability("C21")
def test_a_pack_has_challenges_and_requests_for_assurance_and_the_evidence_of_what_waits(
    meeting: Meeting, cast: Cast
) -> None:
    [asked] = cast_assurance.ask(cast, topic="Part-time timetables")
    [challenge] = cast_assurance.ask(cast, "challenge", topic="No reply in a year")
    row = cast_plans.reported(cast)
    piece = cast_plans.evidence_for(cast, row)
    page = pack(cast.of[Role.GROUP_MEMBER], meeting)
    for words in (asked.reference, "Part-time timetables", challenge.reference, "No reply in a year"):
        assert words in page
    assert f"Evidence: {piece.reference} {piece.title} (practice change, given by" in page


def test_a_meeting_asks_for_its_pack_then_its_minutes_and_members_for_reading(
    meeting: Meeting, cast: Cast
) -> None:
    def needs(role: Role, on: date) -> set[str]:
        found = what_needs(cast.of[role], on=on, limit=50).rows
        return {each.kind.name for each in found if each.due.ref == meeting.public_id}

    day = timedelta(days=1)
    assert needs(Role.OFFICER, MEETS_ON - 30 * day) == set()
    assert needs(Role.OFFICER, MEETS_ON - 6 * day) == {"meeting_pack"}
    assert needs(Role.GROUP_MEMBER, MEETS_ON - 3 * day) == {"meeting"}
    assert needs(Role.READER, MEETS_ON - 3 * day) == set()
    assert needs(Role.OFFICER, MEETS_ON + day) == {"minutes"}
    assert needs(Role.GROUP_MEMBER, MEETS_ON + day) == set()
    assert needs(Role.BUSINESS_MANAGER, MEETS_ON + 7 * day) == {"minutes"}
    cancel_meeting(cast.manager, ref=meeting.public_id, reason="Nobody can come", at=AT)
    assert needs(Role.OFFICER, MEETS_ON + day) == set()


def test_a_pack_as_pdf_says_for_whom_it_was_made(meeting: Meeting, cast: Cast) -> None:
    member = cast.of[Role.GROUP_MEMBER]
    answer = client_of(member).get(reverse("governance:pack_file", args=[meeting.public_id, "pdf"]))
    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]
    wrong = reverse("governance:pack_file", args=[meeting.public_id, "exe"])
    assert client_of(member).get(wrong).status_code == 404


def test_who_came_makes_the_quorum(meeting: Meeting, cast: Cast) -> None:
    assert attend(cast.officer, meeting, Ivy="present") == ["1 of 2 members", "1 of 2 agencies"]
    assert attend(cast.of[Role.INDEPENDENT_CHAIR], meeting, Ivy="present", Gwen="present") in (
        [],
        ["1 of 2 agencies"],
    )
    page = client_of(cast.of[Role.GROUP_MEMBER]).get(
        reverse("governance:attendance", args=[meeting.public_id])
    )
    assert "came" in page.content.decode()
    assert "Save who came" not in page.content.decode()


def test_two_who_note_different_seats_do_not_meet_and_one_seat_is_lost_to_nobody(
    meeting: Meeting, cast: Cast
) -> None:
    first, second, *_ = attendance_of(meeting)

    def seat(row: Any, came: str, interest: str = "") -> Attendance:
        return Attendance(key=row.pk, came=came, sent="", interest=interest, version=row.version)

    untouched = seat(first, "")
    keep_attendance(cast.officer, ref=meeting.public_id, seats=[seat(first, "present")], at=AT)
    keep_attendance(cast.manager, ref=meeting.public_id, seats=[seat(second, "absent")], at=AT)
    assert [each.came for each in attendance_of(meeting)][:2] == ["present", "absent"]
    with pytest.raises(ChangedMeanwhile) as refused:
        keep_attendance(
            cast.manager, ref=meeting.public_id, seats=[seat(first, "apologies", "A cousin")], at=AT
        )
    assert {(each.theirs, each.yours) for each in refused.value.differences} == {
        ("Came", "Apologies"),
        ("", "A cousin"),
    }
    assert untouched.version == 1


def test_an_agency_that_missed_two_in_a_row_is_named(meeting: Meeting, cast: Cast) -> None:
    group = meeting.group
    for number, day in enumerate((date(2025, 5, 1), date(2025, 6, 1))):
        row = call_meeting(cast.manager, group_ref=group.public_id, held_on=day, begins=None, place="", at=AT)
        attend(cast.manager, row, Ivy="present", Gwen="absent" if number else "apologies", Aled="present")
        Meeting.objects.visible_to(cast.manager).filter(pk=row.pk).update(state=MeetingState.HELD)
    gwen = cast.of[Role.GROUP_MEMBER].agency_name
    found = agencies_that_missed(cast.manager, group.pk, before=date(2025, 7, 1), at_least=2)
    others = {cast.of[Role.INDEPENDENT_CHAIR].agency_name, cast.of[Role.AGENCY_LEAD].agency_name}
    assert [each.agency for each in found] == ([] if gwen in others else [gwen])
    following = a_meeting(cast.manager, group.public_id, at=AT, held_on=MEETS_ON + timedelta(days=100))
    assert ("Nobody came for" in pack(cast.manager, following)) is (gwen not in others)


@pytest.mark.capability("B11")
def test_a_pack_has_reviews_without_recommendations_and_the_clocks_of_all(
    meeting: Meeting, register: Register, cast: Cast
) -> None:
    review = cast_cases.a_referral(cast.manager).review
    [clock] = ReviewClock.objects.visible_to(cast.manager).filter(review=review, key="decision")
    found = {each.ref: each for each in reviews_at(cast.manager, on=clock.due_on + timedelta(days=3))}
    here = found[review.public_id]
    assert (here.stage, here.recommendations, here.actions) == ("Referred", 0, 0)
    assert (clock.rule["name"], "", clock.due_on) in [
        (each.name, each.who, each.due_on) for each in here.clocks
    ]
    Meeting.objects.visible_to(cast.manager).filter(pk=meeting.pk).update(
        held_on=clock.due_on + timedelta(days=3)
    )
    page = pack(cast.manager, find_meeting(cast.manager, meeting.public_id))
    assert reverse("reviews:review", args=[review.public_id]) in page
    assert "3 days late" in page.split(review.reference)[-1]
    Review.objects.visible_to(cast.manager).filter(pk=review.pk).update(state="closed")
    assert review.public_id not in {each.ref for each in reviews_at(cast.manager, on=MEETS_ON)}
    assert not {each.ref for each in reviews_at(cast.outsider, on=MEETS_ON)} & set(found)


def test_a_review_is_not_open_for_what_another_stands_for(register: Register, cast: Cast) -> None:
    def is_open() -> bool:
        return register.review.public_id in {each.ref for each in reviews_at(cast.manager, on=MEETS_ON)}

    Action.objects.visible_to(cast.manager).filter(review=register.review).update(state="verified")
    asked = Recommendation.objects.visible_to(cast.manager).filter(review=register.review)
    asked.update(state="embedded")
    assert not is_open()
    asked.filter(label="1").update(state="answered")
    assert is_open()
    asked.filter(label="1").update(state="superseded")
    assert not is_open()
