"""Which column is which, guessed by the words at its head; a head may take two rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from heed.kit.chronology.rules import pattern, rules
from heed.kit.reading.grid import Grid
from heed.kit.words import plain

_LOOKED_AT = 25
"""Rows from the top among which the head is looked for."""
_LONGEST_HEAD = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """`of`: a column's place to what it is for. `heads`: its words. `first` is the first row beneath the head, from
    0. Rows above the head are `above`. No date or no event: not a chronology that can be read without help."""

    of: Mapping[int, str] = field(default_factory=dict)
    heads: Mapping[int, str] = field(default_factory=dict)
    first: int = 0
    above: int = 0

    @property
    def missing(self) -> list[str]:
        return [name for name in rules()["needed"] if name not in self.of.values()]


def guess(grid: Grid, given: Mapping[str, str] | None = None) -> Columns:
    """The head that names most columns, of one row or two. `given` says by a head's words what it is for ("" for
    nothing), and wins."""
    best = Columns()
    for row in range(min(_LOOKED_AT, len(grid.rows))):
        for height in (1, 2):
            heads = _heads(grid.rows[row : row + height])
            if len(heads) < 2:
                continue
            found = Columns(_named(heads, given or {}), heads, row + height, row)
            if _worth(found) > _worth(best):
                best = found
    return best


def _worth(found: Columns) -> tuple[int, int, int]:
    """Where no head is known at all, the first row with the most words is taken for it, so that it can be told."""
    return -len(found.missing) if found.of else -9, len(found.of), 0 if found.of else len(found.heads)


def _heads(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Each column's words over the rows of a head, "Notes (2)" where another had them before; none where a cell is too
    long to be one."""
    heads: dict[int, str] = {}
    said_before: list[str] = []
    for at in range(max((len(row) for row in rows), default=0)):
        said = [" ".join(plain(row[at]).split()) for row in rows if at < len(row)]
        words = " ".join(dict.fromkeys(filter(None, said)))
        if len(words) > _LONGEST_HEAD:
            return {}
        if words:
            before = sum(each.casefold() == words.casefold() for each in said_before)
            said_before.append(words)
            heads[at] = f"{words} ({before + 1})" if before else words
    return heads


def _named(heads: Mapping[int, str], given: Mapping[str, str]) -> dict[int, str]:
    wanted = {" ".join(plain(words).casefold().split()): name for words, name in given.items()}
    found = {at: wanted[words.casefold()] for at, words in heads.items() if words.casefold() in wanted}
    for forms in (_whole, _in_parts):
        for at, words in heads.items():
            for name in rules()["columns"]:
                if at not in found and name not in found.values() and _says(name, *forms(words)):
                    found[at] = name
    return {at: name for at, name in found.items() if name}


def _whole(words: str) -> list[str]:
    return [words, re.sub(r"\s*[(\[].*?[)\]]|[*:]+$", "", words).strip() or words]


def _in_parts(words: str) -> list[str]:
    """ "Event / Contact: what happened" by any of its parts, where no column has one of them alone."""
    return re.split(r"\s*/\s*|\s+-\s+|:\s+", _whole(words)[1])


def _says(name: str, *said: str) -> bool:
    known = pattern(f"columns/{name}", whole=True)
    return any(known.fullmatch(each) for each in said)
