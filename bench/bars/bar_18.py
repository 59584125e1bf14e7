"""How deep the tests reach: coverage, small faults noticed, templates exercised, the same result in any order.

At the usual size the tests of the platform and of the rooms run once, in a shuffled order, and a sample of mutants
is tried; at full size the whole suite runs twenty times in as many orders, and every mutant is tried.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import coverage

from bench.bars.depth.mutants import Mutant, mutants_of
from bench.bars.types import SQLITE, Outcome, Size
from tests.migrated import migrated_postgresql

TITLE = (
    "Tests reach every line and branch of what guards and keeps, notice 85 of 100 small faults there, render every "
    "template, and pass in any order."
)
DATABASES = SQLITE
HOUSE = Path(__file__).resolve().parents[2]

HEARTS = (
    "src/heed/platform/access/*.py",
    "src/heed/platform/people/operations/*.py",
    "src/heed/platform/audit_log/*.py",
    "src/heed/platform/files/*.py",
    "src/heed/platform/registers/*.py",
    "src/heed/library/operations*.py",
    "src/heed/learning/operations/*.py",
    "src/heed/plans/operations/*.py",
    "src/heed/intake/operations/*.py",
    "src/heed/information/operations/retention.py",
    "src/heed/information/queries/retention.py",
    "src/heed/kit/reading/sniff.py",
    "src/heed/kit/reading/process.py",
)
"""Permission, audit log, uploads, downloads, import and retention: what nobody may get wrong."""
QUICK = (
    "tests/platform",
    "tests/apps",
    "tests/house_rules/test_every_page.py",
    "tests/kit/reading/test_sniff.py",
    "tests/kit/reading/test_process.py",
    # Minutes of whole installations, of searches and of what happened to every record, which reach no heart.
    "--ignore=tests/platform/ui",
    "--ignore=tests/platform/history",
    "--ignore=tests/platform/safekeeping",
    "--ignore=tests/platform/notices/test_digests.py",
    "--ignore=tests/platform/entrance/test_passwords.py",
    "--ignore=tests/platform/entrance/test_providers.py",
    "--ignore=tests/apps/cli",
    "--ignore=tests/apps/home/test_counts_lead_to_rows.py",
    "--ignore=tests/apps/information/test_requests.py",
    "--ignore=tests/apps/memory",
)
ON_POSTGRESQL = ("tests/platform/access", "tests/platform/audit_log")
"""Covered on PostgreSQL besides, for the lines that only it runs."""
SCORE, LINES = 0.85, 0.98
"""Shares: of mutants noticed, and of all lines and branches run."""
LEAST_TESTS, LEAST_TRIED = 500, 100
"""Fewer tests run or mutants tried than this, and nothing was looked at."""
LONGEST_SUITE = 20 * 60.0
LONGEST_TESTS, MOST_TESTS = 30.0, 60
"""Seconds and number of tests that a mutant is tried with: code that everything runs would take the whole suite.
A mutant that these do not notice counts as unnoticed."""


@dataclass(frozen=True, slots=True)
class Depth:
    """What a size asks for: how many shuffled runs of which tests, and seconds for mutants (all, where None)."""

    tests: tuple[str, ...]
    runs: int
    seconds: float | None
    seed: int = 18


SIZES = {
    Size.USUAL: Depth(tests=QUICK, runs=1, seconds=75),
    Size.FULL: Depth(tests=("tests",), runs=20, seconds=None),
}


@dataclass
class Found:
    """What running the tests told."""

    failed: set[str] = field(default_factory=set)
    flaky: set[str] = field(default_factory=set)
    tests: int = 0
    templates: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    longest: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)


def run(size: Size) -> Outcome:
    """Covers, then tries mutants; every part of the answer must hold."""
    depth = SIZES[size]
    with tempfile.TemporaryDirectory(prefix="heed-depth-") as name:
        folder = Path(name)
        found = _run_shuffled(folder, depth)
        data = coverage.CoverageData(str(folder / "coverage"))
        data.read()
        files = hearts()
        missed = _missed(folder, files)
        share = _share(folder) if size is Size.FULL else None
        tried, noticed, survivors, there = _try_mutants(folder, depth, data, found, files)
    unrendered = sorted(_templates() - found.templates)
    unasked = sorted(_addresses() - found.addresses) if size is Size.FULL else []
    passed = (
        not found.failed
        and not found.flaky
        and found.tests > LEAST_TESTS
        and not missed
        and (share is None or share >= LINES)
        and tried >= LEAST_TRIED
        and noticed / tried >= SCORE
        and not unrendered
        and not unasked
        and found.longest <= LONGEST_SUITE
    )
    lacking = [f"not rendered: {one}" for one in unrendered] + [f"not asked: {one}" for one in unasked]
    for each in [*missed, *survivors, *lacking, *sorted(found.failed | found.flaky)]:
        print(each)
    figure = _figure(size, found, depth, files, missed, share, (tried, noticed, there), unrendered)
    return Outcome(passed, figure + (f", {len(unasked)} addresses not asked" if size is Size.FULL else ""))


def _figure(
    size: Size,
    found: Found,
    depth: Depth,
    files: list[str],
    missed: list[str],
    share: float | None,
    mutants: tuple[int, int, int],
    unrendered: list[str],
) -> str:
    tried, noticed, there = mutants
    parts = [
        f"{len(files) - len({each.split(':')[0] for each in missed})} of {len(files)} hearts covered line and branch",
        f"{100 * noticed / max(tried, 1):.0f} % of {tried:,} mutants noticed ({there:,} there are; limit 85 %)",
        f"{len(unrendered)} templates not rendered",
        f"{len(found.failed)} failed and {len(found.flaky)} flaky of {found.tests} tests in {depth.runs} shuffled runs",
    ]
    if depth.runs > 1:
        parts.append(f"longest run on SQLite {found.longest / 60:.0f} min (limit 20 on both databases)")
    if share is not None:
        parts.insert(1, f"{100 * share:.1f} % of all lines and branches (limit 98 %)")
    if size is Size.USUAL:
        parts.append(
            "not run: house rules, reading, journeys, history, search, keeping and moving, the share of all lines, "
            "whether each address is asked"
        )
    return ", ".join(parts)


def hearts() -> list[str]:
    """The files that the bar asks most of, from the house's root."""
    found = {path for pattern in HEARTS for path in HOUSE.glob(pattern)}
    return sorted(
        str(path.relative_to(HOUSE)) for path in found if path.name not in ("__init__.py", "apps.py")
    )


