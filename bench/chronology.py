"""How long 20 agencies' chronologies of 2,000 entries each take to become one, from their tables to gaps, records that
differ and events told twice. Limit: 3 s of processor. With `--large` 50 agencies of 10,000 beside it, and the memory
that they took: half a million entries, more than any case has, so no limit is set to them.

The entries are made up of a few dozen words, so that far more of them are alike than in any real case.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
LIMIT = 3.0
WHO = (
    "the mother",
    "the father",
    "the baby",
    "Child K",
    "the grandmother",
    "the teacher",
    "an officer",
    "a neighbour",
)
DID = [
    "visited",
    "telephoned",
    "assessed",
    "attended",
    "weighed",
    "arrested",
    "questioned",
    "discussed",
    "reviewed",
    "examined",
    "admitted",
]
WHAT = [
    "home",
    "school",
    "clinic",
    "hospital",
    "bruising",
    "shouting",
    "housing",
    "arrears",
    "feeding",
    "sleep",
    "alcohol",
    "partner",
    "nursery",
    "wrist",
    "fracture",
    "weight",
    "appointment",
    "escalation",
    "strategy",
    "meeting",
    "station",
    "contact",
    "letter",
    "referral",
    "assessment",
    "threshold",
]


def main() -> int:
    seconds, entries = merged(20, 2_000)
    beside = ""
    if "--large" in sys.argv:
        more, many = merged(50, 10_000)
        beside = f"; {many:,} entries of 50 agencies: {more:.1f} s, {most_memory():,.0f} MB at most"
    print(
        f"chronology of 20 agencies, {entries:,} entries: {seconds:.1f} s of processor (limit: {LIMIT} s){beside}"
    )
    return int(seconds > LIMIT)


def most_memory() -> float:
    """Megabytes that this process held at most, the tables that were made up included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def merged(agencies: int, rows: int) -> tuple[float, int]:
    """Seconds of processor and entries."""
    from heed.kit.chronology import merge, table_of
    from heed.kit.reading.grid import Grid

    luck = random.Random(7)
    grids = [Grid(f"Agency {at}", tuple(table(luck, rows))) for at in range(agencies)]
    began = time.process_time()
    whole = merge([table_of([grid], grid.name, agency=grid.name) for grid in grids])
    return time.process_time() - began, len(whole.entries)


def table(luck: random.Random, rows: int) -> list[tuple[str, ...]]:
    lines = [("Date", "Time", "Source", "Event", "Action")]
    for at in range(rows):
        day, form = date(2009, 1, 1) + timedelta(days=luck.randrange(3650)), luck.random()
        words = (
            f"{day:%d/%m/%Y}" if form < 0.8 else f"{day:%-d %B %Y}" if form < 0.95 else f"early {day:%B %Y}"
        )
        event = (
            f"{luck.choice(WHO)} {luck.choice(DID)} about {luck.choice(WHAT)} and {luck.choice(WHAT)} with "
            f"{luck.choice(WHO)}; {luck.choice(WHAT)} at the {luck.choice(WHAT)}, {luck.choice(WHO)} was seen."
        )
        clock = f"{luck.randrange(24):02}:{luck.randrange(60):02}"
        lines.append((words, clock, f"Record {at}", event, f"{luck.choice(DID)} {luck.choice(WHAT)}"))
    return lines


if __name__ == "__main__":
    sys.exit(main())
