"""Heed as it is served, for bars that kill and spoil it: real processes, real requests, and what they acknowledged.

`prepare` makes the cast's partnership in this bar's own database and data folder; `Served` is `heed serve` on it;
`Writer` sends forms and documents as somebody signed in, and remembers what was acknowledged.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.bars.house import migrate

HOUSE = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from heed.cli.main import main; main()"]
CSRF = "s" * 32
FILES = HOUSE / "build" / "static" / "collected" / "staticfiles.json"


def prepare(*, writers: int) -> list[str]:
    """The cast in this bar's database, and the session keys of so many visits by its officer."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    from tests import cast as the_cast

    _collect_front_end()
    migrate()
    cast = the_cast.make()
    return [session_of(cast.officer) for _ in range(writers)]


def _collect_front_end() -> None:
    if not FILES.exists():
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"], cwd=HOUSE, check=True
        )


def session_of(actor: Any) -> str:
    """A cookie with which this person is signed in."""
    from django.conf import settings

    from tests.cast import client_of

    return str(client_of(actor).cookies[settings.SESSION_COOKIE_NAME].value)


@dataclass
class Served:
    """`heed serve`, started and stopped; `environment` goes to its processes."""

    web: int = 3
    workers: int = 2
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: float = 60) -> float:
        """Start, wait until it answers, and give the seconds that took."""
        began = time.monotonic()
        self.port = self.port or free_port()
        log = Path(os.environ["HEED_DATA"]).with_name("served.log").open("ab")
        self.process = subprocess.Popen(
            [
                *COMMAND,
                "serve",
                "--port",
                str(self.port),
                "--web",
                str(self.web),
                "--workers",
                str(self.workers),
            ],
            env={**os.environ, "HEED_BACKUP_AT": "never", **self.environment},
            cwd=HOUSE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.wait_until_answering(wait)
        return time.monotonic() - began

    def wait_until_answering(self, wait: float = 60) -> float:
        began = time.monotonic()
        while time.monotonic() - began < wait:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(self.port, "GET", "/health/", "")[0] == 200:
                    return time.monotonic() - began
            time.sleep(0.05)
        raise RuntimeError("Heed does not answer: " + last_lines())

    def kill_all(self) -> None:
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill_all()

    def web_processes(self) -> list[int]:
        """The processes that answer pages, without the one that starts them."""
        assert self.process
        return [
            child
            for parent in children(self.process.pid, "heed-pages")
            for child in children(parent, "heed-pages")
        ]

    def work_processes(self) -> list[int]:
        assert self.process
        return children(self.process.pid, "heed-work")


def last_lines() -> str:
    return Path(os.environ["HEED_DATA"]).with_name("served.log").read_text(errors="replace")[-1500:]


def children(parent: int, named: str) -> list[int]:
    """The running processes of this name that this one started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=,comm=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    return [int(pid) for pid, state, name in rows if name == named and not state.startswith("Z")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(
    port: int,
    method: str,
    path: str,
    session: str,
    body: bytes = b"",
    kind: str = "application/x-www-form-urlencoded",
    timeout: float = 40,
) -> tuple[int, str, bytes]:
    """Status, where it leads, and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "Connection": "close"}
        if body:
            headers["Content-Type"] = kind
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read()
    finally:
        connection.close()


