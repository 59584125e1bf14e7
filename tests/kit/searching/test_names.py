"""Names of several words stand in the index as one."""

from __future__ import annotations

from heed.kit.searching import index_words, name_token, understand, widen
from heed.kit.similarity import load_lexicon


def test_a_name_of_several_words_is_one_word_of_the_index() -> None:
    lexicon = load_lexicon()
    asked, [said] = widen(understand("CPLO"), lexicon)
    longer = [term for term in asked.groups[0] if len(term.stems) > 1]
    assert longer
    for term in longer:
        token = name_token(term.stems, lexicon)
        assert token, term
        assert token in index_words(lexicon, f"Each school has a {term.words} who answers.").split()
        apart = f"{term.stems[0]} and then, much later, {term.stems[-1]}"
        assert token not in index_words(lexicon, apart).split()
    assert name_token(("held", "on", "time"), lexicon) == ""
    assert said.names
