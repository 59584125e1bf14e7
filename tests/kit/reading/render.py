"""One source text as PDF, Word and web page, so that a test can say: the same words, the same records.

The source is plain text with a little Markdown: headings (`#`, or a short line standing alone), bullets,
numbered and lettered items, bold, links, pipe tables, and notes (a line that starts with a raised number).
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
import weasyprint
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ITEM = re.compile(r"^(\s*)([-*•]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(.*)$")
_TYPED_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+\.?)\s+(.*)$")
_INLINE = re.compile(r"\*\*(.+?)\*\*|\[((?:\\.|[^\]])+)\]\(([^)]*)\)|<(https?://[^>]+)>|([⁰¹²³⁴-⁹]+)")


@dataclass
class Element:
    """`kind` is heading, paragraph, item, number (a paragraph with its number typed) or table."""

    kind: str
    text: str = ""
    marker: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Source:
    elements: list[Element]
    notes: dict[str, str]


@dataclass
class Inline:
    text: str
    bold: bool = False
    link: str = ""
    note: str = ""


def parse(text: str) -> Source:
    """The elements of a source text. A paragraph that notes interrupt is made whole again."""
    notes: dict[str, str] = {}
    kept: list[str] = []
    for line in text.split("\n"):
        note = re.match(rf"^([{RAISED}]+)\s*(.*)$", line)
        if note:
            notes[note.group(1)] = note.group(2)
            if kept and not kept[-1].strip():
                kept.pop()
        else:
            kept.append(line)
    elements: list[Element] = []
    lines = _join_bold(kept)
    for index, line in enumerate(lines):
        alone = (index == 0 or not lines[index - 1].strip()) and (
            index + 1 == len(lines) or not lines[index + 1].strip()
        )
        if line.strip():
            _add(elements, line, alone)
    return Source(elements, notes)


def _join_bold(lines: list[str]) -> list[str]:
    """Bold that runs over several lines is one line."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1].count("**") % 2 and line.strip():
            joined[-1] += " " + line.strip()
        else:
            joined.append(line)
    return joined


def _add(elements: list[Element], line: str, alone: bool) -> None:
    bare = line.strip()
    if bare.startswith("|"):
        cells = [cell.strip() for cell in bare.strip("|").split("|")]
        if all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
            return
        if not elements or elements[-1].kind != "table":
            elements.append(Element("table"))
        elements[-1].rows.append(cells)
        return
    heading = re.match(r"^(#{1,6}) (.*)$", bare)
    if heading:
        elements.append(Element("heading", heading.group(2), level=len(heading.group(1))))
        return
    item = _ITEM.match(line)
    if item:
        typed = _TYPED_NUMBER.match(item.group(3))
        marker = item.group(2)
        if typed and marker in "-*•":
            elements.append(Element("number", typed.group(2), typed.group(1), 1 if item.group(1) else 0))
        else:
            sign = "•" if marker in "-*•" else marker
            elements.append(Element("item", item.group(3), sign, 1 if item.group(1) else 0))
        return
    typed = _TYPED_NUMBER.match(bare)
    if typed:
        elements.append(Element("number", typed.group(2), typed.group(1)))
    elif _is_heading(bare, alone):
        elements.append(Element("heading", bare.replace("**", ""), level=1 if not elements else 2))
    else:
        elements.append(Element("paragraph", bare))


def _is_heading(line: str, alone: bool) -> bool:
    if re.fullmatch(r"Recommendation \d+[a-z]?[.:]?", line):
        return True
    return alone and len(line) < 75 and not line.endswith((".", ";", ",")) and not line[:1].islower()


