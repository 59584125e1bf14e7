"""PDF: the text as printed, put together again as its author wrote it."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from heed.kit.reading.extract import extract
from heed.kit.reading.types import BlockKind, Document
from tests.kit.reading.documents import (
    FILLER,
    SENTENCE,
    of_kind,
    read_pdf_of,
    running,
    said,
    shared,
    spans_are_sound,
)

LONG = "".join(f"<p>Paragraph {n} begins here. {FILLER}</p>" for n in range(1, 25))
RUNNING = """@page { @top-left { content: "Example Partnership" } @top-right { content: "Learning review, May 2020" }
@bottom-center { content: "Page " counter(page) " of " counter(pages) } }"""


def placed(
    *lines: tuple[float, float, str], size: float = 11, font: str = "Helvetica", pages: int = 1
) -> Document:
    """Lines put at exact places (x from the left, y from the top) of each of some pages."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for _ in range(pages):
        for x, y, text in lines:
            sheet.setFont(font, size)
            sheet.drawString(x, A4[1] - y, text)
        sheet.showPage()
    sheet.save()
    return extract(out.getvalue(), "placed.pdf")


def wrapped(text: str, width: float, size: float = 11) -> list[str]:
    lines, current = [], ""
    for word in text.split():
        if current and stringWidth(f"{current} {word}", "Helvetica", size) > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*lines, current]


def test_lines_become_paragraphs() -> None:
    document = read_pdf_of(f"<p>First. {FILLER}</p><p>Second. {FILLER}</p>")
    assert running(document) == [f"First. {FILLER}", f"Second. {FILLER}"]
    spans_are_sound(document)


def test_running_heads_feet_and_page_numbers_interrupt_no_sentence() -> None:
    document = read_pdf_of(LONG, RUNNING)
    assert document.pages is not None
    assert document.pages >= 5
    assert running(document) == [f"Paragraph {n} begins here. {FILLER}" for n in range(1, 25)]
    furniture = of_kind(document, BlockKind.FURNITURE)
    assert furniture.count("Example Partnership") == document.pages
    assert f"Page 2 of {document.pages}" in furniture
    assert "Page 2 of" in document.text, "the text itself is kept as it was found"
    spans_are_sound(document)


def test_a_sentence_over_a_page_end_has_a_span_on_each_page() -> None:
    document = read_pdf_of(LONG, RUNNING)
    cut = [block for block in document.blocks if len({span.page for span in block.spans}) == 2]
    assert cut
    for block in cut:
        first, second = block.spans
        assert (first.page or 0) + 1 == second.page
        assert document.text[first.start : first.end].endswith("\n")


def test_a_page_for_each_recommendation_keeps_its_headings() -> None:
    body = "".join(
        f'<h2 style="break-before: page">Recommendation {n}</h2><p>{n} is the number. {FILLER}</p>'
        for n in range(1, 7)
    )
    assert of_kind(read_pdf_of(body, RUNNING), BlockKind.HEADING) == [
        f"Recommendation {n}" for n in range(1, 7)
    ]


def test_one_page_with_a_number_at_its_foot() -> None:
    document = placed((72, 100, SENTENCE), (297, 810, "7"))
    assert of_kind(document, BlockKind.FURNITURE) == ["7"]


def test_contents_entries_are_furniture_and_headings_are_not() -> None:
    entries = "".join(
        f'<p class="c">{name}<span>{"." * 60} {page}</span></p>'
        for name, page in (("Introduction", 2), ("Findings", 3), ("Recommendations", 9))
    )
    body = f"<h2>Contents</h2>{entries}<h2 style='break-before:page'>Introduction</h2><p>{FILLER}</p>"
    document = read_pdf_of(body)
    assert of_kind(document, BlockKind.HEADING) == ["Contents", "Introduction"]
    assert len(of_kind(document, BlockKind.FURNITURE)) == 3


