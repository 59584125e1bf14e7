"""A child's daily life, as values."""

from __future__ import annotations

from dataclasses import dataclass

LABELS = {
    "child": "Child",
    "period": "Period",
    "words": "What daily life was like",
    "own_words": "In the child’s own words",
    "identity": "Race, culture, identity and disability",
    "source": "Where it is recorded",
    "why_blank": "If nothing can be said: why",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one child in one period."""

    child: str
    period: str
    words: str = ""
    own_words: str = ""
    identity: str = ""
    source: str = ""
    why_blank: str = ""
