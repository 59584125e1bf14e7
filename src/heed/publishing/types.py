"""The words for publications and for what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a publication is; derived from its newest edition and what was approved, never typed."""

    PREPARING = "preparing"
    CHECKED = "checked"
    APPROVED = "approved"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


STATES: dict[State, str] = {
    State.PREPARING: "Being prepared",
    State.CHECKED: "Checked, waits for approval",
    State.APPROVED: "Approved",
    State.EMBARGOED: "Under embargo",
    State.PUBLISHED: "Published",
    State.CORRECTED: "Published, corrected",
    State.OVER: "Taken down as decided",
    State.WITHDRAWN: "Withdrawn",
    State.DISCARDED: "Discarded",
}
PUBLIC = frozenset({State.PUBLISHED, State.CORRECTED})


class Answer(StrEnum):
    """What was made of something that the check found."""

    REPLACED = "replaced"
    GENERALISED = "generalised"
    REMOVED = "removed"
    KEPT = "kept"


ANSWERS: dict[str, str] = {
    Answer.REPLACED.value: "Replace it",
    Answer.GENERALISED.value: "Say it more generally",
    Answer.REMOVED.value: "Take it out",
    Answer.KEPT.value: "Keep it, with the reason",
}
ANSWERED: dict[str, str] = {
    Answer.REPLACED.value: "Replaced",
    Answer.GENERALISED.value: "Said more generally",
    Answer.REMOVED.value: "Taken out",
    Answer.KEPT.value: "Kept",
}


class WhenOver(StrEnum):
    """What happens to the public copy when its time is over."""

    LOOK = "look"
    TAKE_DOWN = "take_down"


WHEN_OVER: dict[str, str] = {
    WhenOver.LOOK.value: "Somebody decides whether it stays",
    WhenOver.TAKE_DOWN.value: "It is taken down by itself",
}

FORMS: dict[str, tuple[str, str]] = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "txt": ("Plain text", "text/plain; charset=utf-8"),
}
"""The forms in which an edition can be taken away: how each is called, and what it is to a browser."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that the check found, before it is kept. `layer` is "" where everybody reads it."""

    check: str
    kind: str
    found: str
    says: str
    layer: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    proposed: str = ""
    """What could stand there instead."""


@dataclass(frozen=True, slots=True)
class PublicationKind:
    """`accepted`: of a review whose report was accepted; `answers`: it says what was answered to each recommendation;
    `tellings`: who is told first, by key."""

    key: str
    name: str
    accepted: bool
    answers: bool
    tellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TellingRule:
    """`before` working days at least between the telling and publication; None: any day up to it. `kinds` are the
    kinds of review that it is for; empty for all."""

    key: str
    name: str
    before: int | None
    kinds: tuple[str, ...]
