"""Malformed uploads through real web processes, and mutations straight into the reader: nothing falls over."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.bars.serving import Browser, serving
from bench.bars.spoilt import NAMES, each_spoilt, families
from bench.bars.types import BOTH, Outcome, Size

TITLE = (
    "Malformed uploads over HTTP (10,000 of at least 40 families): 0 crashes, 0 status 500, 0 over 10 s, the reading "
    "process within its memory, 0 files left over; and mutations straight into the reader (100,000)."
)
DATABASES = BOTH
UPLOADS = {Size.USUAL: 400, Size.FULL: 10_000}
MUTATIONS = {Size.USUAL: 5_000, Size.FULL: 100_000}
LONGEST = 10.0
MOST_MEGABYTES = 512
SEED = 20261121


def run(size: Size) -> Outcome:
    with serving(workers=2) as (cast, port, web):
        browser = Browser(cast.manager, port)
        children = _children(web.pid)
        watch = _Memory(web.pid)
        with ThreadPoolExecutor(2) as pool:
            asked = list(pool.map(lambda each: _send(browser, *each), _uploads(UPLOADS[size])))
        watch.stop()
        died = len(children - _children(web.pid))
        left = _left_over()
    statuses, took = Counter(status for status, _ in asked), max(seconds for _, seconds in asked)
    faults = sum(number for status, number in statuses.items() if status >= 500)
    read, refused, broke, dead = _mutations(MUTATIONS[size])
    kinds = len(families()) + len(NAMES)
    figure = (
        f"{len(asked)} uploads of {kinds} families ({dict(sorted(statuses.items()))}), {faults} of status 5xx, "
        f"{died} web processes died, longest {took:.1f} s, reading process at most {watch.most} MB, {left} left over; "
        f"{read + refused + broke} mutations: {read} read, {refused} refused, {broke} not understood, "
        f"{dead} processes ended (seed {SEED})"
    )
    passed = (
        faults == 0 and died == 0 and took <= LONGEST and watch.most <= MOST_MEGABYTES and left == 0
        and dead == 0 and statuses[302] > 0 and statuses[422] > 0 and read > 0 and refused > 0 and kinds >= 40
    )  # fmt: skip
    return Outcome(passed, figure)


def _uploads(how_many: int) -> list[tuple[bytes, bytes, dict[str, bytes]]]:
    """Name, content, and how the request itself is spoilt."""
    luck, made = random.Random(SEED), []
    for number, (_, ending, data) in enumerate(each_spoilt(how_many, seed=SEED)):
        name = luck.choice(NAMES) if number % 5 == 0 else b"file.%b" % ending.encode()
        spoilt: dict[str, bytes] = {}
        if number % 41 == 0:
            spoilt["boundary"] = luck.choice((b"other", b"", b"a" * 300))
        if number % 43 == 0:
            spoilt["tail"] = luck.choice((b"", b"\r\n--heedbar", b"\r\n--heedbar\r\n\r\n"))
        if number % 47 == 0:
            spoilt["kind"] = luck.choice((b"text/html; charset=nowhere", b"a" * 500, b""))
        made.append((name, data, spoilt))
    return made


def _send(browser: Browser, name: bytes, data: bytes, spoilt: dict[str, bytes]) -> tuple[int, float]:
    began = time.monotonic()
    try:
        status = browser.upload("/library/bring-in/", name, data, **spoilt).status
    except OSError:
        status = 599  # no answer at all
    return status, time.monotonic() - began


def _left_over() -> int:
    """Files that belong to nothing, and uploads begun and not ended."""
    from heed.platform.files.keeping import check_files

    found = check_files(read=False)
    return len(found.without_row) + found.unreferenced + len(found.missing) + len(found.changed)


def _children(pid: int) -> set[int]:
    """The processes that this one started."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.add(int(stat.parent.name))
    return found


class _Memory:
    """The most that a reading process of these web processes has held, in megabytes, looked at while they work."""

    def __init__(self, web: int):
        self.most, self._web, self._done = 0, web, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._done.wait(0.2):
            for worker in _children(self._web):
                for reader in _children(worker):
                    try:
                        said = (Path("/proc") / str(reader) / "status").read_text()
                    except OSError:
                        continue
                    peak = re.search(r"VmHWM:\s+(\d+) kB", said)
                    self.most = max(self.most, int(peak[1]) // 1024 if peak else 0)

    def stop(self) -> None:
        self._done.set()
        self._thread.join()


def _mutations(how_many: int) -> tuple[int, int, int, int]:
    """Straight into the reader: read, refused, not understood (refused in a sentence too), processes that ended."""
    from heed.kit.reading.process import Bounds, Worker
    from heed.kit.reading.types import Unreadable

    read = refused = broke = dead = 0
    with Worker(Bounds(files=5_000)) as worker:
        for _, ending, data in each_spoilt(how_many, seed=SEED + 1):
            before = worker.pid
            try:
                worker.call("heed.kit.reading.extract.extract", data, f"file.{ending}")
            except Unreadable as reason:
                refused += reason.code != "failed"
                broke += reason.code == "failed"
                dead += worker.pid is None and before is not None
            else:
                read += 1
    return read, refused, broke, dead
