"""Web pages: the document and not the site around it, with the numbers a browser shows."""

from __future__ import annotations

import pytest

from heed.kit.reading.extract import extract
from heed.kit.reading.types import BlockKind, Document
from tests.kit.reading.documents import of_kind, running, said, spans_are_sound, table


def read(body: str, head: str = "") -> Document:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    )
    document = extract(page.encode(), "page.html")
    spans_are_sound(document)
    return document


def marked(document: Document) -> list[tuple[str, int, str]]:
    return [(b.marker, b.level, said(document, b)) for b in document.blocks if b.kind is BlockKind.ITEM]


def test_headings_paragraphs_and_title() -> None:
    document = read(
        "<h1>The review</h1><p>The Board\n  should act.</p><h2>2. Findings</h2>", "<title>A  report</title>"
    )
    assert [(b.kind, b.level, b.marker, said(document, b)) for b in document.blocks] == [
        (BlockKind.HEADING, 1, "", "The review"),
        (BlockKind.PARAGRAPH, 0, "", "The Board should act."),
        (BlockKind.HEADING, 2, "2.", "Findings"),
    ]
    assert (document.kind, document.title, document.pages) == ("html", "A report", None)


def test_lists_are_counted_as_a_browser_counts_them() -> None:
    document = read(
        '<ol start="3"><li>Three</li><li value="7">Seven</li><li>Eight</li></ol><ol type="a"><li>A</li><li>B</li></ol>'
        '<ol type="I"><li>I</li><li>II</li></ol><ol reversed><li>Two</li><li>One</li></ol><ul><li>Sign<ul><li>Deep</li></ul></li></ul>'
    )
    assert marked(document) == [
        ("3.", 0, "Three"),
        ("7.", 0, "Seven"),
        ("8.", 0, "Eight"),
        ("a.", 0, "A"),
        ("b.", 0, "B"),
        ("I.", 0, "I"),
        ("II.", 0, "II"),
        ("2.", 0, "Two"),
        ("1.", 0, "One"),
        ("•", 0, "Sign"),
        ("◦", 1, "Deep"),
    ]


def test_a_list_inside_an_item_does_not_disturb_the_count() -> None:
    document = read("<ol><li>One<ol type=a><li>Inner</li></ol>and more</li><li>Two</li></ol>")
    assert [item[0] for item in marked(document)] == ["1.", "a.", "2."]
    assert "and more" in running(document)


def test_a_number_typed_after_a_bullet_is_the_marker() -> None:
    assert marked(read("<ul><li>2.4 By listing these</li><li>a) Publication</li></ul>")) == [
        ("2.4", 0, "By listing these"),
        ("a)", 0, "Publication"),
    ]


def test_an_item_of_paragraphs_has_its_marker_once() -> None:
    document = read("<ol><li><p>First.</p><p>More of it.</p></li></ol>")
    assert marked(document) == [("1.", 0, "First.")]
    assert running(document) == ["First.", "More of it."]


def test_the_site_around_the_document_is_furniture() -> None:
    document = read(
        "<header><p>Example Partnership</p></header><nav><ul><li>About</li></ul></nav>"
        "<main><article><header><h1>The review</h1></header><p>The Board should act.</p><aside>See also</aside></article></main>"
        '<div role="contentinfo">Contact us</div><div class="govuk-cookie-banner">We use cookies</div><footer>Foot</footer>'
    )
    assert running(document) == ["The review", "The Board should act."]
    assert of_kind(document, BlockKind.FURNITURE) == [
        "Example Partnership",
        "About",
        "See also",
        "Contact us",
        "We use cookies",
        "Foot",
    ]


def test_a_part_named_for_the_site_that_wraps_the_document_is_not_furniture() -> None:
    document = extract(
        b'<html><body class="has-sidebar nav-open"><h1>The review</h1><p>Act.</p></body></html>', "a.html"
    )
    assert running(document) == ["The review", "Act."]


def test_what_is_not_shown_is_left_out() -> None:
    document = read(
        "<script>track()</script><style>p {}</style><template><p>No</p></template><p hidden>No</p>"
        '<p style="display: none">No</p><noscript>No</noscript><!-- No --><p>Yes.</p><svg><text>No</text></svg>'
    )
    assert document.text == "Yes.\n"


def test_bold_italic_and_links_are_kept_as_stretches() -> None:
    document = read(
        '<p><strong>Primary <em>Care</em></strong> shares <a href="https://example.org/plan">the <b>plan</b></a>.</p>'
    )
    (block,) = document.blocks
    assert [document.text[s.start : s.end] for s in block.bold] == ["Primary Care", "plan"]
    assert [document.text[s.start : s.end] for s in block.italic] == ["Care"]
    assert [(document.text[s.start : s.end], link) for s, link in block.links] == [
        ("the plan", "https://example.org/plan")
    ]


