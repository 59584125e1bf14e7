"""Which kinds of review there are, in the field's words, and how their references begin."""

from __future__ import annotations

REVIEW_KINDS: dict[str, str] = {
    "rapid review": "RR",
    "local child safeguarding practice review": "LCSPR",
    "serious case review": "SCR",
    "national review": "NR",
    "learning review": "LR",
    "thematic audit": "AUD",
    "thematic review": "TR",
    "inspection": "INS",
    "joint targeted area inspection": "JTAI",
    "domestic abuse related death review": "DARDR",
    "domestic homicide review": "DHR",
    "safeguarding adult review": "SAR",
    "patient safety investigation": "PSI",
    "coroner's report": "PFD",
}


def reference_prefix(kind: str) -> str:
    """The letters that a reference of this kind of review begins with; LR for a kind not listed."""
    return REVIEW_KINDS.get(kind.casefold(), "LR")
