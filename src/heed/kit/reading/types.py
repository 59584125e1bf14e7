"""What reading a document gives: plain, frozen values.

Offsets are Unicode code points into `Document.text`, the document's whole extracted text. That text
is kept as it was found (line breaks, running heads, footnotes included); what a record says is
always `words(text, spans)`, so that a record can never claim words that its place does not show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the document's text: `start` up to, not including, `end`; `page` counts from 1."""

    start: int
    end: int
    page: int | None = None


class BlockKind(StrEnum):
    """What a block of text is, by its place and looks alone."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list, or a numbered paragraph
    CELL = "cell"  # of a table
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # running heads and feet, page numbers, contents entries


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands in its table: `table`, `row` and `column` count from 0; row 0 is the head if `head`."""

    table: int
    row: int
    column: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One logical paragraph, item, heading or cell, already rejoined over line and page ends.

    `spans` leave out the marker, footnotes and page furniture that interrupt it, and are in reading
    order. `marker` is the list marker or number as printed ("4.2", "a)", "•"), with `marker_span`.
    `level` is the heading's level from 1, or the item's depth from 0. `bold` and `italic` are the
    stretches printed so; `size` the font size in points where known, `indent` the left edge in points.
    `links` are stretches with their address.

    What a block says is its spans' text put end to end, nothing between, white space then folded: where
    a page end or a footnote cuts a sentence, the span before it carries the space. A word cut by a hyphen
    at a line end stands rejoined in the text. A cell of several paragraphs or bullets gives several CELL
    blocks with the same `place`, in order; an empty cell gives none.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    marker: str = ""
    marker_span: Span | None = None
    level: int = 0
    place: Place | None = None
    bold: tuple[Span, ...] = ()
    italic: tuple[Span, ...] = ()
    links: tuple[tuple[Span, str], ...] = ()
    size: float | None = None
    indent: float | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word's place on its page, in points from the page's top left corner."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word recognised in a picture: its left and right edge, in points from the page's left edge."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A recognised line: its words, its middle below the page's top edge, and its height, in points."""

    words: tuple[SeenWord, ...]
    middle: float
    height: float


Seen = tuple[tuple[SeenLine, ...], ...]
"""The lines recognised on each page of a scan."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's size in points and its words; only formats with pages have it, and only when asked for."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file and its blocks in reading order. `kind` is pdf, docx, xlsx, html, markdown
    or text.

    `unread` are the pages that are only a picture, whose words nobody has read; `ocr` that the text was
    recognised from a picture and may be wrong; `left_out` what else was not read, a sentence each.
    """

    kind: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    title: str = ""
    created: str = ""
    layout: tuple[PageLayout, ...] = ()
    ocr: bool = False
    unread: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()


class Status(StrEnum):
    """What a document says of an action."""

    TAKEN = "taken"
    IN_PLACE = "in_place"
    PLANNED = "planned"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class Due:
    """A date as printed and the days it may mean, ISO; None where the words do not say."""

    text: str
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the reader is, from 0 to 1, and the reasons in words a person can check."""

    value: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    text: str
    status: Status
    spans: tuple[Span, ...]
    agency: str = ""
    owner: str = ""
    due: Due | None = None
    sure: Sureness = Sureness(1.0)


@dataclass(frozen=True, slots=True)
class Response:
    agency: str
    text: str
    spans: tuple[Span, ...]
    sure: Sureness = Sureness(1.0)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One ask, verbatim. `kind` is recommendation, learning point, question, consideration,
    area for improvement, priority action, audit recommendation; `source` says whose (SCR, IMR,
    health overview, inspection, audit ...); `withheld` that its words were left out of the document."""

    id: str
    label: str
    kind: str
    text: str
    spans: tuple[Span, ...]
    section: str = ""
    theme: str = ""
    source: str = ""
    addressed_to: tuple[str, ...] = ()
    withheld: bool = False
    parts: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    actions: tuple[Action, ...] = ()
    sure: Sureness = Sureness(1.0)


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading that gathers several recommendations, with what was answered and promised for all of them."""

    name: str
    recommendations: tuple[str, ...]
    response: str = ""
    actions: tuple[Action, ...] = ()
    spans: tuple[Span, ...] = ()  # of the response


@dataclass(frozen=True, slots=True)
class Finding:
    """What was learned. `kind` is weakness, good practice, system, or other where the document does not say.

    `label` is its number as printed ("Finding 2" gives 2), `section` the heading that it stands under.
    """

    text: str
    kind: str
    spans: tuple[Span, ...]
    label: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something a person should look at before relying on the document."""

    code: str
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """`kind` says what the date is of: published, accepted, report, incident, inspection ..."""

    kind: str
    text: str
    earliest: str | None
    latest: str | None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, read: the records found in it. JSON by `heed.kit.reading.as_json`."""

    document: Document
    reader: str
    title: str = ""
    document_kind: str = ""
    review_kind: str = ""
    partnership: str = ""
    area: str = ""
    pseudonyms: tuple[str, ...] = ()
    dates: tuple[PrintedDate, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    themes: tuple[Theme, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    repeats: tuple[tuple[str, ...], ...] = field(default=())
    """Groups of places that say the same: ("r1/a3", "r4/a1")."""


class Unreadable(Exception):
    """A file that cannot be read. `code` is stable; the message is one sentence for a person, saying how to mend it."""

    def __init__(self, code: str, message: str, page: int | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.page = page
