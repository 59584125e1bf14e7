"""Minutes that are finished as the meeting ends, approved by the next one, and never changed after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.governance.models import Meeting, MinutesLine, SentPack
from heed.governance.operations import (
    Minuted,
    add_item,
    approve_minutes,
    ask_for_packs,
    decide_alone,
    end_meeting,
    keep_minutes,
    note_decision,
    reopen_minutes,
)
from heed.governance.queries.meetings import agenda_of, find_meeting
from heed.governance.queries.minutes import (
    decisions_alone,
    lines_of_version,
    minutes_now,
    sent_packs,
    versions_of,
)
from heed.governance.types import MeetingState
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow
from heed.platform.files.operations import path_of
from heed.platform.jobs.worker import work
from heed.platform.partnerships.models import Membership
from tests import cast_meetings
from tests.apps.governance.test_meetings import exclude
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import a_meeting, place_of, point

TODAY = AT.date()


@pytest.fixture
def meeting(register: Register, cast: Cast) -> Meeting:
    """Planned, and its day has come."""
    group = cast_meetings.ensure(cast, at=AT).group
    return a_meeting(cast.manager, group.public_id, at=AT, held_on=TODAY - timedelta(days=1))


def minute(actor: Actor, meeting: Meeting, part: str, words: str, *, version: int | None = None) -> int:
    item = next(each for each in agenda_of(actor, meeting) if each.part == part)
    points = [Minuted(item=item.public_id, minute=words, version=version or item.version)]
    return keep_minutes(actor, ref=meeting.public_id, points=points, at=AT)


def ended(cast: Cast, meeting: Meeting) -> Meeting:
    minute(cast.officer, meeting, "letters", "The coroner was answered.")
    return end_meeting(cast.officer, ref=meeting.public_id, chaired_by="Ivy Irwin", at=AT)


def page(actor: Actor, name: str, meeting: Meeting, query: str = "") -> str:
    answer = client_of(actor).get(reverse(f"governance:{name}", args=[meeting.public_id]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_who_minute_at_once_lose_nothing(meeting: Meeting, cast: Cast) -> None:
    minute(cast.officer, meeting, "letters", "The coroner was answered.")
    minute(cast.manager, meeting, "risks", "Two posts are empty.")
    assert {each.minute for each in agenda_of(cast.manager, meeting)} == {
        "",
        "The coroner was answered.",
        "Two posts are empty.",
    }
    with pytest.raises(ChangedMeanwhile) as refused:
        minute(cast.manager, meeting, "letters", "Nobody wrote.", version=1)
    [difference] = refused.value.differences
    assert (difference.theirs, difference.yours) == ("The coroner was answered.", "Nobody wrote.")
    assert refused.value.by == cast.officer.name


def test_a_conflict_on_the_page_keeps_everything_that_was_typed(meeting: Meeting, cast: Cast) -> None:
    letters, risks = (point(cast.officer, meeting, part) for part in ("letters", "risks"))
    minute(cast.officer, meeting, "letters", "First.")
    sent = {
        f"minute-{letters}": "Second.",
        f"version-{letters}": "1",
        f"minute-{risks}": "Typed beside.",
        f"version-{risks}": "1",
        f"decision-{risks}": "A decision beside.",
    }
    answer = client_of(cast.manager).post(reverse("governance:minute", args=[meeting.public_id]), sent)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert [
        each for each in ("First.", "Second.", "Typed beside.", "A decision beside.") if each not in shown
    ] == []
    assert minutes_now(cast.manager, meeting)[-1].words == "First."


def test_a_decision_without_words_is_said_and_what_was_typed_stays(meeting: Meeting, cast: Cast) -> None:
    letters = point(cast.officer, meeting, "letters")
    answer = client_of(cast.officer).post(
        reverse("governance:minute", args=[meeting.public_id]),
        {f"decision-{letters}": "", f"reason-{letters}": "Because it is late."},
    )
    assert answer.status_code == 422
    assert "Say what was decided" in answer.content.decode()
    assert "Because it is late." in answer.content.decode()


@pytest.mark.capability("B11")
def test_minutes_are_finished_as_the_meeting_ends(meeting: Meeting, cast: Cast) -> None:
    letters = point(cast.officer, meeting, "letters")
    sent = {
        f"minute-{letters}": "The coroner was answered.",
        f"version-{letters}": "1",
        f"decision-{letters}": "Write again in May.",
        f"reason-{letters}": "No date is set.",
        "chaired_by": "Ivy Irwin",
        "do": "end",
    }
    answer = client_of(cast.officer).post(reverse("governance:minute", args=[meeting.public_id]), sent)
    assert answer.status_code == 302
    assert find_meeting(cast.officer, meeting.public_id).state == MeetingState.HELD
    shown = page(cast.of[Role.GROUP_MEMBER], "minutes", meeting)
    for words in (
        "The coroner was answered.",
        "Write again in May.",
        "No date is set.",
        "Ivy Irwin",
        "not approved",
    ):
        assert words.casefold() in shown.casefold()
    with pytest.raises(NotNow, match="ended already"):
        end_meeting(cast.manager, ref=meeting.public_id, chaired_by="Ivy Irwin", at=AT)


def test_a_meeting_whose_day_has_not_come_cannot_end(meeting: Meeting, cast: Cast) -> None:
    later = a_meeting(cast.manager, meeting.group.public_id, at=AT, held_on=TODAY + timedelta(days=3))
    with pytest.raises(NotNow, match="has not come"):
        end_meeting(cast.manager, ref=later.public_id, chaired_by="Ivy Irwin", at=AT)
    with pytest.raises(Invalid, match="in the chair"):
        end_meeting(cast.manager, ref=meeting.public_id, chaired_by=" ", at=AT)


def test_only_the_chair_approves_and_once(meeting: Meeting, cast: Cast) -> None:
    ended(cast, meeting)
    for actor in (
        cast.manager,
        cast.officer,
        cast.of[Role.GROUP_MEMBER],
        cast.of[Role.INDEPENDENT_SCRUTINEER],
    ):
        with pytest.raises(NotAllowed, match="The chair is Ivy Irwin"):
            approve_minutes(actor, ref=meeting.public_id, number=1, at=AT)
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    approve_minutes(chair, ref=meeting.public_id, number=1, at=AT)
    with pytest.raises(NotNow):
        approve_minutes(chair, ref=meeting.public_id, number=1, at=AT)


def test_approved_minutes_never_change_and_opening_them_begins_a_version(
    meeting: Meeting, cast: Cast
) -> None:
    ended(cast, meeting)
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    first = approve_minutes(chair, ref=meeting.public_id, number=1, at=AT)
    assert first.approved_in is not None
    assert first.approved_in.held_on > meeting.held_on
    with pytest.raises(NotNow, match="Open them again"):
        minute(cast.officer, meeting, "letters", "Another story.")
    with pytest.raises(NotNow, match="Open them again"):
        note_decision(
            cast.officer,
            ref=meeting.public_id,
            item=point(cast.officer, meeting, "risks"),
            title="A",
            reason="",
            at=AT,
        )
    with pytest.raises(Invalid, match="why"):
        reopen_minutes(cast.officer, ref=meeting.public_id, reason=" ", at=AT)
    reopen_minutes(cast.officer, ref=meeting.public_id, reason="The name of the court.", at=AT)
    with pytest.raises(NotNow, match="not approved yet"):
        reopen_minutes(cast.manager, ref=meeting.public_id, reason="Again.", at=AT)
    minute(cast.officer, meeting, "letters", "The other court was answered.")
    second = approve_minutes(chair, ref=meeting.public_id, number=2, at=AT)
    assert [each.number for each in versions_of(cast.manager, meeting)] == [1, 2]
    words = [
        " ".join(line.words for line in lines_of_version(cast.manager, each)) for each in (first, second)
    ]
    assert "The coroner was answered." in words[0]
    assert "The other court was answered." in words[1]
    assert first.sha256 != second.sha256
    shown = page(cast.of[Role.GROUP_MEMBER], "minutes", meeting, "?version=1")
    assert "The coroner was answered." in shown
    assert "The name of the court." in shown


def test_who_may_not_see_a_case_reads_minutes_without_it(
    meeting: Meeting, register: Register, cast: Cast
) -> None:
    member, chair = cast.of[Role.GROUP_MEMBER], cast.of[Role.INDEPENDENT_CHAIR]
    item = add_item(
        cast.manager,
        ref=meeting.public_id,
        title="About Alder",
        words="",
        review_ref=register.review.public_id,
        at=AT,
    )
    points = [Minuted(item=item.public_id, minute="The family was told.", version=1)]
    keep_minutes(cast.manager, ref=meeting.public_id, points=points, at=AT)
    note_decision(
        cast.manager, ref=meeting.public_id, item=item.public_id, title="Tell the Panel.", reason="", at=AT
    )
    ended(cast, meeting)
    version = approve_minutes(chair, ref=meeting.public_id, number=1, at=AT)
    assert "The family was told." in page(member, "minutes", meeting)
    exclude(cast, register, member)
    for query in ("", "?version=1"):
        shown = page(member, "minutes", meeting, query)
        assert [
            words for words in ("About Alder", "The family was told", "Tell the Panel") if words in shown
        ] == []
        assert "The coroner was answered." in shown
    moved = MinutesLine.objects.for_everyone(because="a test").filter(minutes=version, review=register.review)
    assert {each.scope.case_ref for each in moved} == {register.review.public_id}


@pytest.mark.django_db(transaction=True)
def test_packs_are_kept_as_they_were_sent(cast: Cast) -> None:
    row = cast_meetings.ensure(cast, at=AT)
    ask_for_packs(cast.officer, ref=row.public_id, at=AT)
    work(until_empty=True)
    packs = sent_packs(cast.officer, row)
    assert sorted(each.made_for.split(",")[0] for each in packs) == ["Aled Avery", "Gwen Garrow", "Ivy Irwin"]
    member = cast.of[Role.GROUP_MEMBER]
    [own] = sent_packs(member, row)
    data = path_of(own.file).read_bytes()
    assert data.startswith(b"%PDF-")
    assert (own.size, own.file.sha256) == (len(data), own.sha256)
    address = reverse("governance:sent_pack", args=[row.public_id, own.public_id])
    answer: Any = client_of(member).get(address)
    assert b"".join(answer.streaming_content) == data
    assert client_of(cast.of[Role.AGENCY_LEAD]).get(address).status_code == 404
    assert client_of(cast.outsider).get(address).status_code == 404


def test_a_sent_pack_with_a_case_that_one_may_not_see_any_more_is_not_opened(
    register: Register, cast: Cast
) -> None:
    cast_meetings.ensure(cast, at=AT)
    member = cast.of[Role.GROUP_MEMBER]
    row = SentPack.objects.visible_to(cast.manager).get()
    SentPack.objects.visible_to(cast.manager).update(cases=[register.review.public_id])
    assert sent_packs(member, row.meeting) == [row]
    exclude(cast, register, member)
    assert sent_packs(member, row.meeting) == []
    address = reverse("governance:sent_pack", args=[row.meeting.public_id, row.public_id])
    assert client_of(member).get(address).status_code == 404


@pytest.mark.capability("H04")
def test_the_independent_chair_decides_alone_under_the_chairs_name_and_date(
    register: Register, cast: Cast
) -> None:
    chair = cast.of[Role.INDEPENDENT_CHAIR]

    def decide(actor: Actor, place: str, day: date) -> Any:
        return decide_alone(
            actor,
            chair=place,
            title="Seek assurance from each agency.",
            reason="Two have not said.",
            decided_on=day,
            review_ref=register.review.public_id,
            at=AT,
        )

    own = place_of(chair)
    row = decide(chair, own, TODAY)
    assert (row.decided_by, row.decided_on, row.meeting) == ("Ivy Irwin", TODAY, None)
    kept = decide(cast.officer, own, TODAY - timedelta(days=5))
    assert (kept.decided_by, kept.kept_by) == ("Ivy Irwin", cast.officer.name)
    with pytest.raises(Invalid, match="Choose the chair"):
        decide(cast.officer, place_of(cast.manager), TODAY)
    with pytest.raises(Invalid, match="has not come"):
        decide(cast.officer, own, TODAY + timedelta(days=1))
    Membership.objects.filter(public_id=own).update(ends_on=TODAY - timedelta(days=3))
    with pytest.raises(Invalid, match="was not the independent chair"):
        decide(cast.officer, own, TODAY)
    for actor in (cast.reader, cast.of[Role.INDEPENDENT_SCRUTINEER], cast.of[Role.GROUP_MEMBER]):
        with pytest.raises(NotAllowed):
            decide(actor, own, TODAY)
    assert len(decisions_alone(cast.of[Role.INDEPENDENT_SCRUTINEER])) == 2
    exclude(cast, register, cast.of[Role.INDEPENDENT_SCRUTINEER])
    assert decisions_alone(cast.of[Role.INDEPENDENT_SCRUTINEER]) == []
    shown = client_of(cast.officer).get(reverse("governance:alone")).content.decode()
    assert "Ivy Irwin, 4 Mar 2025" in shown
