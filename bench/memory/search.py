"""How fast search is over 100,000 passages (and more), with the permission filter inside, on SQLite and PostgreSQL.

The passages are made of sentences of our own register, four at a time, in five scopes of which the person who asks may
see four. Questions: of the judged queries, common words alone, OR, phrases, exclusions, and filters. The time is that
of `search` and of the first page with its excerpts; by the clock and of the processor, for other programs may be busy.
Aim: p95 at most 100 ms. Run: python -m bench.memory search [PASSAGES] [sqlite|postgresql]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


def main() -> None:
    asked = sys.argv[1:]
    databases = [each for each in asked if each in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    many = next((each for each in asked if each.isdigit()), "100000")
    for database in databases:
        _on(database, many)
    sys.exit(0)


def _on(database: str, many: str) -> None:
    from scripts.postgresql import postgresql

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="heed-bench-"))
        surroundings = {name: value for name, value in os.environ.items() if name != "HEED_DATABASE"}
        surroundings |= {
            "HEED_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "heed.config.settings",
            "PYTHONPATH": os.pathsep.join([str(HOUSE / "src"), str(HOUSE)]),
        }
        if database == "postgresql":
            surroundings["HEED_DATABASE"] = stack.enter_context(postgresql())
        command = [sys.executable, "-m", "bench.memory.search_one", many]
        subprocess.run(command, env=surroundings, cwd=HOUSE, check=True)
