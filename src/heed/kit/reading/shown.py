"""The words that a list of spans shows, and the way back from those words to their place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from heed.kit.reading.types import Span
from heed.kit.words import fold, join_lines, plain


class Shown:
    """Spans of a text, read in one line: `text`, and for each of its characters the offset it came from.

    Line breaks fold to one space and words divided at a line's end are put together (`heed.kit.words.fold`).
    Between two spans stands a space, unless the text between them has no blank (a lifted footnote mark).
    """

    def __init__(self, source: str, spans: Iterable[Span]):
        self.source = source
        self.spans = tuple(spans)
        self.text = join_lines(self._printed[0])

    @cached_property
    def _printed(self) -> tuple[str, tuple[Span, ...]]:
        """The text as it stands in the document, and the stretches of it in order."""
        pieces: list[str] = []
        places: list[Span] = []
        for span in self.spans:
            if places and _apart(self.source, places[-1], span):
                pieces.append("\n")
                places.append(Span(places[-1].end - 1, places[-1].end))
            pieces.append(self.source[span.start : span.end])
            places.append(span)
        return "".join(pieces), tuple(places)

    @cached_property
    def offsets(self) -> list[int]:
        printed, stretches = self._printed
        places = [offset for stretch in stretches for offset in range(stretch.start, stretch.end)]
        return [places[index] for index in fold(printed)[1]]

    @cached_property
    def plain(self) -> str:
        """`text` without differences of typography; the same length."""
        return plain(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> tuple[Span, ...]:
        """The spans that show `text[start:end]`, blanks at either end left out."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if start >= end:
            return ()
        if start == 0 and end == len(self.text):
            return self.spans
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        if not self.spans or first <= self.spans[0].start and last >= self.spans[-1].end:
            return self.spans
        wanted = set(self.offsets[start:end])
        found = []
        for span in self.spans:
            inside = [offset for offset in wanted if span.start <= offset < span.end]
            if inside:
                found.append(Span(min(inside), max(inside) + 1, span.page))
        return tuple(found)


def _apart(source: str, one: Span, other: Span) -> bool:
    between = source[one.end : other.start] if one.end <= other.start else "\n"
    return not between or any(character.isspace() for character in between) if between else False


def words(source: str, spans: Iterable[Span]) -> str:
    """The words that spans of a text show, in one line, emphasis marks kept as in the source."""
    return Shown(source, spans).text
