"""The words for assurance: what is asked of an agency apart from a recommendation, and what came of it."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A request for assurance; a letter to which every agency says yes or no; a challenge to an agency."""

    REQUEST = "request"
    LETTER = "letter"
    CHALLENGE = "challenge"


class State(StrEnum):
    """Where it stands. Closed: whoever asked has said what they make of the reply."""

    OPEN = "open"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be written under one, each kept for ever."""

    REPLY = "reply"
    VIEW = "view"
    ESCALATION = "escalation"
    WITHDRAWAL = "withdrawal"


class Grade(StrEnum):
    """What the board makes of a reply."""

    ASSURED = "assured"
    PARTLY = "partly"
    NOT = "not"


KIND_NAMES: dict[str, str] = {
    Kind.REQUEST: "Request for assurance",
    Kind.LETTER: "Assurance letter",
    Kind.CHALLENGE: "Challenge",
}
GRADE_NAMES: dict[str, str] = {
    Grade.ASSURED: "Assured",
    Grade.PARTLY: "Partly assured",
    Grade.NOT: "Not assured",
}
ANSWERS: dict[str, str] = {"yes": "Yes", "no": "No"}
"""What an agency says to a letter."""
PREFIXES: dict[str, str] = {Kind.REQUEST: "ASR", Kind.LETTER: "LET", Kind.CHALLENGE: "CHA"}
"""What a reference begins with."""