def inline(text: str) -> Iterator[Inline]:
    """The stretches of a line: plain, bold, linked, and note numbers."""
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            yield Inline(_plain(text[at : match.start()]))
        bold, label, address, bare, note = match.groups()
        if bold is not None:
            for part in inline(bold):
                yield Inline(part.text, True, part.link, part.note)
        elif label is not None:
            yield Inline(_plain(label), link=address)
        elif bare is not None:
            yield Inline(bare, link=bare)
        else:
            yield Inline("", note=note)
        at = match.end()
    if at < len(text):
        yield Inline(_plain(text[at:]))


def _plain(text: str) -> str:
    return re.sub(r"\\([()\[\]*_])", r"\1", text)


# ---------------------------------------------------------------- web page


def to_html(source: Source, title: str = "Report", *, site: bool = True) -> bytes:
    """A web page with a site's menu and foot around the document, and its notes at the end."""
    body = _html_body(source, _html_reference)
    notes = "".join(
        f'<li id="fn{_digits(number)}">{_html_inline(text, source, _html_reference)} <a href="#r">↩</a></li>'
        for number, text in source.notes.items()
    )
    notes = f'<section class="footnotes"><ol>{notes}</ol></section>' if notes else ""
    before = '<header><a href="/">Example Partnership</a></header><nav><ul><li><a href="/a">About</a></li></ul></nav>'
    after = "<footer><p>Cookies and privacy</p></footer>"
    main = f"<main>{body}{notes}</main>"
    page = f"{before}{main}{after}" if site else main
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
        f"<body>{page}</body></html>"
    ).encode()


def _digits(raised: str) -> str:
    return "".join(str(RAISED.index(sign)) for sign in raised)


def _html_reference(source: Source, note: str) -> str:
    number = _digits(note)
    return f'<sup><a href="#fn{number}">{number}</a></sup>'


def _html_inline(text: str, source: Source, reference) -> str:  # type: ignore[no-untyped-def]
    parts = []
    for part in inline(text):
        shown = reference(source, part.note) if part.note else html.escape(part.text)
        if part.link:
            shown = f'<a href="{html.escape(part.link)}">{shown}</a>'
        parts.append(f"<strong>{shown}</strong>" if part.bold else shown)
    return "".join(parts)


def _html_body(source: Source, reference) -> str:  # type: ignore[no-untyped-def]
    out: list[str] = []
    open_lists: list[str] = []
    previous = Element("item")

    def close(depth: int) -> None:
        while len(open_lists) > depth:
            out.append(f"</li></{open_lists.pop()}>")

    for element in source.elements:
        words = _html_inline(element.text, source, reference)
        if element.kind == "item":
            depth = min(element.level, len(open_lists)) + 1
            close(depth)
            tag = "ol" if re.fullmatch(r"\d+\.", element.marker) else "ul"
            if len(open_lists) == depth and (open_lists[-1] != tag or not _next_in_list(previous, element)):
                close(depth - 1)
            previous = element
            if len(open_lists) < depth:
                first = _ordinal(element.marker) if tag == "ol" else 0
                # WeasyPrint counts by the style, browsers by the attribute.
                start = f' start="{first}" style="counter-reset: list-item {first - 1}"' if first else ""
                out.append(f"<{tag}{start}>")
                open_lists.append(tag)
            else:
                out.append("</li>")
            # A marker that no list of the web has is typed.
            typed = "" if tag == "ol" or element.marker == "•" else element.marker + " "
            style = ' style="list-style: none"' if typed else ""
            out.append(f"<li{style}>{typed}{words}")
            continue
        close(0)
        if element.kind == "heading":
            level = min(element.level, 6)
            out.append(f"<h{level}>{words}</h{level}>")
        elif element.kind == "number":
            out.append(f'<p class="number">{element.marker} {words}</p>')
        elif element.kind == "table":
            out.append(_html_table(element, source, reference))
        else:
            out.append(f"<p>{words}</p>")
    close(0)
    return "\n".join(out)


def _next_in_list(previous: Element, element: Element) -> bool:
    return element.marker == "•" or element.level != previous.level or _ordinal(element.marker) > 1


