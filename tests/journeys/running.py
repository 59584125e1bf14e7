"""Heed as people run it: `heed serve` in processes of its own, on a data folder of its own."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
START_IN = 600.0
"""Seconds within which Heed answers, the building of the demo included."""


def _surroundings(data: Path) -> dict[str, str]:
    """As on anybody's machine: nothing of the tests' own settings."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("HEED_", "DJANGO_"))}
    return {
        **given,
        "HEED_DATA": str(data),
        "PYTHONPATH": str(HOUSE / "src"),
        # Most journeys come straight in; those about signing in ask for it.
        "HEED_SECOND_FACTOR": "false",
    }


@contextmanager
def running(data: Path, *, demo: bool = False, **more: str) -> Iterator[str]:
    """Heed on this data folder, with `more` settings; gives its address, and stops it afterwards."""
    data.mkdir(parents=True, exist_ok=True)
    said = data.parent / f"{data.name}.log"
    command = [sys.executable, "-c", "from heed.cli.main import main; main()", "serve"]
    command += ["--port", str(_a_free_port())]
    with said.open("w") as out:
        process = subprocess.Popen(
            command + (["--demo"] if demo else []),
            env={**_surroundings(data), **more},
            stdout=out,
            stderr=out,
            cwd=HOUSE,
        )
    try:
        yield _address(process, said)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _a_free_port() -> int:
    """Chosen by the system: several that start at one moment would all find the same one free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    until = time.monotonic() + START_IN
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"Heed is at (http://\S+?)/?$", said.read_text(), re.M)
        if found and _answers(found.group(1)):
            return found.group(1)
        time.sleep(0.1)
    raise RuntimeError(f"Heed did not start:\n{said.read_text()[-3000:]}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def prepared(folder: Path, *, demo: bool) -> Path:
    """Front-end files made, and Heed's data as its first start leaves them, the demo's or nobody's; once for however
    many processes test."""
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / ("demo" if demo else "empty")
    with (folder / f"{built.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / f"{built.name}.done").exists():
            _make_front_end(folder)
            with running(built, demo=demo):
                pass
            if demo:  # or else each copy's worker would begin with a quarter of a minute of just this
                _run(["-c", READ_FOR_MEMORY], {**_surroundings(built), "HEED_DEMO": "true"})
            (folder / f"{built.name}.done").touch()
    return built


READ_FOR_MEMORY = """
import django
django.setup()
from heed.memory.indexing import bring_into_step
bring_into_step(patience=600)
"""


def _make_front_end(folder: Path) -> None:
    surroundings = {**_surroundings(HOUSE / "var"), "HEED_SECRET_KEY": "only for collecting files"}
    with (folder / "front-end.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "front-end.done").exists():
            for command in (
                ["-m", "heed.platform.ui.build"],
                ["manage.py", "collectstatic", "--noinput", "-v", "0"],
            ):
                _run(command, surroundings)
            (folder / "front-end.done").touch()


def _run(command: list[str], surroundings: dict[str, str]) -> None:
    given = {"DJANGO_SETTINGS_MODULE": "heed.config.settings", **surroundings}
    subprocess.run([sys.executable, *command], cwd=HOUSE, env=given, check=True)


def copied(data: Path, to: Path) -> Path:
    return Path(shutil.copytree(data, to))