def test_contents_without_leaders_are_known_by_their_heading() -> None:
    lines = [(72, 100, "Contents")]
    for n, name in enumerate(("The child", "The family", "What happened", "What was learned", "What next")):
        lines += [(72, 130 + 18 * n, name), (500, 130 + 18 * n, str(2 + 3 * n))]
    document = placed(*lines)
    assert len(of_kind(document, BlockKind.FURNITURE)) == 5


NOTES = """@page { @footnote { border-top: 0.5pt solid black; padding-top: 4pt } }
.n { float: footnote; font-size: 8pt } ::footnote-call { font-size: 65%; vertical-align: super; line-height: 0 }"""


def test_notes_stand_apart_and_their_numbers_are_in_no_sentence() -> None:
    body = (
        '<p>The action plan<span class="n">See the partnership\'s own pages, where it is published in full and kept up '
        'to date by the board\'s office every month.</span> was agreed<span class="n">By all partners.</span>.</p>'
        f"<p>{FILLER}</p>"
    )
    document = read_pdf_of(body, NOTES)
    assert running(document)[0] == "The action plan was agreed."
    assert of_kind(document, BlockKind.FOOTNOTE) == [
        "See the partnership's own pages, where it is published in full and kept up to date by the board's office every month.",
        "By all partners.",
    ]
    assert [block.marker for block in document.blocks if block.kind is BlockKind.FOOTNOTE] == ["1.", "2."]
    assert "action plan¹ was" in document.text
    spans_are_sound(document)


def test_a_sentence_cut_by_a_note_and_a_page_end_is_whole() -> None:
    paragraphs = "".join(
        f'<p>Paragraph {n} is here<span class="n">Note {n} says a little more about this.</span> and {FILLER}</p>'
        for n in range(1, 13)
    )
    document = read_pdf_of(paragraphs, NOTES + RUNNING)
    assert running(document) == [f"Paragraph {n} is here and {FILLER}" for n in range(1, 13)]
    assert len(of_kind(document, BlockKind.FOOTNOTE)) == 12


def test_a_number_in_the_text_is_not_a_note() -> None:
    document = read_pdf_of("<p>In the case of Form 10 the Board met 3 times in 2019, under section 47.</p>")
    assert running(document) == ["In the case of Form 10 the Board met 3 times in 2019, under section 47."]


@pytest.mark.parametrize("hyphens", ["manual", "auto"])
def test_two_columns_are_read_one_after_the_other(hyphens: str) -> None:
    style = f"body {{ columns: 2; column-gap: 9mm; hyphens: {hyphens} }} h1 {{ column-span: all }}"
    document = read_pdf_of(f"<h1>Findings of the review</h1>{LONG}", style + RUNNING)
    assert running(document) == [
        "Findings of the review",
        *(f"Paragraph {n} begins here. {FILLER}" for n in range(1, 25)),
    ]
    spans_are_sound(document)


def test_two_columns_written_line_by_line_are_read_column_by_column() -> None:
    left = wrapped("Left column. " + FILLER, 210)
    right = wrapped("Right column. " + FILLER, 210)
    lines = []
    for n, (one, other) in enumerate(zip(left, right, strict=False)):
        lines += [(60, 100 + 15 * n, one), (320, 100 + 15 * n, other)]
    both = " ".join(running(placed(*lines)))
    assert both.index("probation") < both.index("Right column.")
    assert both.startswith(
        "Left column. By month 1 the council should show the Board, with figures for cases"
    )


def test_three_columns_are_read_one_after_the_other() -> None:
    style = "@page { size: A4 landscape } body { columns: 3; column-gap: 9mm } h1 { column-span: all }"
    paragraphs = "".join(f"<p>Paragraph {n} begins here. {FILLER}</p>" for n in range(1, 13))
    document = read_pdf_of(f"<h1>Seven minutes on the findings of the review</h1>{paragraphs}", style)
    assert running(document) == [
        "Seven minutes on the findings of the review",
        *(f"Paragraph {n} begins here. {FILLER}" for n in range(1, 13)),
    ]


