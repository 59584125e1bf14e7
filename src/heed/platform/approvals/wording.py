"""Which agency is which partner, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heed.platform.access.decisions import Partner
from heed.platform.ui.wording import words


def partners_words(partners: Sequence[Partner], names: Mapping[str, Sequence[str]]) -> str:
    """Which agency is which partner: "the police: Westmere Police"."""
    return "; ".join(f"{each.name}: {words(list(names.get(each.code, ()))) or 'nobody'}" for each in partners)
