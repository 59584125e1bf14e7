"""PDF: ruled tables, whole again where a page end cut them."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from heed.kit.reading.extract import extract
from heed.kit.reading.types import BlockKind, Document
from tests.kit.reading.documents import FILLER, of_kind, read_pdf_of, running, spans_are_sound, table

STYLE = """@page { size: A4 landscape; @bottom-center { content: "Page " counter(page) } }
table { border-collapse: collapse } td, th { border: 0.5pt solid black; padding: 3pt; vertical-align: top; text-align: left }"""
HEAD = ("No", "Recommendation", "Lead agency", "Actions", "By when")


def a_row(n: int) -> list[str]:
    return [
        str(n),
        f"The Board should ask agency {n} to show that its arrangements for the supervision of staff are safe,"
        " effective and well understood by everyone who works there.",
        f"Agency {n}",
        f"<ul><li>Write guidance {n} for staff and share it with all partners by the year's end.</li>"
        f"<li>Audit {n} cases every quarter and report to the Board on what was found in them.</li></ul>",
        f"March {2020 + n}",
    ]


def a_table(rows: int, *, head: str = "thead") -> str:
    cells = "".join(f"<th>{name}</th>" for name in HEAD)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in a_row(n)) + "</tr>" for n in range(1, rows + 1)
    )
    return f"<table><{head}><tr>{cells}</tr></{head}><tbody>{body}</tbody></table>"


def expected(n: int) -> dict[int, str]:
    cells = dict(enumerate(a_row(n)))
    cells[3] = (
        f"• Write guidance {n} for staff and share it with all partners by the year's end. / "
        f"• Audit {n} cases every quarter and report to the Board on what was found in them."
    )
    return cells


def test_a_ruled_table_gives_its_cells_with_their_places() -> None:
    document = read_pdf_of(f"<h2>Action plan</h2><p>Before it.</p>{a_table(2)}<p>After it.</p>", STYLE)
    cells = table(document)
    assert {key[1]: words for key, words in cells.items() if key[0] == 0} == dict(enumerate(HEAD))
    for n in (1, 2):
        assert {key[1]: words for key, words in cells.items() if key[0] == n} == expected(n)
    head = {block.place.head for block in document.blocks if block.place and block.place.row == 0}
    assert head == {True}
    assert not any(block.place.head for block in document.blocks if block.place and block.place.row)
    assert running(document)[:2] == ["Action plan", "Before it."]
    assert running(document)[-1] == "After it."
    spans_are_sound(document)


def test_a_table_over_pages_is_one_table_with_its_cut_rows_whole() -> None:
    document = read_pdf_of(f"<p>Before it.</p>{a_table(20)}<p>After it.</p>", STYLE)
    assert document.pages is not None
    assert document.pages > 3
    cells = table(document)
    assert {block.place.table for block in document.blocks if block.place} == {0}
    for n in range(1, 21):
        assert {key[1]: words for key, words in cells.items() if key[0] == n} == expected(n), n
    assert len(cells) == 21 * 5
    spans_are_sound(document)


def test_a_head_repeated_on_each_page_is_there_once() -> None:
    document = read_pdf_of(a_table(20), STYLE)
    assert [words for words in running(document) if words == "Lead agency"] == ["Lead agency"]
    assert of_kind(document, BlockKind.FURNITURE).count("Lead agency") >= 2


def test_a_table_that_goes_on_without_its_head_keeps_its_number() -> None:
    document = read_pdf_of(a_table(20, head="tbody"), STYLE)
    cells = table(document)
    assert {block.place.table for block in document.blocks if block.place} == {0}
    for n in range(1, 21):
        assert {key[1]: words for key, words in cells.items() if key[0] == n} == expected(n), n


def test_a_sentence_in_a_cell_cut_by_the_page_end_is_whole() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>Row {n} says this. {FILLER}</td><td>Agency {n}</td></tr>" for n in range(1, 14)
    )
    document = read_pdf_of(f"<table>{rows}</table>", STYLE.replace("landscape", ""))
    cells = table(document)
    for n in range(1, 14):
        assert cells[n - 1, 1].replace(" / ", " ") == f"Row {n} says this. {FILLER}", n
    two_pages = [block for block in document.blocks if len({span.page for span in block.spans}) == 2]
    assert two_pages


def test_a_row_cut_in_the_middle_of_its_first_cell_is_whole() -> None:
    rows = "".join(
        f"<tr><td>Agency {n} should review how it answers. {FILLER}</td><td>Action {n} is to write the plan.</td></tr>"
        for n in range(1, 14)
    )
    style = STYLE.replace("landscape", "") + "td:first-child { width: 60% }"
    cells = table(read_pdf_of(f"<table><tr><th>Recommendation</th><th>Action</th></tr>{rows}</table>", style))
    for n in range(1, 14):
        assert cells[n, 0].replace(" / ", " ") == f"Agency {n} should review how it answers. {FILLER}", n
        assert cells[n, 1] == f"Action {n} is to write the plan.", n


def test_two_tables_have_two_numbers() -> None:
    document = read_pdf_of(f"{a_table(1)}<p>Between them.</p>{a_table(1)}", STYLE)
    assert {block.place.table for block in document.blocks if block.place} == {0, 1}
    words = running(document)
    assert words.index("Between them.") == words.index("March 2021") + 1


def test_a_cell_over_columns_and_rows_stands_where_it_begins() -> None:
    rows = (
        '<tr><td rowspan="2">One</td><td colspan="2">Two and three</td></tr><tr><td>Four</td><td>Five</td></tr>'
        "<tr><td>Six</td><td>Seven</td><td>Eight</td></tr>"
    )
    assert table(read_pdf_of(f"<table>{rows}</table>", STYLE)) == {
        (0, 0): "One",
        (0, 1): "Two and three",
        (1, 1): "Four",
        (1, 2): "Five",
        (2, 0): "Six",
        (2, 1): "Seven",
        (2, 2): "Eight",
    }


def test_an_empty_cell_gives_no_block() -> None:
    rows = "<tr><td>One</td><td></td><td>Three</td></tr><tr><td>Four</td><td>Five</td><td></td></tr>"
    assert set(table(read_pdf_of(f"<table>{rows}</table>", STYLE))) == {(0, 0), (0, 2), (1, 0), (1, 1)}


def test_a_frame_around_text_is_no_table() -> None:
    document = read_pdf_of(
        f'<div style="border: 1pt solid black; padding: 6pt"><p>In a box. {FILLER}</p></div>'
    )
    assert running(document) == [f"In a box. {FILLER}"]
    assert document.blocks[0].place is None


def test_underlined_words_make_no_table() -> None:
    body = "".join(f"<p>Words and <u>words underlined</u> number {n}. {FILLER}</p>" for n in range(5))
    assert not any(block.place for block in read_pdf_of(body).blocks)


def test_a_table_in_a_column_stays_in_its_column() -> None:
    body = f"<p>First. {FILLER}</p><table><tr><td>Label</td><td>Value</td></tr><tr><td>Two</td><td>Three</td></tr></table>"
    body += "".join(f"<p>Then {n}. {FILLER}</p>" for n in range(6))
    document = read_pdf_of(body, STYLE.replace("landscape", "") + "body { columns: 2 }")
    words = running(document)
    assert words[:6] == [f"First. {FILLER}", "Label", "Value", "Two", "Three", f"Then 0. {FILLER}"]


def test_a_grid_drawn_as_boxes_is_a_table() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for y in range(3):
        for x in range(2):
            sheet.rect(72 + 200 * x, 700 - 30 * y, 200, 30)
            sheet.drawString(76 + 200 * x, 710 - 30 * y, f"Cell {y}{x}")
    sheet.showPage()
    sheet.save()
    cells = table(extract(out.getvalue(), "grid.pdf"))
    assert cells == {(y, x): f"Cell {y}{x}" for y in range(3) for x in range(2)}


def test_a_drawing_of_thousands_of_lines_costs_little() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for n in range(4000):
        sheet.line(50 + n % 500, 100, 50 + n % 500, 700)
        sheet.line(50, 100 + n % 600, 500, 100 + n % 600)
    sheet.drawString(72, 760, "A plan of the building.")
    sheet.showPage()
    sheet.save()
    assert running(extract(out.getvalue(), "drawing.pdf")) == ["A plan of the building."]


def test_a_table_inside_a_form_is_a_table() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    sheet.beginForm("page")
    for y in range(2):
        for x in range(2):
            sheet.rect(0 + 100 * x, 60 - 30 * y, 100, 30)
            sheet.drawString(4 + 100 * x, 70 - 30 * y, f"Cell {y}{x}")
    sheet.endForm()
    sheet.translate(72, 500)
    sheet.scale(2, 2)
    sheet.doForm("page")
    sheet.showPage()
    sheet.save()
    cells = table(extract(out.getvalue(), "form.pdf"))
    assert cells == {(y, x): f"Cell {y}{x}" for y in range(2) for x in range(2)}


def shaded(rows: list[list[tuple[float, float, str]]]) -> Document:
    """Filled boxes without outlines: each row's left edges, widths and words."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for y, row in enumerate(rows):
        for x, width, words in row:
            sheet.setFillGray(0.9)
            sheet.rect(x, 700 - 40 * y, width, 40, stroke=0, fill=1)
            sheet.setFillGray(0)
            sheet.drawString(x + 4, 725 - 40 * y, words)
            sheet.drawString(x + 4, 710 - 40 * y, "and more")
    sheet.showPage()
    sheet.save()
    return extract(out.getvalue(), "shaded.pdf")