def test_a_heading_over_both_columns_parts_what_is_above_from_what_is_below() -> None:
    style = "div { columns: 2; column-gap: 9mm; margin: 0 0 10pt } h2 { font-size: 16pt; margin: 14pt 0 8pt }"
    parts = "".join(
        f"<h2>{n}. Part</h2><div><p>First of {n}. {FILLER}</p><p>Second of {n}. {FILLER}</p></div>"
        for n in range(1, 4)
    )
    document = read_pdf_of(parts, style)
    assert running(document) == [
        words
        for n in range(1, 4)
        for words in ("Part", f"First of {n}. {FILLER}", f"Second of {n}. {FILLER}")
    ]


def test_labels_with_their_values_are_not_columns() -> None:
    lines = []
    pairs = [
        ("Lead reviewer", "A. Person"),
        ("Date", "4 May 2020"),
        ("Agency", "Example Trust"),
        ("Status", "Final"),
        ("Version", "3"),
    ]
    for n, (label, value) in enumerate(pairs):
        lines += [(72, 100 + 20 * n, label), (320, 100 + 20 * n, value)]
    assert running(placed(*lines)) == [f"{label} {value}" for label, value in pairs]


def test_a_real_hyphen_at_a_line_end_is_kept() -> None:
    lines = [
        "The Board should ensure that multi-",
        "agency meetings are well attended and",
        "that decision-making is clear to all.",
    ]
    document = placed(*((72, 100 + 15 * n, line) for n, line in enumerate(lines)))
    assert running(document) == [
        "The Board should ensure that multi-agency meetings are well attended and that decision-making is clear to all."
    ]
    assert "multi-agency\n" in document.text


def test_a_machines_hyphen_at_a_line_end_is_dropped_and_a_real_one_kept() -> None:
    body = "<p>Safeguarding arrangements and multi-agency safeguarding partnerships. " + FILLER * 3 + "</p>"
    style = "body { hyphens: auto; width: 52mm; text-align: justify }"
    document = read_pdf_of(body * 2, style)
    assert " ".join(running(document)) == " ".join(
        ["Safeguarding arrangements and multi-agency safeguarding partnerships. " + FILLER * 3] * 2
    )


def test_a_soft_hyphen_inside_a_word_is_not_there() -> None:
    document = read_pdf_of("<p>The safe&shy;guarding part&shy;ners met.</p>")
    assert running(document) == ["The safeguarding partners met."]


def test_a_web_address_over_two_lines_is_one_word() -> None:
    lines = [
        "See https://www.example.org/toolkits/understanding/",
        "practical-tools/ for more about this tool and others.",
    ]
    document = placed(*((72, 100 + 15 * n, line) for n, line in enumerate(lines)))
    assert "https://www.example.org/toolkits/understanding/practical-tools/ for" in running(document)[0]


def test_items_keep_their_markers_apart_from_their_words() -> None:
    body = (
        f"<ul><li>First. {SENTENCE} {SENTENCE}<ul><li>Deeper. {SENTENCE} {SENTENCE}</li></ul></li><li>Second.</li></ul>"
        f'<ol style="counter-reset: list-item 8"><li>Nine. {SENTENCE}</li><li>Ten. {SENTENCE} {SENTENCE}</li></ol>'
        "<p>4.2 That the Board develops a plan.</p><p>5.10 That it does so.</p><p>a) one thing</p><p>(iii) another</p>"
    )
    document = read_pdf_of(body)
    items = [(b.marker, b.level, said(document, b)) for b in document.blocks if b.kind is BlockKind.ITEM]
    assert items == [
        ("•", 0, f"First. {SENTENCE} {SENTENCE}"),
        ("◦", 1, f"Deeper. {SENTENCE} {SENTENCE}"),
        ("•", 0, "Second."),
        ("9.", 0, f"Nine. {SENTENCE}"),
        ("10.", 0, f"Ten. {SENTENCE} {SENTENCE}"),
        ("4.2", 0, "That the Board develops a plan."),
        ("5.10", 0, "That it does so."),
        ("a)", 0, "one thing"),
        ("(iii)", 0, "another"),
    ]
    for block in document.blocks:
        if block.marker_span:
            assert document.text[block.marker_span.start : block.marker_span.end] == block.marker


