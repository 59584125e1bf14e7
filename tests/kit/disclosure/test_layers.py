"""Every layer of a real file, written by the libraries that people's programs are like, is read with its place."""

from __future__ import annotations

import io

import docx
import pytest
import xlsxwriter
from reportlab.pdfgen import canvas

from heed.kit.disclosure import LAYERS, Form, Kind, Known, Layer, Layers, find_identifiers, read_layers
from heed.kit.reading import Unreadable
from heed.kit.reading.process import call_in_process
from tests.kit.disclosure.planted_office import repacked
from tests.kit.disclosure.planted_pdf import appended


def said(layers: Layers, layer: Layer) -> list[str]:
    return [piece.words for piece in layers.pieces if piece.layer is layer]


def word_file() -> bytes:
    file = docx.Document()
    file.add_heading("What we learned", 1)
    seen = file.add_paragraph("Child K was seen by Tyra Okafor.")
    file.add_paragraph("A point", style="List Bullet")
    hidden = file.add_paragraph("Told ").add_run("Jayden Holt")
    hidden.font.hidden = True
    white = file.add_paragraph().add_run("white words")
    white.font.color.rgb = docx.shared.RGBColor(255, 255, 255)
    tiny = file.add_paragraph().add_run("tiny words")
    tiny.font.size = docx.shared.Pt(1)
    table = file.add_table(rows=1, cols=2)
    table.cell(0, 1).text = "in a cell"
    file.sections[0].header.paragraphs[0].text = "Case of Jayden"
    file.core_properties.author = "Maria Holt"
    file.add_comment(seen.runs, "ask Maria", author="Maria Holt", initials="MH")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_a_word_file() -> None:
    layers = call_in_process(LAYERS, word_file(), "draft.docx")
    assert said(layers, Layer.HIDDEN_TEXT) == ["Jayden Holt"]
    assert said(layers, Layer.WHITE_TEXT) == ["white words"]
    assert said(layers, Layer.TINY_TEXT) == ["tiny words"]
    assert "Case of Jayden" in said(layers, Layer.HEADER)
    assert {"ask Maria", "Maria Holt"} <= set(said(layers, Layer.COMMENT))
    assert "Maria Holt" in said(layers, Layer.PROPERTY)
    forms = {piece.words: piece.form for piece in layers.pieces if piece.layer is Layer.VISIBLE}
    assert forms["What we learned"] is Form.HEADING
    assert forms["A point"] is Form.POINT
    assert forms["in a cell"] is Form.CELL
    assert forms["Told"] is Form.PARAGRAPH


def test_an_excel_file() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        plan = book.add_worksheet("Plan")
        plan.write("A1", "Action")
        plan.write("A2", "Ring the school", book.add_format({"font_color": "#FFFFFF"}))
        plan.write("A3", "Kayden")
        plan.set_row(2, None, None, {"hidden": True})
        plan.write("E1", "in a hidden column")
        plan.set_column("E:E", None, None, {"hidden": True})
        plan.write_comment("A1", "Jayden's plan")
        away = book.add_worksheet("Away")
        away.write("A1", "Maria Holt")
        away.very_hidden()
        book.define_name("Maria_Holt", "=Plan!$A$1")
    layers = call_in_process(LAYERS, out.getvalue(), "plan.xlsx")
    assert said(layers, Layer.VERY_HIDDEN_SHEET) == ["Away", "Maria Holt"]
    assert said(layers, Layer.HIDDEN_ROW) == ["Kayden"]
    assert said(layers, Layer.HIDDEN_COLUMN) == ["in a hidden column"]
    assert said(layers, Layer.WHITE_TEXT) == ["Ring the school"]
    assert said(layers, Layer.COMMENT) == ["Jayden's plan"]
    assert "Maria Holt" in said(layers, Layer.DEFINED_NAME)
    assert [piece.place for piece in layers.pieces if piece.words == "Kayden"] == ["Plan!A3"]


def pdf_file() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.setAuthor("Maria Holt")
    page.drawString(72, 700, "Child K was seen at home by a health visitor that day.")
    page.setFillColorRGB(1, 1, 1)
    page.drawString(72, 650, "white words")
    page.setFillColorRGB(0, 0, 0)
    page.drawString(72, 600, "under a box")
    page.rect(60, 590, 300, 30, fill=1)
    page.drawString(3000, 500, "off the page")
    page.textAnnotation("a note about Jayden", Rect=[10, 10, 50, 50])
    page.bookmarkPage("one")
    page.addOutlineEntry("Jayden's home", "one")
    page.setFont("Helvetica", 1)
    page.drawString(72, 450, "tiny words")
    page.save()
    return out.getvalue()


def test_a_pdf_file() -> None:
    layers = call_in_process(LAYERS, pdf_file(), "report.pdf")
    assert said(layers, Layer.VISIBLE) == ["Child K was seen at home by a health visitor that day."]
    assert "white words" in said(layers, Layer.WHITE_TEXT)
    assert "under a box" in said(layers, Layer.COVERED_TEXT)
    assert "off the page" in said(layers, Layer.OFF_PAGE)
    assert "tiny words" in said(layers, Layer.TINY_TEXT)
    assert said(layers, Layer.ANNOTATION) == ["a note about Jayden"]
    assert said(layers, Layer.BOOKMARK) == ["Jayden's home"]
    assert "Maria Holt" in said(layers, Layer.PROPERTY)


