"""The shared library for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable

from heed.memory.models import SharedReview
from heed.memory.operations.sharing import take_out
from tests.cast import AT, BIRCH, Cast, Register, register_of
from tests.cast_memory import published, shared


def things(cast: Cast) -> dict[str, str]:
    """A review that is marked as published, and another that is shared."""
    return {
        "review.published": published(cast, register_of(cast.manager, BIRCH, review="Rowan")).public_id,
        "shared": _one(cast).public_id,
    }


def _one(cast: Cast) -> SharedReview:
    return shared(cast, published(cast, register_of(cast.manager, BIRCH, review="Willow")))


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "shared.put_in": lambda register, cast: _one(cast),
    "shared.taken_out": lambda register, cast: take_out(
        cast.manager, ref=_one(cast).public_id, reason="It names a school", at=AT
    ),
}

_O = "heed.memory.operations.sharing"
WITHOUT_VERSION = {
    f"{_O}.take_out": "out either way: a second time finds nothing there",
}
