"""A bench on SQLite and on PostgreSQL, each in a process of its own with a data folder that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


def on_each(module: str, *words: str) -> int:
    """Run the module with these words on the databases that the command line names, else on both; how many were over
    their limits or came to no end."""
    asked = [each for each in sys.argv[1:] if each in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    return sum(_on(database, module, *words) != 0 for database in asked)


def _on(database: str, module: str, *words: str) -> int:
    from scripts.postgresql import postgresql

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="heed-bench-"))
        surroundings = {name: value for name, value in os.environ.items() if name != "HEED_DATABASE"}
        surroundings |= {
            "HEED_DATA": folder,
            "HEED_SECRET_KEY": "a bench",
            "DJANGO_SETTINGS_MODULE": "heed.config.settings",
            "PYTHONPATH": os.pathsep.join([str(HOUSE / "src"), str(HOUSE)]),
        }
        if database == "postgresql":
            surroundings["HEED_DATABASE"] = stack.enter_context(postgresql())
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(command, env=surroundings, cwd=HOUSE, check=False).returncode
