"""Quorum, attendance, reporting lines and days, from values alone."""

from __future__ import annotations

from datetime import date

import pytest

from heed.governance.rules import goes_round, lacks_for_quorum, missed_in_a_row, next_due
from heed.governance.types import Came, Quorum, Seat

COUNCIL = Seat("Council", "council", Came.PRESENT)
POLICE = Seat("Police", "police", Came.STOOD_IN)
HEALTH = Seat("ICB", "health_commissioner", Came.APOLOGIES)


@pytest.mark.parametrize(
    ("rule", "lacks"),
    [
        (Quorum(), []),
        (Quorum(members=2, agencies=2), []),
        (Quorum(members=3), ["2 of 3 members"]),
        (Quorum(agencies=3), ["2 of 3 agencies"]),
        (Quorum(statutory=True), ["nobody from the integrated care board"]),
    ],
)
def test_what_a_quorum_lacks(rule: Quorum, lacks: list[str]) -> None:
    """Somebody sent counts for their agency; apologies do not."""
    assert lacks_for_quorum(rule, [COUNCIL, POLICE, HEALTH]) == lacks


def test_agencies_that_missed_two_in_a_row() -> None:
    days = [date(2025, 3, 1), date(2025, 2, 1), date(2025, 1, 1)]
    came = [
        {"Schools": Came.ABSENT, "Police": Came.PRESENT, "Health": Came.APOLOGIES},
        {"Schools": Came.APOLOGIES, "Police": Came.ABSENT, "Health": Came.PRESENT},
        {"Schools": Came.PRESENT, "Police": Came.ABSENT, "Housing": Came.ABSENT},
    ]
    found = missed_in_a_row(list(zip(days, came, strict=True)), at_least=2)
    assert [(each.agency, each.times, each.since) for each in found] == [("Schools", 2, days[1])]


@pytest.mark.parametrize(
    ("last", "rule", "following"),
    [
        (date(2025, 1, 31), {"months": 1}, date(2025, 2, 28)),
        (date(2024, 1, 31), {"months": 1}, date(2024, 2, 29)),
        (date(2025, 11, 15), {"months": 3}, date(2026, 2, 15)),
        (date(2024, 2, 29), {"months": 12}, date(2025, 2, 28)),
        (date(2025, 12, 29), {"days": 7}, date(2026, 1, 5)),
    ],
)
def test_the_next_day_by_a_frequency(last: date, rule: dict[str, int], following: date) -> None:
    assert next_due(last, rule) == following


def test_reporting_goes_round_or_not() -> None:
    assert goes_round(1, {1: 2, 2: 3, 3: 1})
    assert goes_round(1, {1: 1})
    assert not goes_round(1, {1: 2, 2: 3, 3: None})
    assert goes_round(1, {1: 2, 2: 3, 3: 2}), "a circle above is one too"
