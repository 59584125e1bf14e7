"""Files that hold tables: Excel, Word, CSV and what is saved alike. They are opened in the limited process alone."""

from __future__ import annotations

from pathlib import Path

from heed.kit.reading.grid import Grid
from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable
from heed.platform.files.checking import check_harmless, refused

_GRIDS = "heed.kit.reading.grid.grids"


def tables_in(data: bytes, name: str) -> list[Grid]:
    """The tables of a file. Raises `Unreadable` with one sentence."""
    found: list[Grid] = call_in_process(_GRIDS, data, name)
    return found


def check_table(file: Path, *, name: str) -> None:
    """Raise `Invalid`, with a sentence that names the file, for one that is not harmless or holds no table."""
    check_harmless(file, name=name)
    try:
        tables_in(file.read_bytes(), name)
    except Unreadable as reason:
        raise refused(name, reason.message) from reason
