"""What the audit log costs: an event for each page, sealing, and verifying.

Each page view writes one event before it is answered. Measured: the time from the request to the last byte of a
register's page with that event and without it, warm, SQLite unless HEED_DATABASE is given; events sealed a second;
rows verified a second. Limits: 10 ms for a page's event; 1,000,000 rows verified in 15 s.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]
TIMES = 100
ROWS = int(os.environ.get("HEED_BENCH_EVENTS", "100000"))


def main() -> None:
    from bench.bars.house import house

    with house() as cast, tempfile.TemporaryDirectory() as folder:
        from django.conf import settings
        from django.db import connection

        settings.ANCHOR = Path(folder) / "anchor.jsonl"
        with_event, without = _pages(cast)
        print(
            f"a page's event, {connection.vendor}: {with_event - without:.1f} ms of {with_event:.1f} ms (limit: 10 ms)"
        )
        _chain(cast)


def _pages(cast: Any) -> tuple[float, float]:
    """Median milliseconds of a register's page, with its event and without."""
    from unittest.mock import patch

    from django.urls import reverse

    from heed.platform.http import audited
    from tests.cast import client_of

    client, path = client_of(cast.reader), reverse("learning:list")
    client.get(path)
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(TIMES):
        for written in (True, False):
            began = time.perf_counter()
            if written:
                client.get(path)
            else:
                with patch.object(audited, "_write_down"):
                    client.get(path)
            took[written].append((time.perf_counter() - began) * 1000)
    return statistics.median(took[True]), statistics.median(took[False])


def _chain(cast: Any) -> None:
    from bench.bars.tampering import BEGAN, fill
    from heed.platform.audit_log.sealing import seal
    from heed.platform.audit_log.verification import verify

    partnership = cast.manager.partnership_id
    fill(partnership, ROWS)
    began = time.perf_counter()
    seal(at=BEGAN)
    print(f"sealed: {ROWS / (time.perf_counter() - began):,.0f} events a second")
    began = time.perf_counter()
    [verdict] = verify(partnership_id=partnership, at=BEGAN)
    took = time.perf_counter() - began
    if not verdict.sound:
        raise SystemExit(verdict.problem)
    print(
        f"verified: {verdict.rows / took:,.0f} rows a second, so a million in {took / verdict.rows * 1_000_000:.1f} s "
        "(limit: 15 s)"
    )


if __name__ == "__main__":
    main()
