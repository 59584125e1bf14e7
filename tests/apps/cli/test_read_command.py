"""`heed read`: files in, records out, with no database, no network and no surprise in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from heed.cli.main import main

REVIEW = """Learning review: Rosie

Recommendations

Recommendation 1: The Council should hold core groups within ten working days.

Recommendation 2: Westmere Police should tell schools of incidents by the next school day.
"""


def heed(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def review(tmp_path: Path) -> Path:
    path = tmp_path / "rosie.txt"
    path.write_text(REVIEW, encoding="utf-8")
    return path


def test_a_file_becomes_one_line_of_json(review: Path) -> None:
    done = heed("read", review)
    assert done.exit_code == 0
    [line] = done.stdout.splitlines()
    read = json.loads(line)
    assert read["file"] == "rosie.txt"
    assert [each["label"] for each in read["recommendations"]] == ["1", "2"]


def test_a_folder_is_read_whole_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    for name in ("b.txt", "a.txt", "deeper/c.md"):
        (tmp_path / name).write_text(REVIEW, encoding="utf-8")
    (tmp_path / "notes.xyz").write_text("no document", encoding="utf-8")
    done = heed("read", tmp_path)
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a.txt", "b.txt", "c.md"]


def test_a_bad_file_is_named_on_standard_error_and_the_rest_is_read(review: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 and no more")
    done = heed("read", bad, review)
    assert done.exit_code == 1
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["rosie.txt"]
    assert "bad.pdf" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_said_in_a_sentence() -> None:
    done = heed("read", "no-such-file.pdf")
    assert done.exit_code == 2
    assert "no-such-file.pdf" in done.stderr


def test_a_folder_without_documents_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = heed("read", tmp_path)
    assert done.exit_code == 1
    assert "There is no" in done.stderr


def test_an_empty_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = heed("read", tmp_path / "empty.txt")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "empty" in done.stderr


FORMULA = '=HYPERLINK("http://elsewhere.example","open") is what the Council should never open.'


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_a_table_is_a_formula(begins: str) -> None:
    from heed.kit.writing.cells import harmless

    assert harmless(f"{begins}1+1")[0] not in "=+-@\t\r\n"


def test_a_table_has_a_row_for_each_record_and_no_formulas(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from heed.cli import read

    real = read.rows_of
    monkeypatch.setattr(read, "rows_of", lambda reading: ([FORMULA, *row[1:]] for row in real(reading)))
    done = heed("read", "--csv", review)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["row"] for row in rows] == ["recommendation", "recommendation"]
    assert [row["label"] for row in rows] == ["1", "2"]
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values() if value)


def test_a_workbook_holds_words_never_formulas_or_links(
    review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from heed.cli import read

    real = read.rows_of
    monkeypatch.setattr(read, "rows_of", lambda reading: ([FORMULA, *row[1:]] for row in real(reading)))
    out = tmp_path / "out.xlsx"
    assert heed("read", "--xlsx", out, review).exit_code == 0
    with zipfile.ZipFile(out) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "core groups within ten working days" in words


def run(script: str, *arguments: str) -> Any:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=settings.HOUSE,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": "src", "HOME": "/tmp"},
    )


def test_reading_starts_neither_django_nor_the_network(review: Path) -> None:
    script = """
import socket, sys
def refuse(self, address):
    if isinstance(address, tuple): raise SystemExit(f"tried to reach {address}")
    return connect(self, address)
connect = socket.socket.connect
socket.socket.connect = refuse
from heed.cli.main import main
try:
    main(["read", sys.argv[1]], standalone_mode=False)
finally:
    loaded = [name for name in ("django", "allauth", "psycopg", "sqlite3") if name in sys.modules]
    print(loaded, file=sys.stderr)
"""
    done = run(script, str(review))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["recommendations"]
    assert done.stderr.strip() == "[]"


def test_help_names_every_verb() -> None:
    done = heed("--help")
    assert done.exit_code == 0
    for verb in ("read", "serve", "work"):
        assert verb in done.stdout
