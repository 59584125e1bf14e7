"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`WELL`; `LOOK`: works, and should be mended; `WRONG`: something may be lost or seen that should not."""

    WELL = "well"
    LOOK = "look at this"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` in two or three words, `sentence` what is so, `mend` what to do (empty where all is well)."""

    about: str
    state: State
    sentence: str
    mend: str = ""
