"""What was planted is found in whatever place, and nothing of it is in what is written anew. Bar 10 tries all."""

from __future__ import annotations

import io
import re

import docx
import pypdfium2
import pytest

from heed.kit.disclosure import Act, Kind, decide, find_identifiers, read_layers, rebuild
from heed.kit.disclosure.types import Decision
from heed.kit.writing import Grid, Paragraph, Points, to_pdf, to_word
from tests.kit.disclosure.planted import KNOWN, MAKERS, Planted, as_proposed, documents, turns

EVERY_PLACE = 25
"""Files of five kinds in turn: each kind five times, so that its first 25 places are tried."""


def bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


@pytest.mark.capability("G03")
@pytest.mark.parametrize("file", list(documents(EVERY_PLACE)), ids=lambda file: file.name)
def test_what_is_planted_is_found_as_what_it_is(file: Planted) -> None:
    hits = find_identifiers(read_layers(file.data, file.name), None, KNOWN)
    said = [bare(hit.words) for hit in hits if hit.kind is not Kind.HIDDEN]
    for plant in file.plants:
        words = bare(plant.words)
        assert any(words in each or len(each) > 3 and each in words for each in said), plant


def test_every_place_of_every_kind_has_its_turn() -> None:
    met = {(kind, place) for kind, chosen in turns(100) for place in chosen}
    assert met == {(kind, place) for kind, (places, _) in MAKERS.items() for place in places}
    assert len(met) >= 80


def test_what_is_published_is_written_anew() -> None:
    file = next(documents(1))
    layers = read_layers(file.data, file.name)
    out = rebuild(layers, as_proposed(find_identifiers(layers, None, KNOWN)))
    word = docx.Document(io.BytesIO(to_word(out)))
    written = " ".join(paragraph.text for paragraph in word.paragraphs)
    pdf = pypdfium2.PdfDocument(to_pdf(out))
    printed = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Child K lived at home with Mother." in written
    assert "Child K lived at home with Mother." in " ".join(printed.split())
    for plant in file.plants:
        assert bare(plant.words) not in bare(written)
        assert bare(plant.words) not in bare(printed)


def test_headings_points_and_tables_are_kept() -> None:
    page = b"""<h1>Review</h1><p>One. Jayden came.</p><h2>Part</h2><ul><li>first</li><li>second</li></ul>
    <table><tr><th>A</th><th>B</th></tr><tr><td>c</td><td>d</td></tr></table><p hidden>not this</p>"""
    layers = read_layers(page, "page.html")
    hits = [hit for hit in find_identifiers(layers) if hit.words == "Jayden"]
    out = rebuild(layers, [decide(hit, words="Child K") for hit in hits])
    assert out.title == "Review"
    assert [part.heading for part in out.parts] == ["", "Part"]
    assert out.parts[0].blocks == (Paragraph("One. Child K came."),)
    assert out.parts[1].blocks == (Points(("first", "second")), Grid("Table", ("A", "B"), (("c", "d"),)))


def test_what_is_kept_is_kept_with_its_reason_and_the_wider_decision_holds() -> None:
    layers = read_layers(b"Seen by Jayden Holt of Leeds.", "note.txt")
    keep = Decision(0, 8, 19, Act.KEEP, reason="the author")
    assert rebuild(layers, [keep]).parts[0].blocks == (Paragraph("Seen by Jayden Holt of Leeds."),)
    both = [Decision(0, 8, 14, Act.REPLACE, "Child K"), Decision(0, 8, 19, Act.REPLACE, "a worker")]
    assert rebuild(layers, both).parts[0].blocks == (Paragraph("Seen by a worker of Leeds."),)


def test_what_is_rare_needs_a_persons_own_words() -> None:
    layers = read_layers(b"She has cystic fibrosis.", "note.txt")
    [hit] = [hit for hit in find_identifiers(layers) if hit.kind is Kind.RARE_FACT]
    with pytest.raises(ValueError, match="is not said"):
        decide(hit)
    out = rebuild(layers, [decide(hit, words="a long illness")])
    assert out.parts[0].blocks == (Paragraph("She has a long illness."),)
