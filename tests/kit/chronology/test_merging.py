"""Agencies' files made into one chronology: order, gaps, records that differ, events told by several, nothing lost."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.kit.chronology import (
    Chronology,
    Table,
    alike,
    as_csv,
    as_document,
    as_json,
    as_workbook,
    merge,
    table_of,
)
from heed.kit.chronology.gaps import is_sighting
from heed.kit.chronology.writing import tables_of
from heed.kit.reading import Unreadable
from heed.kit.reading.grid import grids
from heed.kit.writing import to_word
from tests.kit.chronology import files


def read(name: str, data: bytes, **more: str) -> Table:
    return table_of(grids(data, name), name, **more)


def of(*rows: list[str], agency: str) -> Table:
    return read(f"{agency}.csv", files.comma(["Date", "Source", "Event"], *rows), agency=agency)


@pytest.fixture(scope="module")
def three() -> Chronology:
    return merge(
        [
            read("police chronology v2.xlsx", files.police()),
            read("Vale-Health_final.docx", files.health()),
            read("school.csv", files.school()),
        ]
    )


def test_every_row_of_every_file_stands_once_in_order(three: Chronology) -> None:
    assert [entry.number for entry in three.entries] == list(range(1, 14))
    days = [entry.when.order for entry in three.entries if entry.when]
    assert days == sorted(days)
    assert [(entry.agency, entry.written) for entry in three.entries if not entry.when] == [
        ("Westmere Police", "31/02/2011"),
    ]


def test_whose_a_file_is_comes_from_its_title_or_its_name(three: Chronology) -> None:
    assert [table.agency for table in three.tables] == ["Westmere Police", "Vale Health", "School"]


def test_what_an_agency_should_mend_is_named_by_row_and_column(three: Chronology) -> None:
    police, health, school = ([*table.faults, *table.notes] for table in three.tables)
    assert [(each.row, each.column) for each in police] == [
        (8, "Event Date"), (9, "Source of information"), (0, ""), (7, "Event Date"),
    ]  # fmt: skip
    assert [str(each) for each in health] == ["row 5, column Date/Time: 5 May 2011 was a Thursday"]
    assert [each.row for each in school] == [0, 4]
    assert "month first" in school[0].sentence


def test_two_that_cannot_both_be_true_are_found(three: Chronology) -> None:
    (found,) = three.differences
    assert (found.what, found.one_says, found.other_says) == ("which side", "left arm", "right arm")


def test_a_gap_is_between_sightings_and_a_missed_visit_is_none(three: Chronology) -> None:
    gaps = [(each.first, each.last, each.days) for each in three.gaps if not each.agency]
    assert gaps == [(date(2011, 3, 14), date(2011, 5, 3), 50), (date(2011, 5, 5), date(2011, 6, 21), 47)]


def test_an_agency_that_falls_silent_is_named(three: Chronology) -> None:
    silent = [(each.agency, each.days) for each in three.gaps if each.agency]
    assert silent == [("School", 99), ("School", 163)]


@pytest.mark.parametrize(
    ("event", "seen"),
    [
        ("Home visit; the baby was seen in her cot.", True),
        ("Child K attended school.", True),
        ("Home visit, no access.", False),
        ("Child K was not seen.", False),
        ("Mother telephoned; she said that Child K had been seen by the doctor.", False),
        ("Did not attend the clinic.", False),
        ("Child K was not brought to the review.", False),
        ("Visit planned for next week.", False),
        ("Card left after no access. The baby was seen later that day at the clinic.", True),
        ("Rent arrears letter sent.", False),
    ],
)
def test_what_counts_as_a_sighting(event: str, seen: bool) -> None:
    (entry,) = of(["1/3/2011", "Notes", event], agency="Trust").entries
    assert is_sighting(entry) is seen


@pytest.mark.parametrize("seen", ["Yes", "y", "Seen alone"])
def test_a_column_says_whether_the_child_was_seen(seen: str) -> None:
    head = ["Date", "Source", "Event", "Child seen?"]
    rows = [["1/3/2011", "Notes", "Telephone call.", seen], ["1/6/2011", "Notes", "Visit to the child.", "No"], ["1/9/2011", "Notes", "Met the child.", ""]]  # fmt: skip
    (gap,) = [each for each in merge([read("a.csv", files.comma(head, *rows))]).gaps if not each.agency]
    assert gap.days == 184


def test_gaps_are_found_for_each_child_that_is_named() -> None:
    table = of(
        ["1/3/2011", "Notes", "Child K and Child L were seen at home."],
        ["1/5/2011", "Notes", "Child K was seen at nursery."],
        ["1/6/2011", "Notes", "Child L was seen at school."],
        agency="Council",
    )
    gaps = merge([table], children=["Child K", "Child L"]).gaps
    assert [(each.child, each.days) for each in gaps] == [("Child K", 61), ("Child L", 92)]


def test_a_child_who_is_never_recorded_as_seen_is_said_so() -> None:
    """No gap can say it: one lies between two sightings."""
    table = of(
        ["1/3/2011", "Notes", "Child K was seen at home."],
        ["1/6/2011", "Notes", "A letter about Child L came back."],
        agency="Council",
    )
    found = merge([table], children=["Child K", "Child L"])
    assert not [each for each in found.gaps if not each.agency]
    assert [(each.child, each.times, each.last, each.until) for each in found.sighted] == [
        ("Child K", 1, date(2011, 3, 1), date(2011, 6, 1)),
        ("Child L", 0, None, date(2011, 6, 1)),
    ]
    assert as_json(found)["sightings"][1] == {"child": "Child L", "times": 0, "first": None, "last": None}
    [(name, _, lines), *_] = tables_of(found)
    assert (name, lines[1][:3]) == ("Recorded sightings", ["Child L", "0", "never"])


def test_one_event_told_by_three_is_one_group() -> None:
    says = [
        "Strategy meeting held about the fractured wrist; police and hospital came.",
        "Strategy meeting about the fractured wrist held with police and the hospital.",
        "Attended strategy meeting at the hospital about the fractured wrist.",
    ]
    tables = [of(["9/5/2011", "Minutes", words], agency=f"Agency {at}") for at, words in enumerate(says)]
    (found,) = merge(tables).duplicates
    assert found.numbers == (1, 2, 3)
    assert found.agencies == ("Agency 0", "Agency 1", "Agency 2")


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("Mother attended the paediatric appointment with the baby.", "The baby was not brought to the paediatric appointment; mother did not attend.", "whether somebody came"),
        ("Health visitor saw the baby at the planned home visit.", "Planned home visit by health visitor: baby not seen.", "whether the child was seen"),
        ("Baby weighed at clinic: 5.2 kg, plotted on the second centile.", "Baby weighed at clinic: 5.9 kg, plotted on the second centile.", "how many kg"),
    ],
)  # fmt: skip
def test_records_of_one_day_that_differ(one: str, other: str, what: str) -> None:
    tables = [
        of(["9/5/2011", "Notes", one], agency="Trust"),
        of(["9/5/2011", "Notes", other], agency="Council"),
    ]
    assert [each.what for each in merge(tables).differences] == [what]


def test_one_event_on_two_days_or_at_two_times_differs() -> None:
    words = "Anonymous caller said that the baby was left alone in the flat overnight."
    other_day = merge([of(["9/5/2011", "N", words], agency="A"), of(["11/5/2011", "N", words], agency="B")])
    assert [(each.what, each.one_says, each.other_says) for each in other_day.differences] == [
        ("on which day", "9 May 2011", "11 May 2011")
    ]
    hours = merge(
        [of(["9/5/2011 09:00", "N", words], agency="A"), of(["9/5/2011 15:00", "N", words], agency="B")]
    )
    assert [each.what for each in hours.differences] == ["at what time"]


def test_different_events_of_one_day_are_neither_the_same_nor_differing() -> None:
    tables = [
        of(["9/5/2011", "Notes", "Rent arrears letter sent to the tenant."], agency="Homes"),
        of(["9/5/2011", "Notes", "Baby was seen at the clinic and weighed."], agency="Trust"),
    ]
    found = merge(tables)
    assert (found.duplicates, found.differences) == ((), ())


def test_a_file_sent_twice_stands_once() -> None:
    once = read("health.docx", files.health(), agency="Trust")
    twice = read("health (1).docx", files.health(), agency="Trust")
    found = merge([once, twice])
    assert (len(found.entries), found.sent_twice) == (4, 4)


@pytest.mark.parametrize(("from_1904", "day"), [(False, date(2011, 4, 7)), (True, date(2015, 4, 8))])
def test_a_bare_number_in_a_column_of_dates_counts_as_its_workbook_does(from_1904: bool, day: date) -> None:
    table = read("p.xlsx", files.police(from_1904=from_1904))
    (found,) = [each for each in table.entries if each.written == "40640"]
    assert found.when is not None
    assert found.when.earliest == day
    assert [each.row for each in table.notes if "40640 is a number" in each.sentence] == [7]


def test_a_bare_number_in_a_file_that_counts_no_days_is_refused_with_both_days() -> None:
    (fault,) = of(["40640", "Log", "Something"], agency="A").faults
    assert "7 April 2011 or, where days are counted from 1904, 8 April 2015" in fault.sentence


def test_american_order_is_asked_about_until_somebody_says_which_it_is() -> None:
    rows = files.comma(
        ["Date", "Source", "Event"], ["03/25/2011", "Log", "One"], ["02/03/2011", "Log", "Two"]
    )
    asked = read("a.csv", rows)
    assert (asked.month_first, asked.faults[0].row) == (True, 0)
    assert "say whether that is right" in asked.order_asked
    told = table_of(grids(rows, "a.csv"), "a.csv", month_first=True)
    assert (told.order_asked, told.faults) == ("", ())
    british = table_of(grids(rows, "a.csv"), "a.csv", month_first=False)
    assert [each.row for each in british.faults] == [2]


def test_a_file_with_both_orders_is_asked_about_too() -> None:
    table = of(["03/25/2011", "Log", "One"], ["25/03/2011", "Log", "Two"], agency="A")
    assert (
        "1 dates such as 03/25/2011 can only have the month first and 1 only the day first"
        in table.order_asked
    )


def test_a_title_above_a_word_table_says_whose_it_is() -> None:
    rows = [["Date", "Source", "Event"], ["1/3/2011", "Notes", "Seen"]]
    table = read("final.docx", files.word(*rows, title="Chronology of Vale Health Visiting"))
    assert table.agency == "Vale Health Visiting"


def test_dates_counted_from_1904_are_the_same_days() -> None:
    first, second = (read("p.xlsx", files.police(from_1904=each)).entries[0].when for each in (False, True))
    assert first == second
    assert first is not None
    assert first.earliest == date(2011, 3, 4)


def test_a_cell_of_five_million_letters_is_cut_and_said_to_be() -> None:
    table = read("a.csv", files.comma(["Date", "Source", "Event"], ["1/3/2011", "Notes", "x" * 5_000_000]))
    assert len(table.entries[0].event) == 20_000
    assert "5,000,000 characters" in table.faults[0].sentence


def test_a_cell_that_never_ends_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="quotation mark that is never closed"):
        read("a.csv", b'Date,Source,Event\n1/3/2011,Notes,"' + b"x" * 8_100_000)


def test_a_file_without_dates_is_refused_with_the_heads_that_it_has() -> None:
    with pytest.raises(Unreadable, match="no table has a column of dates.*“Worry”"):
        read("a.csv", files.comma(["Worry", "Description"], ["high", "Something"]))


def test_a_head_that_is_not_known_can_be_told() -> None:
    rows = files.comma(["Tag", "Worry"], ["1/3/2011", "Seen"])
    table = table_of(grids(rows, "a.csv"), "a.csv", columns={"tag": "date", "WORRY": "event"})
    assert table.entries[0].event == "Seen"


def test_what_is_written_says_the_same_everywhere(three: Chronology) -> None:
    whole = as_json(three)
    assert len(whole["entries"]) == 13
    assert whole["differing"][0]["entries"] == [2, 3]
    assert b"'=HYPERLINK" in as_csv(three)
    with zipfile.ZipFile(io.BytesIO(as_workbook(three))) as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())
    assert b"left arm" in zipfile.ZipFile(io.BytesIO(to_word(as_document(three)))).read("word/document.xml")


def test_a_day_with_many_entries_is_compared_as_one_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    luck = random.Random(3)
    words = ("seen", "not seen", "mother", "nursery", "bruise", "arm", "left", "right", "2 cm", "3 cm", "met")
    tables = [
        of(
            *(
                [
                    luck.choice(["4/5/2011", "4/5/2011 9am", "4/5/2011 3pm", "5/5/2011"]),
                    f"S{at}",
                    " ".join(luck.choices(words, k=6)),
                ]
                for at in range(20)
            ),
            agency=agency,
        )
        for agency in ("A", "B", "C")
    ]
    monkeypatch.setattr(alike, "_MANY", 10**9)
    pairs = merge(tables)
    monkeypatch.setattr(alike, "_MANY", 0)
    together = merge(tables)
    assert len(pairs.differences) > 5
    assert len(pairs.duplicates) > 1
    assert (together.differences, together.duplicates) == (pairs.differences, pairs.duplicates)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1/3/2011", "?", "early May 2011", "31/02/2011", "2011", "4 May 2011 9pm"]),
            st.text(
                st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=20
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_row_is_ever_lost(rows: list[tuple[str, str]]) -> None:
    table = of(*([day, f"S{at}", event] for at, (day, event) in enumerate(rows)), agency="A")
    found = merge([table])
    assert sorted(entry.source for entry in found.entries) == sorted(f"S{at}" for at in range(len(rows)))
