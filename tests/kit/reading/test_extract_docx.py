"""Word files: what a reader of the page sees, and no more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from heed.kit.reading.extract import extract
from heed.kit.reading.types import BlockKind, Document
from tests.kit.reading.documents import of_kind, running, said, spans_are_sound, table
from tests.kit.reading.render import parse, to_docx

W = nsdecls("w")


def read(make: Callable[[WordDocument], Any]) -> Document:
    document = docx.Document()
    make(document)
    out = io.BytesIO()
    document.save(out)
    read_back = extract(out.getvalue(), "report.docx")
    spans_are_sound(read_back)
    return read_back


def body_of(*paragraphs: str) -> Document:
    """A document of raw paragraphs: the inside of `w:p`."""

    def make(document: WordDocument) -> None:
        for paragraph in paragraphs:
            document.element.body.insert(
                len(document.element.body) - 1, parse_xml(f"<w:p {W}>{paragraph}</w:p>")
            )

    return read(make)


def text(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def define_list(
    document: WordDocument, number: int, levels: str, *, abstract: int | None = None, override: str = ""
) -> None:
    root = document.part.numbering_part.element
    first = root.find(qn("w:num"))
    if levels:
        first.addprevious(
            parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{levels}</w:abstractNum>')
        )
    shared = number if abstract is None else abstract
    root.append(
        parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{shared}"/>{override}</w:num>')
    )


def level(depth: int, shape: str, shown: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>{more}'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
    )


def item(document: WordDocument, words: str, number: int, depth: int = 0) -> None:
    paragraph = document.add_paragraph(words)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def markers(document: Document) -> list[str]:
    return [block.marker for block in document.blocks]


def test_headings_have_their_styles_levels() -> None:
    def make(document: WordDocument) -> None:
        document.add_heading("The review", 0)
        document.add_heading("Findings", 1)
        document.add_heading("What was found", 2)
        document.add_paragraph("The Board should act.")

    document = read(make)
    headings = [(b.level, said(document, b)) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert headings == [(1, "The review"), (1, "Findings"), (2, "What was found")]


def test_a_short_bold_paragraph_is_a_heading_and_a_bold_sentence_is_not() -> None:
    document = body_of(
        text("Recommendation 1", "<w:b/>"),
        text("The Board should act at once.", "<w:b/>"),
        text("Large", '<w:sz w:val="40"/>'),
    )
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.HEADING]


def test_automatic_numbers_are_counted_as_word_counts_them() -> None:
    def make(document: WordDocument) -> None:
        shapes = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%3)")
        define_list(document, 700, shapes + level(3, "lowerRoman", "(%4)"))
        for depth in (0, 1, 1, 2, 2, 3, 3, 1, 2, 0, 1):
            item(document, "Something to do", 700, depth)

    assert markers(read(make)) == ["1.", "1.1", "1.2", "a)", "b)", "(i)", "(ii)", "1.3", "a)", "2.", "2.1"]


def test_a_list_goes_on_after_a_paragraph_and_another_starts_anew() -> None:
    def make(document: WordDocument) -> None:
        define_list(document, 700, level(0, "decimal", "%1."))
        define_list(document, 701, "", abstract=700)
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        define_list(document, 702, "", abstract=700, override=restart)
        item(document, "One", 700)
        document.add_paragraph("Between.")
        item(document, "Two", 700)
        item(document, "Three, of a list that shares its count", 701)
        item(document, "One again", 702)
        item(document, "Two again", 702)

    assert markers(read(make)) == ["1.", "", "2.", "3.", "1.", "2."]


def test_a_list_may_start_late_and_use_any_letters() -> None:
    def make(document: WordDocument) -> None:
        define_list(document, 700, level(0, "decimal", "%1", start=9))
        define_list(document, 710, level(0, "upperLetter", "%1."))
        define_list(document, 720, level(0, "upperRoman", "%1."))
        define_list(document, 730, level(0, "decimalZero", "%1."))
        define_list(document, 740, level(0, "lowerLetter", "%1.", start=26))
        for number in (700, 700, 710, 710, 720, 720, 730, 740, 740):
            item(document, "Something to do", number)

    assert markers(read(make)) == ["9", "10", "A.", "B.", "I.", "II.", "01.", "z.", "aa."]


def test_legal_numbering_shows_digits_throughout() -> None:
    def make(document: WordDocument) -> None:
        define_list(
            document, 700, level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
        )
        item(document, "Part", 700)
        item(document, "Paragraph", 700, 1)

    assert markers(read(make)) == ["I.", "1.1"]


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    def make(document: WordDocument) -> None:
        define_list(
            document,
            700,
            level(0, "bullet", "\uf0b7") + level(1, "bullet", "o") + level(2, "bullet", "\uf0a7"),
        )
        for depth in (0, 1, 2):
            item(document, "Something to do", 700, depth)

    document = read(make)
    assert [(block.kind, block.marker, block.level) for block in document.blocks] == [
        (BlockKind.ITEM, "•", 0),
        (BlockKind.ITEM, "o", 1),
        (BlockKind.ITEM, "▪", 2),
    ]


def test_a_number_with_a_word_is_text() -> None:
    def make(document: WordDocument) -> None:
        define_list(document, 700, level(0, "decimal", "Recommendation %1:"))
        item(document, "The Board should act.", 700)
        item(document, "So should the Trust.", 700)

    document = read(make)
    assert running(document) == [
        "Recommendation 1: The Board should act.",
        "Recommendation 2: So should the Trust.",
    ]
    assert markers(document) == ["", ""]


def test_a_numbered_heading_keeps_its_number_as_a_marker() -> None:
    def make(document: WordDocument) -> None:
        define_list(document, 700, level(0, "decimal", "%1."))
        heading = document.add_heading("Findings", 1)
        heading._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="700"/></w:numPr>'))

    (block,) = read(make).blocks
    assert (block.kind, block.marker, block.level) == (BlockKind.HEADING, "1.", 1)


def test_a_style_brings_its_list() -> None:
    def make(document: WordDocument) -> None:
        for words in ("One", "Two"):
            document.add_paragraph(words, style="List Number")
        document.add_paragraph("Sign", style="List Bullet")

    document = read(make)
    assert markers(document) == ["1.", "2.", "•"]


def test_a_number_typed_by_hand_is_a_marker() -> None:
    document = body_of(
        text("4.2\tThat the LSCB develops a plan."), text("a) one"), text("Recommendation 3: act")
    )
    assert [(b.marker, said(document, b)) for b in document.blocks] == [
        ("4.2", "That the LSCB develops a plan."),
        ("a)", "one"),
        ("", "Recommendation 3: act"),
    ]


def test_inserted_words_count_and_deleted_words_do_not() -> None:
    deleted = '<w:r><w:delText xml:space="preserve">might </w:delText></w:r>'
    document = body_of(
        text("The Board ")
        + f'<w:del w:id="1" w:author="A">{deleted}</w:del><w:ins w:id="2" w:author="A">{text("should ")}</w:ins>'
        + f'<w:moveFrom w:id="3" w:author="A">{text("gone")}</w:moveFrom>{text("act.")}'
    )
    assert running(document) == ["The Board should act."]
    assert "might" not in document.text


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
    assert running(body_of(mark + text("The Board should "), text("act."))) == ["The Board should act."]


def test_hidden_words_are_left_out() -> None:
    document = body_of(text("The Board should ") + text("never ", "<w:vanish/>") + text("act."))
    assert document.text.strip() == "The Board should act."


def test_notes_stand_at_the_end_and_interrupt_nothing() -> None:
    source = parse(
        "The plan was agreed¹ and published².\n\n¹ By all partners.\n\n² See <https://example.org/>\n"
    )
    document = extract(to_docx(source), "report.docx")
    assert "The plan was agreed and published." in running(document)
    notes = [(b.marker, said(document, b)) for b in document.blocks if b.kind is BlockKind.FOOTNOTE]
    assert notes[0] == ("1", "By all partners.")
    assert notes[1][0] == "2"
    spans_are_sound(document)


def test_a_note_number_typed_by_hand_is_in_no_sentence() -> None:
    document = body_of(
        text("The plan")
        + text("3", '<w:vertAlign w:val="superscript"/>')
        + text(" was agreed on the 3")
        + text("rd", '<w:vertAlign w:val="superscript"/>')
    )
    assert running(document) == ["The plan was agreed on the 3rd"]


def test_running_heads_and_feet_and_contents_are_furniture() -> None:
    def make(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Example Partnership"
        document.sections[0].footer.paragraphs[0].text = "Confidential"
        contents = (
            f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent><w:p>{text('Findings')}<w:r><w:tab/></w:r>{text('4')}</w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(0, parse_xml(contents))
        document.add_paragraph("The Board should act.")

    document = read(make)
    assert of_kind(document, BlockKind.FURNITURE) == ["Example Partnership", "Findings 4", "Confidential"]
    assert running(document) == ["The Board should act."]


def test_text_boxes_follow_their_paragraph() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p>{text('In the box.')}</w:p></w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent><w:p>{text('In the box.')}</w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert running(body_of(text("Before it.") + box, text("After it."))) == [
        "Before it.",
        "In the box.",
        "After it.",
    ]


def test_bold_italic_and_links_are_kept_as_stretches() -> None:
    def make(document: WordDocument) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("Primary").bold = True
        paragraph.add_run(" Care").bold = True
        paragraph.add_run(" will ")
        paragraph.add_run("always").italic = True
        field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        instruction = '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://example.org/plan" </w:instrText></w:r>'
        for piece in (
            field.format("begin"),
            instruction,
            field.format("separate"),
            text(" share"),
            field.format("end"),
            text(" it."),
        ):
            paragraph._p.append(parse_xml(piece.replace(">", f" {W}>", 1)))

    document = read(make)
    (block,) = document.blocks
    assert said(document, block) == "Primary Care will always share it."
    assert [document.text[s.start : s.end] for s in block.bold] == ["Primary Care"]
    assert [document.text[s.start : s.end] for s in block.italic] == ["always"]
    assert [(document.text[s.start : s.end].strip(), link) for s, link in block.links] == [
        ("share", "https://example.org/plan")
    ]


def test_a_link_points_where_its_relation_says() -> None:
    source = parse("See [the plan](https://example.org/plan) for more about it.")
    document = extract(to_docx(source), "report.docx")
    (block,) = [b for b in document.blocks if b.links]
    assert [(document.text[s.start : s.end], link) for s, link in block.links] == [
        ("the plan", "https://example.org/plan")
    ]


def a_table(document: WordDocument, rows: list[list[str]]) -> Any:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            made.cell(y, x).text = words
    return made


def test_tables_give_cells_with_their_places() -> None:
    def make(document: WordDocument) -> None:
        made = a_table(document, [["No", "Recommendation"], ["1", "Act."], ["2", "Act again."]])
        for cell in made.rows[0].cells:
            cell.paragraphs[0].runs[0].bold = True

    document = read(make)
    assert table(document) == {
        (0, 0): "No",
        (0, 1): "Recommendation",
        (1, 0): "1",
        (1, 1): "Act.",
        (2, 0): "2",
        (2, 1): "Act again.",
    }
    assert [block.place.head for block in document.blocks if block.place] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_row_marked_as_head_is_one() -> None:
    def make(document: WordDocument) -> None:
        made = a_table(document, [["No", "Recommendation"], ["1", "Act."]])
        made.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))

    assert [block.place.head for block in read(make).blocks if block.place] == [True, True, False, False]


def test_merged_cells_stand_where_they_begin() -> None:
    def make(document: WordDocument) -> None:
        made = a_table(document, [["One", "", "Two"], ["", "Three", "Four"], ["Five", "Six", "Seven"]])
        made.cell(0, 0).merge(made.cell(1, 0))
        made.cell(2, 0).merge(made.cell(2, 1))

    cells = table(read(make))
    assert cells == {
        (0, 0): "One",
        (0, 2): "Two",
        (1, 1): "Three",
        (1, 2): "Four",
        (2, 0): "Five / Six",
        (2, 2): "Seven",
    }


def test_a_cell_of_several_bullets_gives_several_blocks_in_one_place() -> None:
    def make(document: WordDocument) -> None:
        made = a_table(document, [["1", ""], ["2", "Act."]])
        cell = made.cell(0, 1)
        cell.paragraphs[0].text = "Do:"
        for words in ("This.", "That."):
            cell.add_paragraph(words, style="List Bullet")

    assert table(read(make))[0, 1] == "Do: / • This. / • That."


def test_a_single_box_is_running_text() -> None:
    def make(document: WordDocument) -> None:
        a_table(document, [["The Board should act."]])

    (block,) = read(make).blocks
    assert (block.kind, block.place) == (BlockKind.PARAGRAPH, None)


def test_a_table_in_a_cell_is_read_in_its_place() -> None:
    def make(document: WordDocument) -> None:
        made = a_table(document, [["1", "Outer"], ["2", "Act."]])
        made.cell(0, 1).add_table(1, 2).cell(0, 1).text = "Inner"

    assert table(read(make))[0, 1] == "Outer / Inner"


def test_title_and_day_come_from_the_files_properties() -> None:
    def make(document: WordDocument) -> None:
        document.core_properties.title = "A  learning review"
        document.add_paragraph("The Board should act.")

    document = read(make)
    assert document.title == "A learning review"
    assert document.created[:4].isdigit()
    assert (document.kind, document.pages) == ("docx", None)


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("<w:r><w:t>multi</w:t><w:noBreakHyphen/><w:t>agency</w:t></w:r>", "multi-agency"),
        ("<w:r><w:t>safe</w:t><w:softHyphen/><w:t>guarding</w:t></w:r>", "safeguarding"),
        ("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t></w:r>", "one two"),
        ("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", "one two"),
        ("<w:smartTag><w:r><w:t>Leeds</w:t></w:r></w:smartTag>", "Leeds"),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "chosen"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>4 May</w:t></w:r></w:fldSimple>', "4 May"),
    ],
)
def test_words_small_pieces(piece: str, shown: str) -> None:
    assert running(body_of(piece)) == [shown]


def test_a_strict_word_file_is_read() -> None:
    document = docx.Document()
    document.add_heading("Findings", 1)
    document.add_paragraph("The Board should act.", style="List Number")
    out, strict = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for usual, other in (
                (
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
                (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            ):
                part = part.replace(usual, other)
            new.writestr(name, part)
    read_back = extract(strict.getvalue(), "strict.docx")
    assert [(b.kind, b.marker, said(read_back, b)) for b in read_back.blocks] == [
        (BlockKind.HEADING, "", "Findings"),
        (BlockKind.ITEM, "1.", "The Board should act."),
    ]