def _templates() -> set[str]:
    found = [*HOUSE.glob("src/heed/**/jinja2/**/*.html"), *HOUSE.glob("src/heed/**/templates/**/*.html")]
    return {str(path) for path in found}


def _addresses() -> set[str]:
    """Every named address of Heed."""
    sys.path.insert(0, str(HOUSE / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    import django

    django.setup()
    from tests.house_rules.permission_table import every_address

    return {name for name in every_address() if re.fullmatch(r"[\w:]+", name)}


def covering(depth: Depth) -> list[str]:
    """What is watched: all of Heed where its share is asked for, or else what holds the hearts, which costs less."""
    whole = depth.runs > 1
    watched = ["heed"] if whole else sorted({str(Path(file).parent) for file in hearts()})
    return [*(f"--cov={each}" for each in watched), "--cov-branch", "--cov-context=test", "--cov-report="]


def _pytest(folder: Path, arguments: list[str], **more: str) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name != "HEED_DATABASE"}
    surroundings |= {
        "COVERAGE_FILE": str(folder / "coverage"),
        "HEED_TESTS_FOLDER": str(folder / "data"),
        **more,
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    subprocess.run(command, cwd=HOUSE, env=surroundings, check=False)


def _run_shuffled(folder: Path, depth: Depth) -> Found:
    """The tests in several orders, on two processors; the first under coverage, which notes which test ran which
    line."""
    found = Found()
    failures: list[set[str]] = []
    for number in range(depth.runs):
        notes = folder / f"notes-{number}"
        cover = covering(depth) if number == 0 else []
        began = time.monotonic()
        _pytest(
            folder,
            ["-n", "2", "--dist", "loadfile", "-p", "bench.bars.depth.covering", *cover, *depth.tests],
            HEED_DEPTH_SEED=str(depth.seed + number),
            HEED_DEPTH_NOTES=str(notes),
        )
        if number == 0:
            _cover_on_postgresql(folder, cover)
        else:  # not the one that is slowed by being watched
            found.longest = max(found.longest, time.monotonic() - began)
        noted: list[dict[str, Any]] = [json.loads(path.read_text()) for path in notes.glob("*.json")]
        failures.append({test for each in noted for test in each["failed"]})
        for each in noted:
            found.templates |= set(each["templates"])
            found.addresses |= set(each["addresses"])
            found.seconds.update(each["seconds"])
    found.tests = len(found.seconds)
    found.failed = set.intersection(*failures)
    found.flaky = set.union(*failures) - found.failed
    return found


def _cover_on_postgresql(folder: Path, cover: list[str]) -> None:
    with migrated_postgresql() as address:
        _pytest(
            folder,
            ["-n", "0", *cover, "--cov-append", *ON_POSTGRESQL],
            HEED_DATABASE=address,
            HEED_TESTS_FOLDER=str(folder / "on-postgresql"),
        )


def _analysed(folder: Path, files: list[str] | None) -> dict[str, Any]:
    """What coverage says of these files, or of all."""
    measured = coverage.Coverage(data_file=str(folder / "coverage"), branch=True)
    measured.load()
    measured.exclude(r"if TYPE_CHECKING:")
    target = folder / "coverage.json"
    include = [str(HOUSE / each) for each in files] if files else [str(HOUSE / "src/heed/*")]
    omit = ["*/migrations/*", "*/__init__.py"]
    measured.json_report(outfile=str(target), include=include, omit=omit)
    return dict(json.loads(target.read_text()))


def _missed(folder: Path, files: list[str]) -> list[str]:
    """Lines and branches of these files that no test ran, as `file:line`."""
    report = _analysed(folder, files)["files"]
    by_file = {str(Path(name).resolve()): each for name, each in report.items()}
    missed = []
    for file in files:
        each = by_file.get(str(HOUSE / file))
        if each is None:
            missed.append(f"{file}: not run at all")
            continue
        missed += [f"{file}:{line} not run" for line in each["missing_lines"]]
        missed += [f"{file}:{one} never goes on to {to}" for one, to in each["missing_branches"]]
    return missed


def _share(folder: Path) -> float:
    return float(_analysed(folder, None)["totals"]["percent_covered"]) / 100


def _try_mutants(
    folder: Path, depth: Depth, data: coverage.CoverageData, found: Found, files: list[str]
) -> tuple[int, int, list[str], int]:
    """How many were tried and noticed, those that were not, and how many there are."""
    there = [each for file in files for each in mutants_of(HOUSE, file)]
    chosen = random.Random(depth.seed).sample(there, len(there))
    tests_of = {file: _tests_by_line(data, HOUSE / file) for file in files}
    tasks = [
        {"mutant": asdict(each), "tests": _quickest(tests_of[each.file], each, found.seconds)}
        for each in chosen
    ]
    wanted, answered = folder / "tasks.json", folder / "answers.json"
    seconds = depth.seconds or 10 * 60 * 60
    wanted.write_text(json.dumps({"tasks": tasks, "seconds": seconds, "at_once": os.cpu_count() or 1}))
    _pytest(
        folder,
        ["-n", "0", "-p", "bench.bars.depth.killing", "-p", "no:randomly", *depth.tests],
        HEED_DEPTH_TASKS=str(wanted),
        HEED_DEPTH_FOUND=str(answered),
    )
    answers = {int(number): answer for number, answer in json.loads(answered.read_text()).items()}
    tried = {number: answer for number, answer in answers.items() if answer != "not made"}
    survivors = [f"unnoticed: {chosen[number]}" for number, answer in tried.items() if answer == "survived"]
    return len(tried), len(tried) - len(survivors), sorted(survivors), len(there)


def _tests_by_line(data: coverage.CoverageData, path: Path) -> dict[int, set[str]]:
    return {
        line: {context.split("|")[0] for context in contexts if "|" in context}
        for line, contexts in data.contexts_by_lineno(str(path)).items()
    }


def _quickest(by_line: dict[int, set[str]], mutant: Mutant, seconds: dict[str, float]) -> list[str]:
    """The tests that run its line (or the nearest before it that was noted), quickest first, as long as they may."""
    line = mutant.line
    while line > 0 and not by_line.get(line):
        line -= 1
    chosen: list[str] = []
    spent = 0.0
    for test in sorted(by_line.get(line, ()), key=lambda each: seconds.get(each, 0)):
        spent += seconds.get(test, 0)
        if len(chosen) == MOST_TESTS or (chosen and spent > LONGEST_TESTS):
            break
        chosen.append(test)
    return chosen