def test_a_table_of_shaded_cells_without_lines_is_a_table() -> None:
    rows = [[(72, 150, f"Cell {y}0"), (222, 200, f"Cell {y}1")] for y in range(3)]
    cells = table(shaded(rows))
    assert cells == {(y, x): f"Cell {y}{x} and more" for y in range(3) for x in range(2)}


def test_highlighted_words_make_no_table() -> None:
    rows = [[(72, 100 + 30 * y, "some words"), (172 + 30 * y, 90, "other words")] for y in range(3)]
    assert not any(block.place for block in shaded(rows).blocks)


ROWS = "table { border-collapse: collapse; width: 100% } td, th { border-bottom: 0.7pt solid black; padding: 4pt; vertical-align: top; text-align: left }"


def test_a_table_with_lines_between_its_rows_only_is_a_table() -> None:
    rows = "".join(
        f"<tr><td style='width: 10%'>{n}</td><td style='width: 55%'>Agency {n} should write the plan and share it with"
        f" everyone who works with the family.</td><td>Head of service {n} and another person</td></tr>"
        for n in range(1, 6)
    )
    head = "<tr><th>Ref</th><th>Action</th><th>Lead</th></tr>"
    document = read_pdf_of(
        f"<p>Before it. {FILLER}</p><table>{head}{rows}</table><p>After it. {FILLER}</p>", ROWS
    )
    cells = table(document)
    assert [cells[0, x] for x in range(3)] == ["Ref", "Action", "Lead"]
    for n in range(1, 6):
        assert cells[n, 0] == str(n)
        assert (
            cells[n, 1]
            == f"Agency {n} should write the plan and share it with everyone who works with the family."
        )
        assert cells[n, 2] == f"Head of service {n} and another person"
    assert running(document)[0] == f"Before it. {FILLER}"
    assert running(document)[-1] == f"After it. {FILLER}"
    spans_are_sound(document)


