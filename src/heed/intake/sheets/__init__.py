"""A plan that was kept in a table elsewhere, understood without a database: its columns, then its rows."""

from heed.intake.sheets.columns import (
    columns_offered,
    guess_columns,
    meanings_offered,
    shown_tables,
    table_of,
)
from heed.intake.sheets.rows import read_sheet, statuses_of, words_of_status

__all__ = [
    "columns_offered",
    "guess_columns",
    "meanings_offered",
    "read_sheet",
    "shown_tables",
    "statuses_of",
    "table_of",
    "words_of_status",
]
