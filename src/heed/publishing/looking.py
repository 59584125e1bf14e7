"""What the check makes of a text and of the file it came in. It helps a person to look, and proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from heed.kit.disclosure import CHECK, Checked, Form, Layer, Layers, Piece, find_identifiers, load_rules
from heed.kit.disclosure import Hit as FoundHit
from heed.kit.disclosure import Known as KnownPeople
from heed.kit.disclosure.types import SEEN
from heed.kit.proofing import Fault, Text, lint
from heed.kit.reading.process import call_in_process
from heed.publishing.types import Seen

_AROUND = 90
_MARKS = {Form.HEADING: "## ", Form.POINT: "- "}
_MOST = 2000
"""Hits of one text or file that are kept; a text with more is not ready for anybody to answer them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case: names of people, agencies and places, pseudonyms, and short forms with their meaning."""

    people: KnownPeople = field(default_factory=KnownPeople)
    glossary: Mapping[str, str] = field(default_factory=dict)


def look_at_text(text: str, known: Known) -> list[Seen]:
    """What in these words may tell who somebody is, or is not ready to be published."""
    pieces = tuple(_pieces(text))
    hits = find_identifiers(Layers("text", "text", "", pieces), load_rules(), known.people)
    texts = [Text(each.words, each.form.value, each.place) for each in pieces]
    faults = lint(texts, glossary=known.glossary)
    return [*(_hit(each, pieces) for each in hits), *(_fault(each, pieces) for each in faults)][:_MOST]


def look_at_file(data: bytes, name: str, known: Known) -> tuple[str, list[Seen]]:
    """The words of a file that everybody reads, and everything that stands where a reader does not see it.

    Raises `Unreadable` for a file that cannot be read.
    """
    checked: Checked = call_in_process(CHECK, data, name, known.people)
    pieces = checked.layers.pieces
    hidden = [_hit(each, pieces) for each in checked.hits if each.layer not in SEEN]
    return words_of(pieces), hidden[:_MOST]


def words_of(pieces: Iterable[Piece]) -> str:
    """What is seen of a document as plain text: headings, points, tables and paragraphs."""
    lines: list[str] = []
    row: list[str] = []
    at = (-1, -1)
    for piece in pieces:
        if piece.layer is not Layer.VISIBLE:
            continue
        if (piece.table, piece.row) != at and row:
            lines.append(table_row(row))
            row = []
        at = (piece.table, piece.row)
        if piece.table >= 0:
            row.append(piece.words)
        else:
            lines += ["", _MARKS.get(piece.form, "") + " ".join(piece.words.split())]
    if row:
        lines.append(table_row(row))
    return "\n".join(lines).strip()


def table_row(cells: Iterable[str]) -> str:
    """A row of a table in plain text."""
    return f"| {' | '.join(' '.join(each.replace('|', '/').split()) for each in cells)} |"


def _pieces(text: str) -> Iterable[Piece]:
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said.startswith("|"):
            cells = [each.strip() for each in said.strip("|").removeprefix("#").split("|")]
            form = Form.CELL
        else:
            cells = [said.lstrip("#").removeprefix("- ").strip()]
            form = (
                Form.HEADING
                if said.startswith("#")
                else Form.POINT
                if said.startswith("- ")
                else Form.PARAGRAPH
            )
        yield from (Piece(each, Layer.VISIBLE, f"line {number}", form=form) for each in cells if each)


def _hit(hit: FoundHit, pieces: tuple[Piece, ...]) -> Seen:
    words = pieces[hit.piece].words
    return Seen(
        check="disclosure",
        kind=hit.kind.value,
        found=hit.words,
        says=_sentence(hit.why),
        layer="" if hit.layer in SEEN else hit.layer.value,
        place=hit.place,
        before=words[max(0, hit.start - _AROUND) : hit.start],
        after=words[hit.end : hit.end + _AROUND],
        proposed=hit.proposed,
    )


def _fault(fault: Fault, pieces: tuple[Piece, ...]) -> Seen:
    words = pieces[fault.text].words if fault.text >= 0 else ""
    return Seen(
        check="lint",
        kind=fault.kind,
        found=fault.words or "The whole text",
        says=_sentence(fault.why),
        place=fault.place,
        before=words[max(0, fault.start - _AROUND) : fault.start],
        after=words[fault.end : fault.end + _AROUND],
        proposed=fault.proposed,
    )


def _sentence(why: str) -> str:
    return why[:1].upper() + why[1:]
