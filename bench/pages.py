"""How long pages and downloads take on a register ten years deep, on SQLite and on PostgreSQL, a line each.

Fifty thousand recommendations and two hundred thousand actions over forty areas. Every list, filter, order and
record page is asked for by the least privileged person (a reader) and by the widest (who runs the partnership and
administers Heed); the slowest filter or order of each list is named. See `bench/large/`.

Limits: 300 ms for 95 of 100 requests, and no more queries than with fourteen rows; 50,000 rows in 20 s with 300 MB.
Peer: CISO Assistant, median 202 to 391 ms for a list of 10,000 as its administrator, and whose users report 5 s
for a list of 143 assets (#3940).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE)]


def main(databases: list[str]) -> int:
    load, _, _ = os.getloadavg()
    print(f"this machine: {os.cpu_count()} processors, {load:.1f} processes busy before beginning")
    return max(_on(database) for database in databases)


def _on(database: str) -> int:
    from scripts.postgresql import postgresql

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="heed-bench-"))
        surroundings = {name: value for name, value in os.environ.items() if name != "HEED_DATABASE"}
        surroundings |= {
            "HEED_TESTS_FOLDER": folder,
            "PYTHONPATH": os.pathsep.join([str(HOUSE / "src"), str(HOUSE)]),
        }
        if database == "postgresql":
            surroundings["HEED_DATABASE"] = stack.enter_context(postgresql())
        command = [sys.executable, "-m", "bench.large.one"]
        return subprocess.run(command, env=surroundings, cwd=HOUSE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["sqlite", "postgresql"]))