def test_a_symbol_fonts_bullet_is_a_bullet() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for n in range(3):
        sheet.setFont("Symbol", 11)
        sheet.drawString(72, 700 - 20 * n, "\u2022")
        sheet.setFont("ZapfDingbats", 11)
        sheet.drawString(72, 500 - 20 * n, "n")
        sheet.setFont("Helvetica", 11)
        sheet.drawString(90, 700 - 20 * n, f"The Board should do thing {n}.")
        sheet.drawString(90, 500 - 20 * n, f"The Trust should do thing {n}.")
    sheet.showPage()
    sheet.save()
    document = extract(out.getvalue(), "bullets.pdf")
    assert [block.kind for block in document.blocks] == [BlockKind.ITEM] * 6
    assert said(document, document.blocks[3]) == "The Trust should do thing 0."


def test_a_number_against_its_words_is_a_marker() -> None:
    document = placed((72, 100, "10.Many records are not updated."), (72, 130, "11.Others are."))
    assert [(b.marker, said(document, b)) for b in document.blocks] == [
        ("10.", "Many records are not updated."),
        ("11.", "Others are."),
    ]


def test_a_heading_word_stays_in_the_text() -> None:
    document = read_pdf_of("<h3>Recommendation 3:</h3><p>The Board should act.</p>")
    heading = document.blocks[0]
    assert (heading.kind, heading.marker, said(document, heading)) == (
        BlockKind.HEADING,
        "",
        "Recommendation 3:",
    )


def test_a_date_or_an_amount_at_a_line_start_is_no_marker() -> None:
    document = placed((72, 100, "14.02.2015 was the day."), (72, 130, "4.2 million people live there."))
    assert [block.marker for block in document.blocks] == ["", ""]


def test_a_day_of_the_month_at_a_line_start_is_no_marker() -> None:
    document = read_pdf_of(f"<h1>The review</h1><h1>9 June 2016</h1><p>{FILLER}</p>")
    assert of_kind(document, BlockKind.HEADING) == ["The review", "9 June 2016"]


def test_a_letter_that_happens_to_begin_a_line_is_no_marker() -> None:
    first = "In 2017 another review in the same area was published (it was called the review of Child"
    lines = [(72, 100, "3.1.2"), (110, 100, first), (110, 115, "F) and it asked for the same thing.")]
    lines += [
        (72, 140, "3.1.3"),
        (110, 140, "Then nothing happened."),
        (72, 165, "a)"),
        (110, 165, "This is an item."),
    ]
    document = placed(*lines)
    assert [(b.marker, said(document, b)) for b in document.blocks] == [
        ("3.1.2", f"{first} F) and it asked for the same thing."),
        ("3.1.3", "Then nothing happened."),
        ("a)", "This is an item."),
    ]


def test_paragraphs_numbered_without_stops_are_a_list() -> None:
    document = read_pdf_of(
        "<p>1 Schools should know.</p><p>2 Nurses should ask.</p><p>12 Schools replied.</p>"
    )
    assert [(b.kind, b.marker) for b in document.blocks] == [
        (BlockKind.ITEM, "1"),
        (BlockKind.ITEM, "2"),
        (BlockKind.PARAGRAPH, ""),
    ]


def test_a_notes_number_before_a_stop_leaves_no_gap() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for x, y, size, words in (
        (72, 700, 11, "The plan was kept by the board"),
        (222.2, 704, 7, "4"),
        (226.2, 700, 11, ", and used."),
    ):
        sheet.setFont("Helvetica", size)
        sheet.drawString(x, y, words)
    sheet.showPage()
    sheet.save()
    assert running(extract(out.getvalue(), "note.pdf")) == ["The plan was kept by the board, and used."]


def test_a_small_running_head_is_known_from_one_page() -> None:
    style = "@page { @top-left { content: 'Version 3'; font-size: 7pt } } @page :first { @top-left { content: none } }"
    document = read_pdf_of("".join(f"<p>Paragraph {n}. {FILLER}</p>" for n in range(6)), style)
    assert document.pages == 2
    assert of_kind(document, BlockKind.FURNITURE) == ["Version 3"]


