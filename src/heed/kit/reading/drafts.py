"""What the walk over a document gathers, before it is worked into records."""

from __future__ import annotations

from dataclasses import dataclass, field

from heed.kit.reading.pieces import Piece
from heed.kit.reading.types import Span

SAID = "said"
TAKEN = "taken"
PLANNED = "planned"
UNSAID = "unsaid"
NOTED = "noted"


@dataclass(slots=True)
class Answer:
    """A stretch of a response: all or part of a piece.

    `mode` says how it came: said in prose, or listed under a heading or column as taken, planned or unsaid;
    or noted beside an action as its progress.
    `status`, `owner`, `due` and `agency` are what the columns of a table say of it.
    """

    piece: Piece
    mode: str = SAID
    start: int = 0
    end: int | None = None
    agency: str = ""
    status: str = ""
    owner: str = ""
    due: str = ""
    row: int | None = None
    heading: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.piece.spans(self.start, self.end)

    @property
    def text(self) -> str:
        return self.piece.text[self.start : self.end].strip()

    @property
    def plain(self) -> str:
        return self.piece.plain[self.start : self.end].strip()


@dataclass(slots=True)
class Draft:
    """A recommendation as found, its words still by their places."""

    label: str
    kind: str
    section: str = ""
    theme: str = ""
    source: str = ""
    spans: list[Span] = field(default_factory=list)
    plain: str = ""
    addressed_to: tuple[str, ...] = ()
    items: list[Piece] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    sure: float = 0.9
    why: list[str] = field(default_factory=list)
    announced: str = ""  # what says that it is one: the heading over its list, or the word of its label

    def add(self, piece: Piece, start: int = 0, end: int | None = None) -> None:
        """Words that belong to the recommendation."""
        spans = piece.spans(start, end)
        if spans:
            self.spans.extend(spans)
            self.plain = f"{self.plain} {piece.plain[start:end].strip()}".strip()


@dataclass(slots=True)
class Group:
    """Recommendations under one theme, and what was answered to all of them."""

    name: str
    drafts: list[Draft] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


@dataclass(slots=True)
class FindingDraft:
    """A finding as found; `titled` while its only words are those of its own heading."""

    kind: str
    spans: tuple[Span, ...]
    label: str = ""
    section: str = ""
    titled: bool = False


@dataclass(slots=True)
class Gathered:
    """Everything the walk found, in reading order."""

    drafts: list[Draft] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    findings: list[FindingDraft] = field(default_factory=list)
    restated: list[tuple[Draft, Draft]] = field(default_factory=list)
