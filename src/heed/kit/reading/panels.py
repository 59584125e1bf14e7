"""Pages of one panel for each recommendation: a heading, its words, and then "What we did" beneath.

Such a page prints no list and no labels. What tells its recommendations is the shape: the same headings for
what was done come again under heading after heading, and the words before the first of them are what was asked.
"""

from __future__ import annotations

from heed.kit.reading.asks import asks
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.sections import Role, read_heading

FEWEST = 3  # panels: fewer alike are no pattern
MOST_ASK = 0.5  # of the panels: the others may be quoted or left out


def panels(found: list[Piece | Table], rules: Rules) -> dict[int, str]:
    """Where the words of each panel's recommendation stand (the piece's `id`), with the name over them."""
    told: dict[int, str] = {}
    asking = 0
    for at, piece in enumerate(found[:-2]):
        words = found[at + 1]
        if not _titles(piece, rules) or not isinstance(words, Piece) or words.is_heading or words.is_item:
            continue
        if isinstance(piece, Piece) and _answers(found[at + 2], piece.level, rules):
            told[id(words)] = piece.bare.rstrip(":")
            asking += asks(words.plain, rules)
    return told if len(told) >= FEWEST and asking >= MOST_ASK * len(told) else {}


def _titles(piece: Piece | Table, rules: Rules) -> bool:
    return (
        isinstance(piece, Piece) and piece.is_heading and read_heading(piece.bare, rules).role is not Role.END
    )


def _answers(piece: Piece | Table, over: int, rules: Rules) -> bool:
    """Whether a deeper heading says what was done or will be."""
    return (
        isinstance(piece, Piece)
        and piece.is_heading
        and piece.level > over
        and read_heading(piece.bare, rules).role in (Role.ACTIONS, Role.RESPONSE)
    )


__all__ = ["panels"]