def test_headings_have_levels_by_their_looks() -> None:
    body = f"<h1>The review</h1><h2>1. Findings</h2><h3>What was found</h3><p>{FILLER}</p><h2>2. What next</h2><p>{FILLER}</p>"
    document = read_pdf_of(body)
    headings = [
        (b.level, b.marker, said(document, b)) for b in document.blocks if b.kind is BlockKind.HEADING
    ]
    assert headings == [
        (1, "", "The review"),
        (2, "1.", "Findings"),
        (3, "", "What was found"),
        (2, "2.", "What next"),
    ]


def test_a_heading_over_two_lines_is_one_heading_and_two_headings_are_two() -> None:
    long = (
        "The experiences and progress of children who need help and protection and of those who care for them"
    )
    document = read_pdf_of(f"<h1>{long}</h1><h2>Theme</h2><h2>Recommendations</h2><p>{FILLER}</p>")
    assert of_kind(document, BlockKind.HEADING) == [long, "Theme", "Recommendations"]


def test_bold_italic_and_links_are_kept_as_stretches() -> None:
    body = '<p><b>Primary Care</b> will <i>always</i> share <a href="https://example.org/plan">the plan</a> with staff.</p>'
    document = read_pdf_of(body)
    block = document.blocks[0]
    assert [document.text[s.start : s.end] for s in block.bold] == ["Primary Care"]
    assert [document.text[s.start : s.end] for s in block.italic] == ["always"]
    assert [(document.text[s.start : s.end], link) for s, link in block.links] == [
        ("the plan", "https://example.org/plan")
    ]


def test_an_address_block_stays_in_lines() -> None:
    lines = ["Example Trust", "1 High Street", "Exampleton", "EX1 1AA"]
    document = placed(*((72, 100 + 14 * n, line) for n, line in enumerate(lines)), (72, 200, SENTENCE))
    assert running(document)[:4] == lines


def test_a_turned_page_reads_as_it_is_shown() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    sheet.setPageRotation(90)
    sheet.rotate(90)
    for n, line in enumerate(wrapped(FILLER, 440)):
        sheet.drawString(72, -(100 + 15 * n), line)
    sheet.showPage()
    sheet.save()
    document = extract(out.getvalue(), "turned.pdf", layout=True)
    assert running(document) == [FILLER]
    page = document.layout[0]
    assert (page.width, page.height) == (pytest.approx(A4[0], abs=1), pytest.approx(A4[1], abs=1))
    assert (page.words[0].x0, page.words[0].y1) == (pytest.approx(72, abs=1), pytest.approx(102.4, abs=1))


def test_layout_gives_every_word_its_place_on_the_page() -> None:
    document = read_pdf_of(f"<p>{FILLER}</p>", RUNNING, layout=True)
    page = document.layout[0]
    assert (round(page.width), round(page.height)) == (595, 842)
    words = [document.text[word.start : word.end] for word in page.words]
    assert "probation" in words
    assert len(words) >= len(FILLER.split())
    for word in page.words:
        assert 0 <= word.x0 < word.x1 <= page.width
        assert 0 <= word.y0 < word.y1 <= page.height
    assert read_pdf_of(f"<p>{FILLER}</p>").layout == ()


def test_hidden_text_over_a_scan_is_marked_as_recognised() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for n in range(30):
        text = sheet.beginText(72, 760 - 20 * n)
        text.setTextRenderMode(3)
        text.textLine(SENTENCE)
        sheet.drawText(text)
    sheet.showPage()
    sheet.save()
    assert extract(out.getvalue(), "ocr.pdf").ocr


def test_an_empty_page_among_others_is_no_trouble() -> None:
    document = read_pdf_of(
        f"<p>{FILLER}</p><div style='break-before:page'></div><p style='break-before:page'>{FILLER}</p>"
    )
    assert running(document) == [FILLER, FILLER]


