"""Disk full, disk read-only, slow disk, a clock that jumps, and a database that is gone, at random moments.

People write meanwhile. Nothing may be called saved that is not, nothing may be half there afterwards, whoever is
refused reads a plain sentence, and Heed is well again by itself within 30 seconds. What is spoiled is spoiled for
Heed's own processes (`spoiling.c`); on PostgreSQL a full or read-only disk is that of the files, and the database is
gone by being killed; on SQLite it is gone by being locked for longer than Heed waits.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.bars.bar_13 import until
from bench.bars.power import kill_server, server_folder, set_as_advised, start_server
from bench.bars.served import Served, Writer, count_kept, prepare, writing
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Disk full, read-only or slow, clock wrong, database gone: nothing false is said, and Heed recovers by itself."
DATABASES = BOTH
TIMED_ALONE = True
INJECTIONS = {Size.USUAL: 5, Size.FULL: 50}
LOCKED = {Size.USUAL: 2, Size.FULL: 50}
"""How often a SQLite database is locked, which takes 12 seconds each."""
WRITERS = 4
RECOVER_IN = 30.0
LEAST_REFUSED = 3
"""Fewer refusals in all than this, and nothing was spoiled."""


@dataclass
class Trial:
    injections: int = 0
    slowest: float = 0.0
    slowest_kind: str = ""
    refused: int = 0
    unplain: list[str] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)


def run(size: Size) -> Outcome:
    if not shutil.which("cc"):
        return Outcome(False, "no compiler here for what spoils the disk", ran=False)
    sessions = prepare(writers=WRITERS)
    set_as_advised()
    data = Path(os.environ["HEED_DATA"])
    library, order = data.with_name("spoiling.so"), data.with_name("spoil")
    source = Path(__file__).with_name("spoiling.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    served = Served(
        web=2,
        workers=1,
        environment={"LD_PRELOAD": str(library), "HEED_SPOIL": str(order), "HEED_SPOIL_UNDER": str(data)},
    )
    served.start()
    started: list[object] = []
    trial, chance = Trial(), random.Random(14)
    try:
        for kind, (many, spoiled) in kinds(size, order, started).items():
            for _ in range(many):
                inject(served, sessions, kind, spoiled, chance, trial)
    finally:
        served.stop()
        counted = count_kept(trial.writers)
        if started:
            started[-1].stop()  # type: ignore[attr-defined]
    if trial.unplain:
        print("\n".join(sorted(set(trial.unplain))[:10]))
    return Outcome(
        passed=counted.whole
        and not trial.unplain
        and trial.slowest <= RECOVER_IN
        and trial.refused >= LEAST_REFUSED
        and counted.acknowledged > trial.injections,
        figure=(
            f"{trial.injections} injections, {trial.refused} writes refused, {len(trial.unplain)} not plainly; "
            f"{counted}; well again in at most {trial.slowest:.1f} s ({trial.slowest_kind})"
        ),
    )


Spoiled = Callable[[random.Random], "Iterator[None]"]


def kinds(size: Size, order: Path, started: list[object]) -> dict[str, tuple[int, Spoiled]]:
    """What is done to Heed, and how often."""

    def by_order(words: Callable[[random.Random], str]) -> Spoiled:
        def spoiled(chance: random.Random) -> Iterator[None]:
            order.write_text(words(chance))
            yield
            order.unlink()

        return spoiled

    many = INJECTIONS[size]
    folder = server_folder()
    return {
        "disk full": (many, by_order(lambda chance: "full")),
        "read-only disk": (many, by_order(lambda chance: "readonly")),
        "slow disk": (many, by_order(lambda chance: f"slow {chance.randrange(50, 400)}")),
        "clock": (many, by_order(lambda chance: f"clock {chance.choice((-900, -60, 60, 900))}")),
        "database gone": (many, _killed(folder, started)) if folder else (LOCKED[size], _locked),
    }


def _killed(folder: Path, started: list[object]) -> Spoiled:
    def spoiled(chance: random.Random) -> Iterator[None]:
        kill_server(folder)
        yield
        started.append(start_server(folder))

    return spoiled


def _locked(chance: random.Random) -> Iterator[None]:
    """Held by somebody else for longer than Heed waits (10 seconds)."""
    database = sqlite3.connect(
        Path(os.environ["HEED_DATA"]) / "heed.sqlite3", isolation_level=None, timeout=10
    )
    database.execute("BEGIN IMMEDIATE")
    time.sleep(11)
    yield
    database.rollback()
    database.close()


def inject(
    served: Served, sessions: list[str], kind: str, spoiled: Spoiled, chance: random.Random, trial: Trial
) -> None:
    """People write; something is spoiled for a while; the seconds until all is well again."""
    with writing(served.port, sessions, first=1000 * trial.injections, pause=0.02) as writers:
        time.sleep(chance.uniform(0.1, 0.5))
        with contextmanager(spoiled)(chance):
            time.sleep(chance.uniform(0.5, 1.5))
        over = time.monotonic()
        until(lambda: all(each.last_acknowledged > over for each in writers), kind, longest=RECOVER_IN + 10)
        took = time.monotonic() - over
    trial.injections += 1
    if took > trial.slowest:
        trial.slowest, trial.slowest_kind = took, kind
    trial.writers += writers
    trial.refused += sum(sum(each.refusals.values()) for each in writers)
    trial.unplain += [f"{kind}: {each}" for writer in writers for each in writer.unplain]
