"""What a piece is by its words and neighbours, whatever its format made of it.

A typed number makes a heading look like a list's item in one format and a heading in another, and a bold
lead-in looks like a heading. Here both get the kind that their words and places show, so that the same
document reads the same from every format.
"""

from __future__ import annotations

import re

from heed.kit.reading.agencies import in_heading, tidy
from heed.kit.reading.labels import follows, marker_label, read_label
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.sections import Role, read_heading
from heed.kit.reading.types import BlockKind

LONGEST = 10  # words of a numbered line that may be a heading
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|must|can|could|may|might|shall|does|do|did|(?<!to )be)\b",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"\b(?:that|to|are|is|includ\w*|following|follows|stat\w+|said|found|by|of|from|conclud\w+)\s*:$",
    re.IGNORECASE,
)


def shape(found: list[Piece | Table], rules: Rules) -> list[Piece | Table]:
    """The same pieces, with headings and lead-ins told by their words."""
    for index, piece in enumerate(found):
        if isinstance(piece, Table):
            continue
        if piece.is_heading:
            if _is_no_heading(piece, rules):
                piece.kind, piece.level = BlockKind.PARAGRAPH, 0
        elif (
            piece.is_item
            and piece.numbered
            and _heads(piece, _item(found, index - 1), _item(found, index + 1), rules)
        ):
            piece.kind = BlockKind.HEADING
            piece.level = _level(piece)
    return found


def _item(found: list[Piece | Table], index: int) -> Piece | None:
    piece = found[index] if 0 <= index < len(found) else None
    return piece if isinstance(piece, Piece) else None


def _is_no_heading(piece: Piece, rules: Rules) -> bool:
    """A lead-in to a list or a quotation, or a whole sentence, printed large or bold."""
    words = piece.bare.split()
    if read_label(piece.plain, rules):
        return False
    if piece.plain[:1] in "\"'" and piece.plain[-1:] in "\"'.":
        return True  # somebody's words
    return piece.bare.endswith(":") and (
        bool(_VERB.search(piece.bare))
        or len(words) > 6
        and bool(_LEADS_IN.search(piece.bare))
        or len(words) > 14
    )


def _heads(piece: Piece, before: Piece | None, after: Piece | None, rules: Rules) -> bool:
    text = piece.bare
    if (
        len(text.split()) > LONGEST
        or text[-1:] in ".;,:"
        or _VERB.search(text)
        or not text[:1].isupper()
        and not text[:1].isdigit()
    ):
        return False
    own = marker_label(piece.marker)
    if not own or not own[0].isdigit():
        return False
    following = marker_label(after.marker) if after is not None and after.is_item else ""
    if following.startswith(f"{own}."):
        return True
    alone = tidy(in_heading(text, rules)) == tidy(text)
    if following and follows(own, following):
        return alone and "." in own and not _continues(before, own)
    if read_heading(text, rules).role not in (Role.OTHER, Role.THEME):
        return True
    return not _continues(before, own) and after is not None and not after.is_item


def _continues(before: Piece | None, own: str) -> bool:
    return before is not None and before.is_item and follows(marker_label(before.marker), own)


def _level(piece: Piece) -> int:
    parts = [part for part in marker_label(piece.marker).split(".") if part]
    return 1 if len(parts) == 2 and parts[1] == "0" else len(parts)
