"""Folded lines, plain forms, sentences, phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.kit.words import fold, join_lines, overlap, phrases, plain, sentences, tokens

TEXTS = st.text(
    alphabet=st.sampled_from("ab. -\u00ad\n\t\u2019\u2013\u201c\u2022AB1\ufffe'\u00a0"), max_size=80
)


def test_line_breaks_and_runs_of_blanks_become_one_space() -> None:
    assert join_lines("  The Board \n\n should\tact ") == "The Board should act"


def test_a_word_divided_at_a_lines_end_is_put_together() -> None:
    assert join_lines("inform\u00ad\nation") == "information"
    assert join_lines("post-\nadoption") == "post-adoption"
    assert join_lines("single-\nand multi-agency") == "single- and multi-agency"


@given(TEXTS)
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    line, offsets = fold(text)
    assert line == join_lines(text)
    assert len(line) == len(offsets)
    assert offsets == sorted(offsets)
    for character, offset in zip(line, offsets, strict=True):
        assert character == text[offset] or character == " " and text[offset].isspace()


@given(TEXTS)
def test_a_plain_form_has_the_same_length(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_typography_does_not_matter_to_a_plain_form() -> None:
    assert plain("the Board\u2019s \u2018plan\u2019 \u2013 \u201cnow\u201d") == "the Board's 'plan' - \"now\""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. J. Smith met the family. They agreed.", 2),
        ("This concerns Child K. The Board met.", 2),
        ("See e.g. paragraph 3.5 of the report. It is clear.", 2),
        ("\u201cWe listen.\u201d Staff said so.", 2),
        ("1. The Board should act. It did.", 2),
        ("It took place at 4 p.m. on Monday.", 1),
        ("The policy was changed.Records followed.", 2),
        ("See www.example.org.uk for more.", 1),
        ("Was it asked? It was not! So be it.", 3),
        ("no end here", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet=st.sampled_from("ab. ?!AB1\"')\u201d"), max_size=60))
def test_sentences_cover_a_text_in_order_and_leave_out_only_blanks(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert text[at:start].strip() == ""
        assert start < end
        at = end
    assert text[at:].strip() == ""


def test_a_phrase_is_found_across_a_line_break_and_not_inside_a_word() -> None:
    pattern = phrases(["in place", "be ?fore"])
    assert pattern.search("now in\nplace")
    assert pattern.search("before")
    assert not pattern.search("within placement")


def test_overlap_counts_shared_words_once_for_each_time() -> None:
    assert overlap(tokens("the Board should act"), tokens("The board should act")) == 1.0
    assert overlap(tokens("a a b"), tokens("a b b")) == pytest.approx(2 / 3)
    assert overlap([], tokens("x")) == 0.0
