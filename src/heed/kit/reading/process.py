"""Reading an untrusted file in a process of its own, with limits on memory and time.

The process (`heed.kit.reading.limited`) imports a function by its dotted name, calls it and sends back
what it returns. It may die of a hostile file: then the caller gets `Unreadable("too_hard")`,
and the next file a new process. It stays warm between files, for start-up costs more than a short file.

The process has no secrets (its environment is made for it), no network, no files but the program itself (see
`heed.kit.reading.confine`), and is not believed: what it sends back is unpickled with nothing allowed but
Heed's own plain values.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import enum
import io
import logging
import os
import pickle
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from heed.kit.reading.confine import is_code
from heed.kit.reading.limited import HEADER
from heed.kit.reading.sniff import refuse
from heed.kit.reading.types import Unreadable

READ = "heed.kit.reading.read"
"""The function that reads a file: it takes the bytes and the name."""

READABLE_TOO: list[str] = []
"""Folders of modules that the limited process may read beside Heed's own: for tests that bring functions."""

_MOST_REPLY = 512_000_000
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HEED_RULES")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost: bytes of memory, seconds of processor, seconds in all; and after how many
    files a process is replaced by a new one."""

    memory: int = 1_000_000_000
    processor: int = 60
    seconds: float = 90.0
    files: int = 200


class Worker:
    """One limited process, started when first needed and again whenever it has died."""

    def __init__(self, bounds: Bounds = Bounds()) -> None:
        self.bounds = bounds
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0
        self._reply = bytearray()
        self.deadline = 0.0

    def call(self, function: str, *arguments: Any, **options: Any) -> Any:
        """What `function` (a dotted name) returns for these arguments, which must pickle.

        Raises the `Unreadable` that the function raised, or `Unreadable("too_hard")` when the process
        died, and `Unreadable("failed")` when the function fell over.
        """
        self.start(function, *arguments, **options)
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while True:
                selector.select(max(0.0, self.deadline - time.monotonic()))
                done, value = self.receive()
                if done:
                    return value

    def start(self, function: str, *arguments: Any, **options: Any) -> None:
        """Send a call without waiting for it; `receive` gives its answer."""
        if self._process is None or self._process.poll() is not None or self._calls >= self.bounds.files:
            self.close()
            self._process = self._spawn()
            self._calls = 0
        self._calls += 1
        self._reply.clear()
        self.deadline = time.monotonic() + self.bounds.seconds
        message = pickle.dumps((function, arguments, options))
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(HEADER.pack(len(message)) + message)
            self._process.stdin.flush()
        except OSError:  # it died at once: `receive` finds its pipe closed
            _log.warning("the reading process ended before it was given a file")

    def receive(self) -> tuple[bool, Any]:
        """(False, None) while there is no answer yet; then (True, answer), or the error is raised."""
        late = time.monotonic() >= self.deadline
        try:
            piece = os.read(self.fileno(), 1 << 20)
        except BlockingIOError:
            if late:
                self._give_up("took too long")
            return False, None
        self._reply += piece
        wanted = HEADER.unpack_from(self._reply)[0] if len(self._reply) >= HEADER.size else None
        if not piece or (wanted is not None and wanted > _MOST_REPLY):
            self._give_up("died")
        if wanted is None or len(self._reply) < HEADER.size + wanted:
            if late:
                self._give_up("took too long")
            return False, None
        reply = bytes(self._reply[HEADER.size :])
        self._reply.clear()
        return True, self._open(reply)

    def _open(self, reply: bytes) -> Any:
        try:
            outcome, value = _Careful(io.BytesIO(reply)).load()
        except Exception:
            self._give_up("sent something else than an answer")
        if outcome == "value":
            return value
        if outcome == "unreadable":
            raise Unreadable(*value)
        _log.warning("reading fell over: %s", str(value).split(":")[0][:80])  # the kind only: never case text
        raise refuse("too_hard" if outcome == "too_hard" else "failed")

    def _give_up(self, why: str) -> NoReturn:
        _log.warning("the reading process %s", why)
        self.close()
        raise refuse("too_hard")

    def _spawn(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(
            [
                str(Path(__file__).resolve().parents[3]),
                *(each for each in sys.path if each and is_code(Path(each))),
                *READABLE_TOO,
            ]
        )
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        bounds = self.bounds
        process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "heed.kit.reading.limited",
                str(bounds.memory),
                str(bounds.processor),
                *READABLE_TOO,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # a Ctrl-C is for the parent, which then closes this
        )
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        return process

    def fileno(self) -> int:
        """The pipe its answer comes through, for a selector."""
        if self._process is None or self._process.stdout is None:
            raise ValueError("nothing has been started")
        return self._process.stdout.fileno()

    @property
    def pid(self) -> int | None:
        """The process's number while it lives; None before its first call and after it died or was ended."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if alive and self._process else None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Careful(pickle.Unpickler):
    """Opens plain values only: Heed's dataclasses and enumerations, and Python's own containers."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("heed.kit."):
            found = super().find_class(module, name)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
                return found
        if (module, name) in (("builtins", "set"), ("builtins", "frozenset")):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")


_warm: Worker | None = None
_warm_owner = 0
_lock = threading.Lock()


def call_in_process(function: str, *arguments: Any, **options: Any) -> Any:
    """Call a function by its dotted name in this process's own warm limited process. Safe from threads:
    one call at a time."""
    global _warm, _warm_owner
    with _lock:
        if _warm is None or _warm_owner != os.getpid():  # a forked web worker starts its own
            _warm, _warm_owner = Worker(), os.getpid()
            atexit.register(_end, _warm, _warm_owner)
        return _warm.call(function, *arguments, **options)


def _end(worker: Worker, owner: int) -> None:
    """End a worker at exit, unless this is a fork of the process that has it."""
    if owner == os.getpid():
        worker.close()


def read_in_process(path: str | Path, *, function: str = READ, **options: Any) -> Any:
    """Read one file in the limited process: a `Reading`, or whatever `function(data, name)` returns.

    The file is opened here: the limited process sees no files, only these bytes.
    """
    return call_in_process(function, bytes_of(path), Path(path).name, **options)


def bytes_of(path: str | Path) -> bytes:
    """A file's bytes. Raises `Unreadable` where it cannot be opened."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise Unreadable("unopened", f"The file {Path(path).name} could not be opened: {reason}.") from error


