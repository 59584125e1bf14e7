"""Whether a file that somebody sent may be kept: asked while it lies aside, before it has a name or a row."""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from heed.kit.reading.process import Bounds, Worker
from heed.kit.reading.types import Unreadable
from heed.platform.base.errors import Invalid
from heed.platform.files.antivirus import scan

A_LOOK = Bounds(memory=900_000_000, processor=8, seconds=9.0)
"""What looking into one file may cost: it is never parsed here, so seconds are plenty."""

_INSPECT = "heed.kit.reading.inspect.inspect"
_lock = threading.Lock()
_worker: Worker | None = None
_owner = 0


def check_harmless(file: Path, *, name: str) -> None:
    """Raise `Invalid` with a sentence that names the file, unless a scanner (where there is one) and Heed's own look
    in the limited process find nothing wrong with it."""
    if scan(file):
        raise refused(name, "The virus scanner found malware in it. Tell whoever looks after your computers.")
    try:
        _look(file.read_bytes())
    except Unreadable as reason:
        raise refused(name, reason.message) from reason


def read_harmless(*, name: str, size: int, chunks: Iterable[bytes]) -> bytes:
    """The bytes of a file that is looked at once and not kept; `Invalid` as `check_harmless`, and for one that is
    empty or too large."""
    if size == 0:
        raise refused(name, "It is empty. Choose the file again.")
    if size > settings.MAX_DOCUMENT_BYTES:
        raise refused(name, f"It is larger than {settings.MAX_DOCUMENT_BYTES // 1024**2} MB.")
    with tempfile.NamedTemporaryFile(prefix="heed-") as aside:
        for chunk in chunks:
            aside.write(chunk)
        aside.flush()
        check_harmless(Path(aside.name), name=name)
        return Path(aside.name).read_bytes()


def refused(name: str, sentence: str) -> Invalid:
    """That a file of this name was not taken, and why, at its field."""
    said = f"“{name}” was not taken. {sentence}"
    return Invalid(said, fields={"file": said})


def _look(data: bytes) -> None:
    global _worker, _owner
    with _lock:
        if _worker is None or _owner != os.getpid():  # a forked web worker starts its own
            _worker, _owner = Worker(A_LOOK), os.getpid()
            atexit.register(_end, _worker, _owner)
        _worker.call(_INSPECT, data)


def _end(worker: Worker, owner: int) -> None:
    if owner == os.getpid():
        worker.close()
