"""`make bars`: every bar built so far, a line each, `BAR n PASS|FAIL|NOT RUN figure`.

    make bars                    one partnership's size
    make bars SIZE=full          the counts that the bars name
    make bars BARS="1 11"        only these

Each figure goes into docs/explanation/bars.md as its bar ends. Exit code 1 where a bar failed.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from bench.bars.page import built, note
from bench.bars.types import Outcome, Size, together
from tests.migrated import migrated_postgresql

HOUSE = Path(__file__).resolve().parents[2]
NAMED = range(1, 26)
"""The bars that there are to be."""
LONGEST = {Size.USUAL: 45 * 60, Size.FULL: 4 * 60 * 60}
"""Seconds after which a bar that does not end on a database has failed: many more than on a quiet machine."""


def ask(number: int, size: Size) -> Outcome:
    """This bar's answer on everything it runs on: on both databases at once, but where its seconds are judged."""
    bar = import_module(f"bench.bars.bar_{number:02d}")
    at_once = 1 if getattr(bar, "TIMED_ALONE", False) else len(bar.DATABASES)
    with ThreadPoolExecutor(at_once) as pool:
        outcomes = pool.map(lambda name: _ask_on(number, name, size), bar.DATABASES)
        return together(dict(zip(bar.DATABASES, outcomes, strict=True)))


def _ask_on(number: int, database: str, size: Size) -> Outcome:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"heed-bar-{number}-")))
        surroundings = {
            name: value for name, value in os.environ.items() if not name.startswith(("HEED_", "DJANGO_"))
        }
        surroundings |= {
            "HEED_DATA": str(folder / "data"),
            "HEED_TESTS_FOLDER": str(folder / "tests"),
            # People come straight in; who must have a second factor is what tests/platform/entrance asks.
            "HEED_SECOND_FACTOR": "false",
            "PYTHONPATH": os.pathsep.join([str(HOUSE / "src"), str(HOUSE)]),
        }
        if database == "postgresql":
            surroundings["HEED_DATABASE"] = stack.enter_context(migrated_postgresql())
        answer, said = folder / "answer.json", folder / "said.txt"
        command = [sys.executable, "-m", "bench.bars.one", str(number), str(size), str(answer)]
        with said.open("w") as out:
            try:
                subprocess.run(
                    command,
                    env=surroundings,
                    cwd=HOUSE,
                    stdout=out,
                    stderr=out,
                    timeout=LONGEST[size],
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return Outcome(False, f"did not end within {LONGEST[size] // 60} minutes")
        if not answer.exists():
            print(said.read_text()[-4000:], file=sys.stderr)
            return Outcome(False, "stopped without an answer (its last words are above)")
        outcome = Outcome(**json.loads(answer.read_text()))
        if not outcome.passed:
            print(said.read_text()[-4000:], file=sys.stderr)
        return outcome


def processor_seconds() -> float:
    """What the processes that this one started, and waited for, have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def load() -> str:
    """How many processes wanted a processor in the last quarter of an hour: says how far seconds can be believed."""
    return f"{os.getloadavg()[2]:.0f} on {os.cpu_count()} processors"


def main(arguments: list[str]) -> int:
    size = Size(os.environ.get("SIZE") or Size.USUAL)
    failed = False
    for number in [int(each) for each in arguments] or NAMED:
        if number not in built():
            print(f"BAR {number} NOT RUN not built yet", flush=True)
            continue
        began, worked = time.monotonic(), processor_seconds()
        outcome = ask(number, size)
        failed = failed or outcome.verdict == "FAIL"
        took, worked = time.monotonic() - began, processor_seconds() - worked
        line = (
            f"{outcome.verdict} {outcome.figure} ({took:.0f} s, {worked:.0f} s of processor, load {load()})"
        )
        print(f"BAR {number} {line}", flush=True)
        note(number, size, line)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
