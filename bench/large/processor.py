"""What the processors did for a request: this process, and the database's beside it where there is one; and how much
of the memory it took."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.db import connection

_TICK = os.sysconf("SC_CLK_TCK")


def seconds() -> float:
    """Of processor used so far. PostgreSQL works in a process of its own for this connection, and in helpers that it
    starts for a query: what those took is counted once they have ended."""
    own = time.process_time()
    if connection.vendor != "postgresql" or connection.connection is None:
        return own
    server = connection.connection.info.backend_pid
    return own + _of_process(server) + _of_ended_children(_parent(server))


def judged(clock: float, processor: float) -> float:
    """What counts: the clock where a processor was free for Heed; else what the processors did, for then the clock
    tells of others on the machine."""
    return clock if os.getloadavg()[0] <= (os.cpu_count() or 1) else processor


def most_megabytes() -> int:
    """The most that this process held, from Linux's own books: what `getrusage` says begins with what the process that
    started this one held."""
    held = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(held.split()[1]) // 1024


def _of_process(process: int) -> float:
    """Exact to the nanosecond, where the system keeps it so."""
    ran, _, _ = Path(f"/proc/{process}/schedstat").read_text().split()
    return int(ran) / 1e9


def _of_ended_children(process: int) -> float:
    fields = _stat(process)
    return (int(fields[13]) + int(fields[14])) / _TICK


def _parent(process: int) -> int:
    return int(_stat(process)[1])


def _stat(process: int) -> list[str]:
    """What stands after the name, which may hold anything: state, parent and so on."""
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
