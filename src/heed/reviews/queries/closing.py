"""Why a review is not to be closed yet: rooms that know say so."""

from __future__ import annotations

from collections.abc import Callable

from heed.platform.access.types import Actor
from heed.reviews.models import Review

Says = Callable[[Actor, Review], str]
_SAYS: list[Says] = []


def register_keeps_open(says: Says) -> None:
    """Called at start-up. `says` answers in a sentence why a review has to stay open, or with nothing."""
    if says not in _SAYS:
        _SAYS.append(says)


def what_keeps_open(actor: Actor, review: Review) -> list[str]:
    """All that is said against closing this review now."""
    return [sentence for says in _SAYS if (sentence := says(actor, review))]
