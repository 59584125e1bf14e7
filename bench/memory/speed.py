"""How fast: one draft against 50,000 recommendations, beside its own lower limit in the same run.

The register is made of our own sentences, encoded once; each of the 50,000 is one of them with its meaning moved a
little, so that no two are equal. What is timed is all that a draft needs: taken apart, encoded, the nearest found,
their kept asks brought back, all features compared. The lower limit is one encoding and one comparison of vectors.
Run: python -m bench.memory speed
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.memory.sets import own, taught, whole
from heed.kit.searching.ranking import first
from heed.kit.similarity import SHORTLIST, Kept, bring_back, keep, load_judge
from heed.kit.similarity.meaning import DIMENSIONS, load_encoder

MANY = 50_000
DRAFTS = 120


def main() -> None:
    began = time.perf_counter()
    judge = load_judge()
    judge.prepare(["The first draft after start."])
    started = time.perf_counter() - began
    texts = [*(each["text"] for each in whole()), *taught()[0].texts]
    kept = register([keep(each) for each in judge.prepare(texts)])
    drafts = (own("reporting").texts * 2)[:DRAFTS]

    rows = np.stack([np.frombuffer(each.encoding[: 2 * DIMENSIONS], np.float16) for each in kept]).astype(
        np.float32
    )

    def all_of_it(draft: str) -> None:
        [prepared] = judge.prepare([draft])
        near = first(rows @ prepared.vectors[0], SHORTLIST)
        judge.compare(prepared, [bring_back(judge, kept[each]) for each in near])

    encoder = load_encoder()

    def least(draft: str) -> None:
        (rows @ encoder.encode([draft])[0]).argmax()

    load, cores = os.getloadavg()[0], os.cpu_count()
    print(
        f"one draft against {len(kept):,} recommendations, {len(drafts)} drafts ({cores} cores, load {load:.1f})"
    )
    for name, do in (("Heed", all_of_it), ("lower limit: one encoding, one comparison", least)):
        wall, busy = timed(do, drafts)
        middle, late = np.percentile(wall, [50, 95])
        print(
            f"  {name:42} p50 {middle:5.1f} ms  p95 {late:5.1f} ms  (processor p95 {np.percentile(busy, 95):5.1f} ms)"
        )
    print(f"  first answer after start, weights checked: {started:.2f} s")


def register(kept: list[Kept]) -> list[Kept]:
    """As many rows, each with its own vectors and the ask of one of these."""
    chance = np.random.default_rng(5)
    rows = []
    for number in range(MANY):
        one = kept[number % len(kept)]
        vectors = np.frombuffer(one.encoding, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
        moved = vectors + chance.normal(0, 0.02, vectors.shape).astype(np.float32)
        moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        rows.append(replace(one, encoding=moved.astype(np.float16).tobytes()))
    return rows


def timed(
    do: Callable[[str], None],
    drafts: list[str],
    before: Callable[[], None] = lambda: None,
    seconds: Callable[[], float] = time.process_time,
) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of the processor (that `seconds` tells) for each draft, after a few to warm up;
    `before` each, uncounted, something else is done."""
    for draft in drafts[:5]:
        do(draft)
    wall, busy = [], []
    for draft in drafts:
        before()
        clock, processor = time.perf_counter(), seconds()
        do(draft)
        wall.append((time.perf_counter() - clock) * 1000)
        busy.append((seconds() - processor) * 1000)
    return wall, busy


if __name__ == "__main__":
    main()
