"""One thing that somebody without an account may do: what they are shown, exactly, and what they may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ShownByLink:
    """What the person is shown. `sha256` is of the exact bytes: of the file where there is one, else of `words`."""

    title: str
    words: str
    sha256: str
    file: Path | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class TaskKind:
    """A kind of thing to be asked for by a link. `name` is also the `subject_kind` of its events.

    `show` gives, for an actor and a public id, what the person will be shown, or raises `NotVisible`; it is asked
    again, for whoever made the link, each time that the link is opened: what its maker may no longer see, it no
    longer shows. `answers` are the codes and words to choose from; `needs_words` says that words must go with them.
    """

    name: str
    title: str
    question: str
    answers: tuple[tuple[str, str], ...]
    needs_words: bool
    page: str
    show: Callable[[Any, str], ShownByLink]


KINDS: dict[str, TaskKind] = {}
"""Every registered kind by its name."""


def register_kind(kind: TaskKind) -> None:
    """Called by a room at start-up."""
    KINDS[kind.name] = kind
