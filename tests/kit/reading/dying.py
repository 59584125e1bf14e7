"""Functions that a test has the limited process call."""

from __future__ import annotations

import ctypes
import os


def eat(megabytes: int) -> int:
    """Fills this much memory, so that it is really taken, and says how much."""
    return len(b"x" * (megabytes * 1_000_000))


def die_of_some(data: bytes, name: str) -> str:
    """Reads a file, unless its bytes kill."""
    if data.startswith(b"kill"):
        os.abort()
    return name


def read_natively(path: str) -> bytes:
    """A file's bytes by the system's own call, past whatever Python would say."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.open(path.encode(), os.O_RDONLY)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "not opened")
    buffer = ctypes.create_string_buffer(64)
    return buffer.raw[: libc.read(descriptor, buffer, 64)]
