"""Bank holidays against the published lists, and days counted in working days."""

from __future__ import annotations

from datetime import date

import pytest

from heed.kit.dates import Calendar, bank_holidays, months_after

PUBLISHED = {
    # England and Wales, as printed on the government's page of bank holidays.
    2018: "0101 0330 0402 0507 0528 0827 1225 1226",
    2021: "0101 0402 0405 0503 0531 0830 1227 1228",
    2023: "0102 0407 0410 0501 0529 0828 1225 1226",
    2024: "0101 0329 0401 0506 0527 0826 1225 1226",
    2025: "0101 0418 0421 0505 0526 0825 1225 1226",
    2026: "0101 0403 0406 0504 0525 0831 1225 1228",
    2027: "0101 0326 0329 0503 0531 0830 1227 1228",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_rule_gives_the_published_days(year: int) -> None:
    printed = {date(year, int(each[:2]), int(each[2:])) for each in PUBLISHED[year].split()}
    assert bank_holidays(year) == printed


def test_a_christmas_on_a_sunday_is_kept_after_boxing_day() -> None:
    kept = {each for each in bank_holidays(2022) if each.month == 12}
    assert kept == {date(2022, 12, 26), date(2022, 12, 27)}


def test_elsewhere_in_the_kingdom_more_days_count() -> None:
    more = bank_holidays(2025, anywhere=True) - bank_holidays(2025)
    assert more == {
        date(2025, 1, 2),
        date(2025, 3, 17),
        date(2025, 7, 14),
        date(2025, 8, 4),
        date(2025, 12, 1),
    }


def test_days_that_were_proclaimed_or_moved_count_as_they_were() -> None:
    calendar = Calendar(added=frozenset({date(2022, 6, 3)}), dropped=frozenset({date(2022, 5, 30)}))
    assert not calendar.is_working(date(2022, 6, 3))
    assert calendar.is_working(date(2022, 5, 30))


def test_counting_begins_with_the_day_after() -> None:
    assert Calendar().after(date(2025, 4, 14), 1) == date(2025, 4, 15)
    assert Calendar().after(date(2025, 4, 17), 1) == date(2025, 4, 22)
    assert Calendar().after(date(2025, 3, 3), 20) == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 5), 1, date(2026, 1, 5)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2025, 6, 30), 6, date(2025, 12, 30)),
    ],
)
def test_a_month_on_is_the_same_date_or_the_last(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end