@dataclass
class Writer(threading.Thread):
    """Adds agencies and documents, one after another, until told to stop. What was acknowledged is remembered only
    when the whole answer had come."""

    port: int
    session: str
    number: int
    pause: float = 0.0
    names: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)
    unplain: list[str] = field(default_factory=list)
    last_acknowledged: float = 0.0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.told_to_stop = threading.Event()
        self.turn = 0

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.told_to_stop.is_set():
            self.write_once()
            if self.pause:
                time.sleep(self.pause)

    def write_once(self) -> bool:
        """One form or one document; True when it was acknowledged."""
        self.turn += 1
        try:
            done = self._document() if self.turn % 4 == 0 else self._agency()
        except (OSError, http.client.HTTPException) as problem:
            self._note(type(problem).__name__)
            time.sleep(0.05)
            return False
        if done:
            self.last_acknowledged = time.monotonic()
        return done

    def _agency(self) -> bool:
        name = f"Agency {self.number}-{self.turn:06d}"
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": CSRF, "name": name, "kind": "council"})
        status, to, page = ask(self.port, "POST", "/agencies/add/", self.session, form.encode())
        done = status == 302 and to == "/agencies/"
        if done:
            self.names.append(name)
        return self._judge(status, page, done, to)

    def _document(self) -> bool:
        content = f"Learning {self.number}-{self.turn:06d}\n\nThe partnership should listen.\n".encode()
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'.encode(),
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="l-{self.number}-{self.turn}.txt"'
            "\r\nContent-Type: text/plain\r\n\r\n".encode(),
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        kind = f"multipart/form-data; boundary={edge}"
        status, to, page = ask(self.port, "POST", "/library/bring-in/", self.session, b"".join(parts), kind)
        done = status == 302 and to.startswith("/library/")
        if done:
            self.hashes.append(hashlib.sha256(content).hexdigest())
        return self._judge(status, page, done, to)

    def _judge(self, status: int, page: bytes, done: bool, to: str) -> bool:
        if done:
            return True
        self._note(f"{status} {to}".strip())
        said = re.sub(r"<[^>]+>|\s+", " ", page.decode(errors="replace"))
        if status != 503 or "Heed cannot" not in said or "Traceback" in said:
            self.unplain.append(f"{status}: {said[-300:]}")
        return False

    def _note(self, what: str) -> None:
        self.refusals[what] = self.refusals.get(what, 0) + 1


@contextlib.contextmanager
def writing(port: int, sessions: list[str], *, first: int = 0, pause: float = 0.0) -> Iterator[list[Writer]]:
    """Writers at work until the end of the block; `first` numbers them, so that no two of a bar write the same."""
    writers = [Writer(port, session, first + number, pause) for number, session in enumerate(sessions)]
    for each in writers:
        each.turn = each.number % 4  # some begin with a document
    for each in writers:
        each.start()
    try:
        yield writers
    finally:
        for each in writers:
            each.told_to_stop.set()
        for each in writers:
            each.join(timeout=60)


@dataclass(frozen=True)
class Counted:
    """What the database and the data folder hold of what was acknowledged."""

    acknowledged: int
    lost: int
    without_event: int
    without_file: int
    damaged_files: int
    integrity: str

    @property
    def whole(self) -> bool:
        return not (self.lost or self.without_event or self.without_file or self.damaged_files) and (
            self.integrity == "ok"
        )

    def __str__(self) -> str:
        return (
            f"{self.acknowledged:,} acknowledged, {self.lost} lost, {self.without_event} without event, "
            f"{self.without_file} without file, {self.damaged_files} damaged files, integrity {self.integrity}"
        )


def count_kept(writers: list[Writer]) -> Counted:
    """Compare what writers were told with what is there."""
    from django.db import connection

    from heed.library.models import Document
    from heed.platform.audit_log.models import Event
    from heed.platform.files.models import StoredFile
    from heed.platform.files.operations import path_of
    from heed.platform.partnerships.models import Agency

    connection.close()
    names = {name for each in writers for name in each.names}
    hashes = {sha for each in writers for sha in each.hashes}
    agencies = dict(Agency.objects.filter(name__startswith="Agency ").values_list("name", "public_id"))
    documents = Document.objects.for_everyone(because="a bar")
    kept = dict(documents.filter(name__startswith="l-").values_list("file__sha256", "public_id"))
    seen = set(Event.objects.filter(kind="agency.added").values_list("subject_ref", flat=True))
    brought = set(Event.objects.filter(kind="document.brought_in").values_list("subject_ref", flat=True))
    without_file = damaged = 0
    for file in StoredFile.objects.filter(erased_at__isnull=True):
        path = path_of(file)
        if not path.is_file():
            without_file += 1
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            damaged += 1
    return Counted(
        acknowledged=len(names) + len(hashes),
        lost=len(names - set(agencies)) + len(hashes - set(kept)),
        without_event=len(set(agencies.values()) - seen) + len(set(kept.values()) - brought),
        without_file=without_file,
        damaged_files=damaged,
        integrity=_integrity(connection),
    )


def _integrity(connection: Any) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            return str(cursor.fetchone()[0])
        # Every row of every table is read, and every constraint between tables is tried.
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM (SELECT * FROM "{table}") AS every_row')
        connection.check_constraints()
    return "ok"
