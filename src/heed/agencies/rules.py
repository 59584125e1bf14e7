"""What follows from how agencies stand in line."""

from __future__ import annotations

from typing import Any

STATES = {"current": "Still there", "ended": "Ended"}


def comes_after(agency: Any, other: Any) -> bool:
    """Whether `agency` stands somewhere in the line of what came after `other`, or is it."""
    seen = other
    while seen is not None:
        if seen.pk == agency.pk:
            return True
        seen = seen.successor
    return False
