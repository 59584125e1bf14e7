"""Functions that a test has the limited process call."""

from __future__ import annotations

import os


def die_of_some(data: bytes, name: str) -> str:
    """Reads a file, unless its bytes kill."""
    if data.startswith(b"kill"):
        os.abort()
    return name
