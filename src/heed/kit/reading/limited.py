"""Inside the limited process: take from it what reading does not need, then answer calls.

Run as `python -m heed.kit.reading.limited MEMORY SECONDS [FOLDER...]` by `heed.kit.reading.process`, which see.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import pickle
import struct
import sys
from collections.abc import Sequence
from typing import Any, Final

from heed.kit.reading.confine import close_files, confinement, landlock_version, readable
from heed.kit.reading.types import Unreadable

HEADER: Final = struct.Struct(">Q")
"""A message is its length in bytes and then itself, both ways."""


def named(function: str) -> Any:
    """The function of a dotted name."""
    module, _, name = function.rpartition(".")
    return getattr(importlib.import_module(module), name)


_FORBIDDEN = frozenset(
    {
        "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system",
        "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir",
        "os.symlink", "os.link", "os.chmod", "os.truncate", "shutil.rmtree", "ftplib.connect",
    }
)  # fmt: skip
"""What Python reports before it does it, and what reading never needs."""


def _limit(memory: int, also: Sequence[str]) -> None:
    """Take from this process what reading does not need."""
    try:
        import resource
    except ImportError:  # not on this system: the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    confinement["memory"] = True
    with contextlib.suppress(OSError, AttributeError, ValueError):
        # A network namespace of its own, where the system grants one: nothing to connect to.
        confinement["network"] = ctypes.CDLL(None, use_errno=True).unshare(0x10000000 | 0x40000000) == 0
    allowed = readable(also)
    confinement["files"] = close_files(allowed)
    confinement["network"] |= landlock_version() >= _NO_TCP_SINCE
    roots = tuple(f"{each}{os.sep}" for each in allowed)

    def guard(event: str, arguments: tuple[object, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError("the reading process may not do this")
        if event == "open" and isinstance(arguments[0], str | bytes):
            wanted = os.path.realpath(os.fsdecode(arguments[0]))
            if not f"{wanted}{os.sep}".startswith(roots):
                raise PermissionError("the reading process may not open this")

    sys.addaudithook(guard)


_NO_TCP_SINCE: Final = 4  # of Landlock: see `confine`


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


def main(memory: int, processor: int, also: Sequence[str] = ()) -> None:
    """Answer calls until the other end closes. `also` may be read beside the program itself."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    _limit(memory, also)
    while len(header := source.read(HEADER.size)) == HEADER.size:
        message = source.read(HEADER.unpack(header)[0])
        _limit_processor(processor)
        reply = _answer(message)
        target.write(HEADER.pack(len(reply)) + reply)
        target.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
