"""Phrase rules: wording in a rule file made into something that can be searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def spaced(pattern: str) -> str:
    """A pattern in which a space stands for any run of blanks, and a space with "?" for one or none."""
    return re.sub(r" +(\??)", lambda found: r"\s*" if found.group(1) else r"\s+", pattern)


@lru_cache(maxsize=4096)
def _compile(patterns: tuple[str, ...], whole: bool) -> re.Pattern[str]:
    if not patterns:
        return re.compile(r"(?!)")
    body = "|".join(f"(?:{spaced(one)})" for one in patterns)
    return re.compile(rf"\s*(?:{body})\s*" if whole else rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def phrases(patterns: Iterable[str], *, whole: bool = False) -> re.Pattern[str]:
    """One pattern for all the phrases of a rule.

    A phrase is a regular expression in which a space stands for any run of blanks; capitals do not
    matter. It must begin and end at the edge of a word. With `whole`, it is for `fullmatch`.
    Search in text made `plain`, so that quotes and dashes match however they were typed.
    """
    return _compile(tuple(patterns), whole)
