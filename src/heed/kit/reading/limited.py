"""Inside the limited process: take from it what reading does not need, then answer calls.

Run as `python -m heed.kit.reading.limited MEMORY SECONDS` by `heed.kit.reading.process`, which see.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import pickle
import struct
import sys
from pathlib import Path
from typing import Any, Final

from heed.kit.reading.types import Unreadable

HEADER: Final = struct.Struct(">Q")
"""A message is its length in bytes and then itself, both ways."""


def read_path(path: str, function: str, options: dict[str, Any]) -> Any:
    """In the limited process: read a file's bytes and hand them to `function`."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise Unreadable("unopened", f"The file {Path(path).name} could not be opened: {reason}.") from error
    return named(function)(data, Path(path).name, **options)


def named(function: str) -> Any:
    """The function of a dotted name."""
    module, _, name = function.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _limit(memory: int) -> None:
    """Take from this process what reading does not need."""
    try:
        import resource
    except ImportError:  # not on this system: the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    with contextlib.suppress(OSError, AttributeError, ValueError):
        # A network namespace of its own, where the system grants one: nothing to connect to.
        ctypes.CDLL(None, use_errno=True).unshare(0x10000000 | 0x40000000)

    def guard(event: str, _: object) -> None:
        if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
            raise PermissionError("the reading process may not do this")

    sys.addaudithook(guard)


def _limit_processor(seconds: int) -> None:
    """Let the next call use this many seconds of processor; the system ends the process at the limit."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 1, hard))


def _answer(message: bytes) -> bytes:
    function, arguments, options = pickle.loads(message)
    try:
        return pickle.dumps(("value", named(function)(*arguments, **options)))
    except Unreadable as unreadable:
        return pickle.dumps(("unreadable", (unreadable.code, unreadable.message, unreadable.page)))
    except (MemoryError, RecursionError) as error:
        return pickle.dumps(("too_hard", type(error).__name__))
    except Exception as error:
        return pickle.dumps(("failed", f"{type(error).__name__}: {error}"))


def main(memory: int, processor: int) -> None:
    """Answer calls until the other end closes."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    _limit(memory)
    while len(header := source.read(HEADER.size)) == HEADER.size:
        message = source.read(HEADER.unpack(header)[0])
        _limit_processor(processor)
        reply = _answer(message)
        target.write(HEADER.pack(len(reply)) + reply)
        target.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
