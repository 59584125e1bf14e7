"""How long a report of sixty pages takes as Word and as PDF, in processor seconds and by the clock.

The report answers recommendation by recommendation, with agencies' paragraphs and lists of actions, in Heed's own font.
Each form is written twice and the slower counts. Limit: 5 s of processor each.
"""

from __future__ import annotations

import io
import os
import sys
import time
from datetime import date
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE / "src"), str(HOUSE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402
import pypdfium2  # noqa: E402

django.setup()

from heed.reports.rules.files import file_of  # noqa: E402
from heed.reports.types import Block, Composed, Form, Heading, Paragraph, Points, Said  # noqa: E402

LIMIT = 5.0
PAGES = 60
RECOMMENDATIONS = 112
FONT = HOUSE / "build/static/front-end/heed/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
TEXT = (
    "The Board should require agencies to audit twenty core group records each quarter, to report what was found, and "
    "to say what changed for the child and how the family was told of it. "
)


def a_report() -> Composed:
    """Sixty pages of what partnerships answer."""
    blocks: list[Block] = []
    for number in range(1, RECOMMENDATIONS + 1):
        blocks += [
            Heading(f"{number}", Said(f"Recommendation {number}")),
            Paragraph(f"{number}/text", (Said(TEXT),)),
            Heading(f"{number}/answer", Said("Response of Vale NHS Trust"), 2),
            Paragraph(f"{number}/answer/1", (Said(TEXT * 4),)),
            Heading(f"{number}/taken", Said("Actions taken and changes made"), 2),
            Points(f"{number}/list", (Said(f"{TEXT}[Vale NHS Trust; reported complete]"),) * 4),
        ]
    name = "Westmere Safeguarding Children Partnership"
    return Composed("by_recommendation", 0, "Sixty pages", name, "", name, date(2026, 11, 30), tuple(blocks))


def main() -> int:
    composed, font = a_report(), FONT if FONT.is_file() else None
    worst = 0.0
    for form in (Form.PDF, Form.WORD):
        took, clock = 0.0, 0.0
        for _ in range(2):
            processor, began = time.process_time(), time.perf_counter()
            data = file_of(composed, form, font=font)
            took = max(took, time.process_time() - processor)
            clock = max(clock, time.perf_counter() - began)
        pages = f", {len(pypdfium2.PdfDocument(io.BytesIO(data)))} pages" if form is Form.PDF else ""
        print(f"report as {form}: {took:.2f} s of processor, {clock:.2f} s{pages}, {len(data) // 1000} KB")
        worst = max(worst, took)
    print(f"limit: {LIMIT:.0f} s each")
    return 0 if worst < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
