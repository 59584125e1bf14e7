"""All checks, one after the other; the last line counts what failed. Nothing stops at the first failure.

`scripts/check style types` runs only those named.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
BIN = HOUSE / ".venv" / "bin"
CODE = ["src", "tests", "scripts", "bench", "demo"]
LONGEST_MODULE = 400


def _run(*command: str) -> Callable[[], str]:
    """A check that passes when the command does; what it prints is what is wrong."""

    def check() -> str:
        done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or "failed"

    return check


def _names() -> str:
    """The product names no place of the workshop it was made in, and no package registry's host."""
    words = ["/work" + "/", "../sha" + "red", "pypi" + ".org", "python" + "hosted"]
    words += ["npm" + "js.org", "proxy.golang" + ".org", "/opt/pypi"]
    wrong = re.compile("|".join(re.escape(word) for word in words))
    places = ["src", "rules", "demo", "docs", "requirements", "scripts", "*.md", "*.json", "Makefile"]
    listed = subprocess.run(
        ["git", "ls-files", "--", *places],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    found = []
    for name in listed.stdout.splitlines():
        path = HOUSE / name
        if path.is_file() and path.suffix not in (".pdf", ".docx", ".woff2", ".png", ".webp"):
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if wrong.search(line) and name != "scripts/checks.py":
                    found.append(f"{name}:{number}: {line.strip()[:100]}")
    return "\n".join(found)


def _lengths() -> str:
    """No module is longer than a person reads in one sitting."""
    long = []
    for path in sorted((HOUSE / "src").rglob("*.py")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE and "migrations" not in path.parts:
            long.append(f"{path.relative_to(HOUSE)}: {lines} lines, at most {LONGEST_MODULE}")
    return "\n".join(long)


def _existing() -> list[str]:
    return [name for name in CODE if (HOUSE / name).is_dir()]


CHECKS: dict[str, Callable[[], str]] = {
    "style": _run(str(BIN / "ruff"), "check", "-q", "--output-format=concise", *_existing()),
    "form": _run(str(BIN / "ruff"), "format", "--check", *_existing()),
    # Without its cache: with one, the Django plugin forgets managers and finds faults that are none.
    "types": _run(str(BIN / "mypy"), "--cache-dir", os.devnull),
    "rooms": _run(str(BIN / "lint-imports"), "--no-logo"),
    "migrations": _run(str(BIN / "python"), "manage.py", "makemigrations", "--check", "--dry-run", "-v", "1"),
    "reference": _run(str(BIN / "python"), "-m", "scripts.reference", "--check"),
    "templates": _run(str(BIN / "djlint"), "src/heed", "--lint", "--quiet"),
    "names": _names,
    "lengths": _lengths,
}


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    failed = []
    for name in wanted:
        began = time.monotonic()
        problem = CHECKS[name]()
        print(f"{name:12} {'FAILED' if problem else 'ok':8} {time.monotonic() - began:5.1f}s", flush=True)
        if problem:
            failed.append(name)
            print("\n".join(f"    {line}" for line in problem.splitlines()[-60:]))
    which = f"; failed: {', '.join(failed)}" if failed else ""
    print(f"{len(wanted) - len(failed)} of {len(wanted)} checks passed{which}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
