"""All passages of a partnership, and all its remembered recommendations, as columns of numbers: each as a shelf that
is kept between requests, and on disk between starts, to mask, count and rank a hundred thousand.

A shelf holds every row of its partnership with the scope that it stands in. Before anything is ranked or counted it is
masked by the scopes that the actor may see (`Shelf.seen_by`), and what is shown is read through `visible_to` again.
The database's own triggers note every change to the rows in the same transaction (`models.Stirred`): a shelf is true
while these notes are the same, and otherwise takes over the rows that differ.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, QuerySet, Sum

from heed.kit.searching.shelves import Row, Shelf, bare_shelf, bring_shelf, keep_shelf
from heed.kit.similarity import edition
from heed.kit.similarity.meaning import DIMENSIONS
from heed.memory.models import Passage, Remembered, Stirred

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_POINT = 2 * DIMENSIONS
_WHY = "masked by the actor's scopes in every search"


@dataclass(frozen=True)
class Kind:
    """What stands on a shelf: rows of a model, with which numbers and which columns."""

    name: str
    model: Any
    numbers: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Callable[[QuerySet[Any]], Iterator[Row]]


def _passages(rows: QuerySet[Any]) -> Iterator[Row]:
    names = (
        "pk",
        "source_id",
        "scope_id",
        "version",
        "edition",
        "year",
        "kind",
        "area",
        "state",
        "agencies",
        "themes",
        "words",
    )
    today = edition()
    for row in rows.values_list(*names, "point__vector").iterator(chunk_size=2000):
        key, source, scope, version, read, year, kind, area, state, agencies, themes, words, point = row
        yield Row(
            key=key,
            scope=scope,
            version=version,
            point=_point(point) if read == today else b"",
            numbers=(year or 0, source),
            values=(
                [kind],
                [area] if area else [],
                [str(year)] if year else [],
                [state] if state else [],
                agencies.split(),
                [each for each in themes.split("\n") if each],
                words.split(),
            ),
        )


def _remembered(rows: QuerySet[Any]) -> Iterator[Row]:
    names = ("pk", "scope_id", "version", "edition", "recommendation__review_id", "encoding")
    today = edition()
    for key, scope, version, read, review, encoding in rows.values_list(*names).iterator(chunk_size=2000):
        yield Row(key, scope, version, _point(encoding) if read == today else b"", (review,), ())


def _point(vectors: Any) -> bytes:
    """The first of the vectors; nothing where a copy without words has none."""
    kept = bytes(vectors or b"")[:_POINT]
    return kept if len(kept) == _POINT else b""


PASSAGES = Kind(
    "passage",
    Passage,
    numbers=("year", "source"),
    columns=("kind", "area", "year", "state", "agency", "theme", "words"),
    rows=_passages,
)
REMEMBERED = Kind("remembered", Remembered, numbers=("review",), columns=(), rows=_remembered)
_BY_NAME = {each.name: each for each in (PASSAGES, REMEMBERED)}


@dataclass(frozen=True)
class _Notes:
    """The notes of changes to a partnership's rows: by their keys, which row each is of (None: any)."""

    rows: dict[int, int | None]
    mark: str
    """What they come to: another after every change, and never the same again."""

    def since(self, before: _Notes) -> set[int] | None:
        """The rows that were noted since; None where that cannot be told."""
        new = {row for key, row in self.rows.items() if key not in before.rows}
        if None in new or before.rows.keys() - self.rows.keys():
            return None
        return {row for row in new if row is not None}


_HELD: dict[tuple[str, int], tuple[_Notes, Shelf]] = {}
_LOCK = threading.Lock()
_MAKING: defaultdict[tuple[str, int], threading.Lock] = defaultdict(threading.Lock)
"""One maker for each shelf: nobody waits for another partnership's."""
_MOST_HELD = 6
_WORTH_KEEPING = 2000
"""Rows from which a shelf is kept on disk: a smaller one is made in no time."""


def shelf_of(kind: Kind, partnership: int) -> Shelf:
    """The shelf of a partnership as its rows are now."""
    which, mark = (kind.name, partnership), _mark(kind, partnership)
    with _LOCK:
        making = _MAKING[which]
    with making:
        held = _HELD.get(which)
        if held is None or held[0].mark != mark:
            # First the notes, then the rows: what changes meanwhile is noted anew.
            notes = _notes(kind, partnership)
            held = (notes, _as_now(kind, partnership, notes, held))
        with _LOCK:
            _HELD.pop(which, None)
            _HELD[which] = held
            while len(_HELD) > _MOST_HELD:
                _HELD.pop(next(iter(_HELD)))
        return held[1]


def _mark(kind: Kind, partnership: int) -> str:
    """As `_Notes.mark`, reckoned by the database."""
    told = _noted(kind, partnership).aggregate(many=Count("pk"), last=Max("pk"), value=Sum("value"))
    return _mark_of(*told.values())


def _mark_of(many: int | None, last: int | None, value: int | None) -> str:
    return f"{_edition()}-{many or 0}-{last or 0}-{value or 0}"


def _notes(kind: Kind, partnership: int) -> _Notes:
    found = list(_noted(kind, partnership).values_list("pk", "row_id", "value"))
    mark = _mark_of(
        len(found), max((key for key, _, _ in found), default=0), sum(value for _, _, value in found)
    )
    return _Notes({key: row for key, row, _ in found}, mark)


