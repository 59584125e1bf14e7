"""What the check makes of a text and of the file it came in. It helps a person to look, and proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from heed.kit.disclosure import CHECK, Checked, Form, Kind, Layer, Layers, Piece, find_identifiers, load_rules
from heed.kit.disclosure import Hit as FoundHit
from heed.kit.disclosure import Known as KnownPeople
from heed.kit.disclosure.types import SEEN
from heed.kit.proofing import Fault, Registered, Text, lint
from heed.kit.reading.process import call_in_process
from heed.publishing.types import Seen

_AROUND = 90
_MARKS = {Form.HEADING: "## ", Form.POINT: "- "}
_MOST = 2000
"""Places of what a reader does not see that are kept, one by one; of more it is said how many there are."""
_LONG = 20_000
"""Letters of a text from which on looking through it can take a good part of a second."""
_FIND = "heed.publishing.looking.find_in_text"
UNREAD = "part that nobody could read"
"""The layer of what stands in a file and could not be read, such as what a picture shows."""
_TELLING = frozenset(
    {
        Kind.NAME,
        Kind.INITIALS,
        Kind.DATE_OF_BIRTH,
        Kind.AGE,
        Kind.SCHOOL,
        Kind.POSTCODE,
        Kind.NHS_NUMBER,
        Kind.NI_NUMBER,
        Kind.RARE_FACT,
        Kind.COMBINATION,
    }
)
"""What a sentence of one's own, such as a notice, never needs."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case: names of people, agencies and places, pseudonyms, and short forms with their meaning."""

    people: KnownPeople = field(default_factory=KnownPeople)
    glossary: Mapping[str, str] = field(default_factory=dict)
    registered: tuple[Registered, ...] = ()
    """What the register has of the review's recommendations."""
    withheld: tuple[tuple[str, str], ...] = ()
    """Sentences that the public is not to read, each after the reference of its record."""
    dead: frozenset[str] = frozenset()
    """Addresses that lead nowhere, as far as anybody looked."""


def look_at_text(text: str, known: Known) -> list[Seen]:
    """What in these words may tell who somebody is, or is not ready to be published.

    A long text takes seconds of a processor: another process looks through it, and the web goes on.
    """
    pieces = tuple(_pieces(text))
    find: Any = partial(call_in_process, _FIND) if len(text) > _LONG else find_in_text
    hits, faults = find(pieces, known)
    return [
        *_withheld(pieces, known),
        *(_hit(each, pieces) for each in hits),
        *(_fault(each, pieces) for each in faults),
    ]


def find_in_text(pieces: tuple[Piece, ...], known: Known) -> tuple[tuple[FoundHit, ...], tuple[Fault, ...]]:
    """What the two checks of the kit find in the pieces of a text."""
    hits = find_identifiers(Layers("text", "text", "", pieces), load_rules(), known.people)
    texts = [Text(each.words, each.form.value, each.place) for each in pieces]
    faults = lint(
        texts,
        glossary=known.glossary,
        leads=lambda address: False if address in known.dead else None,
        registered=known.registered,
    )
    return tuple(hits), tuple(faults)


def words_to_look_at(edition: Any, words: str) -> str:
    """Everything that readers of an edition see, with these words as its text."""
    apart = [f"## {each}" for each in (*edition.themes, edition.why) if each]
    return "\n".join([edition.title, edition.summary, *apart, words])


def _withheld(pieces: Iterable[Piece], known: Known) -> Iterable[Seen]:
    for piece in pieces:
        for reference, sentence in known.withheld:
            before, found, after = piece.words.partition(sentence)
            if found:
                yield Seen(
                    check="disclosure",
                    kind="withheld",
                    found=found,
                    says=f"{reference} says this, and it is withheld from the public",
                    place=piece.place,
                    before=before[-_AROUND:],
                    after=after[:_AROUND],
                )


def tells_of(words: str, known: Known) -> str:
    """A sentence about the first thing in a short text that may tell who somebody is; "" where nothing does."""
    pieces = tuple(_pieces(words))
    hits = find_identifiers(Layers("text", "text", "", pieces), load_rules(), known.people)
    found = next((each for each in hits if each.kind in _TELLING), None)
    return f"“{found.words}” may tell who somebody is: say it otherwise" if found else ""


def look_at_file(data: bytes, name: str, known: Known) -> tuple[str, list[Seen]]:
    """The words of a file that everybody reads, and everything that stands where a reader does not see it.

    Raises `Unreadable` for a file that cannot be read.
    """
    checked: Checked = call_in_process(CHECK, data, name, known.people)
    pieces = checked.layers.pieces
    hidden = [_hit(each, pieces) for each in checked.hits if each.layer not in SEEN]
    unread = [*checked.layers.warnings, *_left_out(pieces)]
    if len(hidden) > _MOST:
        unread.append(
            f"{len(hidden) - _MOST} more places that a reader does not see are not listed one by one"
        )
    return words_of(pieces), [*map(_unread, unread), *hidden[:_MOST]]


def _left_out(pieces: Iterable[Piece]) -> list[str]:
    """What a reader of the file sees, and its words alone do not say."""
    charts = dict.fromkeys(each.place for each in pieces if each.layer is Layer.CHART)
    return [f"A chart or diagram ({place}) is not taken over: say in words what it shows" for place in charts]


def _unread(sentence: str) -> Seen:
    says = "Nobody could read this: look at the file yourself. Nothing of it is published"
    return Seen("disclosure", "not read", found=sentence, says=says, layer=UNREAD, place="the file")


def words_of(pieces: Iterable[Piece]) -> str:
    """What is seen of a document as plain text: headings, points, tables, paragraphs, and its notes at the end."""
    pieces = tuple(pieces)
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
    notes = [f"- {' '.join(each.words.split())}" for each in pieces if each.layer is Layer.NOTE]
    return "\n".join([*lines, *(["", "## Notes", *notes] if notes else [])]).strip()


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