def _ordinal(marker: str) -> int:
    core = marker.strip("().")
    if core.isdigit():
        return int(core)
    if len(core) == 1 and core not in "ivx":
        return ord(core) - ord("a") + 1
    return ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].index(core) + 1


def _html_table(element: Element, source: Source, reference) -> str:  # type: ignore[no-untyped-def]
    head, *rest = element.rows
    rows = ["<tr>" + "".join(f"<th>{_html_inline(c, source, reference)}</th>" for c in head) + "</tr>"]
    body = [
        "<tr>" + "".join(f"<td>{_html_inline(c, source, reference)}</td>" for c in row) + "</tr>"
        for row in rest
    ]
    return f"<table><thead>{''.join(rows)}</thead><tbody>{''.join(body)}</tbody></table>"


# ---------------------------------------------------------------- PDF

CSS = """
@page { size: %(page)s; margin: 22mm 20mm 24mm 20mm;
  @top-left { content: "%(head)s"; font: 8pt sans-serif; }
  @bottom-center { content: "Page " counter(page) " of " counter(pages); font: 9pt sans-serif; }
  @footnote { border-top: 0.5pt solid black; padding-top: 4pt; margin-top: 8pt } }
@page :first { @top-left { content: none } }
body { font: 11pt/1.35 sans-serif; columns: %(columns)s; column-gap: 10mm; hyphens: %(hyphens)s; text-align: %(align)s }
h1 { font-size: 20pt; column-span: all; text-align: left } h2 { font-size: 14pt; margin: 14pt 0 6pt }
h3, h4 { font-size: 11pt; margin: 10pt 0 4pt }
p { margin: 0 0 7pt } li { margin: 0 0 4pt } ul, ol { padding-left: 18pt; margin: 0 0 7pt }
table { border-collapse: collapse; width: 100%%; margin: 8pt 0 } td, th { border: 0.7pt solid black; padding: 3pt; vertical-align: top; text-align: left }
.note { float: footnote; font-size: 8pt; line-height: 1.2 }
::footnote-call { font-size: 65%%; vertical-align: super; line-height: 0 }
::footnote-marker { font-size: 65%%; vertical-align: super }
"""


def to_pdf(
    source: Source,
    title: str = "Report",
    *,
    page: str = "A4",
    columns: int = 1,
    hyphens: str = "manual",
    align: str = "left",
    head: str = "Example Partnership: learning review",
) -> bytes:
    """A printed report: running head, page numbers, notes at the page's foot, tables with ruled lines."""
    style = CSS % {"page": page, "columns": columns, "hyphens": hyphens, "align": align, "head": head}
    body = _html_body(source, _pdf_reference)
    page_html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
    return bytes(weasyprint.HTML(string=page_html, url_fetcher=_no_fetching).write_pdf())


def _pdf_reference(source: Source, note: str) -> str:
    text = source.notes.get(note)
    return f'<span class="note">{html.escape(text)}</span>' if text else f"<sup>{_digits(note)}</sup>"


def _no_fetching(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"nothing is fetched: {url}")


# ---------------------------------------------------------------- Word


def to_docx(
    source: Source, title: str = "Report", *, head: str = "Example Partnership: learning review"
) -> bytes:
    """A Word file with real heading styles, automatic list numbers, notes, links and a running head."""
    document = docx.Document()
    document.core_properties.title = title
    document.sections[0].header.paragraphs[0].text = head
    notes = _Notes(document, source)
    lists = _Lists(document)
    for element in source.elements:
        if element.kind != "item":
            lists.close()
        if element.kind == "heading":
            paragraph = document.add_paragraph(style=f"Heading {min(element.level, 9)}")
        elif element.kind == "item":
            paragraph = document.add_paragraph(style="List Paragraph")
            lists.number(paragraph, element)
        elif element.kind == "table":
            _docx_table(document, element, notes)
            continue
        else:
            paragraph = document.add_paragraph()
            if element.kind == "number":
                paragraph.add_run(element.marker + "\t")
        _docx_inline(paragraph, element.text, notes)
    notes.finish()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_inline(paragraph, text: str, notes: _Notes) -> None:  # type: ignore[no-untyped-def]
    for part in inline(text):
        if part.note:
            notes.refer(paragraph, part.note)
        elif part.link:
            target = part.link if part.link not in ("", "#") else "https://example.org/"
            relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"/>')
            run = paragraph.add_run(part.text)
            run.bold = part.bold or None
            link.append(run._r)
            paragraph._p.append(link)
        else:
            paragraph.add_run(part.text).bold = part.bold or None