def _noted(kind: Kind, partnership: int) -> QuerySet[Any]:
    return Stirred.objects.filter(what=kind.name, partnership_id=partnership)


def _edition() -> str:
    return sha256(edition().encode()).hexdigest()[:8]


def _as_now(kind: Kind, partnership: int, notes: _Notes, held: tuple[_Notes, Shelf] | None) -> Shelf:
    if held and len(held[1].keys):
        noted = notes.since(held[0])
        return (
            _follow(kind, partnership, held[1])
            if noted is None
            else _taken(kind, partnership, held[1], noted)
        )
    kept = _kept(kind, partnership)
    shelf = bring_shelf(kept) if kept else None
    if kept and shelf:
        return shelf if kept == _place(kind, partnership, notes.mark) else _follow(kind, partnership, shelf)
    shelf = _follow(kind, partnership, bare_shelf(kind.numbers, kind.columns))
    _keep(kind, partnership, notes.mark, shelf)
    return shelf


def _taken(kind: Kind, partnership: int, shelf: Shelf, noted: set[int]) -> Shelf:
    """The shelf after taking over these rows, as they are now or without them."""
    import numpy as np

    if not noted:
        return shelf
    keys = np.array(sorted(noted), dtype=np.int64)
    return shelf.renewed(~np.isin(shelf.keys, keys), _rows(kind, partnership, keys))


def _follow(kind: Kind, partnership: int, shelf: Shelf) -> Shelf:
    """The shelf after taking over what differs, some thousands of rows at a time."""
    import numpy as np

    stays, new = shelf.changed(*_outline(kind, partnership))
    while len(new) or not stays.all():
        # As much again as there is already: a large shelf is then not copied too often, nor held twice in rows.
        some, new = np.split(new, [max(20_000, len(shelf.keys) // 2)])
        shelf = shelf.renewed(stays, _rows(kind, partnership, some))
        stays = np.ones(len(shelf.keys), dtype=bool)
    return shelf


def _rows(kind: Kind, partnership: int, keys: Array) -> list[Row]:
    rows = kind.model.objects.for_everyone(because=_WHY).filter(partnership=partnership).order_by("pk")
    if len(keys) <= _NAMED_ONE_BY_ONE:
        return list(kind.rows(rows.filter(pk__in=keys.tolist())))
    wanted = set(keys.tolist())
    between = rows.filter(pk__gte=keys[0], pk__lte=keys[-1])
    return [row for row in kind.rows(between) if row.key in wanted]


_NAMED_ONE_BY_ONE = 500


def _outline(kind: Kind, partnership: int) -> tuple[Array, Array, Array]:
    """Keys, scopes and versions of the rows as they are, in the order of the keys. As one string: to make a Python row
    of each of a hundred thousand takes longer than to find them."""
    import numpy as np

    table = kind.model._meta.db_table
    all_of_it = (
        "group_concat(id || ',' || scope_id || ',' || version)"
        if connection.vendor == "sqlite"
        else "string_agg(id || ',' || scope_id || ',' || version, ',')"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {all_of_it} FROM {table} WHERE partnership_id = %s", [partnership])
        told = cursor.fetchone()[0] or ""
    found = (
        np.fromstring(told, dtype=np.int64, sep=",").reshape(-1, 3) if told else np.zeros((0, 3), np.int64)
    )
    found = found[np.argsort(found[:, 0], kind="stable")]
    return found[:, 0], found[:, 1], found[:, 2]


def _place(kind: Kind, partnership: int, mark: str) -> Path:
    return Path(settings.DATA) / "shelves" / f"{kind.name}-{partnership}-{mark}"


def _all_kept(kind: Kind, partnership: int) -> list[Path]:
    return list((Path(settings.DATA) / "shelves").glob(f"{kind.name}-{partnership}-*"))


def _kept(kind: Kind, partnership: int) -> Path | None:
    """The newest shelf on disk of today's edition."""
    mine = f"{kind.name}-{partnership}-{_edition()}-"
    found = [each for each in _all_kept(kind, partnership) if each.name.startswith(mine)]
    return max(found, key=lambda each: each.stat().st_mtime, default=None)


def _keep(kind: Kind, partnership: int, mark: str, shelf: Shelf) -> None:
    worth, mine = len(shelf.keys) >= _WORTH_KEEPING, _place(kind, partnership, mark)
    for other in _all_kept(kind, partnership):
        if other != mine or not worth:
            rmtree(other, ignore_errors=True)
    if worth:
        keep_shelf(shelf, mine)


def stale_shelves(at: datetime) -> list[tuple[Kind, int]]:
    """The shelves on disk that are no longer as the rows are, and were not written within the last minutes."""
    found = []
    for what, partnership in Stirred.objects.order_by().values_list("what", "partnership_id").distinct():
        kind = _BY_NAME[what]
        kept = _kept(kind, partnership)
        rested = kept is not None and at.timestamp() - kept.stat().st_mtime > _SECONDS_BETWEEN
        if rested and kept != _place(kind, partnership, _mark(kind, partnership)):
            found.append((kind, partnership))
    return found


def keep_again(kind: Kind, partnership: int) -> None:
    """Put a shelf on disk as its rows are now; what went from them is on disk no longer."""
    mark = _mark(kind, partnership)
    _keep(kind, partnership, mark, shelf_of(kind, partnership))


_SECONDS_BETWEEN = 120


def forget_shelves() -> None:
    """For tests: a transaction that was rolled back may leave notes that come to the same as others did."""
    with _LOCK:
        _HELD.clear()
