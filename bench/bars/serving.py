"""A Heed of a bar's own behind real web processes, with the cast in it, asked over HTTP as browsers ask."""

from __future__ import annotations

import http.client
import io
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.bars.house import migrate

if TYPE_CHECKING:
    from heed.platform.access.types import Actor
    from tests.cast import Cast

HOUSE = Path(__file__).resolve().parents[2]
START_IN = 90.0


@contextmanager
def serving(
    *, workers: int = 2, before: Callable[[Cast], object] = lambda cast: None
) -> Iterator[tuple[Cast, int, subprocess.Popen[bytes]]]:
    """The cast, the port where Heed answers, and the web's first process. Django is ready in this process too. `before`
    is done while there is nobody yet but the cast."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    os.environ["HEED_SECOND_FACTOR"] = "false"
    import django

    django.setup()
    migrate()
    from tests import cast as the_cast

    cast = the_cast.make()
    before(cast)
    port = _a_free_port()
    command = [sys.executable, "-m", "gunicorn", "heed.config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--log-level", "error", "--timeout", "60"]
    web = subprocess.Popen(command, cwd=HOUSE, env=os.environ.copy())
    try:
        _wait_for(port)
        yield cast, port, web
    finally:
        web.terminate()
        web.wait(timeout=30)


def _a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_IN
    while time.monotonic() < until:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health/")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Heed did not start")


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    headers: Mapping[str, str]


class Browser:
    """One person's browser: signed in, with a token against forged forms of its own."""

    def __init__(self, actor: Actor, port: int):
        from tests.cast import client_of

        session = client_of(actor).cookies["sessionid"].value
        self.port, self.token = port, secrets.token_hex(16)
        self._cookie = f"sessionid={session}; csrftoken={self.token}"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, name: bytes, content: bytes, **more: Any) -> Answer:
        """A file under a name of any bytes. `boundary` and `tail` may be spoilt."""
        boundary = more.get("boundary", b"heedbar")
        out = io.BytesIO()
        out.write(b'--heedbar\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n')
        out.write(self.token.encode() + b"\r\n--heedbar\r\n")
        out.write(b'Content-Disposition: form-data; name="file"; filename="' + name + b'"\r\n')
        out.write(b"Content-Type: " + more.get("kind", b"application/octet-stream") + b"\r\n\r\n")
        out.write(content + more.get("tail", b"\r\n--heedbar--\r\n"))
        head = {"Content-Type": f"multipart/form-data; boundary={boundary.decode('latin-1')}"}
        return self._ask("POST", path, out.getvalue(), head)

    def _ask(self, method: str, path: str, body: bytes, head: Mapping[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, {"Cookie": self._cookie, "Accept": "text/html", **head})
            answer = line.getresponse()
            text = answer.read().decode("utf-8", errors="replace")
            return Answer(answer.status, text, dict(answer.getheaders()))
        finally:
            line.close()
