"""Where cells are, once rows in the middle of a sheet have become more."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)")
_IN_FORMULA = re.compile(
    r"(?<![A-Za-z0-9_!'.$])(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![A-Za-z0-9_(.!])"
)


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows `first` to `last` have become `by` rows more; what stood beneath stands so much further down."""

    first: int
    last: int
    by: int

    def of_row(self, row: int) -> int:
        """Where a row that does not repeat is now."""
        return row + self.by if row > self.last else row

    def of_range(self, ref: str) -> str:
        """Cells "A4:D5" as they are now: those that held the last of the rows that repeat hold all of them."""
        begin, _, end = ref.partition(":")
        return f"{self._one(begin)}:{self._end(end)}" if end else self._one(begin)

    def of_formula(self, text: str) -> str:
        """A formula's cells of its own sheet, as they are now."""
        if not self.by:
            return text

        def moved(found: re.Match[str]) -> str:
            begin = f"{found[1]}{self.of_row(int(found[2]))}"
            return f"{begin}:{found[3]}{self._last(int(found[4]))}" if found[3] else begin

        return _IN_FORMULA.sub(moved, text)

    def of_name(self, text: str, sheet: str) -> str:
        """A named range as it is now, where it is of this sheet."""
        plain = text.partition("!")
        if plain[0].strip("'").replace("''", "'") != sheet or "," in text:
            return text
        return f"{plain[0]}!{self.of_range(plain[2])}"

    def within(self, ref: str) -> bool:
        """Whether cells are within the rows that repeat."""
        return all(self.first <= int(row) <= self.last for _, row in _CELL.findall(ref))

    def moved_by(self, ref: str, rows: int) -> str:
        """The same cells so many rows further down."""
        return _CELL.sub(lambda found: f"{found[1]}{int(found[2]) + rows}", ref)

    def _one(self, cell: str) -> str:
        return _CELL.sub(lambda found: f"{found[1]}{self.of_row(int(found[2]))}", cell)

    def _end(self, cell: str) -> str:
        return _CELL.sub(lambda found: f"{found[1]}{self._last(int(found[2]))}", cell)

    def _last(self, row: int) -> int:
        return row + self.by if row >= self.last else row
