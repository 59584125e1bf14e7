"""The same document as PDF (in one column and in two), Word and web page gives the same blocks."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import pytest

from heed.kit.reading.extract import extract
from heed.kit.reading.types import BlockKind
from tests.kit.reading.documents import said, shared, spans_are_sound
from tests.kit.reading.render import Source, parse, to_docx, to_html, to_pdf

REVIEW = """# Child R: learning and response

Introduction

In March 2021 the Marlow Vale Safeguarding Children Partnership looked at the case of Child R¹, aged 4. The partners met
five times.

¹ Not the child's name.

Theme - Working together

1. The Partnership should ask each agency to show that its staff know when to call a strategy meeting, and that the meetings held are well attended, well recorded and followed by a plan that says who does what by when.
2. The Partnership should test this twice a year:
 - by a sample of ten cases;
 - by asking children and their families what it was like for them.

Response

**Marlow Vale Council** accepts this. A multi-agency audit was done in May 2021 and reported to the [Partnership](https://example.org/audit). It found that 8 of 10 meetings had been well attended.

**Police** officers have had training; a follow-up survey is planned for autumn 2021.

4 RECOMMENDATIONS FROM THE AGENCIES

- 4.1 That the Trust reviews its procedure for children who are not brought to appointments.
- 4.2 That schools tell the council of absence over 15 days.

| No | Action | Lead | By when |
|----|--------|------|---------|
| 1 | Write the guidance | Council | May 2021 |
| 2 | Audit ten cases | Police | July 2021 |

Recommendation 5

To make sure that what was learned is shared with everyone who works with children in Marlow Vale.

a) by a briefing
b) by a film

END
"""


def blocks_of(data: bytes) -> list[str]:
    document = extract(data, "report")
    spans_are_sound(document)
    aside = (BlockKind.FURNITURE, BlockKind.FOOTNOTE)
    bullets = str.maketrans({"◦": "•", "o": "•", "▪": "•"})
    return [
        f"{b.kind.value} {b.marker.translate(bullets) if len(b.marker) == 1 else b.marker} {said(document, b)}"
        for b in document.blocks
        if b.kind not in aside
    ]


def in_two_columns(source: Source) -> bytes:
    return to_pdf(source, columns=2, hyphens="auto", align="justify")


def on_small_pages(source: Source) -> bytes:
    return to_pdf(source, page="A5")


FORMS: tuple[Callable[[Source], bytes], ...] = (to_docx, to_pdf, in_two_columns, on_small_pages)


@pytest.mark.parametrize("form", FORMS)
def test_a_review_reads_alike_in_every_form(form: Callable[[Source], bytes]) -> None:
    source = parse(REVIEW)
    wanted, got = blocks_of(to_html(source)), blocks_of(form(source))
    assert got == wanted


@pytest.mark.parametrize("form", FORMS[:3])
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_source_documents_read_alike_in_every_form(number: str, form: Callable[[Source], bytes]) -> None:
    (path,) = shared("data/seeds").glob(f"{number}_*.txt")
    source = parse(path.read_text(encoding="utf-8"))
    wanted, got = blocks_of(to_html(source)), blocks_of(form(source))
    differing = sum(
        max(b - a, d - c)
        for kind, a, b, c, d in difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes()
        if kind != "equal"
    )
    assert differing <= 0.04 * len(wanted), f"{differing} of {len(wanted)} blocks differ"
