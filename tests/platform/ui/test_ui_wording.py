from __future__ import annotations

from datetime import UTC, date, datetime

from heed.platform.ui import wording


def test_a_printed_date_stands_beside_its_days_only_in_other_words() -> None:
    day, last = date(2025, 6, 30), date(2025, 9, 30)
    assert wording.in_other_words("by 30 June 2025", day, day) == ""
    assert wording.in_other_words("30 Jun 2025", day, day) == ""
    assert wording.in_other_words("end of June", day, day) == "“end of June”"
    assert wording.in_other_words("", day, last) == ""
    assert wording.in_other_words("summer 2025", day, last) == "“summer 2025”"


def test_days_moments_and_periods_read_as_people_say_them() -> None:
    assert wording.day(date(2024, 3, 12)) == "12 Mar 2024"
    assert wording.day(None, none="no date") == "no date"
    assert wording.long_day(date(2026, 11, 20)) == "Friday 20 November 2026"
    assert wording.period(date(2024, 9, 1), date(2024, 11, 30)) == "1 Sep to 30 Nov 2024"
    assert wording.period(date(2024, 9, 1), date(2024, 9, 30)) == "1 to 30 Sep 2024"
    assert wording.period(date(2024, 12, 1), date(2025, 1, 31)) == "1 Dec 2024 to 31 Jan 2025"
    assert wording.period(date(2024, 9, 1), date(2024, 9, 1)) == "1 Sep 2024"


def test_a_moment_is_told_in_local_time() -> None:
    summer_midnight = datetime(2024, 7, 1, 23, 30, tzinfo=UTC)
    assert wording.moment(summer_midnight) == "2 Jul 2024, 12:30am"
    assert wording.day(summer_midnight) == "2 Jul 2024"
    assert wording.moment(datetime(2024, 1, 1, 15, 4, tzinfo=UTC)) == "1 Jan 2024, 3:04pm"


def test_counts_carry_their_noun() -> None:
    assert wording.count(1, "review") == "1 review"
    assert wording.count(12480, "review") == "12,480 reviews"
    assert wording.count(0, "agency", "agencies") == "0 agencies"


def test_lists_read_as_sentences() -> None:
    assert wording.words([]) == ""
    assert wording.words(["council"]) == "council"
    assert wording.words(["council", "police", "schools"]) == "council, police and schools"


def test_sizes_of_files_are_short() -> None:
    assert wording.size(12) == "1 KB"
    assert wording.size(340_000) == "340 KB"
    assert wording.size(2_400_000) == "2.4 MB"
