"""One thing that somebody without an account may do: what they are shown, exactly, and what they may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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


def _anybody(actor: Any, ref: str, asked_of: str) -> None:
    """Most things can be asked of anybody."""


def _nothing(row: Any, at: datetime) -> None:
    """Most answers are only kept."""


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
    may_be_asked: Callable[[Any, str, str], None] = _anybody
    """Refuses, for the actor and a public id, who cannot be asked (in words)."""
    taken: Callable[[Any, datetime], None] = _nothing
    """What else becomes of an answer, in its transaction: from its row and the moment."""
    code_by_another: bool = False
    """Somebody else than whoever made the link makes its code and tells it: what approves takes two, so that nobody
    who works here holds both and could answer in another's name."""


KINDS: dict[str, TaskKind] = {}
"""Every registered kind by its name."""


def register_kind(kind: TaskKind) -> None:
    """Called by a room at start-up."""
    KINDS[kind.name] = kind