def how_confined() -> dict[str, bool]:
    """What the system itself keeps from the limited process: "memory", "network" and "files" (see `confine`)."""
    found: dict[str, bool] = call_in_process("heed.kit.reading.confine.how_confined")
    return found


def read_many(
    paths: Iterable[str | Path],
    *,
    function: str = READ,
    workers: int = 0,
    bounds: Bounds = Bounds(),
    **options: Any,
) -> Iterator[tuple[Path, Any]]:
    """Read files on several processors (all of them if `workers` is 0): yields (path, Reading or
    Unreadable) as each is done; one bad file does not stop the rest."""
    waiting = iter(paths)
    with contextlib.ExitStack() as stack, selectors.DefaultSelector() as selector:
        busy: dict[Worker, Path] = {}
        idle = [stack.enter_context(Worker(bounds)) for _ in range(workers or os.cpu_count() or 1)]
        while True:
            while idle and (path := next(waiting, None)) is not None:
                try:
                    data = bytes_of(path)
                except Unreadable as unreadable:
                    yield Path(path), unreadable
                    continue
                worker = idle.pop()
                worker.start(function, data, Path(path).name, **options)
                busy[worker] = Path(path)
                selector.register(worker, selectors.EVENT_READ)
            if not busy:
                return
            selector.select(max(0.0, min(worker.deadline for worker in busy) - time.monotonic()))
            for worker, path in list(busy.items()):
                selector.unregister(worker)  # its pipe may be closed by `receive`
                try:
                    done, answer = worker.receive()
                except Unreadable as unreadable:
                    done, answer = True, unreadable
                if done:
                    del busy[worker]
                    idle.append(worker)
                    yield path, answer
                else:
                    selector.register(worker, selectors.EVENT_READ)
