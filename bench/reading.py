"""How fast documents are read: pages a second from file to records, process start included.

Each figure is a fresh process that reads every file once; beside it, in the same run and over the same
files, pdfplumber's text (what most pipelines use) and pypdfium2's text alone (the floor under any reader
built on it). Run: python -m bench.reading [FOLDER_OF_PDFS ...]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3

HEED = """
import sys
from pathlib import Path
from heed.kit.reading import as_json, load_rules, read
rules = load_rules()
for name in sys.argv[1:]:
    as_json(read(Path(name).read_bytes(), name, rules=rules), file=name)
"""
PLUMBER = """
import sys
import pdfplumber
for name in sys.argv[1:]:
    with pdfplumber.open(name) as document:
        for page in document.pages:
            page.extract_text()
"""
PDFIUM = """
import sys
import pypdfium2
for name in sys.argv[1:]:
    document = pypdfium2.PdfDocument(name)
    for page in document:
        page.get_textpage().get_text_bounded()
"""


def seconds(program: str, files: list[Path]) -> float:
    """The shortest of a few runs, from starting the process to its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program, *map(str, files)], check=True, env=environment)
        taken.append(time.perf_counter() - start)
    return min(taken)


def pages(files: list[Path]) -> int:
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in files)


def compare(name: str, files: list[Path]) -> None:
    count = pages(files)
    ours, plumber, pdfium = (count / seconds(program, files) for program in (HEED, PLUMBER, PDFIUM))
    print(f"{name}, file to records: {ours:.0f} pages/s (pdfplumber text: {plumber:.0f} pages/s)")
    print(f"{name}, file to records: {ours:.0f} pages/s (pypdfium2 text alone: {pdfium:.0f} pages/s)")


def printed(folder: Path, sources: list[Path]) -> list[Path]:
    """The source texts as PDF."""
    from tests.kit.reading import render

    made = []
    for path in sources:
        target = folder / f"{path.stem}.pdf"
        target.write_bytes(render.to_pdf(render.parse(path.read_text(encoding="utf-8"))))
        made.append(target)
    return made


def folder_of(files: list[Path], folder: Path, *, times: int = 4) -> None:
    """`heed read FOLDER`: every processor, process start and JSON included."""
    for number in range(times):
        for path in files:
            shutil.copy(path, folder / f"{number}-{path.name}")
    count = pages(sorted(folder.glob("*.pdf")))
    command = [str(Path(sys.executable).with_name("heed")), "read", str(folder), "--quiet"]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    speed = count / (time.perf_counter() - start)
    plumber = pages(files) / seconds(PLUMBER, files)
    print(f"a folder of {count} pages, both processors: {speed:.0f} pages/s (limit: 100 pages/s)")
    print(f"a folder beside pdfplumber text: {speed / plumber:.1f} times (limit: 8 times)")


def long_report(path: Path, folder: Path, *, least: int = 495) -> None:
    """A report of about 500 pages, in one process: seconds, and the most memory it held."""
    import pypdfium2

    source, long = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    while len(long) < least:
        long.import_pages(source)
    target = folder / "long.pdf"
    long.save(target)
    program = HEED + "\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, str(target)],
        check=True,
        env=environment,
        capture_output=True,
        text=True,
    )
    taken = time.perf_counter() - start
    print(f"a report of {len(long)} pages: {taken:.1f} s (limit: 10 s)")
    print(f"a report of {len(long)} pages, memory: {int(done.stdout)} MB (limit: 300 MB)")


def main() -> None:
    shared = Path(os.environ.get("HEED_SHARED") or ROOT.parent / "shared")
    given = [path for folder in sys.argv[1:] for path in sorted(Path(folder).glob("*.pdf"))]
    with tempfile.TemporaryDirectory() as folder:
        sets = {
            "PDFs given": given,
            "inspection reports": sorted((shared / "data/reading/pdf").glob("*.pdf")),
            "source documents": printed(Path(folder), sorted((shared / "data/seeds").glob("*.txt"))),
        }
        if not any(sets.values()):
            sets["our gold"] = sorted((ROOT / "tests/gold/open").glob("*.pdf"))
        for name, files in sets.items():
            if files:
                compare(name, files)
        largest = max((path for files in sets.values() for path in files), key=lambda path: pages([path]))
        with tempfile.TemporaryDirectory() as many:
            folder_of(next(files for files in sets.values() if files), Path(many))
        long_report(largest, Path(folder))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
