"""HTML, for the web and for WeasyPrint to print, and plain text."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterable

from .marked import Block, Content, plain

LISTS = {"li": ("ul", 1), "li2": ("ul", 2)}
SIMPLE = {"p": "p", "quote": "blockquote", "cover": "p", "small": "p", "sign": "p"}


def inline(text: str, note: Callable[[str], str]) -> str:
    """Inline marks as HTML; `note` gives the HTML of a footnote reference."""
    text = html.escape(text, quote=False)
    text = re.sub(r"\[\^(\d+)\]", lambda m: note(m.group(1)), text)
    text = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)


def body(content: Content, paged: bool) -> str:
    """The blocks as HTML. Paged: footnotes float to the page's foot; otherwise they end the article."""

    def note(number: str) -> str:
        if paged:
            return f'<span class="fn">{html.escape(content.notes[number])}</span>'
        return f'<sup><a href="#fn{number}">{number}</a></sup>'

    out: list[str] = []
    depth, heading = 0, 0
    for block in content.blocks:
        want = LISTS.get(block.kind, ("", 0))[1]
        while depth < want:
            out.append("<ul>")
            depth += 1
        while depth > want:
            out.append("</ul>")
            depth -= 1
        text = inline(block.text, note)
        if block.kind in LISTS:
            out.append(f"<li>{text}</li>")
        elif block.kind in ("num", "num2"):
            out.append(f'<div class="{block.kind}"><span class="mk">{html.escape(block.marker)}</span> <span>{text}</span></div>')
        elif block.kind in ("h1", "h2", "h3"):
            heading += 1
            out.append(f'<{block.kind} id="h{heading}">{text}</{block.kind}>')
        elif block.kind in SIMPLE:
            out.append(f'<{SIMPLE[block.kind]} class="{block.kind}">{text}</{SIMPLE[block.kind]}>')
        else:
            out.append(_other(block, content, note))
    out.append("</ul>" * depth)
    if not paged and content.notes:
        notes = "".join(f'<li id="fn{n}">{inline(t, note)}</li>' for n, t in content.notes.items())
        out.append(f'<section class="footnotes"><h2>Footnotes</h2><ol>{notes}</ol></section>')
    return "\n".join(out)


def _other(block: Block, content: Content, note: Callable[[str], str]) -> str:
    if block.kind == "page":
        return '<div class="page"></div>'
    if block.kind == "box":
        return '<div class="box">'
    if block.kind == "endbox":
        return "</div>"
    if block.kind == "table":
        return _table(block.rows, note)
    if block.kind == "toc":
        return _contents(b for b in content.blocks if b.kind in ("h1", "h2", "h3"))
    if block.kind in ("gap", "columns"):
        return ""
    raise ValueError(f"No HTML for a block of kind {block.kind}")


def _table(rows: list[list[list[str]]], note: Callable[[str], str]) -> str:
    def cell(r: int, c: int, tag: str) -> str:
        if rows[r][c] == ["^^"]:
            return ""
        span = f' colspan="{max(map(len, rows))}"' if len(rows[r]) == 1 else ""
        below = 1
        while r + below < len(rows) and len(rows[r + below]) > max(c, 1) and rows[r + below][c] == ["^^"]:
            below += 1
        span += f' rowspan="{below}"' if below > 1 else ""
        return f"<{tag}{span}>{_paragraphs(rows[r][c], note)}</{tag}>"

    def row(r: int, tag: str) -> str:
        return "<tr>" + "".join(cell(r, c, tag) for c in range(len(rows[r]))) + "</tr>"

    return f"<table><thead>{row(0, 'th')}</thead><tbody>{''.join(row(r, 'td') for r in range(1, len(rows)))}</tbody></table>"


def _paragraphs(paragraphs: list[str], note: Callable[[str], str]) -> str:
    """A cell's paragraphs; those that begin with "+ " are bullets."""
    out, before = "", ""
    for words in paragraphs:
        kind = "li" if words.startswith("+ ") else "p"
        out += {("p", "p"): "<br>", ("p", "li"): "<ul>", ("li", "p"): "</ul>", ("", "li"): "<ul>"}.get((before, kind), "")
        text = inline(words.removeprefix("+ "), note)
        out += f"<li>{text}</li>" if kind == "li" else text
        before = kind
    return out + ("</ul>" if before == "li" else "")


