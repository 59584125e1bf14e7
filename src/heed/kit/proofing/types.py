"""What proofing speaks of: stretches of a text, what the register says, and faults."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, point, heading, cell or note. `form` is one of those words; `owner` is who answers for it, ""
    for nobody and None where that is not asked; `links` are words with the address that they lead to."""

    words: str
    form: str = "paragraph"
    place: str = ""
    owner: str | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register knows of a recommendation: its label as printed, its state in the register's words, what else
    is true of it then (what is verified was reported), and whether anything was answered."""

    label: str
    state: str = ""
    answered: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend or to accept. `text` is the index of the text, -1 for the document as a whole; `start` and
    `end` are offsets into its words; `proposed` are words to write instead, where there are any."""

    kind: str
    words: str
    place: str
    text: int
    start: int
    end: int
    why: str
    proposed: str = ""

    @property
    def key(self) -> str:
        """The same for the same fault in the same text."""
        return f"{self.text}:{self.start}:{self.end}:{self.kind}"


def as_json(fault: Fault) -> dict[str, Any]:
    """A fault as JSON holds it."""
    return {**dataclasses.asdict(fault), "key": fault.key}
