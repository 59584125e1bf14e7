"""Which column is which, guessed by the words at its head (`rules/plan-sheet.yaml`) for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from heed.intake.types import Columns
from heed.kit.reading import load_rules
from heed.kit.reading.grid import Grid
from heed.kit.reading.tables import column_name
from heed.kit.words import phrases, plain

_LOOKED_AT = 25
"""Rows from the top among which a table's head is looked for."""
_NEEDED = frozenset({"action", "recommendation"})


@cache
def written() -> dict[str, Any]:
    """What `rules/plan-sheet.yaml` says, read once."""
    found: dict[str, Any] = yaml.safe_load((settings.RULES / "plan-sheet.yaml").read_text(encoding="utf-8"))
    return found


@cache
def pattern(path: str) -> Any:
    """The phrases at a path of that file, such as "statuses/closed", as one pattern for a whole cell."""
    found: Any = written()
    for step in path.split("/"):
        found = found[step]
    return phrases([str(each) for each in found], whole=True)


def columns_offered() -> dict[str, str]:
    """What a column can be for, by the name that is kept."""
    return dict(written()["columns"])


def meanings_offered() -> dict[str, str]:
    """What a word of a status column can mean."""
    return dict(written()["meanings"])


def shown_tables(tables: Sequence[Grid]) -> list[int]:
    """Places of the tables that a person of the file sees and that hold something."""
    return [at for at, each in enumerate(tables) if not each.hidden and any(map(any, each.rows))]


def table_of(tables: Sequence[Grid], columns: Columns) -> Grid:
    """The table that was chosen; the first where a file has fewer than it had."""
    return tables[columns.table] if columns.table < len(tables) else tables[0]


def guess_columns(tables: Sequence[Grid], *, table: int | None = None, head: int | None = None) -> Columns:
    """The table with the most columns that are known, its head and what its columns are for; or the same for a table
    or a head that a person named. Nothing known: no columns, and the first row that is full is taken as the head."""
    wanted = shown_tables(tables) if table is None else [table]
    found = [_guess(tables[at], at, head) for at in wanted if at < len(tables)]
    return max(
        found, key=lambda each: (len(_NEEDED & set(each.of.values())), len(each.of)), default=Columns()
    )


def _guess(grid: Grid, table: int, head: int | None) -> Columns:
    rows = range(min(_LOOKED_AT, len(grid.rows))) if head is None else [head]
    known = {at: _named(grid.rows[at]) for at in rows if at < len(grid.rows)}
    if not known:
        return Columns(table=table)
    best = max(known, key=lambda at: (len(known[at]), sum(map(bool, grid.rows[at])), -at))
    return Columns(table=table, head=best, of=known[best])


def _named(row: Sequence[str]) -> Mapping[int, str]:
    """What the columns under a head are for, each purpose once: the first that has it."""
    named: dict[int, str] = {}
    for at, words in enumerate(row):
        name = _name(" ".join(plain(words).split()))
        if name and name not in named.values():
            named[at] = name
    return named


def _name(words: str) -> str:
    bare = words.strip(" :*_.?")
    if not bare or len(bare) > 90:
        return ""
    for name in written()["heads"]:
        if pattern(f"heads/{name}").fullmatch(bare):
            return str(name)
    read = column_name(words, load_rules())
    return str(written()["as_read"].get(read, ""))
