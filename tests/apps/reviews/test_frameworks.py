"""Framework documents: which edition was in force when, and what each step and each gate kept of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.notices.due import KINDS, Reach, Wanted
from heed.reviews.operations.frameworks import withdraw_framework
from heed.reviews.queries.cases import stages_of
from heed.reviews.queries.drafts import find_draft
from heed.reviews.queries.frameworks import in_force_words, list_frameworks, standards_on
from tests import cast_drafts as drafting
from tests.cast import AT, Cast, Register, client_of


@pytest.mark.capability("A18")
def test_each_step_and_gate_names_the_edition_in_force_on_its_day(register: Register, cast: Cast) -> None:
    """An edition kept later moves nothing of what stood under the one before."""
    manager = client_of(cast.manager)
    page = reverse("reviews:frameworks")
    sent = {
        "do": "keep",
        "keep-name": "Learning and improvement framework",
        "keep-edition": "2014",
        "keep-approved_by": "The board",
        "keep-standards": "It answers its terms\n\nIt names nobody",
        **_day("approved_on", date(2014, 1, 20)),
        **_day("in_force_from", date(2014, 2, 1)),
    }
    assert manager.post(page, sent).status_code == 302
    review = drafting.a_review(cast)
    assert {each.framework for each in stages_of(cast.officer, review)[-2:]} == {
        "Learning and improvement framework, 2014"
    }
    draft = drafting.a_draft(cast, review)
    drafting.pass_gate(cast, draft, "panel", met=list(standards_on(cast.officer.partnership_id, AT.date())))
    [gate] = find_draft(cast.officer, review.public_id, 1).gates.all()
    assert gate.framework == "Learning and improvement framework, 2014"
    assert [each["ask"] for each in gate.points] == ["It answers its terms", "It names nobody"]
    drafting.a_framework(cast, approved_on=AT.date(), in_force_from=AT.date())
    drafting.pass_gate(
        cast, draft, "sub_group", met=list(standards_on(cast.officer.partnership_id, AT.date()))[:1]
    )
    [before, after] = find_draft(cast.officer, review.public_id, 1).gates.all()
    assert (before.framework[-4:], after.framework[-4:]) == ("2014", "2025")
    shown = client_of(cast.reader).get(page).content.decode()
    assert shown.index("2025") < shown.index("2014")
    assert "until the next on 4 Mar 2025" in shown
    course = client_of(cast.reader).get(reverse("reviews:review", args=[review.public_id])).content.decode()
    assert course.count("Under Learning and improvement framework, 2014") == 1, (
        "named where it begins to apply"
    )


def _day(name: str, on: date) -> dict[str, str]:
    return {
        f"keep-{name}_day": str(on.day),
        f"keep-{name}_month": str(on.month),
        f"keep-{name}_year": str(on.year),
    }


def test_bad_input_is_told_at_its_field(register: Register, cast: Cast) -> None:
    for field, other in (
        ("name", {"name": " "}),
        ("edition", {"edition": ""}),
        ("approved_by", {"approved_by": ""}),
        ("approved_on", {"approved_on": AT.date() + timedelta(days=1)}),
        ("in_force_from", {"in_force_from": date(2024, 12, 31)}),
        ("review_on", {"review_on": date(2025, 1, 31)}),
        ("name", {"name": "r" * 121}),
    ):
        with pytest.raises(Invalid) as refusal:
            drafting.a_framework(cast, **other)
        assert list(refusal.value.fields) == [field]
    with pytest.raises(NotVisible):
        drafting.a_framework(cast, document="nosuchdocumt")
    drafting.a_framework(cast)
    with pytest.raises(Invalid) as refusal:
        drafting.a_framework(cast, edition="The same day")
    assert list(refusal.value.fields) == ["in_force_from"]


def test_a_mistaken_edition_is_withdrawn_with_a_reason_and_counts_no_more(
    register: Register, cast: Cast
) -> None:
    row = drafting.a_framework(cast)
    with pytest.raises(Invalid):
        withdraw_framework(cast.manager, ref=row.public_id, reason=" ", at=AT)
    with pytest.raises(NotAllowed):
        withdraw_framework(cast.officer, ref=row.public_id, reason="No.", at=AT)
    with pytest.raises(NotVisible):
        withdraw_framework(cast.outsider, ref=row.public_id, reason="No.", at=AT)
    assert len(standards_on(row.partnership_id, AT.date())) == 1
    withdraw_framework(cast.manager, ref=row.public_id, reason="Kept by mistake.", at=AT)
    with pytest.raises(NotNow):
        withdraw_framework(cast.manager, ref=row.public_id, reason="Again.", at=AT)
    assert list_frameworks(cast.manager) == []
    assert in_force_words(row.partnership_id, AT.date()) == ""
    assert standards_on(row.partnership_id, AT.date()) == drafting.draft_rules().standards
    drafting.a_framework(cast)  # its day is free again


def test_the_newest_edition_is_due_for_review_and_the_other_partnership_sees_none(
    register: Register, cast: Cast
) -> None:
    drafting.a_framework(
        cast,
        edition="2020",
        approved_on=date(2020, 1, 6),
        in_force_from=date(2020, 2, 1),
        review_on=date(2022, 1, 1),
    )
    drafting.a_framework(cast)
    due = KINDS["framework"]
    today = date(2026, 1, 15)
    wanted = Wanted(
        reaches=(Reach(until=today + timedelta(days=30), first=True),),
        since=date(2000, 1, 1),
        today=today,
        limit=9,
    )
    assert [each.reference for each in due.find(cast.manager, wanted).rows] == [
        "Learning and improvement framework, 2025"
    ]
    assert due.find(cast.outsider, wanted).rows == ()
    assert (
        "Keep it" not in client_of(cast.of[Role.OFFICER]).get(reverse("reviews:frameworks")).content.decode()
    )


def test_what_was_ticked_of_other_standards_is_not_taken_for_these(register: Register, cast: Cast) -> None:
    """The page was open while an edition with standards of its own was kept."""
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review)
    drafting.a_framework(cast)
    with pytest.raises(NotNow, match="have changed since"):
        drafting.pass_gate(cast, draft, "panel")