def test_notes_and_their_numbers_interrupt_nothing() -> None:
    document = read(
        '<p>The plan<sup><a href="#fn1" id="r1">1</a></sup> was agreed on the 3<sup>rd</sup>.</p>'
        '<section class="footnotes"><ol><li id="fn1"><p>By all partners. <a href="#r1">↩</a></p></li></ol></section>'
    )
    assert running(document) == ["The plan was agreed on the 3rd."]
    assert of_kind(document, BlockKind.FOOTNOTE) == ["By all partners."]


def test_tables_give_cells_with_their_places() -> None:
    document = read(
        "<table><caption>Plan</caption><thead><tr><th>No</th><th>Text</th></tr></thead>"
        '<tr><td rowspan="2">1</td><td>Act.<ul><li>Now</li></ul></td></tr><tr><td>Again.</td></tr>'
        '<tr><td colspan="2">All</td></tr></table>'
    )
    assert table(document) == {
        (0, 0): "No",
        (0, 1): "Text",
        (1, 0): "1",
        (1, 1): "Act. / • Now",
        (2, 1): "Again.",
        (3, 0): "All",
    }
    assert [block.place.head for block in document.blocks if block.place][:3] == [True, True, False]
    assert "Plan" in running(document)


def test_a_table_that_only_lays_out_the_page_is_running_text() -> None:
    inner = "<table><tr><td>1</td><td>Act.</td></tr></table>"
    document = read(
        f"<table><tr><td><p>Menu</p></td><td>{inner}</td></tr></table><table role=presentation><tr><td>a</td><td>b</td></tr></table>"
    )
    assert [block.place is None for block in document.blocks] == [True, False, False, True, True]


def test_a_break_is_a_break_and_a_word_in_two_elements_is_one() -> None:
    document = read("<p>Ada Lark<br>Director</p><p>safe<span>guarding</span> child<b>ren</b></p>")
    assert "Ada Lark\nDirector" in document.text
    assert running(document)[1] == "safeguarding children"


def test_words_beside_blocks_are_paragraphs() -> None:
    assert running(read("<div>Loose words<p>A paragraph.</p>and more</div>")) == [
        "Loose words",
        "A paragraph.",
        "and more",
    ]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<html><p>The Board\u2019s plan</p></html>".encode("cp1252"), "The Board\u2019s plan"),
        (
            "<html><meta charset='iso-8859-1'><p>The Board\u2019s plan</p></html>".encode(),
            "The Board\u2019s plan",
        ),
        ("\ufeff<html><p>The Board\u2019s plan</p></html>".encode("utf-16"), "The Board\u2019s plan"),
        ("\ufeff<html><p>The Board\u2019s plan</p></html>".encode(), "The Board\u2019s plan"),
        ("<html><meta charset='koi8-r'><p>План</p></html>".encode("koi8-r"), "План"),
        (b"<html><p>A &amp; B &rsquo; &#8211; &nbsp;C</p></html>", "A & B \u2019 \u2013 C"),
    ],
)
def test_any_encoding_is_read(data: bytes, shown: str) -> None:
    assert running(extract(data, "page.html")) == [shown]


def test_broken_markup_is_read_as_a_browser_would() -> None:
    assert running(read("<p>One<p>Two <b>bold <i>both</b> italic</i><ul><li>Three<li>Four</ul>")) == [
        "One",
        "Two bold both italic",
        "Three",
        "Four",
    ]


def test_paragraphs_numbered_without_stops_are_a_list() -> None:
    document = read(
        "<p>1 <b>Schools</b> should know.</p><p>2 Nurses should ask.</p><p>46 Schools replied.</p>"
    )
    assert marked(document) == [("1", 0, "Schools should know."), ("2", 0, "Nurses should ask.")]
    assert [document.text[s.start : s.end] for s in document.blocks[0].bold] == ["Schools"]
    assert running(document)[2] == "46 Schools replied."


def test_a_table_that_claims_millions_of_cells_costs_little() -> None:
    rows = "<tr>" + '<td rowspan="1000" colspan="100">x</td>' * 200 + "</tr>"
    assert len(read(f"<table>{rows}</table>").blocks) == 200


def test_a_short_bold_paragraph_is_a_heading_under_the_last_one() -> None:
    document = read(
        "<h2>Findings</h2><p><b>Recommendation 1a.</b></p><p><strong>The Board should act at once.</strong></p>"
        "<ul><li><b>Police</b></li></ul>"
    )
    assert [(b.kind, b.level) for b in document.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.HEADING, 3),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.ITEM, 0),
    ]