def test_the_same_file_reads_the_same_twice() -> None:
    path = shared("data/reading/pdf/05-dudley-2016-ofsted-sif.pdf")
    assert extract(path.read_bytes(), "a.pdf") == extract(path.read_bytes(), "b.pdf")


REPORTS = (
    ("05-dudley-2016-ofsted-sif.pdf", 45),
    ("08-bradford-2023-ilacs.pdf", 13),
    ("10-north-east-lincolnshire-2019-focused-visit.pdf", 5),
)


@pytest.mark.parametrize(("name", "pages"), REPORTS)
def test_real_reports_are_sound(name: str, pages: int) -> None:
    document = extract(shared(f"data/reading/pdf/{name}").read_bytes(), name)
    assert document.pages == pages
    spans_are_sound(document)
    for words in running(document):
        assert not words.endswith("-"), words
        assert "\ufffe" not in words
        assert len(words) > 1, words
    small = [words for words in running(document) if words[:1].islower()]
    items = {said(document, b) for b in document.blocks if b.kind in (BlockKind.ITEM, BlockKind.CELL)}
    assert [words for words in small if words not in items and words != "and"] == []


def test_a_real_report_by_its_parts() -> None:
    document = extract(shared("data/reading/pdf/05-dudley-2016-ofsted-sif.pdf").read_bytes(), "dudley.pdf")
    (nineteenth,) = [b for b in document.blocks if b.marker == "19." and b.spans[0].page == 8]
    assert "post-adoption" in said(document, nineteenth), "a hyphen at a line end is kept where it is real"
    assert len(of_kind(document, BlockKind.FOOTNOTE)) >= 2
    assert "Contents" in of_kind(document, BlockKind.HEADING)
    numbers = [words for words in of_kind(document, BlockKind.FURNITURE) if words.isdigit()]
    assert numbers == [str(n) for n in range(1, 46)]


def test_a_report_of_five_hundred_pages_is_read_whole() -> None:
    source = pypdfium2.PdfDocument(shared("data/reading/pdf/05-dudley-2016-ofsted-sif.pdf"))
    long = pypdfium2.PdfDocument.new()
    for _ in range(11):
        long.import_pages(source)
    out = io.BytesIO()
    long.save(out)
    assert extract(out.getvalue(), "long.pdf").pages == 495


def test_a_watermark_across_the_page_interrupts_nothing() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for _ in range(2):
        for n, line in enumerate(wrapped(FILLER, 440)):
            sheet.setFont("Helvetica", 11)
            sheet.drawString(72, 700 - 15 * n, line)
            if n == 4:
                sheet.saveState()
                sheet.translate(200, 500)
                sheet.rotate(45)
                sheet.setFont("Helvetica", 60)
                sheet.drawString(0, 0, "DRAFT")
                sheet.restoreState()
        sheet.showPage()
    sheet.save()
    document = extract(out.getvalue(), "draft.pdf")
    assert running(document) == [FILLER, FILLER]
    assert "".join(of_kind(document, BlockKind.FURNITURE)) == "DRAFTDRAFT"


def test_a_page_printed_sideways_is_read_along_its_lines() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    sheet.drawString(72, 700, "The first page stands upright.")
    sheet.showPage()
    sheet.rotate(90)
    for n, line in enumerate(wrapped(FILLER, 600)):
        sheet.drawString(72, -(100 + 15 * n), line)
    sheet.showPage()
    sheet.save()
    document = extract(out.getvalue(), "sideways.pdf", layout=True)
    assert running(document) == ["The first page stands upright.", FILLER]
    page = document.layout[1]
    assert (page.width, page.height) == (pytest.approx(A4[0], abs=1), pytest.approx(A4[1], abs=1))
    first = page.words[0]
    assert first.x1 == pytest.approx(102.4, abs=1), "the word stands upright on its end, near the left edge"
    assert first.y1 == pytest.approx(A4[1] - 72, abs=1)
    assert first.y1 - first.y0 > first.x1 - first.x0 - 4
