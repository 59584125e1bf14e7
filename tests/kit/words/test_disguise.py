"""What stands in for words says nothing of them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from heed.kit.words.disguise import Disguise

TOLD = "Leo was not seen alone on 14 May 2019.\nHis mother, Ann, had asked twice.\n\nNobody came."


@given(st.text())
def test_a_filling_has_the_length_and_the_lines_of_what_it_stands_for(text: str) -> None:
    filled = Disguise().filling(text)
    assert len(filled) == len(text)
    assert [len(line) for line in filled.split("\n")] == [len(line) for line in text.split("\n")]


def test_a_filling_keeps_no_word_and_no_length_of_a_word() -> None:
    filled = Disguise().filling(TOLD * 20)
    assert not set(re.findall(r"[a-z]{4,}", filled.casefold())) & set(
        re.findall(r"[a-z]{4,}", TOLD.casefold())
    )
    first = [len(word) for word in filled.splitlines()[0].split()]
    assert first != [len(word) for word in TOLD.splitlines()[0].split()]


def test_a_filling_is_another_one_each_time() -> None:
    disguise = Disguise()
    assert disguise.filling(TOLD) != disguise.filling(TOLD)


def test_one_person_stays_one_person_within_a_copy_and_not_between_copies() -> None:
    one, other = Disguise(), Disguise()
    assert one.name("Ann  Lee") == one.name("ann lee") != one.name("Bea Lee")
    assert one.name("Ann Lee") != other.name("Ann Lee")
    assert one.email("Ann@westmere.example") == one.email("ann@westmere.example")
    assert one.email("ann@westmere.example").endswith("@scrubbed.invalid")


def test_nothing_stays_nothing() -> None:
    disguise = Disguise()
    assert (disguise.name(" "), disguise.email(""), disguise.filling("")) == (" ", "", "")
