"""Dates in any form that agencies use, and what is said where there is none."""

from __future__ import annotations

from datetime import date

import pytest

from heed.kit.chronology import dated, read_when, timed
from heed.kit.chronology.when import reads_month_first


@pytest.mark.parametrize(
    ("words", "time", "day", "clock"),
    [
        ("3/4/11", "", "3 April 2011", ""),
        ("3.4.11", "2.30pm", "3 April 2011", "14:30"),
        ("3 March 2011 1430 hrs", "", "3 March 2011", "14:30"),
        ("10pm on 3/4/11", "", "3 April 2011", "22:00"),
        ("12/02/2011 - 14:00", "", "12 February 2011", "14:00"),
        ("2011-03-04 00:00:00", "", "4 March 2011", ""),
        ("2011-03-04 10:15:00", "", "4 March 2011", "10:15"),
        ("12 Mar 98", "", "12 March 1998", ""),
        ("after school on 3/4/11", "", "3 April 2011", "15:00 to 18:00"),
        ("3 March 2011, evening", "", "3 March 2011", "17:00 to 23:00"),
        ("3 March 2011", "10-11.30am", "3 March 2011", "10:00 to 11:30"),
        ("3 March 2011", "2-3pm", "3 March 2011", "14:00 to 15:00"),
        ("3 March 2011", "1500", "3 March 2011", "15:00"),
        ("3 March 2011", "22:00 - 02:00", "3 March 2011", "22:00 to 23:59"),
        ("3 March 2011", "12-1pm", "3 March 2011", "12:00 to 13:00"),
        ("04-Apr-11", "", "4 April 2011", ""),
        ("Mon 04-Apr-2011 14:30", "", "4 April 2011", "14:30"),
        ("20110404", "", "4 April 2011", ""),
        ("3rd or 4th April 2011", "", "3 to 4 April 2011", ""),
        ("3/4 April 2011", "", "3 to 4 April 2011", ""),
        ("early March 2011", "", "1 to 10 March 2011", ""),
        ("2011 Q2", "", "1 April to 30 June 2011", ""),
        ("Mar-11", "", "1 to 31 March 2011", ""),
        ("2011", "", "1 January to 31 December 2011", ""),
        ("w/c 7/3/11", "", "7 to 13 March 2011", ""),
        ("3-5/4/11", "", "3 to 5 April 2011", ""),
        ("3/4/2011 - 5/4/2011", "", "3 to 5 April 2011", ""),
        ("25th December 2010 - 2 January 2011", "", "25 December 2010 to 2 January 2011", ""),
        ("3/4/11?", "", "3 April 2011?", ""),
        ("on or around 3 April 2011", "", "3 April 2011?", ""),
        ("c. March 2011", "", "1 to 31 March 2011?", ""),
    ],
)
def test_a_date_in_any_form(words: str, time: str, day: str, clock: str) -> None:
    read = read_when(words, time)
    assert (dated(read.when), timed(read.when), read.fault) == (day, clock, "")
    assert read.when is not None
    assert read.when.words == words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("31/02/2011", "February 2011 has 28 days"),
        ("03/25/2011", "there is no month 25"),
        ("40640", "a number and not a date"),
        ("20111503", "there is no month 15"),
        ("31-Feb-11", "there is no such day"),
        ("?", "names no day"),
        ("unknown", "names no day"),
        ("", "missing"),
        ("5 April 2011 and 3 April 2011", "not in order"),
        ("3/4/2250", "names no day"),
    ],
)
def test_what_is_no_date_is_said_and_not_guessed(words: str, says: str) -> None:
    read = read_when(words)
    assert read.when is None
    assert says in read.fault


def test_a_weekday_that_was_another_is_said() -> None:
    read = read_when("Monday 3 March 2011")
    assert read.when is not None
    assert read.when.note == "3 March 2011 was a Thursday"


def test_a_file_is_american_only_where_no_date_is_british() -> None:
    assert reads_month_first(["03/14/2011", "02/03/2011"]) == (True, 1, 0)
    assert reads_month_first(["03/14/2011", "14/03/2011"]) == (False, 1, 1)
    read = read_when("02/03/2011", month_first=True)
    assert read.when is not None
    assert read.when.earliest == date(2011, 2, 3)
