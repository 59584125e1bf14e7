"""Tables cell by cell, as they stand in their file."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from heed.kit.reading import Unreadable
from heed.kit.reading.grid import MOST_ROWS, Fault, grids


def book(fill: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        fill(made)
    return out.getvalue()


def test_rows_keep_their_numbers_merged_cells_their_words_and_formulas_are_known() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Plan")
        sheet.merge_range(2, 0, 3, 0, "Ask")
        sheet.write_row(2, 1, ["Do this", 12])
        sheet.write(3, 1, "Do that")
        sheet.write_formula(3, 2, "=6*7", None, 42)
        made.add_worksheet("Notes").very_hidden()

    plan, notes = grids(book(fill), "plan.xlsx")
    assert plan.rows == (("", "", ""), ("", "", ""), ("Ask", "Do this", "12"), ("Ask", "Do that", "42"))
    assert plan.formulas == {(3, 2)}
    assert (plan.hidden, notes.hidden) == (False, True)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_file_by_whatever_sign_it_is_written(sign: str) -> None:
    [grid] = grids(f'Ref{sign}Action\n1{sign}"Do this{sign} then\nthat"\n2\n'.encode(), "plan.csv")
    assert grid.rows == (("Ref", "Action"), ("1", f"Do this{sign} then\nthat"), ("2", ""))


def test_an_export_that_keeps_words_from_becoming_numbers() -> None:
    [grid] = grids(b'Ref,Action\n"=""0012""","=""Seen: well"""\n"=A1+1","=""a""&""b"""\n', "plan.csv")
    assert grid.rows[1:] == (("0012", "Seen: well"), ("=A1+1", '="a"&"b"'))


def test_more_rows_than_any_plan_has() -> None:
    lines = b"a,b\n" * (MOST_ROWS + 1)
    with pytest.raises(Unreadable) as refused:
        grids(lines, "plan.csv")
    assert refused.value.code == "too_many_rows"
    with pytest.raises(Unreadable):
        grids(book(lambda made: made.add_worksheet().write(1_000_000, 3, "far away")), "plan.xlsx")


@pytest.mark.parametrize(
    ("data", "code"), [(b"Only words here.", "no_table"), (b"%PDF-1.7\n", "no_table"), (b"", "empty")]
)
def test_what_holds_no_table(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        grids(data, "plan.csv")
    assert refused.value.code == code


def test_a_fault_says_where_it_is() -> None:
    assert str(Fault(14, "Due date", "it is empty")) == "row 14, column Due date: it is empty"
    assert str(Fault(14, "", "it stands twice")) == "row 14: it stands twice"
    assert str(Fault(0, "", "it has no head")) == "it has no head"
