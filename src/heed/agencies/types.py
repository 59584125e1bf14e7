"""What agencies hold in the rooms around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Held = Mapping[str, Sequence[Sequence[int]]]
"""By kind of record, each one's key, its version, and whatever else its room needs to give it back."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a room does when an agency's work passes to another, and when it comes back.

    `held`: from an actor and an agency's key, what is this agency's. `passes`: from an actor, the agency that `was`,
    the one it is now (`agency_id`) and the moment, to how many passed. `comes_back`: from the same, what was `held`
    and `since` when it had passed, to the references of what was worked on since ("" for what the actor may not see);
    where there is none, all of it is back.
    """

    held: Callable[..., Held]
    passes: Callable[..., int]
    comes_back: Callable[..., Sequence[str]]
