"""The plan to try: as its script makes it, and with the slips that its how-to page promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from demo.make_plan import FILE, make_plan
from heed.intake.sheets import guess_columns, read_sheet, statuses_of, table_of
from heed.kit.reading.grid import grids
from heed.platform.partnerships.queries import fold_name


def test_the_file_is_as_its_script_makes_it(tmp_path: Path) -> None:
    make_plan(tmp_path / "again.xlsx")
    assert grids(FILE.read_bytes(), "plan.xlsx") == grids((tmp_path / "again.xlsx").read_bytes(), "plan.xlsx")


def test_it_has_five_slips_that_heed_names_by_row_and_column() -> None:
    tables = grids(FILE.read_bytes(), FILE.name)
    columns = guess_columns(tables)
    rows = read_sheet(
        table_of(tables, columns),
        columns,
        agencies={},
        fold=fold_name,
        file=FILE.name,
        today=date(2026, 11, 30),
    )
    assert len(rows) == 11
    assert [str(fault) for row in rows for fault in row.faults] == [
        "row 7, column Due date: 31/02/2027 is not a date; write it as 28 February 2027",
        "row 9, column RAG: “P” is no status that is known; say beside the columns what it means",
        "row 10, column Action required: it is empty; say what will be done, or delete the row",
        "row 13, column Ref: J3.2 stands in row 12 as well, for another action",
        "row 14, column Due date: 46477 is a number and not a date; write it as 31 March 2027",
    ]
    assert ("P", 1, "") in statuses_of(table_of(tables, columns), columns)
