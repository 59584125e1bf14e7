"""What somebody writes into a cell that asks for a date."""

from __future__ import annotations

from datetime import date

import pytest

from heed.kit.dates import days_in_cell


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("28/02/2025", date(2025, 2, 28), date(2025, 2, 28)),
        ("3/4/25", date(2025, 4, 3), date(2025, 4, 3)),
        ("12-Mar-25", date(2025, 3, 12), date(2025, 3, 12)),
        ("2025-05-01 00:00:00", date(2025, 5, 1), date(2025, 5, 1)),
        ("30th June 2025", date(2025, 6, 30), date(2025, 6, 30)),
        ("Jun-25", date(2025, 6, 1), date(2025, 6, 30)),
        ("autumn 2025", date(2025, 9, 1), date(2025, 11, 30)),
    ],
)
def test_the_days_that_it_may_mean(words: str, first: date, last: date) -> None:
    days, wrong = days_in_cell(words)
    assert (days.earliest, days.latest, wrong) == (first, last, "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("31/02/2025", "31/02/2025 is not a date; write it as 28 February 2025"),
        ("31 February 2024", "31 February 2024 is not a date; write it as 29 February 2024"),
        ("2025-02-30", "2025-02-30 is not a date; write it as 28 February 2025"),
        ("0/5/2025", "0/5/2025 is not a date; write it as 31 May 2025"),
        ("5/13/2025", "5/13/2025 is not a date: there is no month 13; the day comes first, so write it as 28 February 2025"),
        ("45747", "45747 is a number and not a date; write it as 31 March 2025"),
        ("soon", "“soon” is not a date; write it as 28 February 2025"),
    ],
)  # fmt: skip
def test_what_is_no_date_and_what_to_write_instead(words: str, says: str) -> None:
    days, wrong = days_in_cell(words)
    assert wrong == says
    assert days.earliest is None
