"""All passages of a partnership as columns of numbers, kept between requests: to count and rank a hundred thousand.

A shelf holds every passage of its partnerships with the scope that it stands in. Before anything is ranked or counted
it is masked by the scopes that the actor may see (`seen_by`); the database's full text has the same filter of its own
in its query, and what is shown is read through `visible_to` again.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, QuerySet, Sum

from heed.kit.similarity import edition
from heed.kit.similarity.meaning import DIMENSIONS
from heed.memory.models import Passage, PassagePoint

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_ONE = ("kind", "area", "year", "state")
_MANY = (("agencies", "agency", " "), ("themes", "theme", "\n"))


@dataclass(frozen=True)
class Column:
    """For each pair of a passage's place and a code: that it has this value. `names` are the values by code."""

    places: Array
    codes: Array
    names: tuple[str, ...]

    def having(self, value: str, size: int) -> Array:
        """Which places have the value."""
        import numpy as np

        mask = np.zeros(size, dtype=bool)
        if value in self.names:
            mask[self.places[self.codes == self.names.index(value)]] = True
        return mask

    def counts(self, mask: Array) -> list[tuple[str, int]]:
        """How many of the masked places have each value, those that any has; most first."""
        import numpy as np

        many = np.bincount(self.codes[mask[self.places]], minlength=len(self.names))
        found = [(name, int(count)) for name, count in zip(self.names, many, strict=True) if count and name]
        return sorted(found, key=lambda each: (-each[1], each[0]))


@dataclass(frozen=True)
class Shelf:
    """Places are counted from 0 in the order of the passages' keys. `points` has a row of zeros for what waits."""

    mark: tuple[Any, ...]
    keys: Array
    scopes: Array
    points: Array
    columns: dict[str, Column]
    waits: Array
    years: Array
    """Of the reviews; 0 where there is none."""

    def seen_by(self, scopes: Collection[int]) -> Array:
        """Which places stand in these scopes."""
        import numpy as np

        result: Array = np.isin(self.scopes, np.fromiter(scopes, dtype=np.int64, count=len(scopes)))
        return result

    def places_of(self, keys: Array) -> Array:
        """Where these keys stand; one that came in meanwhile is left out."""
        import numpy as np

        if not len(self.keys):
            return np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        result: Array = at[self.keys[at] == keys]
        return result


_SHELVES: dict[tuple[int, ...], Shelf] = {}
_LOCK = threading.Lock()
_MOST_SHELVES = 2


def shelf_of(partnerships: Sequence[int]) -> Shelf:
    """The shelf of these partnerships, loaded again whenever a passage came, went, changed or moved."""
    of = tuple(sorted(partnerships))
    rows = _rows(of)
    totals = rows.aggregate(
        many=Count("pk"), last=Max("pk"), moved=Sum(F("pk") * F("scope_id")), said=Sum("version")
    )
    mark = (edition(), *totals.values())
    with _LOCK:
        shelf = _SHELVES.get(of)
        if shelf is None or shelf.mark != mark:
            _SHELVES.pop(of, None)
            shelf = _load(rows, mark)
            while len(_SHELVES) >= _MOST_SHELVES:
                _SHELVES.pop(next(iter(_SHELVES)))
            _SHELVES[of] = shelf
        return shelf


def _rows(partnerships: tuple[int, ...]) -> QuerySet[Any]:
    every: QuerySet[Any] = Passage.objects.for_everyone(
        because="masked by the actor's scopes in every search"
    )
    return every.filter(partnership__in=partnerships)


def _load(rows: QuerySet[Any], mark: tuple[Any, ...]) -> Shelf:
    import numpy as np

    names = ("pk", "scope_id", "edition", *_ONE, *(field for field, _, _ in _MANY))
    found = list(rows.order_by("pk").values_list(*names))
    keys = np.array([row[0] for row in found], dtype=np.int64)
    points, waits = _points(rows, keys, [row[2] != mark[0] for row in found])
    columns = {name: _column([str(row[3 + at] or "") for row in found], "") for at, name in enumerate(_ONE)}
    for at, (_, name, between) in enumerate(_MANY):
        columns[name] = _column([row[3 + len(_ONE) + at] for row in found], between)
    years = np.array([row[5] or 0 for row in found], dtype=np.int64)
    scopes = np.array([row[1] for row in found], dtype=np.int64)
    return Shelf(mark, keys, scopes, points, columns, waits, years)


def _points(rows: QuerySet[Any], keys: Array, waits: list[bool]) -> tuple[Array, Array]:
    import numpy as np

    waiting = np.array(waits, dtype=bool)
    points = np.zeros((len(keys), DIMENSIONS), dtype=np.float32)
    vectors = PassagePoint.objects.filter(passage__in=rows).order_by("pk").values_list("pk", "vector")
    places, some = [], []
    for key, vector in vectors.iterator(chunk_size=5000):
        if len(vector) != 2 * DIMENSIONS:  # a copy without words has none
            continue
        places.append(key)
        some.append(bytes(vector))
        if len(some) == 5000:
            _put(points, keys, places, some)
            places, some = [], []
    _put(points, keys, places, some)
    points[waiting] = 0.0
    return points, waiting


def _put(points: Array, keys: Array, places: list[int], some: list[bytes]) -> None:
    import numpy as np

    if some:
        rows = np.frombuffer(b"".join(some), dtype=np.float16).reshape(-1, DIMENSIONS)
        points[np.searchsorted(keys, np.array(places))] = rows


def _column(values: list[str], between: str) -> Column:
    """Each different value is taken apart once, however many passages have it."""
    import numpy as np

    names: dict[str, int] = {}
    parts: dict[str, list[int]] = {}
    places: list[int] = []
    codes: list[int] = []
    for place, value in enumerate(values):
        if not value:
            continue
        if value not in parts:
            each = value.split(between) if between else [value]
            parts[value] = [names.setdefault(name, len(names)) for name in each if name]
        for code in parts[value]:
            places.append(place)
            codes.append(code)
    return Column(np.array(places, dtype=np.int64), np.array(codes, dtype=np.int64), tuple(names))


def forget_shelves() -> None:
    """For tests: a transaction that was rolled back may leave rows that count the same as others did."""
    with _LOCK:
        _SHELVES.clear()
