"""Planted faults: a control is taken out of a copy of Heed, and the tests named for it must go red.

The faults are data, in `faults/*.toml`: the bar whose control it is (none where no bar asks for it), what the control
is, the text that is it, what stands there without it, and the tests that must notice; where no tests are named, the
bar itself must fail. Every bar has two faults at least. Before any is planted the same tests and bars are run as they
are and must be green, so that a test which is red anyhow catches nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from bench.bars.page import built
from bench.bars.types import SQLITE, Outcome, Size

TITLE = "Each control that is taken out of Heed turns a test red."
DATABASES = SQLITE

HOUSE = Path(__file__).resolve().parents[2]
FAULTS = Path(__file__).parent / "faults"
AT_ONCE = 2
LEAST_EACH = 2
"""Faults that every bar's controls have."""
SAMPLE = 18
"""Faults for tests planted at the usual size, one of each bar as far as there are, drawn by lot; at full
size all, and those that a bar must notice."""
COPIED = ("src", "tests", "rules", "demo", "bench", "scripts", "docs", "requirements")
FILES = ("pyproject.toml", "manage.py", "README.md", "Makefile", ".importlinter")
GREEN, RED = 0, 1
"""pytest's codes for "all passed" and "tests ran and some failed"; a file that cannot be imported gives another one."""


@dataclass(frozen=True, slots=True)
class Fault:
    control: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...] = ()
    bar: int = 0

    @property
    def stands(self) -> bool:
        """Whether its text is in its file, once: a fault that nobody can plant is missed."""
        path = HOUSE / self.file
        return path.exists() and path.read_text(encoding="utf-8").count(self.find) == 1


def read_faults() -> list[Fault]:
    """All planted faults."""
    rows = [
        row
        for path in sorted(FAULTS.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]
    ]
    return [Fault(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows]


def run(size: Size) -> Outcome:
    faults = read_faults()
    few = bars_with_too_few(faults)
    chosen = faults if size is Size.FULL else sample(faults)
    with tempfile.TemporaryDirectory(prefix="heed-faults-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copies.put(copy_of_house(Path(folder) / str(number)))
        if red := red_beforehand(copies, chosen):
            return Outcome(False, f"red before any fault is planted: {red}")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            caught = list(pool.map(lambda fault: _is_caught(copies, fault), chosen))
    missed = [fault.control for fault, is_caught in zip(chosen, caught, strict=True) if not is_caught]
    by_bars = sum(not fault.tests for fault in chosen)
    figure = (
        f"{sum(caught)} of {len(chosen)} planted faults caught ({by_bars} of them by a bar itself; {len(faults)} are "
        f"written, at least {LEAST_EACH} for each bar{f' but {few}' if few else ''})"
    )
    return Outcome(
        bool(chosen) and not missed and not few,
        "; missed: ".join([figure, *filter(None, ["; ".join(missed)])]),
    )


def bars_with_too_few(faults: list[Fault]) -> str:
    """The bars, but for this one, whose controls have too few faults."""
    have = Counter(fault.bar for fault in faults)
    return ", ".join(str(bar) for bar in built() if bar != 2 and have[bar] < LEAST_EACH)


def sample(faults: list[Fault]) -> list[Fault]:
    """One fault of each bar that tests notice, and others after that."""
    order = sorted((fault for fault in faults if fault.tests), key=_lot)
    first = {fault.bar: fault for fault in reversed(order)}
    return [*first.values(), *(fault for fault in order if fault not in first.values())][:SAMPLE]


def _lot(fault: Fault) -> str:
    """By its own words, so that a new fault changes nobody else's."""
    return hashlib.sha256(fault.control.encode()).hexdigest()


def red_beforehand(copies: SimpleQueue[Path], chosen: list[Fault]) -> str:
    """What fails though nothing was taken out."""
    house = copies.get()
    try:
        if _pytest(house, sorted({test for fault in chosen for test in fault.tests})) != GREEN:
            return "tests"
        bars = sorted({fault.bar for fault in chosen if not fault.tests})
        return ", ".join(f"bar {bar}" for bar in bars if _ask_bar(house, bar) != GREEN)
    finally:
        copies.put(house)


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
    if not fault.stands:
        return False
    house = copies.get()
    path = house / fault.file
    whole = path.read_text(encoding="utf-8")
    try:
        path.write_text(whole.replace(fault.find, fault.replace), encoding="utf-8")
        answer = _pytest(house, list(fault.tests)) if fault.tests else _ask_bar(house, fault.bar)
        return answer == RED
    finally:
        path.write_text(whole, encoding="utf-8")
        copies.put(house)


def _pytest(house: Path, tests: list[str]) -> int:
    return _quietly(house, "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "0", *tests)


def _ask_bar(house: Path, bar: int) -> int:
    """Green where the bar holds on SQLite at the usual size. A bar that breaks off is red: so would its run be."""
    with tempfile.TemporaryDirectory(prefix="heed-fault-") as folder:
        answer = Path(folder) / "answer.json"
        given = {"HEED_DATA": f"{folder}/data", "HEED_SECOND_FACTOR": "false"}
        _quietly(house, "bench.bars.one", str(bar), Size.USUAL.value, str(answer), **given)
        return GREEN if answer.exists() and json.loads(answer.read_text())["passed"] else RED


def _quietly(house: Path, module: str, *arguments: str, **given: str) -> int:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEED_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-B", "-m", module, *arguments],
        cwd=house,
        env={**kept, "PYTHONPATH": f"{house / 'src'}:{house}", **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode
