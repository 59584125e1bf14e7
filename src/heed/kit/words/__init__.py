"""Words beneath the other kits: one way to fold lines, to compare wording, and to find sentences.

`fold` and `join_lines` say how text broken over lines and pages reads in one line; everything that
shows words from a place in a document uses them, so that all formats agree. `plain` gives wording a
form in which quotation marks, dashes and spaces no longer differ, at the same length, so that an
offset into one is an offset into the other.
"""

from heed.kit.words.beside import Beside, Piece, beside
from heed.kit.words.fold import fold, join_lines
from heed.kit.words.phrases import phrases, spaced
from heed.kit.words.plain import plain
from heed.kit.words.sentences import sentences
from heed.kit.words.tokens import overlap, tokens

__all__ = [
    "Beside", "Piece", "beside", "fold", "join_lines", "overlap", "phrases", "plain", "sentences", "spaced", "tokens",
]  # fmt: skip
