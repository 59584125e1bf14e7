"""A person is found in every spelling that documents use, and nobody else is."""

from __future__ import annotations

from datetime import date

import pytest

from heed.kit.words.names import find_person, pattern_of, without_marks

BORN = date(2009, 3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "Zoë O’Neill-Hart was seen.",
        "ZOE O'NEILL HART was seen.",
        "Zoe ONeill-Hart's school",
        "O'Neill-Hart, Zoë",
        "Z. O'Neill-Hart said",
        "Z O'Neill-Hart said",
        "Zoë M. O'Neill-Hart",
        "Zoë\nO'Neill-Hart",
        "known as Zoe Hart at school",
    ],
)
def test_a_name_is_found_in_its_spellings(text: str) -> None:
    assert find_person(text, pattern_of(["Zoë O'Neill-Hart", "Zoe Hart"]))


@pytest.mark.parametrize("text", ["Zoe Harting came", "Bozoe Hart came", "Zoe and Ann Hart", "heart", ""])
def test_others_are_not(text: str) -> None:
    assert find_person(text, pattern_of(["Zoe Hart"])) == []


@pytest.mark.parametrize(
    "text",
    [
        "07/03/2009",
        "7/3/09",
        "07.03.2009",
        "7-3-2009",
        "2009-03-07",
        "7 March 2009",
        "7th of March 2009",
        "7 Mar 2009",
        "March 7, 2009",
    ],
)
def test_a_date_of_birth_is_found_however_it_is_written(text: str) -> None:
    assert find_person(f"(born {text})", pattern_of([], BORN))


@pytest.mark.parametrize("text", ["17/03/2009", "7/3/2010", "07/03/20091", "March 2009"])
def test_another_day_is_not(text: str) -> None:
    assert find_person(text, pattern_of([], BORN)) == []


def test_offsets_stay_true() -> None:
    text = "İstanbul ﬁle – Zoë Hart"
    assert len(without_marks(text)) == len(text)
    [(start, end)] = find_person(text, pattern_of(["Zoe Hart"]))
    assert text[start:end] == "Zoë Hart"


def test_without_a_name_nothing_is_found() -> None:
    assert find_person("anything at all", pattern_of(["", " "])) == []
