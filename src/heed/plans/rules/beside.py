"""Evidence before and after, to be seen side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any


def parted_by_day(
    pieces: Sequence[Any], on: date | None
) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """Evidence that speaks for a time before this day, since it, and for no time; and what speaks against, whenever.

    Each by the last day that it speaks for. Without a day nothing is parted: all of it stands as of no time.
    """
    ordered = sorted(pieces, key=lambda each: (_until(each) or date.min, each.pk))
    shows = [each for each in ordered if not each.contrary]
    dated = [] if on is None else [(day, each) for each in shows if (day := _until(each))]
    before = [each for day, each in dated if on is not None and day < on]
    since = [each for day, each in dated if on is not None and day >= on]
    rest = [each for each in shows if each not in before and each not in since]
    return before, since, rest, [each for each in ordered if each.contrary]


def _until(piece: Any) -> date | None:
    found: date | None = piece.period_to or piece.value_on or piece.period_from
    return found
