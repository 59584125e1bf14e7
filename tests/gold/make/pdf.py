"""PDF: by WeasyPrint (running heads, footnotes, hyphens) and by ReportLab (two columns)."""

from __future__ import annotations

import html
from io import BytesIO
from typing import Any

from .marked import Content
from .web import body, inline

LOOKS = {
    "serif": "font-family:'Liberation Serif';font-size:11.5pt",
    "sans": "font-family:'Liberation Sans';font-size:11pt",
    "dejavu": "font-family:'DejaVu Sans';font-size:9.5pt",
    "narrow": "font-family:'Liberation Sans Narrow';font-size:12pt",
}


def weasy(content: Content) -> bytes:
    """Print the content as the head's `look`, `page`, `bullet`, `runhead`, `runfoot`, `hyphens` and `css` say."""
    from weasyprint import HTML  # type: ignore[import-untyped]

    head = content.head
    gap = head.get("gap", "2.6em")
    css = f"""
    @page {{ size: {head.get('page', 'A4')}; margin: {head.get('margin', '24mm 22mm 24mm 22mm')};
      @top-{head.get('runat', 'left')} {{ content: "{head.get('runhead', '')}"; font-size: 8.5pt; color: #555 }}
      @bottom-left {{ content: "{head.get('runfoot', '')}"; font-size: 8.5pt; color: #555 }}
      @bottom-right {{ content: {head.get('pagenumber', 'counter(page)')}; font-size: 8.5pt }}
      @footnote {{ border-top: .5pt solid #888; padding-top: 3pt }} }}
    @page:first {{ @top-{head.get('runat', 'left')} {{ content: none }} }}
    body {{ {LOOKS[head.get('look', 'sans')]}; line-height: 1.35; text-align: {head.get('align', 'left')};
      hyphens: {head.get('hyphens', 'manual')}; hyphenate-character: '-' }}
    h1 {{ font-size: 1.5em }} h2 {{ font-size: 1.2em }} h3 {{ font-size: 1em }}
    h1, h2, h3 {{ hyphens: manual; break-after: avoid }}
    ul {{ list-style-type: "{head.get('bullet', '•')}\\00a0\\00a0"; padding-left: 1.6em }}
    ul ul {{ list-style-type: "{head.get('bullet2', 'o')}\\00a0\\00a0" }}
    ul.toc {{ list-style: none; padding: 0 }} ul.toc a {{ color: inherit; text-decoration: none }}
    ul.toc a::after {{ content: leader('.') target-counter(attr(href), page) }}
    .fn {{ float: footnote; font-size: 8pt; hyphens: manual }}
    p, li, div {{ orphans: 1; widows: 1 }}
    .num, .num2 {{ margin: .5em 0; padding-left: {gap}; text-indent: -{gap} }} .num2 {{ margin-left: 2.2em }}
    .mk {{ display: inline-block; min-width: {gap}; text-indent: 0 }}
    .page {{ break-after: page }} .box {{ border: 1.2pt solid #245; background: #eef3f6; padding: 4pt 10pt; margin: 10pt 0 }}
    p.cover {{ hyphens: manual; font-size: 1.7em; margin: 1em 0; text-align: center }} p.small {{ font-size: .85em }}
    p.sign {{ margin: 0 }} blockquote {{ font-style: italic }}
    table {{ border-collapse: collapse; width: 100%; font-size: .88em }} td, th {{ border: .6pt solid #666; padding: 3pt 4pt; vertical-align: top; text-align: left }}
    th {{ background: #dde5ea }} {head.get('css', '')}
    """
    page = f'<html lang="en-GB"><head><title>{html.escape(head.get("pdf_title", head["title"]))}</title><style>{css}</style></head><body>{body(content, paged=True)}</body></html>'
    return bytes(HTML(string=page).write_pdf())


def two_columns(content: Content) -> bytes:
    """Two columns a page under a running head; notes are printed in brackets where they stand."""
    from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
    from reportlab.lib.units import mm  # type: ignore[import-untyped]
    from reportlab.platypus import (  # type: ignore[import-untyped]
        BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer,
    )

    def style(name: str, **more: Any) -> Any:
        return ParagraphStyle(name, **({"fontName": "Times-Roman", "fontSize": 10.5, "leading": 13.2, "spaceAfter": 5, "hyphenationLang": "en_GB"} | more))

    styles = {
        "p": style("p", alignment=4), "quote": style("quote", fontName="Times-Italic", leftIndent=10),
        "h1": style("h1", fontName="Times-Bold", fontSize=13.5, leading=16, spaceBefore=8),
        "h2": style("h2", fontName="Times-BoldItalic", fontSize=11.5, spaceBefore=5),
        "h3": style("h3", fontName="Times-Italic"), "small": style("small", fontSize=8.5, leading=10),
        "li": style("li", leftIndent=12, bulletIndent=2), "li2": style("li2", leftIndent=24, bulletIndent=14),
        "num": style("num", leftIndent=22, bulletIndent=0), "num2": style("num2", leftIndent=34, bulletIndent=14),
        "cover": style("cover", fontName="Times-Bold", fontSize=20, leading=26, alignment=1), "sign": style("sign"),
    }

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Times-Italic", 8.5)
        canvas.drawString(18 * mm, 284 * mm, content.head.get("runhead", ""))
        canvas.drawRightString(192 * mm, 10 * mm, f"{document.page}")
        canvas.drawString(18 * mm, 10 * mm, content.head.get("runfoot", ""))

    width = 83 * mm
    columns = [Frame(x, 18 * mm, width, 260 * mm, leftPadding=0, rightPadding=0) for x in (18 * mm, 109 * mm)]
    cover = [Frame(18 * mm, 18 * mm, 174 * mm, 260 * mm, leftPadding=0, rightPadding=0)]
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title=content.head["title"], invariant=1)
    document.addPageTemplates([PageTemplate("cover", cover), PageTemplate("columns", columns, onPage=furniture)])
    flow: list[Any] = []
    for block in content.blocks:
        if block.kind == "columns":
            flow += [NextPageTemplate("columns"), PageBreak()]
        elif block.kind == "page":
            flow.append(FrameBreak())
        elif block.kind == "gap":
            flow.append(Spacer(1, 6))
        else:
            words = inline(block.text, lambda n: f'<super size="6">{n}</super>')
            words = words.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
            bullet = {"li": "•", "li2": "–"}.get(block.kind, block.marker or None)
            flow.append(Paragraph(words, styles[block.kind], bulletText=bullet))
    for number, note in content.notes.items():
        flow.append(Paragraph(f"{number} {inline(note, str)}", styles["small"]))
    document.build(flow)
    return out.getvalue()
