"""What a report says: the register's own words in a layout's order, each with its record."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from heed.governance.models import Decision
from heed.learning.models import Recommendation
from heed.learning.operations import explain_finding, say_what_is_public
from heed.learning.types import WhatLiesBehind
from heed.plans.models import DifferenceJudgement
from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible
from heed.platform.people.operations import restrict_case
from heed.reports.operations import change_layout
from heed.reports.queries import bytes_of_composed, compose, layouts_of
from heed.reports.queries.composing import check_fills
from heed.reports.types import (
    Composed,
    Form,
    Gap,
    Heading,
    Points,
    Table,
    block_as_data,
    block_from_data,
    lines_of,
    said_in,
    sources_of,
)
from tests import cast_meetings
from tests.cast import AT, Cast, Register, client_of
from tests.cast_memory import SAME, a_lesson, of_review
from tests.house_rules.reports import a_layout
from tests.platform.access.test_scopes import exclude, restrict

OF_REVIEW = (
    "by_theme",
    "by_recommendation",
    "board_response",
    "findings_only",
    "response",
    "review_report",
    "synopsis",
    "briefing",
    "easy_read",
    "action_plan",
)


def composed(cast: Cast, register: Register, layout: str = "by_recommendation", **more: Any) -> Composed:
    actor = more.get("actor", cast.officer)
    subject = register.review.public_id if layout in OF_REVIEW else ""
    return compose(actor, layout=layout, subject=subject, at=AT)


def headings(found: Composed) -> list[str]:
    return [each.said.words for each in found.blocks if isinstance(each, Heading)]


@pytest.mark.capability("G01")
@pytest.mark.parametrize(
    "layout", ["by_theme", "by_recommendation", "board_response", "response", "action_plan"]
)
def test_the_words_are_the_registers_and_each_leads_to_its_record(
    cast: Cast, register: Register, layout: str
) -> None:
    found = composed(cast, register, layout)
    lines, sources = "\n".join(lines_of(found)), sources_of(found)
    shown = [each for each in register.recommendations.values() if not each.withheld]
    assert shown
    for each in shown:
        assert " ".join(each.text.split()) in lines
        assert each.public_id in sources["recommendation"]
    told = {each.public_id for each in register.actions} & sources.get("action", set())
    assert told
    for each in register.actions:
        if each.public_id in told:
            assert " ".join(each.text.split()) in lines


def test_every_layout_has_all_it_asks_for(cast: Cast, register: Register) -> None:
    layouts, edition = layouts_of(cast.officer, on=AT.date())
    assert edition == 0
    for key, layout in layouts.items():
        assert check_fills(layout) == []
        found = composed(cast, register, key)
        keys = [each.key for each in found.blocks]
        assert len(set(keys)) == len(keys), key
        assert [block_from_data(block_as_data(each)) for each in found.blocks] == list(found.blocks)


def test_a_sentence_that_is_not_the_layouts_own_has_a_source(cast: Cast, register: Register) -> None:
    found = composed(cast, register, "action_plan")
    for block in found.blocks:
        if isinstance(block, Points | Table):
            cells = [each for each in said_in(block) if each.words.strip()]
            assert all(each.sources for each in cells if not _names_a_figure(block, each.words))


def _names_a_figure(block: Any, words: str) -> bool:
    return isinstance(block, Table) and any(words == row[0].words for row in block.rows)


@pytest.mark.capability("G02")
def test_what_is_withheld_is_in_no_report_of_findings(cast: Cast, register: Register) -> None:
    row = register.recommendations["1"]
    before = composed(cast, register, "findings_only")
    assert "1 recommendation is left out of this version." in lines_of(before)
    assert " ".join(row.text.split()) in "\n".join(lines_of(before))
    Recommendation.objects.for_everyone(because="a test").filter(pk=row.pk).update(withheld=True)
    found = composed(cast, register, "findings_only")
    assert " ".join(row.text.split()) not in "\n".join(lines_of(found))
    assert "2 recommendations are left out of this version." in lines_of(found)
    assert register.findings[0].public_id in sources_of(found)["finding"]


@pytest.mark.capability("G06")
def test_a_briefing_ends_in_questions_for_a_team(cast: Cast, register: Register) -> None:
    found = composed(cast, register, "briefing")
    assert len([each for each in headings(found) if each[:1].isdigit()]) == 7
    asked = next(each for each in found.blocks if each.key == "discuss/list")
    assert isinstance(asked, Points)
    assert all(each.words.endswith("?") and each.sources for each in asked.items)


@pytest.mark.capability("B20")
def test_the_progress_report_counts_reported_and_verified_apart(cast: Cast, register: Register) -> None:
    found = composed(cast, register, "progress")
    table = next(each for each in found.blocks if isinstance(each, Table) and each.key == "whole/table")
    counted = dict(zip(table.columns, (each.words for each in table.rows[0]), strict=True))
    assert int(counted["Actions"]) >= len(register.actions) > 0
    assert {"Reported", "Verified", "Overdue"} <= set(counted)
    assert register.review.public_id in sources_of(found)["review"]


def test_a_report_about_all_leaves_out_what_not_everybody_may_see(cast: Cast, register: Register) -> None:
    before = lines_of(composed(cast, register, "progress"))
    assert any(register.review.name in each for each in before)
    restrict(register, cast.officer)
    after = lines_of(composed(cast, register, "progress"))
    assert not any(register.review.name in each for each in after)


def test_it_says_the_same_whoever_has_it_composed(cast: Cast, register: Register) -> None:
    one, two = (composed(cast, register, actor=each) for each in (cast.officer, cast.of[Role.READER]))
    assert one == two


def test_who_may_not_see_the_review_gets_no_report_of_it(cast: Cast, register: Register) -> None:
    with pytest.raises(NotVisible):
        composed(cast, register, actor=cast.outsider)
    exclude(register, cast.officer)
    with pytest.raises(NotVisible):
        composed(cast, register)
    with pytest.raises(NotAllowed):
        composed(cast, register, actor=cast.administrator)


def test_a_layout_that_there_is_not_is_named_with_those_that_there_are(
    cast: Cast, register: Register
) -> None:
    with pytest.raises(Invalid, match="by_theme"):
        compose(cast.officer, layout="sonnet", subject=register.review.public_id, at=AT)
    with pytest.raises(Invalid, match="about all"):
        compose(cast.officer, layout="progress", subject=register.review.public_id, at=AT)
    with pytest.raises(Invalid, match="about one review"):
        compose(cast.officer, layout="by_theme", subject="", at=AT)


def test_a_partnership_changes_order_headings_and_standing_text(cast: Cast, register: Register) -> None:
    a_layout(cast, "{review} on a page")
    found = composed(cast, register, "synopsis")
    assert found.edition == 1
    assert found.title == f"{register.review.name} on a page"
    assert composed(cast, register, "briefing").title.startswith("Seven-minute briefing")
    with pytest.raises(NotAllowed):
        change_layout(cast.officer, key="synopsis", title="x", sections=[], source="", after=1, at=AT)


@pytest.mark.parametrize("form", [each for each in Form if each is not Form.PDF])
def test_a_report_is_written_at_once_without_being_kept(cast: Cast, register: Register, form: Form) -> None:
    subject = register.review.public_id
    data = bytes_of_composed(cast.officer, layout="by_theme", subject=subject, form=form, at=AT)
    assert len(data) > 500
    gaps = [each for each in composed(cast, register, "by_theme").blocks if isinstance(each, Gap)]
    assert gaps
    assert not any(each.prompt.encode() in data for each in gaps)


@pytest.mark.capability("H11")
def test_each_outcome_of_the_annual_report_points_to_a_minute_or_says_that_there_is_none(
    cast: Cast, register: Register
) -> None:
    row = register.recommendations["1"]
    DifferenceJudgement.objects.create(
        recommendation=row,
        on=AT.date(),
        at=AT,
        seen=True,
        output="Training was held.",
        outcome="Core groups met in time in 19 of 20 cases.",
        impact="Children were seen.",
        by_id=cast.manager.person_id,
    )
    found = composed(cast, register, "annual")
    table = next(each for each in found.blocks if isinstance(each, Table) and each.key == "impact/table")
    assert table.rows[0][1].words.startswith(
        "Recommendation 1. A difference is seen (4 Mar 2025). Core groups met"
    )
    assert table.rows[0][1].sources[0].ref == row.public_id
    assert table.rows[0][2].words == "In no minute"
    meeting = cast_meetings.ensure(cast, at=AT)
    Decision.objects.create(
        partnership_id=row.partnership_id,
        scope_id=row.scope_id,
        reference="DEC-9001",
        kind="noted",
        meeting=meeting,
        review=register.review,
        title="The group notes the outcome.",
        decided_on=AT.date(),
        decided_by="The group",
        kept_by="Osman Oakes",
        kept_at=AT,
    )
    again = composed(cast, register, "annual")
    table = next(each for each in again.blocks if isinstance(each, Table) and each.key == "impact/table")
    assert table.rows[0][2].words.startswith("DEC-9001")
    assert table.rows[0][2].sources[0].ref == meeting.public_id
    assert {"Areas with little or no progress", "Feedback from children and families"} <= set(headings(again))
    assert any(each.startswith("The group notes the outcome.") for each in lines_of(again))


@pytest.mark.capability("H11")
def test_the_annual_report_lists_the_lessons_that_everybody_may_see(cast: Cast, register: Register) -> None:
    def said() -> str:
        return "\n".join(lines_of(composed(cast, register, "annual")))

    assert "No lesson is named yet that was recommended more than once." in said()
    (later,) = of_review(cast, "Birch", SAME, on="2025-01-31")
    (other,) = of_review(cast, "Cedar", SAME, on="2023-01-31")
    row = a_lesson(cast, register.recommendations["1"], later)
    found = composed(cast, register, "annual")
    [table] = [each for each in found.blocks if isinstance(each, Table) and each.key == "repeated/table"]
    assert [each.words for each in table.rows[0]] == [
        *(row.name, "2", "0", "31 Mar 2024", "31 Jan 2025", "Not embedded")
    ]
    assert table.rows[0][0].sources[0].ref == row.public_id
    assert "Recommended again in this year: 1." in said()
    assert (
        f"The oldest of which no difference is seen: {row.name}, first recommended on 31 Mar 2024." in said()
    )
    ref = later.review.public_id
    restrict_case(cast.manager, ref=ref, people=[], reason="Criminal trial", version=0, at=AT)
    a_lesson(cast, later, other, name="Of a case that not everybody sees", actor=cast.manager.looking_once())
    assert row.name not in said(), "of two that say it, not everybody sees one"
    assert "Of a case" not in said()


def test_a_reviews_own_report_says_why_and_what_life_was_like(cast: Cast, register: Register) -> None:
    row = register.findings[0]
    explain_finding(
        cast.officer,
        ref=row.public_id,
        behind=WhatLiesBehind(
            reasons="There were two workers for five posts.",
            hindsight=True,
            sources="Conversations with six practitioners",
            childs_life="He kept his coat on in bed.",
        ),
        version=0,
        at=AT,
    )
    found = composed(cast, register, "review_report")
    lines = lines_of(found)
    assert "He kept his coat on in bed." in lines
    assert "Why people acted as they did: There were two workers for five posts." in lines
    assert "This judges with what was known only later." in lines
    assert any(each.startswith("It looks at practice as it appeared") for each in lines)
    assert sources_of(found)["finding"] >= {row.public_id}


@pytest.mark.capability("G02")
def test_a_finding_that_is_withheld_is_in_the_full_version_alone_and_generalised_words_stand_instead(
    cast: Cast, register: Register
) -> None:
    first, second = register.findings[:2]
    given: dict[str, Any] = {"version": 1, "at": AT}
    with pytest.raises(Invalid, match="Say why"):
        say_what_is_public(cast.officer, ref=first.public_id, withheld=True, why=" ", public_text="", **given)
    with pytest.raises(NotAllowed):
        say_what_is_public(
            cast.of[Role.AGENCY_CONTRIBUTOR],
            ref=first.public_id,
            withheld=True,
            why="He is known",
            public_text="",
            **given,
        )
    with pytest.raises(NotVisible):
        say_what_is_public(
            cast.outsider, ref=first.public_id, withheld=True, why="He is known", public_text="", **given
        )
    say_what_is_public(
        cast.officer, ref=first.public_id, withheld=True, why="He is known by it", public_text="", **given
    )
    instead = "Those who met did not always know enough."
    say_what_is_public(
        cast.officer, ref=second.public_id, withheld=False, why="", public_text=instead, **given
    )
    short, long = " ".join(first.text.split()), " ".join(second.text.split())
    for layout in ("findings_only", "synopsis", "briefing", "easy_read", "review_report"):
        composed = compose(cast.officer, layout=layout, subject=register.review.public_id, at=AT)
        words = "\n".join(lines_of(composed))
        full = layout == "review_report"
        assert (short in words, long in words, instead in words) == (full, full, not full), layout
    public = lines_of(compose(cast.officer, layout="findings_only", subject=register.review.public_id, at=AT))
    assert "1 finding is left out of this version." in public
    page = client_of(cast.officer).get(reverse("learning:finding", args=[first.public_id])).content.decode()
    assert "He is known by it" in page
