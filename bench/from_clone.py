"""Seconds from an empty folder to Heed's first page, as a newcomer would see it.

Included: git clone, a virtual environment, the Python and front-end packages (from the package cache, which
is warm), compiled style sheets, the database, the demo partnership read from its documents, web and worker
started, and the sign-in page answered. Not included: installing Debian packages, which only tests need.

Limit: 300 s. Peer: CISO Assistant asks for Docker and three images before its first page.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
LIMIT = 300


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="heed-clone-") as folder:
        began = time.perf_counter()
        clone = Path(folder) / "heed"
        subprocess.run(["git", "clone", "-q", str(HOUSE), str(clone)], check=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
        done = subprocess.run(
            ["scripts/setup", "run"], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"set-up failed:\n{done.stderr[-2000:]}")
        ready = time.perf_counter()
        process = subprocess.Popen(
            [".venv/bin/heed", "serve", "--demo", "--port", "18400"],
            cwd=clone,
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _first_page(process)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
        ended = time.perf_counter()
    print(f"set-up from an empty folder: {ready - began:.0f} s (package cache warm)")
    print(f"from set-up to the first page: {ended - ready:.0f} s (the demo's documents read and accepted)")
    print(f"clone to first page: {ended - began:.0f} s (limit: {LIMIT} s)")


def _first_page(process: subprocess.Popen[str]) -> None:
    """Wait until Heed says where it is, and until it answers there."""
    assert process.stdout is not None
    address = next(found.group() for line in process.stdout if (found := re.search(r"http://\S+", line)))
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if b"Sign in" in answer.read():
                    return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("Heed did not answer")


if __name__ == "__main__":
    main()
