"""Deadlines by rule: the day, and why it is that day; compared with the published calendar where it is at hand."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from heed.kit.clocks import (
    OutsideCalendar,
    Pause,
    Timescale,
    Timescales,
    WorkingDays,
    deadline,
    read_timescales,
)
from heed.kit.dates import Calendar

RULES = Path(__file__).resolve().parents[3] / "rules"


def days() -> WorkingDays:
    written = yaml.safe_load((RULES / "working-days.yaml").read_text(encoding="utf-8"))
    calendar = Calendar(added=frozenset(written["added"]), dropped=frozenset(written["dropped"]))
    return WorkingDays(calendar, written["first"], written["last"])


def shipped() -> Timescales:
    return read_timescales(yaml.safe_load((RULES / "timescales.yaml").read_text(encoding="utf-8")))


def rule(**more: object) -> Timescale:
    given = {
        "key": "rapid_review",
        "name": "Rapid review",
        "starts": "the council notified the Panel",
        "ends": "it is sent",
        "source": "chapter 5",
        "edition": "Guidance 2023",
        **more,
    }
    return Timescale(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        (date(2024, 3, 11), 15, date(2024, 4, 3)),  # across Easter
        (date(2024, 12, 16), 15, date(2025, 1, 9)),  # across Christmas
        (date(2024, 3, 30), 15, date(2024, 4, 23)),  # from an Easter Saturday: counted from Tuesday
        (date(2022, 9, 12), 5, date(2022, 9, 20)),  # across the state funeral, a holiday once
        (date(2023, 5, 1), 5, date(2023, 5, 10)),  # from a bank holiday, across the coronation's
        (date(2026, 11, 30), 5, date(2026, 12, 7)),  # nothing in the way
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start: date, number: int, last: date) -> None:
    assert deadline(rule(working_days=number), start, days=days()).on == last


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 1, 15), 1, date(2024, 2, 15)),
    ],
)
def test_months_run_to_the_same_date_or_the_months_last(start: date, number: int, last: date) -> None:
    assert deadline(rule(months=number), start, days=days()).on == last


def test_a_date_says_why_it_is_that_date() -> None:
    found = deadline(rule(working_days=15), date(2024, 3, 30), days=days())
    assert found.because == (
        "15 working days from Sat 30 March 2024, when the council notified the Panel (not a working day, so counted "
        "from Tue 2 April 2024): Tue 23 April 2024. Weekends do not count; no bank holiday fell within it. "
        "Rule: Guidance 2023 (chapter 5), not confirmed by anybody yet."
    )
    across = deadline(rule(working_days=15, confirmed_by="A. Person"), date(2024, 3, 11), days=days())
    assert across.skipped == (date(2024, 3, 29), date(2024, 4, 1))
    assert "the bank holidays Fri 29 March 2024 and Mon 1 April 2024 do not count" in across.because
    assert across.because.endswith("confirmed by A. Person.")


@pytest.mark.parametrize("start", [date(2011, 12, 20), date(2028, 12, 20), date(2029, 1, 5)])
def test_a_day_outside_the_calendar_is_refused(start: date) -> None:
    with pytest.raises(OutsideCalendar, match="known from Mon 2 January 2012 to Sun 31 December 2028"):
        deadline(rule(working_days=15), start, days=days())


def test_a_pause_moves_the_last_day_and_an_open_one_leaves_none() -> None:
    pause = Pause(date(2024, 6, 3), "A trial is heard", date(2024, 6, 17))
    moved = deadline(rule(working_days=10), date(2024, 5, 30), days=days(), pauses=[pause])
    assert moved.on == date(2024, 6, 27)
    assert "Paused from Mon 3 June 2024 until Mon 17 June 2024: A trial is heard." in moved.because
    months = deadline(rule(months=6), date(2024, 1, 1), days=days(), pauses=[pause])
    assert months.on == date(2024, 7, 15)
    assert months.paused_days == 14
    lasting = deadline(
        rule(months=6), date(2024, 1, 1), days=days(), pauses=[Pause(date(2024, 6, 3), "A trial")]
    )
    assert lasting.on is None
    assert "There is no last day while it is paused." in lasting.because
    too_late = Pause(date(2024, 8, 1), "A trial")
    assert deadline(rule(months=6), date(2024, 1, 1), days=days(), pauses=[too_late]).on == date(2024, 7, 1)


def test_two_pauses_at_once_count_once() -> None:
    both = [
        Pause(date(2024, 6, 3), "A trial", date(2024, 6, 13)),
        Pause(date(2024, 6, 3), "An inquest", date(2024, 6, 13)),
    ]
    assert deadline(rule(months=6), date(2024, 1, 1), days=days(), pauses=both).on == date(2024, 7, 11)


@pytest.mark.parametrize(
    ("key", "on", "span", "edition"),
    [
        ("serious_incident_notification", date(2024, 1, 2), "5 working days", "Working Together 2023"),
        ("rapid_review", date(2024, 1, 2), "15 working days", "Working Together 2023"),
        ("rapid_review", date(2026, 5, 1), "15 working days", "Working Together 2026"),
        ("rapid_review", date(2020, 1, 2), "15 working days", "Working Together 2018"),
        ("completion", date(2014, 1, 2), "6 calendar months", "Working Together 2013 and 2015"),
        ("decision", date(2014, 1, 2), "1 calendar month", "Working Together 2013 and 2015"),
        ("decision", date(2024, 1, 2), "1 calendar month", ""),
        ("agency_return", date(2024, 1, 2), "30 working days", ""),
    ],
)
def test_the_rule_is_the_one_in_force_on_the_day(key: str, on: date, span: str, edition: str) -> None:
    found = shipped().find(key, on=on)
    assert found is not None
    assert (found.span, found.edition) == (span, edition)
    assert found.source
    assert not found.confirmed_by


def test_a_rule_that_no_edition_had_yet_is_not_made_up() -> None:
    assert shipped().find("rapid_review", on=date(2015, 1, 2)) is None
    assert shipped().edition_on(date(2010, 1, 1)) is None


def test_a_timescale_in_both_or_neither_is_refused() -> None:
    written = yaml.safe_load((RULES / "timescales.yaml").read_text(encoding="utf-8"))
    written["local"]["timescales"]["decision"] = {}
    with pytest.raises(ValueError, match="in working days or in months"):
        read_timescales(written)


def test_the_calendar_agrees_with_the_published_one() -> None:
    shared = Path(os.environ.get("HEED_SHARED") or RULES.parents[1] / "shared")
    published = shared / "data" / "standards" / "govuk-bank-holidays.json"
    if not published.is_file():
        pytest.skip("the shared seeds are not here")
    events = json.loads(published.read_text(encoding="utf-8"))["england-and-wales"]["events"]
    holidays = {date.fromisoformat(each["date"]) for each in events}
    ours, day = days(), min(holidays)
    assert (ours.first, ours.last.year) == (day, max(holidays).year)
    while day <= ours.last:
        assert ours.is_working(day) == (day.weekday() < 5 and day not in holidays), day
        day += timedelta(days=1)
