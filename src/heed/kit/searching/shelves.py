"""Many thousand texts as columns of numbers: to mask, count and rank them without touching the database that has them.

A shelf follows its rows (`renewed`), and is kept in a folder from which many processes map it into memory at once
(`keep_shelf`, `bring_shelf`).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from heed.kit.searching.columns import Column, column_of
from heed.kit.similarity.meaning import DIMENSIONS

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_NUMBERS = ("keys", "scopes", "versions")
_FORMAT = 1


@dataclass(frozen=True)
class Row:
    """A text's numbers: `point` is where it stands by its meaning, half-precision (empty: that is not known yet)."""

    key: int
    scope: int
    version: int
    point: bytes
    numbers: tuple[int, ...]
    values: tuple[Iterable[str], ...]


@dataclass(frozen=True)
class Shelf:
    """Places are counted from 0 in the order of the rows' keys. `points` has a row of zeros for what waits."""

    keys: Array
    scopes: Array
    versions: Array
    points: Array
    waits: Array
    numbers: Mapping[str, Array]
    columns: Mapping[str, Column]
    room: Array | None = None
    """Where `points` stand, with room for more after them; None where that may not be written to."""

    def seen_by(self, scopes: Collection[int]) -> Array:
        """Which places stand in these scopes."""
        import numpy as np

        result: Array = np.isin(self.scopes, np.fromiter(scopes, dtype=np.int64, count=len(scopes)))
        return result

    def places_of(self, keys: Array) -> Array:
        """Where these keys stand; what is not here is left out."""
        import numpy as np

        if not len(self.keys):
            return np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        result: Array = at[self.keys[at] == keys]
        return result

    def changed(self, keys: Array, scopes: Array, versions: Array) -> tuple[Array, Array]:
        """Against the rows as they are now (in the order of their keys): which places of this shelf are as they were,
        and which keys are new or differ."""
        import numpy as np

        stays = np.isin(self.keys, keys, assume_unique=True)
        if len(self.keys):
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            same = (self.keys[at] == keys) & (self.scopes[at] == scopes) & (self.versions[at] == versions)
            stays[at[(self.keys[at] == keys) & ~same]] = False
        else:
            same = np.zeros(len(keys), dtype=bool)
        return stays, keys[~same]

    def renewed(self, stays: Array, fresh: Sequence[Row]) -> Shelf:
        """The shelf with only these of its places, and with fresh rows, in the order of their keys. Where none goes and
        new ones come at the end, the points are written in place: this shelf is not to be renewed again then, and
        whoever still looks at it may meet a row as it is now."""
        import numpy as np

        new, old = _shelf_of(fresh, tuple(self.numbers), tuple(self.columns)), int(stays.sum())
        known = np.isin(new.keys, self.keys)
        last = self.keys[-1] if len(self.keys) else -1
        if old + int(known.sum()) == len(self.keys) and (new.keys[~known] > last).all():
            return self._grown(stays, new, known)
        keys = np.concatenate([self.keys[stays], new.keys])
        order = np.argsort(keys, kind="stable")
        place = np.empty(len(keys), dtype=np.int64)
        place[order] = np.arange(len(keys))
        to = np.full(len(self.keys), -1, dtype=np.int64)
        to[stays] = place[:old]

        def joined(mine: Array, theirs: Array) -> Array:
            result: Array = np.concatenate([mine[stays], theirs])[order]
            return result

        # One after the other, so that memory holds one old and one new of the large ones at most.
        columns = {
            name: column.renewed(to, len(keys), new.columns[name], place[old:])
            for name, column in self.columns.items()
        }
        points = np.empty((len(keys), DIMENSIONS), dtype=np.float32)
        points[place[:old]], points[place[old:]] = self.points[stays], new.points
        return Shelf(
            keys=keys[order],
            scopes=joined(self.scopes, new.scopes),
            versions=joined(self.versions, new.versions),
            points=points,
            waits=joined(self.waits, new.waits),
            numbers={name: joined(each, new.numbers[name]) for name, each in self.numbers.items()},
            columns=columns,
        )

    def _grown(self, stays: Array, new: Shelf, known: Array) -> Shelf:
        """The same places with new words in some of them (`known`), and new places after them."""
        import numpy as np

        old, size = len(self.keys), len(self.keys) + int((~known).sum())
        at = np.searchsorted(self.keys, new.keys)
        at[~known] = np.arange(old, size)

        def joined(mine: Array, theirs: Array) -> Array:
            result: Array = np.concatenate([mine, theirs[~known]])
            result[at] = theirs
            return result

        room = self.room
        if room is None or len(room) < size:
            room = np.empty((size + size // 8 + 1000, DIMENSIONS), dtype=np.float32)
            room[:old] = self.points
        room[at] = new.points
        to = np.where(stays, np.arange(old), -1)
        return Shelf(
            keys=joined(self.keys, new.keys),
            scopes=joined(self.scopes, new.scopes),
            versions=joined(self.versions, new.versions),
            points=room[:size],
            waits=joined(self.waits, new.waits),
            numbers={name: joined(each, new.numbers[name]) for name, each in self.numbers.items()},
            columns={
                name: column.renewed(to, size, new.columns[name], at) for name, column in self.columns.items()
            },
            room=room,
        )


class Stack:
    """Shelves with the same columns, looked at as one: the places of each follow those of the one before."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        import numpy as np

        self.shelves = shelves
        self.starts = [0, *np.cumsum([len(each.keys) for each in shelves]).tolist()]
        self.size = int(self.starts[-1])

    def joined(self, of: Callable[[Shelf], Array]) -> Array:
        """What this says of each shelf's places, for all places."""
        import numpy as np

        parts = [of(each) for each in self.shelves]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    @cached_property
    def keys(self) -> Array:
        """Of each place."""
        return self.joined(lambda shelf: shelf.keys)

    def near(self, point: Array) -> Array:
        """How near each place stands to this point, from -1 to 1."""
        return self.joined(lambda shelf: shelf.points @ point)

    def having(self, name: str, values: Collection[str]) -> Array:
        """Of each place, whether it has any of these values in a column."""
        return self.joined(lambda shelf: shelf.columns[name].having(values, len(shelf.keys)))

    def names(self, name: str) -> set[str]:
        """The values of a column."""
        return {value for shelf in self.shelves for value in shelf.columns[name].names}

    def knows(self, name: str, value: str) -> bool:
        """Whether any place has this value."""
        return any(len(shelf.columns[name].of(value)) for shelf in self.shelves)

    def counts(self, name: str, mask: Array) -> list[tuple[str, int]]:
        """How many of the masked places have each value of a column, those that any has; most first."""
        found: Counter[str] = Counter()
        for shelf, start, stop in zip(self.shelves, self.starts, self.starts[1:], strict=False):
            found.update(dict(shelf.columns[name].counts(mask[start:stop])))
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    def places_of(self, keys: Array) -> Array:
        """Where these keys stand; what is not here is left out."""
        import numpy as np

        return np.concatenate(
            [shelf.places_of(keys) + start for shelf, start in zip(self.shelves, self.starts, strict=False)]
        )


def bare_shelf(numbers: Sequence[str], columns: Sequence[str]) -> Shelf:
    """A shelf without rows, to begin with."""
    return _shelf_of((), numbers, columns)


def _shelf_of(rows: Sequence[Row], numbers: Sequence[str], columns: Sequence[str]) -> Shelf:
    import numpy as np

    def ints(values: Iterable[int]) -> Array:
        return np.fromiter(values, dtype=np.int64, count=len(rows))

    points = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    known = [at for at, row in enumerate(rows) if row.point]
    if known:
        halves = np.frombuffer(b"".join(rows[at].point for at in known), dtype=np.float16)
        points[known] = halves.reshape(-1, DIMENSIONS)
    return Shelf(
        keys=ints(row.key for row in rows),
        scopes=ints(row.scope for row in rows),
        versions=ints(row.version for row in rows),
        points=points,
        waits=np.fromiter((not row.point for row in rows), dtype=bool, count=len(rows)),
        numbers={name: ints(row.numbers[at] for row in rows) for at, name in enumerate(numbers)},
        columns={name: column_of(row.values[at] for row in rows) for at, name in enumerate(columns)},
    )


def keep_shelf(shelf: Shelf, folder: Path) -> None:
    """Write a shelf to a folder that is there whole or not at all."""
    import numpy as np

    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        arrays = {name: getattr(shelf, name) for name in (*_NUMBERS, "points", "waits")}
        arrays |= {f"number-{name}": each for name, each in shelf.numbers.items()}
        for name, column in shelf.columns.items():
            arrays |= {f"starts-{name}": column.starts, f"places-{name}": column.places}
        for name, values in arrays.items():
            with (made / f"{name}.npy").open("wb") as file:
                np.save(file, values, allow_pickle=False)
                _to_disk(file)
        said = {"format": _FORMAT, "numbers": list(shelf.numbers)}
        said["columns"] = {name: list(column.names) for name, column in shelf.columns.items()}
        with (made / "names.json").open("w", encoding="utf-8") as text:
            json.dump(said, text)
            _to_disk(text)
        os.replace(made, folder)
    except OSError:  # another process kept the same, or there is no room: it is made again from the database
        rmtree(made, ignore_errors=True)


def _to_disk(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def bring_shelf(folder: Path) -> Shelf | None:
    """A shelf that was kept, mapped into memory; None where there is none, or not a whole one."""
    import numpy as np

    def read(name: str) -> Array:
        mapped: Array = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return mapped

    try:
        said = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        if said["format"] != _FORMAT:
            return None
        return Shelf(
            **{name: read(name) for name in (*_NUMBERS, "points", "waits")},
            numbers={name: read(f"number-{name}") for name in said["numbers"]},
            columns={
                name: Column(names, np.array(read(f"starts-{name}")), read(f"places-{name}"))
                for name, names in said["columns"].items()
            },
        )
    except (OSError, ValueError, KeyError):
        return None
