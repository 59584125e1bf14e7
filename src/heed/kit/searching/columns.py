"""Values over many places, kept by value: for each value the places that have it, in order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Column:
    """`names` are the values; those at number n have `places[starts[n]:starts[n + 1]]`."""

    names: Sequence[str]
    starts: Array
    places: Array

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    def of(self, value: str) -> Array:
        """The places that have this value, in order."""
        number = self._numbers.get(value)
        return (
            self.places[:0] if number is None else self.places[self.starts[number] : self.starts[number + 1]]
        )

    def having(self, values: Iterable[str], size: int) -> Array:
        """Of each place, whether it has any of these values."""
        import numpy as np

        mask = np.zeros(size, dtype=bool)
        for value in values:
            mask[self.of(value)] = True
        return mask

    def counts(self, mask: Array) -> list[tuple[str, int]]:
        """How many of the masked places have each value, those that any has; most first."""
        import numpy as np

        upto = np.concatenate([[0], np.cumsum(mask[self.places], dtype=np.int64)])
        many = upto[self.starts[1:]] - upto[self.starts[:-1]]
        found = [(name, int(count)) for name, count in zip(self.names, many, strict=True) if count]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    @property
    def codes(self) -> Array:
        """Beside each of `places` the number of its value."""
        import numpy as np

        return np.repeat(np.arange(len(self.names), dtype=np.int32), np.diff(self.starts))

    def renewed(self, to: Array, size: int, new: Column, at: Array) -> Column:
        """The column after a change: `to` is where each old place stands now (-1: it went; the others keep their
        order), `size` how many places there are now, `new` a column of fresh ones and `at` where those stand."""
        import numpy as np

        numbers = dict(self._numbers)
        theirs = np.array([numbers.setdefault(name, len(numbers)) for name in new.names], dtype=np.int64)
        codes, places = self.codes, to[self.places].astype(np.int32)
        if (to < 0).any():
            stays = places >= 0
            codes, places = codes[stays], places[stays]
        if len(new.places):
            added = theirs[new.codes] * size + at[new.places]
            added.sort()
            where = np.searchsorted(codes * np.int64(size) + places, added)
            codes, places = np.insert(codes, where, added // size), np.insert(places, where, added % size)
        return _without_unused(list(numbers), codes, places)


def _without_unused(names: Sequence[str], codes: Array, places: Array) -> Column:
    """A value that no place has any more goes: it may be a word that was erased."""
    import numpy as np

    used = np.bincount(codes, minlength=len(names)) > 0
    if not used.all():
        names = [name for name, stays in zip(names, used, strict=True) if stays]
        codes = (np.cumsum(used) - 1)[codes]
    return Column(names, _starts(codes, len(names)), places)


def column_of(values: Iterable[Iterable[str]]) -> Column:
    """A column from the values of each place, in the order of the places."""
    import numpy as np

    numbers: dict[str, int] = {}
    number, places = array("i"), array("i")
    for place, some in enumerate(values):
        found = [numbers.setdefault(each, len(numbers)) for each in set(some)]
        number.extend(found)
        places.extend([place] * len(found))
    by_number = np.frombuffer(number, dtype=np.int32) if number else np.zeros(0, dtype=np.int32)
    order = np.argsort(by_number, kind="stable")
    by_place = np.frombuffer(places, dtype=np.int32) if places else np.zeros(0, dtype=np.int32)
    return Column(list(numbers), _starts(by_number, len(numbers)), by_place[order])


def _starts(numbers: Array, many: int) -> Array:
    import numpy as np

    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=many))]).astype(np.int64)
