"""Identifiers that say nothing."""

from __future__ import annotations

import secrets

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters and digits that are mistaken for one another when read aloud."""


def new_public_id() -> str:
    """Twelve random letters and digits (about 59 bits), used in addresses in place of row numbers."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))
