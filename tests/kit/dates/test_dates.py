"""Dates in words to the days they may mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.kit.dates import days_of, find_dates

ON = date(2020, 6, 15)


@pytest.mark.parametrize(
    ("phrase", "earliest", "latest"),
    [
        ("18 February 2015", "2015-02-18", "2015-02-18"),
        ("4th November 2013", "2013-11-04", "2013-11-04"),
        ("Monday 3 June 2019", "2019-06-03", "2019-06-03"),
        ("November 2019", "2019-11-01", "2019-11-30"),
        ("Nov 2019", "2019-11-01", "2019-11-30"),
        ("autumn 2020", "2020-09-01", "2020-11-30"),
        ("winter 2020/21", "2020-12-01", "2021-02-28"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("early 2021", "2021-01-01", "2021-03-31"),
        ("by the end of March 2024", "2024-03-31", "2024-03-31"),
        ("Q2 2023", "2023-04-01", "2023-06-30"),
        ("second quarter of 2021/22", "2021-07-01", "2021-09-30"),
        ("2019/2020", "2019-04-01", "2020-03-31"),
        ("within the next 4 months", "2020-06-15", "2020-10-15"),
        ("within six weeks", "2020-06-15", "2020-07-27"),
        ("next month", "2020-07-01", "2020-07-31"),
        ("10 to 21 September 2018", "2018-09-10", "2018-09-21"),
        ("10 September 2018 to 5 October 2018", "2018-09-10", "2018-10-05"),
        ("March 2020 to May 2020", "2020-03-01", "2020-05-31"),
        ("between 2007 and 2011", "2007-01-01", "2011-12-31"),
        ("2012-10-03", "2012-10-03", "2012-10-03"),
        ("3/4/2021", "2021-04-03", "2021-04-03"),
        ("05/2021", "2021-05-01", "2021-05-31"),
    ],
)
def test_a_date_in_words_gives_its_first_and_last_day(phrase: str, earliest: str, latest: str) -> None:
    days = days_of(phrase, ON)
    assert (str(days.earliest), str(days.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    "phrase",
    [
        "31 February 2020",
        "31/13/2020",
        "bi-annual",
        "biannually",
        "quarterly",
        "2019/2024",
        "spring term 2025",
        "soon",
        "21 to 10 May 2018",
    ],
)
def test_what_words_do_not_say_is_not_guessed(phrase: str) -> None:
    days = days_of(phrase, ON)
    assert (days.earliest, days.latest) == (None, None)
    assert days.note


def test_a_relative_date_needs_the_documents_own_date() -> None:
    assert days_of("within the next 4 months").earliest is None


def test_twice_a_year_or_every_second_year_is_asked_about() -> None:
    assert "ask" in days_of("bi-annual").note


def test_dates_are_found_where_they_stand_and_other_numbers_are_left_alone() -> None:
    text = "In 2019 there were 2018 visits under section 47; a 2015 report and audit of 5 May 2020 followed."
    assert [text[found.start : found.end] for found in find_dates(text)] == ["2019", "5 May 2020"]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_day_written_out_is_read_back(day: date) -> None:
    days = days_of(f"{day.day} {day:%B} {day.year}")
    assert (days.earliest, days.latest) == (day, day)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader_and_ranges_are_in_order(text: str) -> None:
    for found in find_dates(text, ON):
        assert text[found.start : found.end] == found.text
        if found.days.earliest and found.days.latest:
            assert found.days.earliest <= found.days.latest
