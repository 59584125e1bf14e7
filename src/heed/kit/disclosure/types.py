"""What the disclosure check speaks of: pieces of text with their layer, what it found in them, and what was decided.

All are frozen and made of plain values, so that they cross from the limited process; `as_json` gives any of them as
JSON holds it.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Layer(StrEnum):
    """Where in a file a piece of text stands. Only `VISIBLE` and `NOTE` are what every reader sees."""

    VISIBLE = "what is seen"
    NOTE = "footnote"
    HEADER = "header or footer"
    CHART = "chart or diagram"
    TRACKED = "tracked change"
    COMMENT = "comment"
    HIDDEN_TEXT = "hidden text"
    TINY_TEXT = "tiny text"
    WHITE_TEXT = "white text"
    COVERED_TEXT = "text under a box"
    OFF_PAGE = "text off the page"
    HIDDEN_SHEET = "hidden sheet"
    VERY_HIDDEN_SHEET = "very hidden sheet"
    HIDDEN_ROW = "hidden row"
    HIDDEN_COLUMN = "hidden column"
    HIDDEN_SLIDE = "hidden slide"
    SPEAKER_NOTES = "speaker notes"
    FORMULA = "formula"
    DEFINED_NAME = "defined name"
    PIVOT_CACHE = "pivot cache"
    EXTERNAL_LINK = "external link cache"
    LEFT_OVER = "left-over text"
    ALT_TEXT = "alt text"
    PROPERTY = "property"
    PICTURE_DATA = "data of a picture"
    THUMBNAIL = "thumbnail"
    EMBEDDED_FILE = "embedded file"
    ATTACHMENT = "attachment"
    ANNOTATION = "annotation"
    FORM_FIELD = "form field"
    BOOKMARK = "bookmark"
    EARLIER_REVISION = "earlier revision"
    LINK = "address of a link"
    FIELD_CODE = "field code"
    CUSTOM_DATA = "custom data"
    HTML_COMMENT = "HTML comment"
    SCRIPT = "script or style"
    ATTRIBUTE = "attribute"
    ARCHIVE = "archive itself"
    FILE_NAME = "name of the file"
    ELSEWHERE = "elsewhere in the file"


SEEN = frozenset({Layer.VISIBLE, Layer.NOTE})
"""What is written again when a document is rebuilt; nothing of any other layer is."""


class Form(StrEnum):
    """What a piece of text is to the eye."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    POINT = "point"
    CELL = "cell"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, cell, comment or value. `place` is in words ("page 3", "Sheet1!B7", "slide 2"); `level` is that
    of a heading, from 1; `table`, `row` and `column` count from 0 and are -1 outside tables."""

    words: str
    layer: Layer
    place: str
    page: int | None = None
    form: Form = Form.PARAGRAPH
    level: int = 0
    table: int = -1
    row: int = -1
    column: int = -1
    links: tuple[tuple[str, str], ...] = ()
    """Words of it that lead somewhere, with the address; "" where that is missing."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Every piece of text of a file, in reading order and what is seen first; `warnings` are sentences about what
    nobody could read, such as pictures."""

    name: str
    kind: str
    sha256: str
    pieces: tuple[Piece, ...]
    warnings: tuple[str, ...] = ()
    pages: int | None = None


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    INITIALS = "initials"
    DATE_OF_BIRTH = "date of birth"
    DATE = "exact date"
    AGE = "age"
    SCHOOL = "school"
    PLACE = "place"
    POSTCODE = "postcode"
    NHS_NUMBER = "NHS number"
    NI_NUMBER = "National Insurance number"
    PHONE = "telephone number"
    EMAIL = "e-mail address"
    ADDRESS = "web address with a name"
    REFERENCE = "case reference"
    RARE_FACT = "rare fact"
    COMBINATION = "rare combination"
    SMALL_NUMBER = "small number"
    HIDDEN = "text a reader cannot see"


class Act(StrEnum):
    """What is done, or proposed, about a hit."""

    REPLACE = "replace"
    GENERALISE = "generalise"
    REMOVE = "remove"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows of the case. `pseudonyms` are what the text may call its people; `called` gives the
    pseudonym that a real name is to be replaced with, where there is one."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    glossary: tuple[str, ...] = ()
    called: tuple[tuple[str, str], ...] = ()
    may_be_named: tuple[str, ...] = ()
    """People whose names are to be published, such as the author of a report: a hit says so."""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that may tell who somebody is. `piece` is the index of the piece, `start` and `end` offsets into its
    words; `proposed` are the words that `act` would leave there."""

    kind: Kind
    words: str
    layer: Layer
    place: str
    piece: int
    start: int
    end: int
    why: str
    act: Act
    proposed: str = ""
    page: int | None = None

    @property
    def key(self) -> str:
        """The same for the same hit in the same file."""
        return f"{self.piece}:{self.start}:{self.end}:{self.kind.name.lower()}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's layers with what was found in them."""

    layers: Layers
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person decided about a stretch of a piece; `words` stand there afterwards."""

    piece: int
    start: int
    end: int
    act: Act
    words: str = ""
    reason: str = ""


def decide(hit: Hit, act: Act | None = None, words: str | None = None, reason: str = "") -> Decision:
    """The decision on one hit, by default as it proposes.

    Raises ValueError where words are needed and none are given: what is rare is made general in a person's own words.
    """
    said = hit.proposed if words is None else words
    act = act or hit.act
    if act in (Act.REPLACE, Act.GENERALISE) and not said:
        raise ValueError(f"what to write in the place of “{hit.words[:60]}” is not said")
    return Decision(hit.piece, hit.start, hit.end, act, "" if act is Act.REMOVE else said, reason)


def as_json(value: Any) -> Any:
    """Any of these as JSON holds it."""
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {each.name: as_json(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return found | ({"key": value.key} if isinstance(value, Hit) else {})
    if isinstance(value, Mapping):
        return {str(name): as_json(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [as_json(each) for each in value]
    return value
