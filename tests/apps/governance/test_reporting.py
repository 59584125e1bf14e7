"""The reporting calendar, and the progress report for the full partnership."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from django.urls import reverse

from heed.governance.models import ReportDue
from heed.governance.operations import end_report, keep_report
from heed.governance.queries.progress import progress_on
from heed.governance.queries.reporting import filter_reports
from heed.platform.access.roles import Role
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.partnerships.models import Group
from heed.platform.people.operations import exclude_person
from tests import cast_assurance, cast_meetings, cast_plans
from tests.apps.governance.test_meetings import exclude
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import a_report

TODAY = AT.date()


@pytest.fixture
def group(cast: Cast) -> Group:
    return cast_meetings.ensure(cast, at=AT).group


def the_report(cast: Cast) -> ReportDue:
    found: ReportDue = filter_reports(cast.manager)[0]
    return found


@pytest.mark.capability("H03")
def test_what_was_reported_moves_to_its_next_day_and_once(group: Group, cast: Cast) -> None:
    row = the_report(cast)

    def keep(**other: object) -> object:
        given = {"due_on": TODAY, "sent_on": TODAY, "to": "", "words": "", **other}
        return keep_report(cast.officer, report=row.public_id, at=AT, **given)  # type: ignore[arg-type]

    with pytest.raises(Invalid, match="has not come"):
        keep(sent_on=TODAY + timedelta(days=1))
    keep()
    assert the_report(cast).due_on == date(2025, 6, 4)
    with pytest.raises(NotNow, match="kept this already"):
        keep()
    page = client_of(cast.reader).get(reverse("governance:reports")).content.decode()
    for words in (
        "Progress of the action plan",
        "The full partnership",
        "4 Mar 2025, to The full partnership",
    ):
        assert words in page
    end_report(cast.officer, report=row.public_id, at=AT)
    with pytest.raises(Invalid):
        keep(due_on=date(2025, 6, 4))


@pytest.mark.capability("H02")
@pytest.mark.capability("H03")
def test_a_report_that_is_due_without_one_is_late_and_said(group: Group, cast: Cast) -> None:
    days = (clock.today() - TODAY).days
    page = client_of(cast.reader).get(reverse("governance:reports")).content.decode()
    assert f"{days} days late" in page
    assert "1 report is due and not submitted." in page
    own = client_of(cast.reader).get(reverse("governance:group", args=[group.public_id])).content.decode()
    assert f"{days} days late" in own


def test_what_is_due_reaches_those_who_see_to_it(group: Group, cast: Cast) -> None:
    a_report(
        cast.manager,
        group,
        at=AT,
        name="Dip sample",
        every="weekly",
        due_on=clock.today() + timedelta(days=2),
    )
    page = client_of(cast.officer).get(reverse("home")).content.decode()
    assert "See that Dip sample is reported" in page
    assert "Dip sample" not in client_of(cast.reader).get(reverse("home")).content.decode()
    assert "Dip sample" not in client_of(cast.outsider).get(reverse("home")).content.decode()


@pytest.mark.capability("H03")
def test_a_word_that_means_two_things_is_asked_once(group: Group, cast: Cast) -> None:
    with pytest.raises(Invalid) as asked:
        a_report(cast.officer, group, at=AT, name="Front door", every="biannual")
    assert "meaning" in asked.value.fields
    first = a_report(cast.officer, group, at=AT, name="Front door", every="biannual", meaning="six_monthly")
    second = a_report(cast.manager, group, at=AT, name="Early years", every="biannual")
    assert [(each.every, each.every_words) for each in (first, second)] == [("six_monthly", "bi-annual")] * 2
    page = client_of(cast.officer).get(reverse("governance:reports")).content.decode()
    assert "twice a year (bi-annual)" in page
    assert "What bi-annual means here" not in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from_group": ""}, "from_group"),
        ({"to_words": " "}, "to_group"),
        ({"every": "now and then"}, "every"),
    ],
)
def test_a_report_says_by_whom_to_whom_and_how_often(
    group: Group, cast: Cast, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_report(cast.officer, group, at=AT, **given)
    assert field in refused.value.fields


def test_readers_read_the_calendar_and_change_nothing(group: Group, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_report(cast.of[Role.INDEPENDENT_SCRUTINEER], group, at=AT)
    with pytest.raises(NotAllowed):
        end_report(cast.reader, report=the_report(cast).public_id, at=AT)
    assert list(filter_reports(cast.outsider)) == []


@pytest.mark.capability("B20")
def test_the_progress_report_counts_reported_and_verified_apart(register: Register, cast: Cast) -> None:
    before = progress_on(cast.reader, on=TODAY).whole
    cast_plans.reported(cast, register.recommendations["1"])
    cast_plans.verified(cast, register.recommendations["1"])
    after = progress_on(cast.reader, on=TODAY)
    moved = [
        getattr(after.whole, name) - getattr(before, name) for name in ("actions", "reported", "verified")
    ]
    assert moved == [2, 2, 1]
    [review] = [each for each in after.reviews if each.ref == register.review.public_id]
    assert (review.counted.actions, review.counted.verified) == (after.whole.actions, 1)
    of_one = progress_on(cast.reader, on=TODAY, review=register.review.public_id)
    assert of_one.whole == review.counted
    page = client_of(cast.reader).get(reverse("governance:progress")).content.decode()
    for words in ("Reported", "Verified", "Little or no progress", register.review.reference):
        assert words in page


@pytest.mark.capability("B20")
def test_the_progress_report_says_where_little_moved(register: Register, cast: Cast) -> None:
    stalled = next(each for each in register.actions if each.state == "stalled")
    report = progress_on(cast.reader, on=TODAY)
    assert stalled.reference in [each.reference for each in report.stuck.rows]
    assert [each.ref for each in report.untouched] == [register.review.public_id]


def test_the_progress_report_as_word_leaves_out_what_one_may_not_see(register: Register, cast: Cast) -> None:
    def words() -> str:
        answer = client_of(cast.reader).get(reverse("governance:progress_file", args=["docx"]))
        file = docx.Document(io.BytesIO(answer.content))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return "\n".join([each.text for each in file.paragraphs] + cells)

    assert register.review.reference in words()
    exclude(cast, register, cast.reader)
    left = words()
    assert register.review.reference not in left
    assert "No action is in the plan." in left
    answer = client_of(cast.reader).get(
        reverse("governance:progress") + f"?review={register.review.public_id}"
    )
    assert answer.status_code == 404
    assert client_of(cast.reader).get(reverse("governance:progress") + "?on=tomorrow").status_code == 422


# For the annual report


@pytest.mark.capability("E06")
def test_challenges_stand_in_the_annual_report_with_answer_and_effect(register: Register, cast: Cast) -> None:
    [answered] = cast_assurance.ask(
        cast, "challenge", topic="No reply in a year", review_ref=register.review.public_id
    )
    cast_assurance.reply(cast_assurance.vale(cast), answered, restricted="One nurse was away.")
    cast_assurance.view(
        cast.manager, answered, "partly", words="Only since May.", effect="A manager reads the list."
    )
    [silent] = cast_assurance.ask(cast, "challenge", topic="Nobody asks at night")
    address = reverse("governance:annual") + f"?on={AT.date().isoformat()}"
    page = client_of(cast.reader).get(address).content.decode()
    for words in (
        "2 challenges: 1 answered, 1 without an answer, and an effect written down for 1.",
        "A manager reads the list each week.",
        "Only since May.",
        "Effect: A manager reads the list.",
        silent.reference,
        "No answer",
    ):
        assert words in page
    assert "One nurse was away." not in page, "what is restricted stands in no report"
    year_before = reverse("governance:annual") + f"?on={(AT - timedelta(days=1)).date().isoformat()}"
    assert answered.reference not in client_of(cast.reader).get(year_before).content.decode()
    assert answered.reference not in client_of(cast.outsider).get(address).content.decode()
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.reader.person_ref,
        reason="A relative",
        version=0,
        at=AT,
    )
    left = client_of(cast.reader).get(
        reverse("governance:annual_file", args=["docx"]) + f"?on={AT.date().isoformat()}"
    )
    text = "\n".join(
        cell.text
        for table in docx.Document(io.BytesIO(left.content)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert silent.reference in text
    assert answered.reference not in text
