"""What proceedings hold up, from values alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from heed.reviews.types.proceedings import Blocked

Running = tuple[str, Iterable[str], date | None]
"""Proceedings that have not ended: what they are called, the steps they hold up, and since when."""


def blocked_by(running: Iterable[Running], order: Iterable[str]) -> list[Blocked]:
    """Each step that anything holds up, since the first day of all that do, in the given order."""
    rows = list(running)
    found = []
    for step in order:
        holding = [(name, since) for name, steps, since in rows if step in steps and since is not None]
        if holding:
            first = min(since for _, since in holding)
            found.append(Blocked(step, first, tuple(name for name, _ in holding)))
    return found
