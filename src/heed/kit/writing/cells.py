"""Words in a cell of a file that a spreadsheet will open."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(words: str) -> str:
    """Words that a spreadsheet will not take for a formula: with an apostrophe before what begins like one."""
    return f"'{words}" if words.startswith(_FORMULA) else words
