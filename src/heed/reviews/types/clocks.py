"""A partnership's own timescales, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAME = "timescales"
"""What the partnership's editions of these rules are called."""
UNITS = {"working_days": "working days", "months": "calendar months"}


@dataclass(frozen=True, slots=True)
class OwnTimescales:
    """`spans` are "30 working_days" or "1 months" by clock; `confirmed` names, by edition of guidance, who checked its
    figures against it, and when."""

    number: int
    spans: Mapping[str, str]
    source: str
    said_by: str
    confirmed: Mapping[str, str]


def as_rule(span: str) -> dict[str, int]:
    """ "30 working_days" as a rules file has it."""
    number, unit = span.split(" ")
    return {unit: int(number)}
