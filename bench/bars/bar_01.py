"""The permission matrix: every address, asked in every way it accepts, by everybody, about every kind of case.

Addresses come from the URL resolver; one without a row in the permission table fails the bar. Who may is worked out
here from the table, from memberships and from what was set up, never by Heed's own queries.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bench.bars.house import house
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Every address answers everybody as the permission table and each case's access say, and gives nothing away."
DATABASES = BOTH
TIMED_ALONE = True
CHECKS = {Size.USUAL: 2_000, Size.FULL: 16_000}
LEAST_ALLOWED = 0.08
"""The share of answers that must be allowed: a matrix in which everything is refused proves nothing."""
GAP = 0.005
"""Seconds at the median between an answer about what is missing and about what is forbidden."""
TIMED = {Size.USUAL: 60, Size.FULL: 200}
TWO = ("missing", "restricted, not named")
"""Between these there must be no difference in time; each is asked first in turn."""
CASES = ("open", "restricted, named", "restricted, not named", "another agency's", "excluded", "missing")
"""The case that an address points at, as it stands to those who ask; to a third of them it is elsewhere besides."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: a role in an agency, or one of those who have no role here."""

    who: str
    client: Any
    agency: str = ""
    of_cast: bool = False
    guards: bool = False
    """Whether they may say who sees a case."""


@dataclass
class Matrix:
    """What was asked and what was wrong."""

    checks: int = 0
    allowed: int = 0
    let_in: int = 0
    """Allowed, and told that something else stands in the way."""
    leaks: list[str] = field(default_factory=list)
    kinds: set[tuple[str, str, str]] = field(default_factory=set)

    def wrong(self, row: Any, asker: Asker, case: str, got: object, wanted: object) -> None:
        where = f" of {asker.agency}" if asker.agency else ""
        self.leaks.append(f"{row.method} {row.url} about {case} by {asker.who}{where}: {got}, not {wanted}")


def run(size: Size) -> Outcome:
    with house() as cast:
        from bench.bars.matrix import prepare

        undeclared = undeclared_addresses()
        setting = prepare(cast)
        matrix = Matrix()
        cells = sorted(drawn(setting, size), key=lambda cell: cell[2])
        for case, group in groupby(cells, key=lambda cell: cell[2]):
            with setting.standing(case):
                for row, asker, _ in group:
                    ask_one(matrix, setting, row, asker, case)
        with setting.standing(TWO[1]):
            gap = timing(setting, TIMED[size])
    share = matrix.allowed / max(matrix.checks, 1)
    figure = (
        f"{matrix.checks:,} checks of {len({(url, method) for url, method, _ in matrix.kinds})} addresses and "
        f"methods, {matrix.allowed:,} allowed ({matrix.let_in:,} more let in and told of another state), "
        f"{len(matrix.leaks)} leaks, {len(undeclared)} undeclared addresses, "
        f"{gap * 1000:.1f} ms between missing and forbidden"
    )
    passed = not matrix.leaks and not undeclared and share >= LEAST_ALLOWED and gap <= GAP
    return Outcome(
        passed and matrix.checks >= CHECKS[size], "; ".join([figure, *undeclared[:3], *matrix.leaks[:3]])
    )


def undeclared_addresses() -> list[str]:
    from tests.house_rules.permission_table import every_address, read_table

    return sorted(set(every_address()) - {row.url for row in read_table()[0]})


def drawn(setting: Any, size: Size) -> Iterator[tuple[Any, Asker, str]]:
    """Every cell at full size; otherwise a sample by a fixed seed in which every address and method stands."""
    cells = [
        (row, asker, case)
        for row in setting.rows
        for asker in setting.askers
        for case in (CASES if setting.points_at_case(row) else ("",))
    ]
    order = random.Random(20261121)
    order.shuffle(cells)
    if size is Size.FULL:
        yield from cells
        return
    first: dict[tuple[str, str], tuple[Any, Asker, str]] = {}
    for cell in cells:
        first.setdefault((cell[0].url, cell[0].method), cell)
    chosen = list(first.values())
    kept = {id(cell) for cell in chosen}
    yield from chosen
    yield from [cell for cell in cells if id(cell) not in kept][: CHECKS[size] - len(chosen)]


def ask_one(matrix: Matrix, setting: Any, row: Any, asker: Asker, case: str) -> None:
    """One cell: asked, compared, and undone."""
    from django.db import transaction

    from bench.bars.matrix import AN_AGENCYS, HIDDEN

    wanted = setting.wanted(row, asker, case)
    with transaction.atomic():
        answer = setting.ask(row, asker, case)
        status, words = answer.status_code, words_of(answer)
        transaction.set_rollback(True)
    matrix.checks += 1
    matrix.kinds.add((row.url, row.method, case))
    matrix.allowed += status == row.works and wanted == row.works
    matrix.let_in += status != row.works and wanted == row.works and wanted == status
    if status != wanted:
        matrix.wrong(row, asker, case, status, wanted)
    # Where the table asks who somebody is besides their role, they may see the case and be refused the deed.
    hidden = case in HIDDEN or (case == AN_AGENCYS and not asker.guards) or asker.agency == setting.elsewhere
    hides = wanted == 404 and (status == 404 or hidden or not row.by_person)
    if hides and case != "missing" and setting.points_at_case(row):
        with transaction.atomic():
            missing = setting.ask(row, asker, "missing")
            same = (missing.status_code, words_of(missing))
            transaction.set_rollback(True)
        matrix.checks += 1
        if (status, len(words), words) != (same[0], len(same[1]), same[1]):
            matrix.wrong(row, asker, case, "another page than for what is missing", "the same")


def words_of(answer: Any) -> str:
    """An answer without what differs each time."""
    if answer.streaming:
        b"".join(answer.streaming_content)
        return ""
    page = answer.content.decode(errors="replace")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r"[0-9a-f]{32}", "", page)


def timing(setting: Any, times: int) -> float:
    """Seconds at the median between asking for what is missing and for what is forbidden, for a page and for a file;
    the larger of the two. Where it seems too long it is measured once more, four times as often: on a busy machine
    the first look may be chance."""
    asker = next(each for each in setting.askers if each.who == "officer")
    rows = [
        next(row for row in setting.rows if row.url == url and row.method == "GET")
        for url in ("reviews:review", "library:file")
    ]
    first = max(gap_between(setting, row, asker, times) for row in rows)
    return first if first <= GAP else max(gap_between(setting, row, asker, 4 * times) for row in rows)


def gap_between(setting: Any, row: Any, asker: Asker, times: int) -> float:
    differences = []
    for turn in range(times):
        seconds = {}
        for case in TWO if turn % 2 else TWO[::-1]:
            began = time.perf_counter()
            setting.ask(row, asker, case)
            seconds[case] = time.perf_counter() - began
        differences.append(seconds[TWO[0]] - seconds[TWO[1]])
    return abs(statistics.median(differences))
