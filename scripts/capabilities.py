"""Which capabilities a test proves: `make capabilities`. The last line counts them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
PAGE = HOUSE / "docs" / "reference" / "capabilities.md"


def names() -> dict[str, str]:
    """Every capability's short name by its id, in the order of the page."""
    return dict(re.findall(r"^\| ([A-J]\d\d) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.M))


def marked_tests() -> dict[str, list[str]]:
    """For each marked id, its tests as pytest collects them, those with parameters once."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "scripts.capability_marks",
        "tests",
    ]
    answer = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {}
    for mark, test in re.findall(r"^capability (\S+) (\S+)$", answer.stdout, re.M):
        tests = found.setdefault(mark, [])
        if test not in tests:
            tests.append(test)
    if answer.returncode not in (0, 5):
        sys.stderr.write(answer.stdout[-2000:] + answer.stderr[-2000:])
        raise SystemExit("The tests could not be collected, so nothing is known of what they prove.")
    return found


def main() -> int:
    known, proven = names(), marked_tests()
    for mark in sorted(set(proven) - set(known)):
        print(f"{mark} is marked by a test and is not in docs/reference/capabilities.md")
    for mark, name in known.items():
        tests = proven.get(mark, [])
        if tests:
            print(f"{mark}  {name}")
            for test in tests:
                print(f"       {test}")
    print(f"{len(set(proven) & set(known))} of {len(known)}")
    return 1 if set(proven) - set(known) else 0


if __name__ == "__main__":
    sys.exit(main())
