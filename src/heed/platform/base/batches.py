"""Many keys, a statement's worth at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Key = TypeVar("Key", int, str)

AT_ONCE = 1000
"""Keys in one statement: databases have their limits."""


def batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """These keys in as many groups as it takes for one statement each."""
    for first in range(0, len(keys), AT_ONCE):
        yield keys[first : first + AT_ONCE]
