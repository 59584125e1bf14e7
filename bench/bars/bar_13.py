"""Killed without warning at random moments, with eight people writing: nothing that was acknowledged is lost.

Killed are, in turn, a process that answers pages, one that reads documents, the database's processes (PostgreSQL),
and all of Heed at once. Because kill -9 leaves what the kernel holds, it does not prove that a power cut is survived:
so the setting is asserted, and the calls that write through to the disk are counted against commits.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.bars.power import (
    can_trace,
    counting_syncs,
    kill_server,
    postmaster,
    server_folder,
    set_as_advised,
    start_server,
)
from bench.bars.served import Served, Writer, count_kept, prepare, writing
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Killed at any moment, Heed loses nothing that it acknowledged, and is back within 5 seconds."
DATABASES = BOTH
TIMED_ALONE = True
KILLS = {Size.USUAL: 8, Size.FULL: 100}
WRITERS = 8
BACK_IN = 5.0
COMMITS = 40
"""How many single writes the calls to the disk are counted for."""
LEAST_EACH = 20
"""Fewer acknowledged writes for a target than this, and nothing was tried."""


@dataclass
class Trial:
    """What came of all the kills."""

    slowest: dict[str, float] = field(default_factory=dict)
    kills: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)


def run(size: Size) -> Outcome:
    sessions = prepare(writers=WRITERS)
    set_as_advised()
    chance = random.Random(13)
    folder, started = server_folder(), []
    served = Served()
    served.start()
    writers: list[Writer] = []
    trial = Trial()
    try:
        synced, commits = count_syncs(served, sessions[0], writers)
        for name, kill in targets(served, started).items():
            for _ in range(KILLS[size]):
                one_kill(served, sessions, name, kill, chance, trial, writers)
        served.stop()
        counted = count_kept(writers)
    finally:
        served.stop()
        if folder and started:
            started[-1].stop()
    return judge(trial, counted, synced, commits)


def targets(served: Served, started: list[object]) -> dict[str, Callable[[random.Random], None]]:
    """What is killed, and how."""

    def web(chance: random.Random) -> None:
        os.kill(chance.choice(served.web_processes()), signal.SIGKILL)

    def worker(chance: random.Random) -> None:
        os.kill(chance.choice(served.work_processes()), signal.SIGKILL)

    def everything(chance: random.Random) -> None:
        served.kill_all()
        served.start()

    found = {"web": web, "worker": worker, "all of Heed": everything}
    folder = server_folder()
    if folder:

        def database(chance: random.Random) -> None:
            kill_server(folder)
            started.append(start_server(folder))

        found["database"] = database
    return found


def one_kill(
    served: Served,
    sessions: list[str],
    name: str,
    kill: Callable[[random.Random], None],
    chance: random.Random,
    trial: Trial,
    writers: list[Writer],
) -> None:
    """Eight write; one is killed; the seconds until the next write is acknowledged."""
    with writing(served.port, sessions, first=1000 * trial.kills) as now_writing:
        time.sleep(chance.uniform(0.2, 0.8))
        began = time.monotonic()
        kill(chance)
        if name == "worker":
            # Its work is taken over when its lease ends; another process is there to take new work.
            until(lambda: len(served.work_processes()) == served.workers, "a worker")
        until(lambda: any(each.last_acknowledged > began for each in now_writing), "a write")
        took = time.monotonic() - began
    trial.kills += 1
    trial.slowest[name] = max(trial.slowest.get(name, 0.0), took)
    done = sum(len(each.names) + len(each.hashes) for each in now_writing)
    trial.acknowledged[name] = trial.acknowledged.get(name, 0) + done
    writers.extend(now_writing)


def until(holds: Callable[[], bool], what: str, *, longest: float = 40.0) -> None:
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > longest:
            raise RuntimeError(f"{what} did not come back within {longest:.0f} s")
        time.sleep(0.02)


def count_syncs(served: Served, session: str, writers: list[Writer]) -> tuple[int | None, int]:
    """How often the disk was told to keep what was written, over so many acknowledged commits of a single writer;
    None where calls cannot be traced here."""
    from heed.platform.base.checks import check_durability

    assert check_durability(databases=["default"]) == [], (
        "the database is not set to keep what it acknowledges"
    )
    if not can_trace():
        return None, 0
    folder = server_folder()
    traced = [postmaster(folder)] if folder else served.web_processes()
    writer = Writer(served.port, session, 990_000)
    with counting_syncs(traced) as synced:
        while len(writer.names) < COMMITS:
            writer.turn += writer.turn % 4 == 3  # forms only: a document syncs its file too
            writer.write_once()
    writers.append(writer)
    return synced.calls, len(writer.names)


def judge(trial: Trial, counted: object, synced: int | None, commits: int) -> Outcome:
    from bench.bars.served import Counted

    assert isinstance(counted, Counted)
    back = max(trial.slowest.values())
    slowest = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in trial.slowest.items())
    syncs = (
        "calls to the disk not counted (no strace)"
        if synced is None
        else f"{synced} syncs for {commits} commits"
    )
    tried = all(each >= LEAST_EACH for each in trial.acknowledged.values())
    return Outcome(
        passed=counted.whole and back <= BACK_IN and tried and (synced is None or synced >= commits),
        figure=(
            f"3 web and 2 work processes, {WRITERS} writers, {trial.kills} kills: {counted}; "
            f"back in at most {slowest}; {syncs}, full synchronous asserted"
        ),
    )
