"""Web pages: headings, paragraphs, lists with the numbers a reader sees, tables, notes.

What belongs to the site and not to the document (menus, banners, asides, page feet) is FURNITURE; what
is not shown at all (scripts, styles, hidden parts) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import charset_normalizer
from selectolax.lexbor import LexborHTMLParser, LexborNode

from heed.kit.reading.compose import Composer, Run, after
from heed.kit.reading.headings import may_be_heading
from heed.kit.reading.html_looks import (
    INLINE,
    NOT_SHOWN,
    Look,
    block_look,
    inline_look,
    is_hidden,
    is_note_number,
)
from heed.kit.reading.markers import find_marker, is_bullet, letters, roman
from heed.kit.reading.sniff import refuse
from heed.kit.reading.types import BlockKind, Document, Place

_DEEPEST = 400
_MOST_PLACES = 200_000  # in one table, spanned ones counted
_NESTING = re.compile(rb"<(/?)(?!(?:p|li|br|hr|img|input|meta|link|td|tr|th|col|dd|dt|option)\b)[a-z]", re.I)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.I)


@dataclass(slots=True)
class _List:
    """A list being read: its next number, or None for bullets."""

    number: int | None
    style: str = "1"
    step: int = 1


@dataclass(slots=True)
class _Table:
    number: int
    row: int = -1
    taken: dict[tuple[int, int], bool] = field(default_factory=dict)  # cells covered from above or the left


def extract_html(data: bytes) -> Document:
    """Read a web page. Raises `Unreadable` when its elements are nested too deeply to be a document."""
    _refuse_deep_nesting(data)
    tree = LexborHTMLParser(decode(data))
    page = _Page()
    if tree.body is not None:
        page.read(tree.body)
    title = tree.css_first("title")
    return page.composer.document("html", title=" ".join(title.text().split()) if title else "")


def decode(data: bytes) -> str:
    """The text of a web page's bytes: by its mark, as UTF-8, as declared, as Windows Latin, by guess."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace").lstrip("\ufeff")
    declared = _CHARSET.search(data[:4096])
    names = [declared.group(1).decode("ascii")] if declared else []
    for name in ["utf-8", *names, "cp1252"]:  # pages that are UTF-8 and say otherwise are common
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else data.decode("latin-1")


def _refuse_deep_nesting(data: bytes) -> None:
    """The parser's time grows with the square of the depth, so depth is counted first, roughly."""
    depth = 0
    for tag in _NESTING.finditer(data):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > _DEEPEST * 5:
            raise refuse("too_hard")