def _contents(headings: Iterable[Block]) -> str:
    lines = [
        f'<li><a href="#h{n}">{html.escape(plain(b.text))}</a></li>'
        for n, b in enumerate(headings, 1) if b.kind in ("h1", "h2")
    ]
    return f'<ul class="toc">{"".join(lines)}</ul>'


def page(content: Content) -> str:
    """A web page as a partnership's site would serve it, with its usual surroundings."""
    head = content.head
    site, title = html.escape(head["partnership"]), html.escape(head["title"])
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title} | {site}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font-family:sans-serif;max-width:46em;margin:auto}} .num{{margin:.5em 0 .5em 1em}} .box{{border:2px solid #246}}</style>
<script>window.dataLayer = window.dataLayer || [];</script></head>
<body><div id="cookies" role="region"><p>We use some essential cookies to make this website work.</p>
<button>Accept additional cookies</button></div>
<header><a href="/">{site}</a><nav><ul><li><a href="/">Home</a></li><li><a href="/worried">Worried about a child?</a></li>
<li><a href="/reviews">Learning from reviews</a></li><li><a href="/training">Training</a></li></ul></nav></header>
<main><article>
{body(content, paged=False)}
</article></main>
<aside><h2>Related pages</h2><ul><li><a href="/procedures">Procedures</a></li><li><a href="/training">Book a course</a></li></ul></aside>
<footer><p>© {site}</p><ul><li><a href="/privacy">Privacy</a></li><li><a href="/accessibility">Accessibility statement</a></li></ul></footer>
</body></html>
"""


def text(content: Content) -> str:
    """Plain text as somebody saves it from a letter: hard line ends, page marks every so often."""
    width = int(content.head.get("width", "78"))
    out: list[str] = []

    def put(words: str, first: str = "", rest: str = "", after: bool = True) -> None:
        words = re.sub(r"\[\^(\d+)\]", r"[\1]", words).replace("**", "").replace("*", "")
        words = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"\1 (\2)", words)
        out.extend(textwrap.wrap(words, width, initial_indent=first, subsequent_indent=rest, break_long_words=False))
        if after:
            out.append("")

    for block in content.blocks:
        if block.kind in ("h1", "h2", "h3"):
            put(block.text.upper() if block.kind == "h1" else block.text, after=block.kind == "h3")
            if block.kind != "h3":
                out += [("=" if block.kind == "h1" else "-") * min(width, len(plain(block.text))), ""]
        elif block.kind in ("li", "li2"):
            indent = "  " if block.kind == "li" else "      "
            put(block.text, indent + ("* " if block.kind == "li" else "- "), indent + "  ", after=False)
        elif block.kind in ("num", "num2"):
            if out and out[-1]:
                out.append("")
            put(block.text, f"{block.marker} ", " " * (len(block.marker) + 1))
        elif block.kind == "table":
            for cells in block.rows:
                put(" | ".join(" ".join(c) for c in cells))
        elif block.kind == "gap":
            continue
        else:
            if out and out[-1]:
                out.append("")
            put(block.text, after=block.kind != "sign")
    if content.notes:
        out += ["", "-" * 20]
        for number, words in content.notes.items():
            put(words, f"[{number}] ", "    ", after=False)
    return _with_page_marks(out, content.head)


def _with_page_marks(lines: list[str], head: dict[str, str]) -> str:
    every = int(head.get("page_lines", "0"))
    if not every:
        return "\n".join(lines) + "\n"
    pages = [lines[i:i + every] for i in range(0, len(lines), every)]
    marked = [
        "\n".join([*page, "", f"{head.get('runhead', '')}   Page {n} of {len(pages)}", ""])
        for n, page in enumerate(pages, 1)
    ]
    return "\f".join(marked)
