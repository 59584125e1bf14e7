"""Searching, without a database: what somebody asks for, which words answer it, and what is shown of a passage.

`understand` makes groups of terms out of what was typed (phrases, exclusions, OR); `widen` adds the other names of an
acronym by the lexicon and says so; `show` cuts the telling stretch out of a passage and marks what answers; `pieces`
cuts a long text into passages; `nearest_word` and `likeliest` guess what a mistyped word was meant to be. Words are
compared by their stems (`heed.kit.similarity.stems`), the same in every database.
"""

from heed.kit.searching.asking import (
    LONGEST,
    Question,
    Term,
    concept_token,
    concepts_of,
    understand,
)
from heed.kit.searching.cutting import Piece, pieces
from heed.kit.searching.showing import Excerpt, show
from heed.kit.searching.spelling import likeliest, nearest_word
from heed.kit.searching.widening import Widened, index_words, name_token, widen

__all__ = [
    "LONGEST",
    "Excerpt",
    "Piece",
    "Question",
    "Term",
    "Widened",
    "concept_token",
    "concepts_of",
    "index_words",
    "likeliest",
    "name_token",
    "nearest_word",
    "pieces",
    "show",
    "understand",
    "widen",
]
