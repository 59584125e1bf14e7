"""Days on which nothing comes out, who is told first, embargo, and what recurs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.approvals.operations import minute_approval, say_who_decides, sign_approval
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.notices.due import Reach, Wanted
from heed.publishing import operations as do
from heed.publishing.due import find_copies, find_planned, find_tellings
from heed.publishing.models import Publication
from heed.publishing.policies import conditions
from heed.publishing.queries.dates import refused
from heed.publishing.queries.publications import (
    calendar,
    find_publication,
    kinds,
    newest_edition,
    tellings,
)
from heed.publishing.rules import forbids, last_day_to_tell, tellings_for
from heed.reviews.operations.proceedings import Holds, note_proceedings
from tests import cast_publishing as publishing
from tests.cast import AT, Cast, client_of
from tests.cast_publishing import LATER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "yearly", "met"),
    [
        (date(2023, 5, 3), False, True),
        (date(2025, 5, 3), False, False),
        (date(2025, 5, 2), True, True),
        (date(2025, 5, 5), True, True),
        (date(2025, 5, 6), True, False),
    ],
)
def test_days_come_round(on: date, yearly: bool, met: bool) -> None:
    assert forbids(on, first_on=date(2023, 5, 2), last_on=date(2023, 5, 5), yearly=yearly) is met


def test_days_around_the_turn_of_a_year_and_a_leap_day_come_round() -> None:
    around = {"first_on": date(2022, 12, 30), "last_on": date(2023, 1, 2), "yearly": True}
    assert [forbids(each, **around) for each in (date(2025, 1, 1), date(2025, 1, 3), date(2025, 12, 31))] == [
        True,
        False,
        True,
    ]
    assert forbids(date(2025, 3, 1), first_on=date(2024, 2, 29), last_on=date(2024, 2, 29), yearly=True)


def test_seven_working_days_are_seven_working_days() -> None:
    rule = tellings()["panel"]
    # Thursday 1 May 2025; Easter Monday is 21 April.
    assert last_day_to_tell(rule, date(2025, 5, 1), calendar()) == date(2025, 4, 22)
    assert last_day_to_tell(rule, date(2025, 4, 30), calendar()) == date(2025, 4, 17) + timedelta(days=4)


def test_the_panel_and_the_secretary_of_state_are_told_of_an_lcspr_alone() -> None:
    for kind, wanted in (("local child safeguarding practice review", True), ("learning review", False)):
        keys = {each.key for each in tellings_for(kinds()["report"], tellings(), kind)}
        assert ({"panel", "secretary_of_state"} <= keys) is wanted
    assert tellings_for(kinds()["briefing"], tellings(), "") == ()


@pytest.mark.capability("G04")
def test_the_calendar_refuses_a_forbidden_day_and_says_why(cast: Cast) -> None:
    review = publishing.an_accepted_review(cast)
    publishing.forbidden(cast.officer, review=review)
    row = publishing.approved(cast, publishing.begun(cast, review))
    client = client_of(cast.officer)
    page = reverse("publishing:publication", args=[row.public_id])
    sent = {
        "do": "plan",
        "plan-publish_on_day": "3",
        "plan-publish_on_month": "5",
        "plan-publish_on_year": "2027",
    }
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "The days around his death" in answer.content.decode()
    assert Publication.objects.visible_to(cast.officer).get(pk=row.pk).publish_on is None
    answer = client.post(page, {**sent, "plan-publish_on_day": "6"})
    assert answer.status_code == 302
    assert Publication.objects.visible_to(cast.officer).get(pk=row.pk).publish_on == date(2027, 5, 6)


def test_a_day_of_another_review_or_one_that_was_lifted_forbids_nothing(cast: Cast) -> None:
    review = publishing.an_accepted_review(cast)
    row, other = publishing.begun(cast, review), publishing.begun(cast)
    days = publishing.forbidden(cast.officer, review=review)
    on = date(2025, 5, 3)
    assert "An anniversary (2 to 5 May, every year)" in refused(cast.officer, row, on)
    assert not refused(cast.officer, other, on)
    do.lift_forbidden_date(cast.officer, ref=days.public_id, why="The family agreed", at=AT)
    assert not refused(cast.officer, row, on)
    with pytest.raises(NotNow):
        do.lift_forbidden_date(cast.manager, ref=days.public_id, why="Again", at=AT)
    publishing.forbidden(cast.officer, kind="pre_election", yearly=False, reason="Council elections")
    assert "Council elections" in refused(cast.officer, other, date(2023, 5, 3))


def test_everybody_is_told_in_time_or_set_aside_with_the_reason(cast: Cast) -> None:
    review = publishing.an_accepted_review(cast)
    row = publishing.approved(cast, publishing.begun(cast, review))
    with pytest.raises(NotNow, match="Done on 4 Mar 2025; for 5 Mar 2025 it had to be by"):
        do.publish(cast.officer, ref=row.public_id, at=AT + timedelta(days=1))
    family = row.tellings.get(key="family")
    given = {"ref": row.public_id, "telling": family.public_id, "at": AT}
    with pytest.raises(Invalid) as wrong:
        do.write_down_telling(cast.officer, **given, done_on=None, set_aside=True, words="")
    assert "words" in wrong.value.fields
    with pytest.raises(Invalid) as wrong:
        do.write_down_telling(
            cast.officer, **given, done_on=AT.date() + timedelta(days=9), set_aside=False, words=""
        )
    assert "done_on" in wrong.value.fields
    do.write_down_telling(cast.officer, **given, done_on=None, set_aside=True, words="There is no family")
    row = find_publication(cast.officer, row.public_id)
    found = conditions(cast.officer, row, newest_edition(row), on=LATER.date())
    assert all(each.met for each in found)


def test_proceedings_hold_it(cast: Cast) -> None:
    review = publishing.an_accepted_review(cast)
    row = publishing.approved(cast, publishing.begun(cast, review))
    note_proceedings(
        cast.manager,
        review_ref=review.public_id,
        kind="criminal",
        body="Westmere Police",
        began_on=AT.date(),
        holds=Holds(blocks=("publication",)),
        at=AT,
    )
    with pytest.raises(NotNow, match="No proceedings hold publication up"):
        do.publish(cast.officer, ref=row.public_id, at=LATER)


def test_what_is_planned_comes_out_on_its_day_and_not_before(cast: Cast) -> None:
    row = publishing.approved(cast, publishing.begun(cast))
    on = LATER.date()
    do.plan_publication(cast.officer, ref=row.public_id, publish_on=on, at=AT)
    with pytest.raises(NotNow, match="under embargo until"):
        do.publish(cast.officer, ref=row.public_id, at=AT + timedelta(days=2))
    assert do.publish_planned(at=LATER - timedelta(days=1)) == 0
    assert do.publish_planned(at=LATER) == 1
    assert do.publish_planned(at=LATER) == 0
    assert find_publication(cast.officer, row.public_id).first_published_at == LATER


def test_what_is_forbidden_meanwhile_does_not_come_out_by_itself(cast: Cast) -> None:
    row = publishing.approved(cast, publishing.begun(cast))
    do.plan_publication(cast.officer, ref=row.public_id, publish_on=LATER.date(), at=AT)
    publishing.forbidden(
        cast.officer, kind="court", first_on=LATER.date(), last_on=LATER.date(), yearly=False
    )
    assert do.publish_planned(at=LATER) == 0
    assert find_publication(cast.officer, row.public_id).first_published_at is None


def test_another_word_takes_it_off_its_day(cast: Cast) -> None:
    row = publishing.approved(cast, publishing.begun(cast))
    do.plan_publication(cast.officer, ref=row.public_id, publish_on=LATER.date(), at=AT)
    publishing.write(cast, row, publishing.TEXT + "\nMore.")
    assert do.publish_planned(at=LATER) == 0


def due(cast: Cast, find: Any) -> list[tuple[str, str]]:
    """What the officer is told of, each with its day."""
    today = AT.date()
    reach = Reach(until=today + timedelta(days=3000), first=True)
    wanted = Wanted(reaches=(reach,), since=today - timedelta(days=180), today=today, limit=50)
    return [(each.note, str(each.on)) for each in find(cast.officer, wanted).rows]


def test_what_is_planned_asks_for_everybody_who_is_still_to_be_told(cast: Cast) -> None:
    row = publishing.begun(cast, publishing.an_accepted_review(cast))
    assert due(cast, find_tellings) == []
    do.plan_publication(cast.officer, ref=row.public_id, publish_on=date(2025, 5, 1), at=AT)
    waiting = dict(due(cast, find_tellings))
    assert len(waiting) == row.tellings.count() > 3
    assert waiting["The family reads it first, and is offered support"] == "2025-04-24"
    assert [on for _, on in due(cast, find_planned)] == ["2025-05-01"]
    publishing.told(cast, row)
    assert due(cast, find_tellings) == []
    publishing.withdrawn(cast, row)
    assert due(cast, find_planned) == []


def test_a_public_copy_is_looked_at_again_unless_it_goes_by_itself(cast: Cast) -> None:
    row = publishing.published(cast, publishing.begun(cast, kind="guide", title="How to record"))
    assert [on for _, on in due(cast, find_copies)] == ["2028-03-01"]
    Publication.objects.visible_to(cast.officer).filter(pk=row.pk).update(when_over="take_down")
    assert due(cast, find_copies) == []


@pytest.mark.capability("G02")
def test_findings_alone_wait_for_whoever_wrote_the_review(cast: Cast) -> None:
    row = publishing.begun(cast, publishing.an_accepted_review(cast), kind="findings")
    publishing.approved(cast, row)
    said = find_publication(cast.officer, row.public_id).tellings.get(key="reviewer")
    type(said).objects.filter(pk=said.pk).update(done_on=None, said_by=None, said_at=None)
    with pytest.raises(NotNow, match="true to what was found"):
        do.publish(cast.officer, ref=row.public_id, at=LATER)


def test_where_guidance_names_one_decider_a_second_person_approves_the_same_bytes(cast: Cast) -> None:
    say_who_decides(
        cast.manager,
        instead_of=date(2023, 12, 15),
        name="Our arrangements",
        begins_on=date(2023, 12, 15),
        by=[Role.INDEPENDENT_CHAIR],
        together=False,
        source="Published arrangements, section 3",
        after=0,
        at=AT,
    )
    row = publishing.write(cast, publishing.begun(cast))
    publishing.described(cast, row)
    publishing.checked(cast, row)
    joint = publishing.put(cast, row)
    first, second = joint.seats
    assert "as a second person" in joint.by
    chair, other = cast.of[Role.INDEPENDENT_CHAIR], cast.of[Role.AGENCY_LEAD]
    given = {"sha256": joint.sha256, "agrees": True, "words": "", "at": AT}
    sign_approval(chair, seat=first.ref, **given)
    found = find_publication(cast.officer, row.public_id)
    [waits] = [
        each
        for each in conditions(cast.officer, found, newest_edition(found), on=LATER.date())
        if each.key == "approval"
    ]
    assert (waits.met, waits.why) == (False, "Waits for a second person")
    with pytest.raises(
        NotAllowed, match="second person"
    ):  # the chair is not two people, whoever writes it down
        minute_approval(
            cast.manager,
            seat=second.ref,
            sha256=joint.sha256,
            name=chair.name.upper(),
            post="Chair",
            meeting="The board",
            on=AT.date(),
            agrees=True,
            words="",
            at=AT,
        )
    with pytest.raises(NotAllowed):  # whoever brought the words is none of them
        sign_approval(cast.officer, seat=second.ref, **given)
    sign_approval(other, seat=second.ref, **given)
    do.publish(cast.officer, ref=row.public_id, at=LATER)
    assert newest_edition(find_publication(cast.officer, row.public_id)).published_at
