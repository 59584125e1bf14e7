"""What a job is made of: a registered function, and the handle through which it says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from heed.platform.access.types import Actor

LEASE = timedelta(seconds=60)
"""How long a worker may stay silent before its job is given to another."""
HEARTBEAT = timedelta(seconds=15)
SWEEP = timedelta(seconds=10)
UPKEEP = timedelta(hours=1)


class Handle(Protocol):
    """Given to a job's function."""

    ref: str
    subject_ref: str
    actor: Actor

    def say(self, step: str, *, done: int = 0, total: int = 0) -> None:
        """Show this step to whoever waits."""


class GiveUp(Exception):
    """Raised by a job that another attempt cannot help; the message is a sentence for the person who waits."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """`run` must be idempotent: it may be run again after a worker died half way.
    `failed` is told, in its own transaction, when no attempt is left."""

    name: str
    title: str
    run: Callable[[Handle], None]
    failed: Callable[[str, str], None]
    attempts_allowed: int = 3


KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Called by an app at start-up."""
    KINDS[kind.name] = kind
