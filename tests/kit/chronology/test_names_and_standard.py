"""Names to pseudonyms and back, and how far entries keep the recording standard."""

from __future__ import annotations

import pytest

from heed.kit.chronology import Entry, Glossary, Kept, keeps_standard, read_when

NAMES = {"Child K": ["Kayleigh Marsh", "Kayleigh", "K.M."], "the friend": ["Den"]}


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("Kayleigh Marsh was seen", "Child K was seen"),
        ("kayleigh’s mother", "Child K’s mother"),
        ("Kayleigh\n Marsh", "Child K"),
        ("Denise met Den. Den left.", "Denise met the friend. The friend left."),
        ("K.M. was in class", "Child K was in class"),
        ("", ""),
    ],
)
def test_names_are_hidden_as_whole_words(written: str, hidden: str) -> None:
    assert Glossary(NAMES).hide(written) == hidden


def test_pseudonyms_become_names_again() -> None:
    assert Glossary(NAMES).show("Child K met the friend") == "Kayleigh Marsh met Den"


def test_without_names_nothing_changes() -> None:
    assert Glossary({"Child K": []}).hide("Kayleigh") == "Kayleigh"


def of(**words: str) -> Entry:
    when = read_when(words.pop("written", "1/3/2024")).when
    recorded = read_when(words.pop("recorded", "")).when
    return Entry("A", "f", 1, when, recorded_on=recorded, **words)


def kept(*entries: Entry) -> dict[str, Kept]:
    return {each.title: each for each in keeps_standard(entries)}


@pytest.mark.capability("I04")
def test_each_check_is_counted_of_those_it_is_asked_of() -> None:
    found = kept(
        of(
            event="Home visit; baby seen.",
            source="Log",
            recorded="2/3/2024",
            recorded_by="HV",
            action="Weighed",
        ),
        of(event="I think she was lying.", recorded="1/6/2024", written="early March 2024"),
    )
    assert {title: (each.kept, each.of) for title, each in found.items()} == {
        "The source of information is given": (1, 2),
        "The date can be understood": (2, 2),
        "The day is known": (1, 2),
        "A time is given where somebody was seen": (0, 1),
        "It says who recorded it": (1, 2),
        "It says when it was recorded": (2, 2),
        "Recorded within three days of the event": (1, 2),
        "An action or an outcome is given": (1, 2),
        "It says why the event matters": (0, 2),
        "Fact stands apart from opinion": (1, 2),
    }
    assert not found["Fact stands apart from opinion"].is_met
    assert found["The date can be understood"].is_met
