"""The words for actions."""

from __future__ import annotations

from enum import StrEnum


class ActionKind(StrEnum):
    ONE_OFF = "one_off"
    STANDING = "standing"
    """A standing arrangement: something that keeps happening."""


class ActionState(StrEnum):
    """Those that reading a document can give; later steps are only ever taken by people."""

    IN_PRINCIPLE = "agreed_in_principle"
    REPORTED = "reported"
    STALLED = "stalled"


REPORTED_OR_FURTHER: frozenset[ActionState] = frozenset({ActionState.REPORTED})
VERIFIED_OR_FURTHER: frozenset[ActionState] = frozenset()
"""No action can be verified yet: that is a person's act, and its page is still to be built."""
