"""Proceedings that run beside a review, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Blocked:
    """A step of a review that proceedings hold up: since when, and by which (reference and name)."""

    step: str
    since: date
    by: tuple[str, ...]
