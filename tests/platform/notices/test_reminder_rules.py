"""Days before and after, by rule."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from heed.platform.access.roles import Role
from heed.platform.notices.due import KINDS, Due, Reach, Wanted, gather_from
from heed.platform.notices.rules import CHAIR, Rule, changed, get_reminders, written
from tests.cast import AT, Cast

RULE = Rule(before=(14, 3, 0), late=(1, 7), then_every=14, escalate={"agency_lead": 1, "chair": 20})


@pytest.mark.parametrize(
    ("days_late", "stage"),
    [
        (-15, None),
        (-14, -14),
        (-4, -14),
        (-3, -3),
        (-1, -3),
        (0, 0),
        (1, 1),
        (6, 1),
        (7, 7),
        (20, 7),
        (21, 21),
        (36, 35),
    ],
)
def test_somebody_is_told_on_the_days_of_the_rule_and_once_for_each(
    days_late: int, stage: int | None
) -> None:
    assert RULE.stage(days_late) == stage


def test_who_is_told_later_hears_from_their_own_day_on() -> None:
    assert RULE.stage_for("chair", 19) is None
    assert RULE.stage_for("chair", 20) == 20
    assert RULE.stage_for("chair", 33) == 20
    assert RULE.stage_for("chair", 34) == 34


def test_a_rule_without_days_is_quiet() -> None:
    assert Rule(before=(), late=(), then_every=0).stage(400) is None


def test_every_kind_has_its_rule_and_every_rule_its_kind() -> None:
    assert set(written()["kinds"]) == set(KINDS)


def test_rules_tell_only_roles_that_exist() -> None:
    known = {role.value for role in Role} | {CHAIR}
    assert {to for each in written()["kinds"].values() for to in each.get("escalate", {})} <= known


def test_a_partnerships_edition_counts_where_it_says_something() -> None:
    mine = changed(
        "action",
        written()["kinds"]["action"],
        {"action.before": [5], "action.to_chair": None, "release.before": [9]},
    )
    assert mine.before == (5,)
    assert mine.late == (1, 7)
    assert "chair" not in mine.escalate
    assert mine.escalate["agency_lead"] == 1


@pytest.mark.django_db
def test_without_an_edition_the_shipped_rules_count(cast: Cast) -> None:
    found = get_reminders(cast.manager, on=AT.date())
    assert found.edition == 0
    assert found.of("action").before == (14, 7, 1)


TODAY = date(2025, 6, 10)


def due(number: int, on: date | None, agency: int | None = 1, person: int | None = None) -> Due:
    return Due(
        ref=str(number),
        reference=f"ACT-{number}",
        href="/",
        on=on,
        scope_id=1,
        agency_id=agency,
        person_id=person,
    )


def test_what_is_theirs_is_found_and_what_is_somebody_elses_is_not() -> None:
    dues = [
        due(1, date(2025, 6, 12)),
        due(2, date(2025, 6, 12), agency=2),
        due(3, date(2025, 6, 12), person=7),
        due(4, date(2025, 6, 12), person=8),
        due(5, None),
        due(6, date(2025, 7, 12)),
        due(7, date(2024, 1, 1)),
        due(8, date(2025, 6, 1), agency=2),
        due(9, date(2024, 1, 1), agency=2),
    ]
    wanted = Wanted(
        reaches=(
            Reach(until=date(2025, 6, 24), person_id=7),
            Reach(until=date(2025, 6, 24), agency_id=1, first=True),
            Reach(until=date(2025, 6, 3)),
        ),
        since=date(2025, 1, 1),
        today=TODAY,
        limit=10,
    )
    found = gather_from(dues, wanted)
    assert [each.ref for each in found.rows] == ["7", "8", "1", "3", "5"]
    assert (found.count, found.older) == (5, 1)


def test_a_moment_late_in_the_evening_belongs_to_its_day_here() -> None:
    on_the_day = Wanted(
        reaches=(Reach(until=date(2025, 6, 10)),), since=date(2025, 1, 1), today=TODAY, limit=10
    ).as_q(on="asked_at", moment=True)
    midnight = datetime(2025, 6, 10, 23, tzinfo=UTC)
    assert ("asked_at__lt", midnight) in on_the_day.children, "in summer the next day begins at 11 pm UTC"
