"""Identifiers that say nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters and digits that are mistaken for one another when read aloud."""


def new_public_id() -> str:
    """Twelve random letters and digits (about 59 bits), used in addresses in place of row numbers."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record was called before it was taken out of the register, so that it comes back under the same names;
    empty for one that is new."""

    public_id: str = ""
    reference: str = ""

    @property
    def as_field(self) -> dict[str, str]:
        """The public id for a new row, where it has one already."""
        return {"public_id": self.public_id} if self.public_id else {}


NEW = Kept()
