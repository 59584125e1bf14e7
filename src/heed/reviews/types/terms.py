"""Terms of reference, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewTerms:
    """What a version of the terms says. `standard` are keys of the standard questions that it asks; `own` the case's
    own, as (label, question)."""

    period_from: date | None
    period_to: date | None
    agencies: tuple[str, ...]
    standard: tuple[str, ...]
    own: tuple[str, ...]
    words: str = ""
