"""Registers taken away: everything that was asked for, nothing of others, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import docx
import pytest
from django.urls import reverse

from heed.learning.operations import name_recommendation
from heed.platform.audit_log.models import Event
from heed.platform.registers.downloads import as_docx, as_xlsx
from tests.cast import AT, Cast, Register, client_of


def taken(cast: Cast, form: str, **query: str) -> bytes:
    answer = client_of(cast.reader).get(reverse("learning:list"), {"download": form, **query})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    return b"".join(answer.streaming_content)


@pytest.mark.capability("B01")
def test_the_whole_register_is_taken_away_word_for_word(register: Register, cast: Cast) -> None:
    rows = list(csv.reader(io.StringIO(taken(cast, "csv").decode("utf-8-sig"))))
    cells = {cell for row in rows[1:] for cell in row}
    assert len(rows) == 1 + len(register.recommendations)
    assert {row.reference for row in register.recommendations.values()} <= cells


def test_only_what_is_asked_for_is_taken(register: Register, cast: Cast) -> None:
    rows = json.loads(taken(cast, "json", state="withheld"))["rows"]
    assert len(rows) == 1
    assert register.recommendations["3"].reference in rows[0].values()


def test_a_name_that_looks_like_a_formula_is_harmless(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    name_recommendation(
        cast.manager, ref=row.public_id, short_name='=HYPERLINK("http://x")', version=1, at=AT
    )
    rows = list(csv.reader(io.StringIO(taken(cast, "csv", column="name").decode("utf-8-sig"))))
    assert """'=HYPERLINK("http://x")""" in {cell for row in rows for cell in row}
    with zipfile.ZipFile(io.BytesIO(taken(cast, "xlsx", column="name"))) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "sheet" in name)
    assert "HYPERLINK" in sheets
    assert "<f>" not in sheets


def test_taking_away_is_written_down_with_how_much(register: Register, cast: Cast) -> None:
    taken(cast, "csv")
    event = Event.objects.filter(kind="register.downloaded").latest("pk")
    assert event.facts["rows"] == len(register.recommendations)
    assert event.actor_ref == cast.reader.person_ref


def test_the_outsider_takes_away_nothing_of_westmeres(register: Register, cast: Cast) -> None:
    answer = client_of(cast.outsider).get(reverse("learning:list"), {"download": "csv"})
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1


def test_what_xml_cannot_hold_does_not_spoil_a_word_file() -> None:
    book = io.BytesIO(b"".join(as_docx("Rows", ["Words"], [["safe\ufffeguard\x01ing\uffff"]])))
    assert docx.Document(book).tables[0].rows[1].cells[0].text == "safeguarding"


def test_a_cell_that_holds_too_little_says_so() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx("Rows", ["Words"], [["x" * 40_000]])))) as book:
        assert "does not fit" in book.read("xl/worksheets/sheet1.xml").decode()


def test_taking_the_ticked_rows_with_none_ticked_takes_nothing(register: Register, cast: Cast) -> None:
    answer = client_of(cast.reader).get(reverse("learning:list"), {"download": "xlsx", "of": "ticked"})
    assert answer.status_code == 422
    assert "Tick at least one row" in answer.content.decode()


def test_only_the_ticked_rows_are_taken(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    rows = json.loads(taken(cast, "json", of="ticked", chosen=row.public_id))["rows"]
    assert [row.reference] == [each["Reference"] for each in rows]