def test_a_web_page() -> None:
    page = b"""<html><head><title>Maria's page</title><meta name="author" content="Maria Holt"></head><body>
    <!-- Jayden --><h2>Heading</h2><p>Seen by <b>Tyra</b> Okafor</p><p style="display: none">Kayden</p>
    <p class="sr-only">Amina</p><img alt="Jayden's house" src="x.png"><script>var child = "Jayden"</script>
    <table><tr><th>A</th><td>B</td></tr></table></body></html>"""
    layers = read_layers(page, "page.html")
    assert said(layers, Layer.VISIBLE) == ["Heading", "Seen by Tyra Okafor", "A", "B"]
    assert said(layers, Layer.HTML_COMMENT) == ["Jayden"]
    assert said(layers, Layer.HIDDEN_TEXT) == ["Kayden", "Amina"]
    assert said(layers, Layer.ALT_TEXT) == ["Jayden's house"]
    assert said(layers, Layer.PROPERTY) == ["Maria's page", "Maria Holt"]
    assert 'var child = "Jayden"' in said(layers, Layer.SCRIPT)


def test_a_table_of_values_and_plain_text() -> None:
    layers = read_layers(b"Agency,Child\nCouncil,Jayden\n", "list.csv")
    assert [(piece.words, piece.place) for piece in layers.pieces][:4] == [
        ("Agency", "row 1, column 1"),
        ("Child", "row 1, column 2"),
        ("Council", "row 2, column 1"),
        ("Jayden", "row 2, column 2"),
    ]
    hits = find_identifiers(read_layers(b"Jayden's birthday is 14/03/2016.", "note.txt"))
    assert [(hit.kind, hit.words) for hit in hits] == [
        (Kind.NAME, "Jayden's"),
        (Kind.DATE_OF_BIRTH, "14/03/2016"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\n1 0 obj", "truncated"),
        (b"PK\x03\x04 rubbish", "truncated"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        call_in_process(LAYERS, data, "file")
    assert caught.value.code == code


def test_a_known_name_is_found_in_every_layer() -> None:
    known = Known(
        people=("Jayden Holt", "Maria Holt"), pseudonyms=("Child K",), called=(("Jayden Holt", "Child K"),)
    )
    hits = find_identifiers(read_layers(word_file(), "draft.docx"), None, known)
    names = [hit for hit in hits if hit.kind is Kind.NAME]
    assert {Layer.HIDDEN_TEXT, Layer.HEADER, Layer.COMMENT, Layer.PROPERTY} <= {hit.layer for hit in names}
    assert {hit.proposed for hit in names if hit.words == "Jayden Holt"} == {"Child K"}
    assert any(hit.kind is Kind.INITIALS and hit.words == "MH" for hit in hits)
    assert any(hit.kind is Kind.HIDDEN and hit.layer is Layer.COMMENT for hit in hits)


def test_letters_in_the_colour_of_what_is_beneath_them() -> None:
    file = docx.Document()
    marked = file.add_paragraph("Told ").add_run("Jayden Holt")
    marked.font.highlight_color = docx.enum.text.WD_COLOR_INDEX.BLACK
    out = io.BytesIO()
    file.save(out)
    assert said(read_layers(out.getvalue(), "draft.docx"), Layer.COVERED_TEXT) == ["Jayden Holt"]

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        black = book.add_format({"font_color": "#000000", "bg_color": "#000000"})
        white = book.add_format({"font_color": "#FFFFFF", "bg_color": "#1D70B8"})
        sheet = book.add_worksheet("Plan")
        sheet.write("A1", "Jayden Holt", black)
        sheet.write("A2", "a heading", white)
    layers = read_layers(out.getvalue(), "plan.xlsx")
    assert said(layers, Layer.COVERED_TEXT) == ["Jayden Holt"]
    assert "a heading" in said(layers, Layer.VISIBLE)

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(72, 700, "Child K was seen at home by a health visitor that day.")
    page.rect(60, 590, 300, 30, fill=1)
    page.drawString(72, 600, "black on black")
    page.setFillColorRGB(0.1, 0.3, 0.6)
    page.rect(60, 490, 300, 30, fill=1)
    page.setFillColorRGB(1, 1, 1)
    page.drawString(72, 500, "white on blue")
    page.save()
    layers = read_layers(out.getvalue(), "report.pdf")
    assert "black on black" in said(layers, Layer.COVERED_TEXT)
    assert "white on blue" not in said(layers, Layer.WHITE_TEXT)


def test_a_chart_is_read_with_its_labels() -> None:
    chart = b'<c:chart xmlns:c="c" xmlns:a="a"><a:p><a:r><a:t>Visits to Jayden</a:t></a:r></a:p></c:chart>'
    layers = read_layers(repacked(word_file(), added={"word/charts/chart1.xml": chart}), "draft.docx")
    assert said(layers, Layer.CHART) == ["Visits to Jayden"]
    assert [hit.words for hit in find_identifiers(layers) if hit.layer is Layer.CHART] == ["Jayden"]


def test_what_only_the_look_of_a_note_says() -> None:
    words = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 30 >>\nstream\nBT (seen by Jayden Holt) Tj ET\nendstream"
    layers = read_layers(appended(pdf_file(), {90: words}, 91), "report.pdf")
    assert "seen by Jayden Holt" in said(layers, Layer.ELSEWHERE)
