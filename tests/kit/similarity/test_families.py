"""Families of what is the same pair by pair, and the words that two texts share."""

from __future__ import annotations

from heed.kit.similarity import concepts_of, families, load_lexicon, shared_words


def test_what_is_the_same_pair_by_pair_is_one_family() -> None:
    assert families([(1, 2), (2, 3), (1, 3), (7, 8)]) == [[1, 2, 3], [7, 8]]


def test_one_doubtful_pair_ties_no_two_families_together() -> None:
    two = [(1, 2), (1, 3), (2, 3), (7, 8), (7, 9), (8, 9)]
    assert families([*two, (3, 7)]) == [[1, 2, 3], [7, 8, 9]]
    half = [(1, 7), (1, 8), (2, 7), (2, 9), (3, 8)]
    assert sorted(families([*two, *half])[0]) == [1, 2, 3, 7, 8, 9]


def test_what_somebody_said_is_different_keeps_families_apart() -> None:
    assert families([(1, 2), (2, 3)], {frozenset((1, 3))}) == [[1, 2]]
    assert families([(1, 2)], {frozenset((1, 2))}) == []
    assert families([]) == []


def test_the_surest_pairs_come_first() -> None:
    assert families([(2, 3), (1, 2)], {frozenset((1, 3))}) == [[2, 3]]


def test_the_words_that_both_ask_for_are_found_where_they_stand() -> None:
    one = "The Board should ensure that core  groups are held on time – and “minuted”."
    other = "Agencies must hold their core group meetings when they are due, and minute who attended."
    found = [one[start:stop] for start, stop in shared_words(one, other, load_lexicon())]
    assert "core  groups" in found
    assert "ensure that" not in found
    assert shared_words(one, "Buy warmer coats for the crossing patrol.", load_lexicon()) == []


def test_a_text_names_its_concepts() -> None:
    assert "train" in concepts_of("Train every new police officer.", load_lexicon())["ask"]
