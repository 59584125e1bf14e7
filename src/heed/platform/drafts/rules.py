"""How long drafts are kept: from `rules/drafts.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Keeping:
    """Days after which a draft nobody took up again is erased, minutes for which a form is held for whoever signs
    in again, and the most bytes that one may have."""

    days: int
    held_minutes: int
    most_bytes: int


@lru_cache(maxsize=1)
def keeping() -> Keeping:
    written = yaml.safe_load((Path(settings.RULES) / "drafts.yaml").read_text(encoding="utf-8"))
    return Keeping(
        days=written["days"], held_minutes=written["held_minutes"], most_bytes=written["most_bytes"]
    )