def _docx_table(document, element: Element, notes: _Notes) -> None:  # type: ignore[no-untyped-def]
    table = document.add_table(rows=len(element.rows), cols=len(element.rows[0]))
    table.style = "Table Grid"
    for y, row in enumerate(element.rows):
        for x, words in enumerate(row):
            paragraph = table.cell(y, x).paragraphs[0]
            _docx_inline(paragraph, words, notes)
            if y == 0:
                for run in paragraph.runs:
                    run.bold = True


class _Lists:
    """Word lists whose numbers Word counts: one for each list of the source, with its own start."""

    FORMATS = {"1": "decimal", "a": "lowerLetter", "i": "lowerRoman"}

    def __init__(self, document) -> None:  # type: ignore[no-untyped-def]
        self.root = document.part.numbering_part.element
        self.next_id = 500
        self.open: dict[int, tuple[str, int, int]] = {}  # level: shape, list, last ordinal

    def close(self) -> None:
        self.open.clear()

    def number(self, paragraph, element: Element) -> None:  # type: ignore[no-untyped-def]
        level = element.level
        shape, ordinal = _shape(element.marker), 0
        if element.marker != "•":
            ordinal = _ordinal(element.marker)
        for deeper in [key for key in self.open if key > level]:
            del self.open[deeper]
        known = self.open.get(level)
        if known is None or known[0] != shape or (ordinal and ordinal != known[2] + 1):
            known = (shape, self._make(shape, ordinal, level), ordinal)
        self.open[level] = (shape, known[1], ordinal)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{known[1]}"/></w:numPr>'
            )
        )

    def _make(self, shape: str, start: int, level: int) -> int:
        identity = self.next_id = self.next_id + 1
        kind = "bullet" if shape == "•" else self.FORMATS[shape.strip("().")]
        text = ("\uf0b7", "o")[min(level, 1)] if shape == "•" else re.sub(r"\w", f"%{level + 1}", shape)
        levels = f'<w:lvl w:ilvl="{level}"><w:start w:val="{start or 1}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">{levels}</w:abstractNum>'
        )
        first = self.root.find(qn("w:num"))
        if first is None:
            self.root.append(abstract)
        else:
            first.addprevious(abstract)
        self.root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{identity}"><w:abstractNumId w:val="{identity}"/></w:num>'
            )
        )
        return identity


def _shape(marker: str) -> str:
    if marker == "•":
        return marker
    core = marker.strip("().")
    sign = "1" if core.isdigit() else "a" if len(core) == 1 and core not in "ivx" else "i"
    return marker.replace(core, sign)


class _Notes:
    """Word's footnotes part, which python-docx does not write."""

    def __init__(self, document, source: Source) -> None:  # type: ignore[no-untyped-def]
        self.document = document
        self.source = source
        self.used: list[str] = []

    def refer(self, paragraph, note: str) -> None:  # type: ignore[no-untyped-def]
        text = self.source.notes.get(note)
        run = paragraph.add_run()
        if text is None:
            run.text = _digits(note)
            run.font.superscript = True
            return
        self.used.append(text)
        run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(self.used)}"/>'))

    def finish(self) -> None:
        if not self.used:
            return
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {html.escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self.used, start=1)
        )
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{notes}</w:footnotes>'
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
