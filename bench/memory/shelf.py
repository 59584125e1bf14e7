"""What one changed row costs a shelf of 50,000, without a database: milliseconds of the processor.

Beside it the least that any way could cost: to write one row of points into an array that is there.
Run: python -m bench.memory shelf
"""

from __future__ import annotations

import time

import numpy as np

from bench.memory.speed import MANY
from heed.kit.searching.shelves import Row, bare_shelf
from heed.kit.similarity.meaning import DIMENSIONS

_TIMES = 40


def main() -> None:
    chance = np.random.default_rng(1)
    halves = chance.standard_normal((200, DIMENSIONS)).astype(np.float16)

    def row(key: int, version: int) -> Row:
        return Row(key, 1, version, halves[key % 200].tobytes(), (key // 25,), ())

    empty = bare_shelf(("review",), ())
    shelf = empty.renewed(np.ones(0, dtype=bool), [row(key, 1) for key in range(1, MANY + 1)])
    spent = []
    for number in range(_TIMES):
        key = int(chance.integers(1, MANY))
        began = time.process_time()
        shelf = shelf.renewed(shelf.keys != key, [row(key, number + 2)])
        spent.append((time.process_time() - began) * 1000)
    points = np.zeros((MANY, DIMENSIONS), dtype=np.float32)
    began = time.process_time()
    for number in range(_TIMES):
        points[number * 7] = halves[number]
    least = (time.process_time() - began) * 1000 / _TIMES
    middle, late = np.percentile(spent[1:], [50, 95])
    print(f"one changed row on a shelf of {MANY:,}: p50 {middle:.2f} ms  p95 {late:.2f} ms of the processor")
    print(f"  the first, which makes room: {spent[0]:.1f} ms; lower limit, one row written: {least:.3f} ms")


if __name__ == "__main__":
    main()
