"""How long pages and downloads take on a register ten years deep, on SQLite and on PostgreSQL, a line each.

Fifty thousand recommendations and two hundred thousand actions over forty areas. Every list, filter, order and
record page is asked for by the least privileged person (a reader) and by the widest (who runs the partnership and
administers Heed); the slowest filter or order of each list is named. See `bench/large/`.

Limits: 300 ms for 95 of 100 requests, and no more queries than with fourteen rows; 50,000 rows in 20 s with 300 MB.
Each line says both what the clock says and what the processors did, Heed's and the database's, and how busy the
machine was. The clock is judged where a processor was free; where none was, it tells of others, and the processors
are judged.

The filled register is kept under `build/bench` for the next run, which migrates it, and so is what was measured, as
long as nothing changed: a run that was cut off goes on where it was. `make bench ONLY=registers
DATABASES=sqlite` asks one database.

Peer: CISO Assistant, median 202 to 391 ms for a list of 10,000 as its administrator, and whose users report 5 s
for a list of 143 assets (#3940).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE)]
KEPT = HOUSE / "build" / "bench"
WHOLE = ".whole"
"""Marks a register that was filled to its end."""
FILLED_BY = (
    "bench/large/fill.py",
    *("tests/cast.py", "tests/cast_answers.py", "tests/cast_meetings.py", "tests/cast_plans.py"),
)
"""What a register is filled by: one that was filled by another cast is not asked as this one."""


def main(databases: list[str]) -> int:
    load, _, _ = os.getloadavg()
    print(f"this machine: {os.cpu_count()} processors, {load:.1f} processes busy before beginning")
    return max(_on(database) for database in databases)


def _on(database: str) -> int:
    """Counts queries on a small register, fills a large one where none is kept, and asks it."""
    kept = _kept(database)
    with ExitStack() as stack:
        server = None
        if database == "postgresql":
            from scripts.postgresql import postgresql

            server = stack.enter_context(postgresql(kept))
        shutil.rmtree(kept / "small", ignore_errors=True)
        counted = _run(["small"], kept / "small", server, "small")
        if not (kept / WHOLE).exists():
            counted = counted or _run(["fill"], kept / "large", server, "large")
            if not counted:
                (kept / WHOLE).touch()
        counted = counted or _run(["long"], kept / "large", server, "large")
        return counted or _run(["ask"], kept / "large", server, "large")


def _run(words: list[str], folder: Path, server: str | None, name: str) -> int:
    """One step in a process of its own, on the database of this name."""
    folder.mkdir(parents=True, exist_ok=True)
    surroundings = {key: value for key, value in os.environ.items() if key != "HEED_DATABASE"}
    surroundings |= {
        "HEED_TESTS_FOLDER": str(folder),
        "HEED_BENCH_COUNTS": str(folder.parent / "counts.json"),
        "PYTHONPATH": os.pathsep.join([str(HOUSE / "src"), str(HOUSE)]),
    }
    if server:
        surroundings["HEED_DATABASE"] = server.rsplit("/", 1)[0] + f"/{name}"
    command = [sys.executable, "-m", "bench.large.one", *words]
    return subprocess.run(command, env=surroundings, cwd=HOUSE, check=False).returncode


def _kept(database: str) -> Path:
    """Where this database's register is kept; what was filled in another way, or not to its end, is removed."""
    from bench.large.size import PROMISES, RECOMMENDATIONS

    digest = hashlib.sha256(b"\0".join((HOUSE / each).read_bytes() for each in FILLED_BY)).hexdigest()[:12]
    kept = KEPT / f"{database}-{RECOMMENDATIONS}-{PROMISES}-{digest}"
    for other in KEPT.glob(f"{database}-*"):
        if other != kept or not (other / WHOLE).exists():
            shutil.rmtree(other)
    kept.mkdir(parents=True, exist_ok=True)
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or os.environ.get("DATABASES", "").split() or ["sqlite", "postgresql"]))