@pytest.mark.parametrize("head", ["thead", "tbody"])
def test_a_table_of_ruled_rows_goes_on_over_pages(head: str) -> None:
    rows = "".join(
        f"<tr><td style='width: 10%'>{n}</td><td style='width: 55%'>Agency {n} should write the plan and share it with"
        f" everyone who works with the family.</td><td>Head of service {n} and another person</td></tr>"
        for n in range(1, 60)
    )
    top = f"<{head}><tr><th>Ref</th><th>Action</th><th>Lead</th></tr></{head}>"
    document = read_pdf_of(f"<table>{top}{rows}</table>", ROWS)
    cells = table(document)
    assert {block.place.table for block in document.blocks if block.place} == {0}
    for n in range(1, 60):
        assert cells[n, 0] == str(n)
        assert (
            cells[n, 1]
            == f"Agency {n} should write the plan and share it with everyone who works with the family."
        )


def test_paragraphs_between_lines_are_no_table() -> None:
    body = "".join(f"<p>Paragraph {n}. {FILLER}</p><hr>" for n in range(4))
    body += "".join(f"<ul><li>Item {n}. {FILLER}</li></ul><hr>" for n in range(4))
    document = read_pdf_of(body, "hr { border: 0; border-top: 0.7pt solid black }")
    assert not any(block.place for block in document.blocks)
    assert running(document)[0] == f"Paragraph 0. {FILLER}"


def test_two_columns_between_a_pages_lines_are_no_table() -> None:
    style = """@page { @top-left { content: "Head"; border-bottom: 0.7pt solid black; width: 100% }
    @bottom-left { content: "Foot"; border-top: 0.7pt solid black; width: 100% } } div { columns: 2 }
    hr { border: 0; border-top: 0.7pt solid black }"""
    body = f"<hr><div>{''.join(f'<p>Paragraph {n}. {FILLER}</p>' for n in range(8))}</div>"
    document = read_pdf_of(body, style)
    assert not any(block.place for block in document.blocks)
    assert running(document) == [f"Paragraph {n}. {FILLER}" for n in range(8)]
