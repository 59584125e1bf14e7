"""Functions that a test has the limited process call."""

from __future__ import annotations

import os


def eat(megabytes: int) -> int:
    """Fills this much memory, so that it is really taken, and says how much."""
    return len(b"x" * (megabytes * 1_000_000))


def die_of_some(data: bytes, name: str) -> str:
    """Reads a file, unless its bytes kill."""
    if data.startswith(b"kill"):
        os.abort()
    return name
