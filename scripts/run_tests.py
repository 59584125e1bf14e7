"""Every test on SQLite, then what touches the database again on PostgreSQL; the last line totals both.

`scripts/test` with arguments hands them to pytest in both runs, for instance `scripts/test -k sign_in`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from scripts.postgresql import postgresql

HOUSE = Path(__file__).resolve().parents[1]
ON_BOTH = ("tests/platform", "tests/apps", "tests/house_rules")
"""Folders whose tests touch the database. The others run once."""
ONCE = {
    "tests/platform/ui": "pages and their parts, without records",
    "tests/platform/base": "how migrations draw models, without a database",
    "tests/platform/safekeeping/test_moving_and_upgrading.py": "places of their own on SQLite; bar 16 asks both",
    "tests/platform/safekeeping/test_scrubbed_copies.py": "a copy is on SQLite, and reads rows as a backup does",
    "tests/apps/cli/test_serve_command.py": "starts Heed on a SQLite file of its own",
    "tests/house_rules/test_clock.py": "looks at code",
    "tests/house_rules/test_data_classes.py": "looks at code",
    "tests/house_rules/test_operations.py": "looks at code",
    "tests/house_rules/test_planted_faults.py": "looks at code",
    "tests/house_rules/test_settings.py": "looks at code",
    "tests/house_rules/test_every_page.py": "looks at pages, which test_permissions asks for on both",
    "tests/house_rules/test_stored_states.py::test_threads_and_states_are_true_in_the_demo": "a second demo",
    "tests/house_rules/test_permissions.py::test_every_address_is_allowed_to_somebody": "looks at the table",
    "tests/house_rules/test_permissions.py::test_an_address_refuses_what_it_does_not_answer": (
        "is decided before the database is asked"
    ),
}
"""Of those folders, what PostgreSQL could not answer otherwise, and why."""


def on_both() -> list[str]:
    """What pytest is told for the second run."""
    left_out = [f"--{'deselect' if '::' in each else 'ignore'}={each}" for each in ONCE]
    return [*ON_BOTH, *left_out]


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    tests: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0

    @property
    def passed(self) -> int:
        return self.tests - self.failed - self.errors - self.skipped


def run(report: Path, arguments: list[str], environment: dict[str, str]) -> Outcome:
    """One run of pytest on two processors, and what it counted."""
    # A file stays with one of the two: what it makes once is made once, and a journey's parts follow each other.
    spread = ["-n", "2", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", "-q", *spread, f"--junitxml={report}", *arguments]
    surroundings = {name: value for name, value in os.environ.items() if name != "HEED_DATABASE"}
    code = subprocess.run(command, cwd=HOUSE, env={**surroundings, **environment}, check=False).returncode
    if not report.exists():
        return Outcome(code=code or 1, errors=1, tests=1)
    suite = ElementTree.parse(report).getroot().find("testsuite")
    counts = suite.attrib if suite is not None else {}
    return Outcome(
        code=0 if code == 5 else code,
        tests=int(counts.get("tests", 0)),
        failed=int(counts.get("failures", 0)),
        errors=int(counts.get("errors", 0)),
        skipped=int(counts.get("skipped", 0)),
    )


def last_line(outcomes: list[Outcome], seconds: float) -> str:
    """In pytest's own form: "812 passed, 0 failed, 2 skipped in 300s"."""
    failed = sum(each.failed + each.errors for each in outcomes)
    return (
        f"{sum(each.passed for each in outcomes)} passed, {failed} failed, "
        f"{sum(each.skipped for each in outcomes)} skipped in {seconds:.0f}s"
    )


def main() -> int:
    began, given = time.monotonic(), sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        print("== Everything, on SQLite", flush=True)
        outcomes = [run(Path(folder) / "sqlite.xml", given, {})]
        print("\n== What touches the database, on PostgreSQL", flush=True)
        with postgresql() as address:
            outcomes.append(
                run(Path(folder) / "postgresql.xml", [*on_both(), *given], {"HEED_DATABASE": address})
            )
    print("\nSQLite and PostgreSQL together:")
    print(last_line(outcomes, time.monotonic() - began))
    return max(each.code for each in outcomes)


if __name__ == "__main__":
    sys.exit(main())
