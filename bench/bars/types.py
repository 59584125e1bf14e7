"""What a bar is asked for, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """`USUAL`: one partnership, all bars together in half an hour. `FULL`: the counts that the bars name."""

    USUAL = "usual"
    FULL = "full"


SQLITE = ("sqlite",)
BOTH = ("sqlite", "postgresql")
NEITHER = ("",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`figure` in words, with what was counted ("16,204 checks, 0 leaks"); `ran` is False where it could not be."""

    passed: bool
    figure: str
    ran: bool = True

    @property
    def verdict(self) -> str:
        if not self.ran:
            return "NOT RUN"
        return "PASS" if self.passed else "FAIL"


def together(outcomes: dict[str, Outcome]) -> Outcome:
    """One answer for a bar that was asked on several databases."""
    figures = {name: each.figure for name, each in outcomes.items()}
    joined = "; ".join(f"{name}: {figure}" if name else figure for name, figure in figures.items())
    return Outcome(
        passed=all(each.passed for each in outcomes.values()),
        figure=joined,
        ran=all(each.ran for each in outcomes.values()),
    )
