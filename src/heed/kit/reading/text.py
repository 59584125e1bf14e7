"""Plain text and Markdown to blocks: headings, paragraphs, items, tables, footnotes, pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from heed.kit.reading.decode import decode
from heed.kit.reading.lines import Kind, Line, classify, read_lines, wrap_width
from heed.kit.reading.mend import mend
from heed.kit.reading.types import Block, BlockKind, Document, Place, Span
from heed.kit.words import plain

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL)
_ITALIC = re.compile(r"(?<![\*\w])[\*_](?=[^\s*_])([^*_]+?)(?<=\S)[\*_](?![\*\w])")
_LINK = re.compile(
    r"\[((?:\\.|[^\[\]\\])+)\]\(([^()\s]*)\)|<((?:https?://|www\.)[^<>\s]+)>|(https?://[^\s<>()\[\]]+[^\s<>()\[\].,;:!?'\"])"
)
_WHOLLY_BOLD = re.compile(r"\s*(\*\*|__)((?:(?!\1).)+)\1\s*", re.DOTALL)


def extract_text(data: bytes, name: str) -> Document:
    """The document in a TXT or Markdown file. Raises `Unreadable` for one without words."""
    text = decode(data)
    lines = read_lines(text)
    classify(lines, text)
    blocks = mend(_blocks(lines, text), text)
    kind = "markdown" if name.lower().rsplit(".", 1)[-1] in {"md", "markdown"} else "text"
    pages = text.count("\f") + 1 if "\f" in text else None
    return Document(kind=kind, text=text, blocks=tuple(blocks), pages=pages)


@dataclass(slots=True)
class _Building:
    kind: BlockKind
    lines: list[Line]
    marker: str = ""
    marker_span: Span | None = None
    level: int = 0


def _blocks(lines: list[Line], text: str) -> list[Block]:
    found: list[Block] = []
    width = wrap_width(lines)
    indents: list[int] = []
    table, row = -1, 0
    current: _Building | None = None
    last: Line | None = None
    blank = True

    def close() -> None:
        nonlocal current
        if current is not None:
            found.append(_block(current, text))
            current = None

    for number, line in enumerate(lines):
        if line.kind is Kind.BLANK:
            close()
            blank = True
            last = None
            continue
        if line.kind is Kind.RULE:
            close()
        elif line.kind is Kind.ROW:
            close()
            if not (last is not None and last.kind in (Kind.ROW, Kind.ROW_RULE)):
                table, row = table + 1, 0
            head = number + 1 < len(lines) and lines[number + 1].kind is Kind.ROW_RULE and row == 0
            cells = _cells(line, text, table, row, head)
            if cells:
                found.extend(cells)
                row += 1
        elif line.kind is Kind.ROW_RULE:
            close()
        elif current is not None and _continues(current, last, line, width):
            current.lines.append(line)
        else:
            close()
            current = _Building(_BLOCK_KINDS[line.kind], [line], line.marker, line.marker_span(), line.level)
            if line.kind is Kind.ITEM:
                if blank and line.indent == 0:
                    indents.clear()
                while indents and line.indent < indents[-1]:
                    indents.pop()
                if not indents or line.indent > indents[-1]:
                    indents.append(line.indent)
                current.level = len(indents) - 1
            elif line.kind is not Kind.FOOTNOTE:
                indents.clear()
        blank = False
        last = line
    close()
    return found


_BLOCK_KINDS = {
    Kind.HEADING: BlockKind.HEADING,
    Kind.TEXT: BlockKind.PARAGRAPH,
    Kind.ITEM: BlockKind.ITEM,
    Kind.FOOTNOTE: BlockKind.FOOTNOTE,
    Kind.FURNITURE: BlockKind.FURNITURE,
}


def _continues(current: _Building, last: Line | None, line: Line, width: int | None) -> bool:
    """Whether a line goes on with the block above it, which no blank line divides from it."""
    if last is None:
        return False
    if current.lines[-1].opens_bold:
        return True
    if line.kind is not Kind.TEXT or current.kind in (BlockKind.HEADING, BlockKind.FURNITURE):
        return False
    first = line.shown.lstrip("*_\"'(“‘[")[:1]
    if first.islower():
        return True
    if width is None:
        return False
    return len(last.shown) + last.indent >= 0.6 * width


def _block(building: _Building, text: str) -> Block:
    spans = [Span(line.start, line.end, line.page) for line in building.lines]
    merged = [spans[0]]
    for span in spans[1:]:
        if span.page == merged[-1].page:
            merged[-1] = Span(merged[-1].start, span.end, span.page)
        else:
            merged.append(span)
    if building.kind is BlockKind.HEADING and len(merged) == 1:
        merged = [_without_emphasis(merged[0], text)]
    block = Block(
        kind=building.kind,
        spans=tuple(merged),
        marker=building.marker,
        marker_span=building.marker_span,
        level=building.level,
    )
    return with_marks(block, text)


def with_marks(block: Block, text: str) -> Block:
    """The block with its bold and italic stretches and its links, as Markdown writes them."""
    bold: list[Span] = []
    italic: list[Span] = []
    links: list[tuple[Span, str]] = []
    for span in block.spans:
        source = text[span.start : span.end]
        for found in _BOLD.finditer(source):
            group = 1 if found.group(1) is not None else 2
            bold.append(Span(span.start + found.start(group), span.start + found.end(group), span.page))
        for found in _ITALIC.finditer(source):
            italic.append(Span(span.start + found.start(1), span.start + found.end(1), span.page))
        for found in _LINK.finditer(source):
            address = next(group for group in found.groups()[1:] if group is not None)
            links.append((Span(span.start + found.start(), span.start + found.end(), span.page), address))
    if not (bold or italic or links):
        return block
    return replace(block, bold=tuple(bold), italic=tuple(italic), links=tuple(links))


def _without_emphasis(span: Span, text: str) -> Span:
    whole = _WHOLLY_BOLD.fullmatch(text[span.start : span.end])
    if not whole:
        return span
    return Span(span.start + whole.start(2), span.start + whole.end(2), span.page)


_EDGE = re.compile(r"(?<!\\)\|")


def _cells(line: Line, text: str, table: int, row: int, head: bool) -> list[Block]:
    source = text[line.start : line.end]
    edges = [found.start() for found in _EDGE.finditer(source)]
    bounds = edges if source.lstrip().startswith("|") else [-1, *edges]
    if not source.rstrip().endswith("|"):
        bounds = [*bounds, len(source)]
    cells = []
    for column, (left, right) in enumerate(zip(bounds, bounds[1:], strict=False)):
        content = source[left + 1 : right]
        start = line.start + left + 1 + len(content) - len(content.lstrip())
        end = start + len(content.strip())
        if plain(content).strip():
            block = Block(
                BlockKind.CELL, (Span(start, end, line.page),), place=Place(table, row, column, head)
            )
            cells.append(with_marks(block, text))
    return cells
