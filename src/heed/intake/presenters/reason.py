"""A step that takes something out again, which needs a reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ReasonPage:
    """A step that needs a reason. `sentences` say what it does; `first` is what must be done before, if anything."""

    title: str
    sentences: tuple[str, ...]
    button: str
    reason: str
    error: str
    back: str
    first: str = ""
    first_href: str = ""
    stay: bool = False
    """Whether its records stay in the register, in place of what would be done first."""
