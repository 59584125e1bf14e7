"""Two versions of a text side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from heed.kit.words import beside

WORDS = some.lists(some.sampled_from(["we", "saw", "him"]), min_size=1, max_size=6).map(" ".join)


def test_a_changed_paragraph_stands_beside_what_became_of_it_word_by_word() -> None:
    old = ["One.", "The school told nobody in the council.", "Gone altogether.", "Last."]
    new = ["One.", "The school told two people in the council.", "Last.", "Quite new."]
    pairs = beside(old, new)
    assert [each.same for each in pairs] == [True, False, False, True, False]
    assert [each.words.strip() for each in pairs[1].before if each.changed] == ["nobody"]
    assert [each.words.strip() for each in pairs[1].after if each.changed] == ["two people"]
    assert (pairs[2].before[0].words, pairs[2].after) == ("Gone altogether.", ())
    assert (pairs[4].before, pairs[4].after[0].words) == ((), "Quite new.")


def test_what_came_in_the_place_of_what_went_stands_beside_it() -> None:
    [pair] = beside(["Ask."], ["Give every agency a number to ring."])
    assert (pair.before[0].words, pair.after[0].words) == ("Ask.", "Give every agency a number to ring.")


def test_how_lines_are_broken_does_not_count() -> None:
    assert [each.same for each in beside(["One  two\tthree"], ["One two three"])] == [True]


@given(some.lists(WORDS, max_size=8), some.lists(WORDS, max_size=8))
def test_nothing_is_lost_on_either_side(old: list[str], new: list[str]) -> None:
    pairs = beside(old, new)
    left = ["".join(piece.words for piece in each.before) for each in pairs if each.before]
    right = ["".join(piece.words for piece in each.after) for each in pairs if each.after]
    assert (left, right) == (old, new)


def test_two_long_reports_are_compared() -> None:
    """Two thousand paragraphs, a tenth of them changed, and one of 50,000 words: word by word it would not end."""
    old = [f"Paragraph {each}: " + "what was known to whom and when " * 8 for each in range(2000)] + [
        "w " * 50_000
    ]
    new = [each + " More." if place % 10 == 0 else each for place, each in enumerate(old)]
    pairs = beside(old, new)
    assert sum(not each.same for each in pairs) == 201
