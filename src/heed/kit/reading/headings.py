"""What the words of a heading may be, where only its looks say that it is one."""

from __future__ import annotations

_LONGEST = 170
_FEW = 3  # words, so few that a stop behind them does not make a sentence: "Key findings."


def may_be_heading(text: str) -> bool:
    """Whether a bold or large paragraph is short enough, and too little of a sentence, to be a heading."""
    if len(text) > _LONGEST or not any(letter.isalpha() for letter in text):
        return False
    words = text.split()
    named = any(sign.isdigit() for sign in words[-1])  # "Recommendation 1a."
    return not text.endswith((".", ";", ",")) or len(words) <= _FEW or (named and len(words) <= 2 * _FEW)
