"""docs/explanation/bars.md: the last figure of every bar at either size, failures and what was not run included.

The page is its own memory: what a run does not ask stays as it stands, so that a run which is stopped half way, or
asks some bars only, loses nothing and claims nothing.
"""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.bars.types import Size

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs" / "explanation" / "bars.md"
SIZES = {"Full size": Size.FULL, "Usual size": Size.USUAL}
LINE = re.compile(r"^- (Full size|Usual size): (.+)$")
HEADING = re.compile(r"^## Bar (\d+)$")
BEFORE = """# Reliability bars

How hard Heed was tried, and what came of it. `make bars` asks each bar at one partnership's size; together they are to
take half an hour on two processors that do nothing else, which nobody has shown yet: they were always run beside other
work. `make bars SIZE=full` asks with the counts that the bar names, for a night; `make bars BARS="4 12"` asks some.
Each prints a line as it ends:

    BAR 4 PASS sqlite: 60 of 60 withdrawals …; postgresql: … (50 s, 31 s of processor, load 1 on 2 processors)

PASS, FAIL, or NOT RUN where this machine lacks what it takes (nginx, a compiler); then what was counted on each
database, the seconds by the clock, those that processors worked, and how many processes wanted one. The last words of
a bar that failed are on standard error, and the exit code is 1. Most bars are asked on both databases at once; 1, 11,
13, 14 and 15, which judge seconds, on one after the other. On a machine that is busy with other work these may fail
though nothing is wrong.

As each bar ends, the run writes its figure here, failures included, with its day and the commit that was tried: a
figure says nothing of what came later. Some figures of 29 November 2026 were put in afterwards from what their runs
had printed, since those runs were older than this page.

On the evening of 30 November bars 3, 4, 15 and 17 were changed, and tried in part on SQLite: 3 with one of everything
that there is (697 answers to six people, no leak); 4 with a withdrawal of each of its 7 kinds, now with a file of the
case and a half-typed form; 15 with 6 kinds of saving raced beneath the pages. What bar 17 looks at between two
migrations took 4.6 seconds of processor and takes 0.05. Whole they were not run again, since the machine was busy; bar
18, which asks for the whole suite and more, was never run whole.
"""

Lines = dict[int, dict[Size, str]]


def note(number: int, size: Size, line: str) -> None:
    """Put a bar's newest figure into the page: that of either size, where both are the same."""
    sizes = list(Size) if getattr(_module(number), "ONE_SIZE", False) else [size]
    said = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    lines = read(said)
    told = " ".join(f"{line}, {datetime.now(UTC):%-d %B %Y} at {_commit()}".split())
    lines.setdefault(number, {}).update(dict.fromkeys(sizes, told))
    PAGE.write_text(written(lines), encoding="utf-8")


def read(said: str) -> Lines:
    """The figures that stand in the page."""
    lines: Lines = {}
    number = 0
    for each in said.splitlines():
        if heading := HEADING.match(each):
            number = int(heading[1])
        elif (found := LINE.match(each)) and not found[2].startswith("NOT RUN at this size"):
            lines.setdefault(number, {})[SIZES[found[1]]] = found[2]
    return lines


def written(lines: Lines) -> str:
    """The page with these figures; a bar without one says that it was not run."""
    parts = [BEFORE]
    for number in built():
        said = lines.get(number, {})
        parts += [f"## Bar {number}", "", _module(number).TITLE, ""]
        parts += [f"- {name}: {said.get(size, 'NOT RUN at this size')}" for name, size in SIZES.items()]
        parts.append("")
    return "\n".join(parts)


def built() -> list[int]:
    """The numbers of the bars that exist."""
    found = Path(__file__).parent.glob("bar_[0-9][0-9].py")
    return sorted(int(each.stem.removeprefix("bar_")) for each in found)


def _module(number: int) -> Any:
    return import_module(f"bench.bars.bar_{number:02d}")


def _commit() -> str:
    """The commit that was tried, and whether anything but this page had been changed since."""
    commit = _git("rev-parse", "--short", "HEAD") or "no commit"
    changed = _git("status", "--porcelain", "--", ".", f":!{PAGE.relative_to(HOUSE)}")
    return f"{commit}, changed since" if changed else commit


def _git(*asked: str) -> str:
    done = subprocess.run(["git", *asked], cwd=HOUSE, capture_output=True, text=True, check=False)
    return done.stdout.strip()
