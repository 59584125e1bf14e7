"""A document as tagged PDF (PDF/UA-1), by WeasyPrint, which takes only the font and the logo that it
is handed: it fetches nothing."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from heed.kit.writing.types import (
    Block,
    Cell,
    Document,
    Grid,
    Logo,
    Paragraph,
    Part,
    Points,
    repeats,
    words_of,
)

_FONT = "handed:font"
_PNG = "data:image/png;base64,"
_STYLE = """
@page { size: A4; margin: 18mm 16mm 20mm;
  @bottom-left { content: string(foot); font-size: 8pt; color: #52656d }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font-size: 8pt; color: #52656d } }
html { font-family: Heed, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; font-size: 10pt; line-height: 1.4;
  color: #14242b }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 2mm }
h2 { font-size: 13pt; margin: 7mm 0 2mm; padding-top: 2mm; border-top: .4mm solid #d5dde0; break-after: avoid }
h3 { font-size: 12pt; margin: 4mm 0 1mm; break-after: avoid }
h4 { font-size: 11pt; margin: 3mm 0 1mm; break-after: avoid }
p { margin: 0 0 2mm } .lead { color: #52656d } .foot { string-set: foot content(); height: 0; overflow: hidden;
  font-size: 1pt; color: white }
dl { margin: 3mm 0 } dt { color: #52656d; font-size: 8.5pt } dd { margin: 0 0 1.5mm }
ul { margin: 0 0 2mm; padding-left: 5mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 0 0 3mm; font-size: 8.5pt }
caption { text-align: left; font-weight: 600; margin-bottom: 1mm }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 1.5mm; border: .2mm solid #d5dde0;
  overflow-wrap: anywhere }
thead th { border-bottom: .4mm solid #52656d } tbody th { font-weight: 400 } tr { break-inside: avoid }
.number { text-align: right } .logo { margin: 0 0 4mm } .logo img { max-width: 60mm; max-height: 18mm }
"""
_SCREEN = """
@media screen { html { font-size: 1rem } body { max-width: 46rem; margin: 1rem auto; padding: 0 1rem; line-height: 1.5 }
  .foot { display: none } h1 { font-size: 2rem } h2 { font-size: 1.4rem } h3 { font-size: 1.15rem }
  h4 { font-size: 1rem }
  table { font-size: .9rem } dt, .lead { font-size: .9rem } }
"""


def to_pdf(document: Document, *, font: Path | None = None) -> bytes:
    """The bytes of the PDF. `font` is a font file that is taken up; without it one of the machine's stands in.

    Raises OSError where the machine lacks the libraries that WeasyPrint draws with.
    """
    import weasyprint

    page = weasyprint.HTML(string=to_html(document, font=font is not None), url_fetcher=_fetcher(font))
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


def _fetcher(font: Path | None) -> Any:
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class OnlyTheFont(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if font is not None and url == _FONT:
                return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/woff2"})
            if url.startswith(_PNG):
                return URLFetcherResponse(url, b64decode(url[len(_PNG) :]), {"Content-Type": "image/png"})
            raise FatalURLFetchingError(f"nothing is fetched for a document: {url[:100]}")

    return OnlyTheFont()


def to_page(document: Document) -> str:
    """The same as a page of its own that a browser shows and prints: nothing in it is fetched from anywhere."""
    return to_html(document, font=False, screen=True)


def to_html(document: Document, *, font: bool, screen: bool = False) -> str:
    """The page that the PDF is drawn from."""
    face = f'@font-face {{ font-family: Heed; src: url("{_FONT}") }}' if font else ""
    return "".join(
        [
            '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">',
            f"<title>{escape(document.title)}</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">' if screen else "",
            f'<meta name="author" content="{escape(document.author)}">',
            f"<style>{face}{_STYLE}{_SCREEN if screen else ''}</style></head><body>",
            f'<div class="foot">{escape(document.foot)}</div>' if document.foot else "",
            _logo(document.logo),
            f"<h1>{escape(document.title)}</h1>",
            f'<p class="lead">{_words(document.lead)}</p>' if document.lead else "",
            _facts(document.facts),
            *(piece for part in document.parts for piece in _part(part)),
            "</body></html>",
        ]
    )


def _logo(logo: Logo | None) -> str:
    if logo is None:
        return ""
    data = b64encode(logo.png).decode()
    return f'<p class="logo"><img src="{_PNG}{data}" alt="{escape(logo.words)}"></p>'


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{_words(value)}</dd>" for name, value in facts)
    return f"<dl>{listed}</dl>" if listed else ""


def _part(part: Part) -> Iterator[str]:
    level = part.level + 1
    if part.heading:
        yield f"<h{level}>{escape(part.heading)}</h{level}>"
    yield from (_block(block, part.heading) for block in part.blocks)


def _block(block: Block, heading: str) -> str:
    if isinstance(block, Paragraph):
        words = _words(block.words)
        return f"<p><strong>{words}</strong></p>" if block.strong else f"<p>{words}</p>"
    if isinstance(block, Points):
        return f"<ul>{''.join(f'<li>{_words(each)}</li>' for each in block.items)}</ul>"
    return _grid(block, heading)


def _grid(grid: Grid, heading: str) -> str:
    caption = "" if repeats(grid, heading) else f"<caption>{escape(grid.caption)}</caption>"
    whole = sum(grid.widths) or 1
    widths = "".join(f'<col style="width: {100 * each / whole:.1f}%">' for each in grid.widths)
    heads = "".join(
        f'<th scope="col"{_number(grid, at)}>{escape(each)}</th>' for at, each in enumerate(grid.columns)
    )
    rows = "".join(f"<tr>{''.join(_cells(grid, row))}</tr>" for row in grid.rows)
    return (
        f"<table>{caption}<colgroup>{widths}</colgroup>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cells(grid: Grid, row: Sequence[Cell]) -> Iterator[str]:
    for at, cell in enumerate(row):
        yield (
            f'<th scope="row">{_words(cell)}</th>'
            if at == 0
            else f"<td{_number(grid, at)}>{_words(cell)}</td>"
        )


def _number(grid: Grid, at: int) -> str:
    return ' class="number"' if at in grid.numbers else ""


def _words(cell: Cell) -> str:
    return escape(words_of(cell)).replace("\n", "<br>")
