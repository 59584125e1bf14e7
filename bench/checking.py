"""How long the look through a report of 60 pages takes before it leaves: every layer, identifiers and slips of writing.

Seconds of processor, in a process of its own, start included. Run: python -m bench.checking
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES, LIMIT = 60, 5.0

LOOK = """
import sys
from pathlib import Path
from heed.cli.check import look
from heed.kit.disclosure import Known
known = Known(people=("Jayden Holt", "Maria Holt"), pseudonyms=("Child K",), agencies=("Harrowdale Council",))
found = look(Path(sys.argv[1]), known, {})
print(len(found["disclosure"]), len(found["proofing"]))
"""


def report(pages: int) -> object:
    """A document as long as `pages` printed pages, with the words of the judged pages."""
    from heed.kit.writing import Document, Grid, Paragraph, Part, Points
    from tests.kit.disclosure.judged import pages as judged

    words = [block for page in judged("open") for block in page.text.split("\n\n") if block.strip()]
    parts, number = [], 0
    for _ in range(pages):
        said = [words[(number + at) % len(words)] for at in range(6)]
        number += 6
        rows = [[f"Area {at}", str(at * 7), str(at + 3)] for at in range(4)]
        grid = Grid("Children seen", ("Area", "Children", "Visits"), rows)
        parts.append(Part(f"Part {number}", [*map(Paragraph, said), Points(said[:2]), grid]))
    return Document("A long report", parts)


def seconds(path: Path) -> tuple[float, str]:
    """What looking through a file takes of the processor, all its processes together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.strip()


def main() -> int:
    import pypdfium2

    from heed.kit.writing import to_pdf, to_word

    document, failed = report(PAGES * 5 // 4), False  # so many parts give more than the pages
    pdf = to_pdf(document)  # type: ignore[arg-type]
    pages = len(pypdfium2.PdfDocument(pdf))
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("report.pdf", pdf), ("report.docx", to_word(document))):  # type: ignore[arg-type]
            path = Path(folder) / name
            path.write_bytes(data)
            taken, found = min(seconds(path) for _ in range(2))
            each = taken * PAGES / pages
            failed = failed or each > LIMIT
            print(
                f"lint and disclosure of {PAGES} pages as {path.suffix[1:]}: {each:.1f} s of processor "
                f"(limit: {LIMIT:.0f} s; {pages} pages tried, {found.replace(' ', ' identifiers and ')} slips found)"
            )
    return int(failed)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
