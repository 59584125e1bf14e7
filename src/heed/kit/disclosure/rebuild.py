"""What is published is written anew from approved text, never a cleaned original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from heed.kit.disclosure.types import SEEN, Act, Decision, Form, Layer, Layers, Piece
from heed.kit.writing import Block, Document, Grid, Paragraph, Part, Points


def apply(words: str, decisions: Iterable[Decision]) -> str:
    """A piece's words with what was decided in them; of two decisions about the same words the wider one holds."""
    chosen: list[Decision] = []
    acting = [each for each in decisions if each.act is not Act.KEEP]
    for each in sorted(acting, key=lambda one: (one.start - one.end, one.start)):
        if not any(each.start < other.end and other.start < each.end for other in chosen):
            chosen.append(each)
    for each in sorted(chosen, key=lambda one: -one.start):
        said = "" if each.act is Act.REMOVE else each.words
        words = words[: each.start] + said + words[each.end :]
    return " ".join(words.split())


def rebuild(layers: Layers, decisions: Sequence[Decision], *, title: str = "", author: str = "") -> Document:
    """A document of what is seen in a file, as it was decided: headings, paragraphs, points and tables.

    Nothing of any other layer is taken over: no property, comment, picture, address of a link or earlier version. The
    title is the one given, or the first heading.
    """
    by_piece: dict[int, list[Decision]] = {}
    for each in decisions:
        by_piece.setdefault(each.piece, []).append(each)
    seen = [
        (piece, words)
        for number, piece in enumerate(layers.pieces)
        if piece.layer in SEEN and (words := apply(piece.words, by_piece.get(number, ())))
    ]
    notes = [words for piece, words in seen if piece.layer is Layer.NOTE]
    seen = [each for each in seen if each[0].layer is not Layer.NOTE]
    if not title:
        first = next((at for at, (piece, _) in enumerate(seen) if piece.form is Form.HEADING), None)
        title = seen.pop(first)[1] if first is not None else "Document"
    parts = [*_parts(seen), *([Part("Notes", [Paragraph(each) for each in notes])] if notes else [])]
    return Document(title=title, parts=tuple(parts), author=author)


def _parts(seen: Sequence[tuple[Piece, str]]) -> Iterator[Part]:
    heading, level, inside = "", 1, list[tuple[Piece, str]]()
    for piece, words in seen:
        if piece.form is Form.HEADING:
            if heading or inside:
                yield Part(heading, tuple(_blocks(inside)), level)
            heading, level, inside = words, 1 if piece.level <= 1 else 2, []
        else:
            inside.append((piece, words))
    if heading or inside:
        yield Part(heading, tuple(_blocks(inside)), level)


def _blocks(seen: Sequence[tuple[Piece, str]]) -> Iterator[Block]:
    for (form, table), group in groupby(
        seen, key=lambda one: (one[0].form, one[0].table if one[0].form is Form.CELL else -1)
    ):
        listed = list(group)
        if form is Form.POINT:
            yield Points(tuple(words for _, words in listed))
        elif form is Form.CELL and table >= 0:
            yield _grid(listed)
        else:
            yield from (Paragraph(words) for _, words in listed)


def _grid(listed: Sequence[tuple[Piece, str]]) -> Grid:
    cells: dict[tuple[int, int], list[str]] = {}
    for piece, words in listed:
        cells.setdefault((piece.row, piece.column), []).append(words)
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    lines = [["\n".join(cells.get((row, column), ())) for column in columns] for row in rows]
    return Grid(caption="Table", columns=tuple(lines[0]), rows=tuple(map(tuple, lines[1:])))