class _Page:
    """Walks the tree with a stack of its own (a hostile page may be deeper than Python's) and composes."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.runs: list[Run] = []
        self.lists: list[_List] = []
        self.tables: list[_Table] = []
        self.table_count = 0
        self.marker = ""
        self.in_item = False
        self.heading = 1  # the level of the last heading

    def read(self, root: LexborNode) -> None:
        stack: list[Iterator[None]] = [self._element(root, Look())]
        self._pending: list[Iterator[None]] = []
        while stack:
            try:
                next(stack[-1])
            except StopIteration:
                stack.pop()
            if self._pending:
                stack.append(self._pending.pop())

    def _children(self, node: LexborNode, look: Look) -> Iterator[None]:
        child = node.first_child
        while child is not None:
            if child.tag == "-text":
                text = child.text_content or ""
                text = text if look.preformatted else re.sub(r"\s+", " ", text)
                self.runs.append(Run(text, look.bold, look.italic, look.link))
            elif child.is_element_node:
                self._pending.append(self._element(child, look))
                yield
            child = child.next

    def _element(self, node: LexborNode, look: Look) -> Iterator[None]:
        tag = node.tag or ""
        attributes = node.attributes
        if tag in NOT_SHOWN or "hidden" in attributes or is_hidden(attributes):
            return
        if tag == "br":
            self.runs.append(Run("\n"))
            return
        if tag in INLINE:
            if not is_note_number(node, tag, attributes):
                yield from self._children(node, inline_look(tag, attributes, look))
            return
        yield from self._block(node, tag, attributes, look)

    def _block(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], look: Look
    ) -> Iterator[None]:
        self._flush(look)
        look = block_look(node, tag, attributes, look)
        if tag in ("ul", "ol", "menu", "dir"):
            self.lists.append(_list(node, tag, attributes))
            yield from self._children(node, replace(look, depth=look.depth + 1))
            self._flush(look)
            self.lists.pop()
        elif tag == "li":
            self.marker, self.in_item = self._next_marker(attributes), True
            yield from self._children(node, look)
            self._flush(look)
            self.marker, self.in_item = "", False
        elif tag == "table" and look.place is None and _is_data_table(node):
            self.tables.append(_Table(self.table_count))
            self.table_count += 1
            yield from self._children(node, look)
            self.tables.pop()
        elif tag == "tr" and self.tables and look.place is None:
            self.tables[-1].row += 1
            yield from self._children(node, look)
        elif tag in ("td", "th") and self.tables and look.place is None:
            place = self._place(node, tag, attributes)
            yield from self._children(node, replace(look, place=place))
            self._flush(replace(look, place=place))
        else:
            yield from self._children(node, look)
            self._flush(look, heading=int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0)

    def _flush(self, look: Look, heading: int = 0) -> None:
        """Write the runs gathered so far as one block."""
        runs, self.runs = self.runs, []
        if not any(run.text.strip() for run in runs):
            return
        marker, self.marker = self.marker, ""
        if not marker or is_bullet(marker):
            marker, runs = _typed_marker(marker, runs, bare=bool(heading))
        kind = BlockKind.ITEM if marker else BlockKind.PARAGRAPH
        if heading:
            self.heading = heading
        elif look.depth < 0 and not (marker and is_bullet(marker)) and _looks_like_heading(runs):
            heading = min(self.heading + 1, 6)
        if heading:
            kind = BlockKind.HEADING
        level = heading or max(look.depth, 0)
        if look.place is not None:
            kind, level = BlockKind.CELL, 0
        if look.note:
            kind = BlockKind.FOOTNOTE
        if look.furniture:
            kind = BlockKind.FURNITURE
        self.composer.add(kind, runs, marker=marker, level=level, place=look.place)

    def _next_marker(self, attributes: dict[str, str | None]) -> str:
        current = self.lists[-1] if self.lists else _List(None)
        if current.number is None:
            depth = sum(shown.number is None for shown in self.lists)
            return "•◦▪"[min(max(depth, 1), 3) - 1]  # as browsers show them
        value = _whole(attributes.get("value"))
        number = current.number if value is None else value
        current.number = number + current.step
        return _count(number, attributes.get("type") or current.style) + "."

    def _place(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> Place:
        table = self.tables[-1]
        row = max(table.row, 0)
        column = 0
        while (row, column) in table.taken:
            column += 1
        wide = min(max(_whole(attributes.get("colspan")) or 1, 1), 100)
        tall = min(max(_whole(attributes.get("rowspan")) or 1, 1), 1000)
        if len(table.taken) + wide * tall > _MOST_PLACES:
            wide = tall = 1
        for y in range(row, row + tall):
            for x in range(column, column + wide):
                table.taken[y, x] = True
        head = _in_head(node) or (tag == "th" and row == 0)
        return Place(table.number, row, column, head)


def _looks_like_heading(runs: list[Run]) -> bool:
    """Whether a paragraph is all bold and short, as pages made in an editor have their headings."""
    words = [run for run in runs if run.text.strip()]
    return all(run.bold for run in words) and may_be_heading("".join(run.text for run in runs).strip())


def _typed_marker(marker: str, runs: list[Run], *, bare: bool) -> tuple[str, list[Run]]:
    """A marker typed as text: it is taken out of the runs; it replaces a bullet."""
    runs = list(runs)
    while runs and not runs[0].text.strip():
        runs.pop(0)
    text = "".join(run.text for run in runs)
    found = find_marker(text, bare=bare)
    if found is None:
        return marker, runs
    return found.text, after(runs, found.rest)


def _list(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> _List:
    if tag != "ol":
        return _List(None)
    start = _whole(attributes.get("start"))
    if "reversed" in attributes:
        items = sum(1 for child in node.iter() if child.tag == "li")
        return _List(items if start is None else start, attributes.get("type") or "1", -1)
    return _List(1 if start is None else start, attributes.get("type") or "1")


def _count(number: int, style: str) -> str:
    if style in ("a", "A") and number > 0:
        return letters(number) if style == "a" else letters(number).upper()
    if style in ("i", "I"):
        return roman(number) if style == "i" else roman(number).upper()
    return str(number)


def _whole(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"\s*-?\d{1,6}\s*", value) else None


def _is_data_table(node: LexborNode) -> bool:
    """A table that only lays out a page, or a single box, is read as running text."""
    if (node.attributes.get("role") or "") in ("presentation", "none"):
        return False
    holds_another = any(table.mem_id != node.mem_id for table in node.css("table"))
    return not holds_another and len(node.css("td, th")) > 1


def _in_head(node: LexborNode) -> bool:
    row = node.parent
    return row is not None and row.parent is not None and row.parent.tag == "thead"
