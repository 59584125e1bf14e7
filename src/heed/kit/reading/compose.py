"""From runs of text to a `Document`: how Word and web documents become one text with exact spans.

Those formats have no printed lines, so the text is laid out here: each block on a line of its own, its
marker before it, a blank line between blocks that are not cells of one row or items of one list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from heed.kit.reading.markers import bare_number
from heed.kit.reading.types import Block, BlockKind, Document, Place, Span

_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(slots=True)
class Composer:
    """Collects blocks in reading order; `document` gives the result."""

    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)

    def add(
        self,
        kind: BlockKind,
        runs: Iterable[Run],
        *,
        marker: str = "",
        level: int = 0,
        place: Place | None = None,
        size: float | None = None,
        indent: float | None = None,
    ) -> None:
        """Write one block; runs without a visible character write nothing."""
        runs = _tidy(runs)
        if not runs:
            return
        self._separate(kind, place)
        marker_span = None
        if marker:
            marker_span = self._write(marker)
            self._write(" ")
        start = self._length
        bold: list[Span] = []
        italic: list[Span] = []
        links: list[tuple[Span, str]] = []
        for run in runs:
            span = self._write(run.text)
            if run.bold:
                _extend(bold, span)
            if run.italic:
                _extend(italic, span)
            if run.link:
                if links and links[-1][1] == run.link and links[-1][0].end == span.start:
                    links[-1] = (Span(links[-1][0].start, span.end), run.link)
                else:
                    links.append((span, run.link))
        self._blocks.append(
            Block(
                kind=kind,
                spans=(Span(start, self._length),),
                marker=marker,
                marker_span=marker_span,
                level=level,
                place=place,
                bold=tuple(bold),
                italic=tuple(italic),
                links=tuple(links),
                size=size,
                indent=indent,
            )
        )

    def document(
        self, kind: str, *, title: str = "", created: str = "", left_out: tuple[str, ...] = ()
    ) -> Document:
        """What was collected."""
        if self._length:
            self._write("\n")
        _mark_bare_numbers(self._blocks, "".join(self._text))
        return Document(
            kind=kind,
            text="".join(self._text),
            blocks=tuple(self._blocks),
            title=title,
            created=created,
            left_out=left_out,
        )

    def _separate(self, kind: BlockKind, place: Place | None) -> None:
        if not self._blocks:
            return
        before = self._blocks[-1]
        same_row = (
            place is not None
            and before.place is not None
            and (place.table, place.row) == (before.place.table, before.place.row)
        )
        same_list = kind is before.kind is BlockKind.ITEM
        self._write("\n" if same_row or same_list else "\n\n")

    def _write(self, text: str) -> Span:
        start = self._length
        self._text.append(text)
        self._length += len(text)
        return Span(start, self._length)


def _mark_bare_numbers(blocks: list[Block], text: str) -> None:
    """Paragraphs one after another that begin with 1, 2, 3 without a stop are a numbered list."""
    numbers = [
        bare_number(text[block.spans[0].start : block.spans[-1].end])
        if block.kind is BlockKind.PARAGRAPH and not block.marker
        else None
        for block in blocks
    ]
    for index, number in enumerate(numbers):
        around = numbers[max(index - 1, 0) : index] + numbers[index + 1 : index + 2]
        if number is None or not any(other in (number - 1, number + 1) for other in around):
            continue
        block = blocks[index]
        (span,) = block.spans
        end = span.start + len(str(number))
        blocks[index] = replace(
            block,
            kind=BlockKind.ITEM,
            spans=(Span(end + 1, span.end),),
            marker=str(number),
            marker_span=Span(span.start, end),
            bold=_behind(block.bold, end + 1),
            italic=_behind(block.italic, end + 1),
        )


def _behind(spans: tuple[Span, ...], start: int) -> tuple[Span, ...]:
    return tuple(Span(max(span.start, start), span.end) for span in spans if span.end > start)


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)


def _tidy(runs: Iterable[Run]) -> list[Run]:
    """Fold white space across runs and trim the block's two ends; a line break inside stays."""
    tidy: list[Run] = []
    ends_in_space = True
    for run in runs:
        text = _SPACE.sub(" ", run.text.replace("\r", "").replace("\u00ad", "").replace("\u200b", ""))
        text = text.replace(" \n", "\n").replace("\n ", "\n")
        if ends_in_space:
            text = text.lstrip(" \n") if not tidy else text.lstrip(" ")
        if text:
            tidy.append(Run(text, run.bold, run.italic, run.link))
            ends_in_space = text[-1] in " \n"
    while tidy:
        last = tidy[-1]
        text = last.text.rstrip()
        if text:
            tidy[-1] = Run(text, last.bold, last.italic, last.link)
            break
        tidy.pop()
    return tidy


def after(runs: list[Run], cut: int) -> list[Run]:
    """Runs without their first `cut` characters."""
    rest: list[Run] = []
    for run in runs:
        kept = run.text[cut:]
        cut = max(0, cut - len(run.text))
        if kept:
            rest.append(replace(run, text=kept))
    return rest
