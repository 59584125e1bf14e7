"""Shelves follow their rows, whatever came, went, changed or moved, and come back from disk as they were."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from heed.kit.searching.shelves import Row, Shelf, Stack, bare_shelf, bring_shelf, keep_shelf
from heed.kit.similarity.meaning import DIMENSIONS

WORDS = ("core", "group", "time", "audit", "board", "child", "visit")


def row(chance: random.Random, key: int, version: int = 1) -> Row:
    point = np.full(DIMENSIONS, chance.random(), dtype=np.float16).tobytes() if chance.random() < 0.9 else b""
    return Row(
        key=key,
        scope=chance.randrange(3),
        version=version,
        point=point,
        numbers=(chance.randrange(2010, 2020),),
        values=(chance.choices(WORDS, k=4), [str(chance.randrange(5))] if chance.random() < 0.5 else []),
    )


def shelf_of(rows: dict[int, Row]) -> Shelf:
    return follow(bare_shelf(("year",), ("words", "area")), rows)


def follow(shelf: Shelf, rows: dict[int, Row]) -> Shelf:
    keys = sorted(rows)
    outline = [
        np.array([getattr(rows[key], name) for key in keys], dtype=np.int64)
        for name in ("key", "scope", "version")
    ]
    stays, new = shelf.changed(*outline)
    return shelf.renewed(stays, [rows[int(key)] for key in new])


def assert_same(one: Shelf, other: Shelf) -> None:
    for name in ("keys", "scopes", "versions", "points", "waits"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(one.numbers["year"], other.numbers["year"])
    for name, column in one.columns.items():
        for value in {*column.names, *other.columns[name].names}:
            assert np.array_equal(column.of(value), other.columns[name].of(value)), (name, value)


def test_a_shelf_that_followed_its_rows_is_as_one_made_anew() -> None:
    chance = random.Random(1)
    unused = chance.sample(range(300), 300)  # a database gives no key twice
    rows = {key: row(chance, key) for key in [unused.pop() for _ in range(60)]}
    shelf = shelf_of(rows)
    for step in range(30):
        for key in chance.sample(sorted(rows), 4):
            del rows[key]
        for key in chance.sample(sorted(rows), 5):
            rows[key] = row(chance, key, version=step + 2)
        rows |= {key: row(chance, key) for key in [unused.pop() for _ in range(5)]}
        shelf = follow(shelf, rows)
        assert_same(shelf, shelf_of(rows))


def test_what_moved_to_another_scope_is_taken_anew() -> None:
    chance = random.Random(2)
    rows = {key: row(chance, key) for key in range(20)}
    shelf = shelf_of(rows)
    moved = Row(**{name: getattr(rows[7], name) for name in Row.__dataclass_fields__} | {"scope": 9})
    assert follow(shelf, rows | {7: moved}).seen_by([9]).tolist() == [key == 7 for key in range(20)]


def test_counting_and_masks() -> None:
    chance = random.Random(3)
    rows = {key: row(chance, key) for key in range(50)}
    shelf = shelf_of(rows)
    mask = shelf.seen_by([0, 1])
    for value, many in shelf.columns["words"].counts(mask):
        assert many == sum(value in rows[key].values[0] for key in range(50) if rows[key].scope < 2)
    assert shelf.columns["words"].having(["core", "nowhere"], 50).tolist() == [
        "core" in rows[key].values[0] for key in range(50)
    ]


def test_shelves_one_after_the_other_are_as_one() -> None:
    chance = random.Random(4)
    rows = {key: row(chance, key) for key in range(60)}
    whole = shelf_of(rows)
    stack = Stack(
        [
            shelf_of({k: v for k, v in rows.items() if k < 25}),
            shelf_of({k: v for k, v in rows.items() if k >= 25}),
        ]
    )
    mask = whole.seen_by([1])
    assert stack.counts("words", mask) == whole.columns["words"].counts(mask)
    assert np.array_equal(stack.having("words", ["core"]), whole.columns["words"].having(["core"], 60))
    assert np.array_equal(stack.places_of(np.array([3, 40, 77])), [3, 40])
    point = np.ones(DIMENSIONS, dtype=np.float32)
    assert np.allclose(stack.near(point), whole.points @ point)


def test_a_shelf_comes_back_from_disk_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(5)
    shelf = shelf_of({key: row(chance, key) for key in range(40)})
    keep_shelf(shelf, tmp_path / "kept")
    back = bring_shelf(tmp_path / "kept")
    assert back is not None
    assert_same(back, shelf)
    points = tmp_path / "kept" / "points.npy"
    points.write_bytes(points.read_bytes()[:-100])
    assert bring_shelf(tmp_path / "kept") is None
    assert bring_shelf(tmp_path / "nothing") is None
