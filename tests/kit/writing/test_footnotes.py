"""Notes of a document are footnotes of its Word file, where each stands at its place."""

from __future__ import annotations

import io
import zipfile

import docx

from heed.kit.disclosure import Layer, read_layers
from heed.kit.reading import read
from heed.kit.writing import Document, Grid, Paragraph, Part, Points, to_word
from heed.kit.writing.word import write_into


def a_document(*notes: str) -> Document:
    parts = [
        Part(
            "One",
            [Paragraph("He was seen.¹ And <again>."), Points(["A point²"]), Grid("G", ["A"], [["A cell³"]])],
        ),
        Part("Notes", [Points(notes)]),
        Part("Last", [Paragraph("The end.")]),
    ]
    return Document(title="A report", parts=parts)


def test_notes_are_real_footnotes_and_read_back_at_their_places() -> None:
    data = to_word(a_document("¹ See the & framework.", "² Two.", "³ In a table."))
    pieces = read_layers(data, "report.docx").pieces
    assert [each.words for each in pieces if each.layer is Layer.NOTE] == [
        "¹ See the & framework.",
        "² Two.",
        "³ In a table.",
    ]
    seen = [each.words for each in pieces if each.layer is Layer.VISIBLE]
    assert {"He was seen.¹ And <again>.", "A point²", "A cell³"} <= set(seen)
    assert "Notes" not in seen
    assert "See the & framework." in read(data, "report.docx").document.text
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert body.count("<w:footnoteReference") == 3


def test_notes_that_lost_their_place_stay_a_list() -> None:
    data = to_word(a_document("¹ See the framework.", "² Two.", "³ Three.", "⁴ Nothing points here."))
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "⁴ Nothing points here." in [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_file_that_has_footnotes_already_keeps_them() -> None:
    notes = ("¹ One.", "² Two.", "³ Three.")
    file = docx.Document(io.BytesIO(to_word(a_document(*notes))))
    write_into(file, a_document(*notes))
    out = io.BytesIO()
    file.save(out)
    words = [
        each.words for each in read_layers(out.getvalue(), "report.docx").pieces if each.layer is Layer.NOTE
    ]
    assert [each.split(" ", 1)[1] for each in words] == ["One.", "Two.", "Three."] * 2
