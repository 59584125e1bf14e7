"""Planted faults: a control is taken out of a copy of Heed, and the tests named for it must go red.

The faults are data, in `faults/*.toml`: what the control is, the text that is it, what stands there without it, and
the tests that must notice. Before any fault is planted the same tests are run as they are and must be green, so that
a test which is red anyhow catches nothing.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from bench.bars.types import SQLITE, Outcome, Size

TITLE = "Each control that is taken out of Heed turns a test red."
DATABASES = SQLITE

HOUSE = Path(__file__).resolve().parents[2]
FAULTS = Path(__file__).parent / "faults"
AT_ONCE = 2
SAMPLE = 12
"""Faults planted at the usual size, drawn by a fixed seed; all of them at full size."""
COPIED = ("src", "tests", "rules", "demo", "bench", "scripts", "docs", "requirements")
FILES = ("pyproject.toml", "manage.py", "README.md", "Makefile", ".importlinter")
RED = 1
"""pytest's code for "tests ran and some failed"; a file that cannot be imported gives another one."""


@dataclass(frozen=True, slots=True)
class Fault:
    control: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]


def read_faults() -> list[Fault]:
    """All planted faults; `ValueError` where one's text does not stand exactly once in its file."""
    found = []
    for path in sorted(FAULTS.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
            fault = Fault(**{**row, "tests": tuple(row["tests"])})
            times = (HOUSE / fault.file).read_text(encoding="utf-8").count(fault.find)
            if times != 1:
                raise ValueError(f"{path.name}: “{fault.control}” stands {times} times in {fault.file}")
            found.append(fault)
    return found


def run(size: Size) -> Outcome:
    faults = read_faults()
    chosen = faults if size is Size.FULL else random.Random(2).sample(faults, min(SAMPLE, len(faults)))
    with tempfile.TemporaryDirectory(prefix="heed-faults-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copies.put(copy_of_house(Path(folder) / str(number)))
        green = _tests(copies, sorted({test for fault in chosen for test in fault.tests}))
        if green != 0:
            return Outcome(False, "the tests are red before any fault is planted")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            caught = list(pool.map(lambda fault: _is_caught(copies, fault), chosen))
    missed = [fault.control for fault, is_caught in zip(chosen, caught, strict=True) if not is_caught]
    figure = f"{sum(caught)} of {len(chosen)} planted faults caught (of {len(faults)} written)"
    return Outcome(
        not missed and bool(chosen), f"{figure}; missed: {'; '.join(missed)}" if missed else figure
    )


def copy_of_house(into: Path) -> Path:
    """Heed's own files, to be spoilt; what set-up built is only pointed at."""
    into.mkdir()
    for name in COPIED:
        shutil.copytree(HOUSE / name, into / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(HOUSE / name, into / name)
    (into / "build").symlink_to(HOUSE / "build")
    return into


def _is_caught(copies: SimpleQueue[Path], fault: Fault) -> bool:
    house = copies.get()
    path = house / fault.file
    whole = path.read_text(encoding="utf-8")
    try:
        path.write_text(whole.replace(fault.find, fault.replace), encoding="utf-8")
        return _pytest(house, list(fault.tests)) == RED
    finally:
        path.write_text(whole, encoding="utf-8")
        copies.put(house)


def _tests(copies: SimpleQueue[Path], tests: list[str]) -> int:
    house = copies.get()
    try:
        return _pytest(house, tests)
    finally:
        copies.put(house)


def _pytest(house: Path, tests: list[str]) -> int:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "0", *tests]
    return subprocess.run(
        command,
        cwd=house,
        env=_surroundings(house),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def _surroundings(house: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEED_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": f"{house / 'src'}:{house}"}
