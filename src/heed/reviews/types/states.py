"""How far a review is."""

from __future__ import annotations

from enum import StrEnum


class ReviewState(StrEnum):
    """From the first case referral on. A review that was brought in with its report begins as published."""

    REFERRED = "referred"
    DECIDED = "decided"
    COMMISSIONED = "commissioned"
    GATHERING = "gathering"
    DRAFTING = "drafting"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    WITHHELD = "withheld"
    CLOSED = "closed"


STAGES: dict[ReviewState, str] = {
    ReviewState.REFERRED: "Referred",
    ReviewState.DECIDED: "Decided",
    ReviewState.COMMISSIONED: "Commissioned",
    ReviewState.GATHERING: "Gathering",
    ReviewState.DRAFTING: "Drafting",
    ReviewState.ACCEPTED: "Accepted",
    ReviewState.PUBLISHED: "Published",
    ReviewState.WITHHELD: "Withheld",
    ReviewState.CLOSED: "Closed",
}
"""Each state as one reads it, in order."""

CARRIED_OUT = frozenset({ReviewState.COMMISSIONED, ReviewState.GATHERING, ReviewState.DRAFTING})
"""Its learning is still being found."""

DECIDED_TOGETHER: dict[ReviewState, tuple[str, str]] = {
    ReviewState.WITHHELD: ("withhold_report", "The report is not published, or only in part"),
    ReviewState.CLOSED: ("close_review", "The review is closed"),
}
"""Steps that those who decide take: the decision of `rules/decisions.yaml`, and what it says."""

_S = ReviewState
NEXT: dict[ReviewState, frozenset[ReviewState]] = {
    _S.REFERRED: frozenset({_S.DECIDED}),
    _S.DECIDED: frozenset({_S.COMMISSIONED, _S.CLOSED}),
    _S.COMMISSIONED: frozenset({_S.GATHERING}),
    _S.GATHERING: frozenset({_S.DRAFTING}),
    _S.DRAFTING: frozenset({_S.GATHERING}),
    _S.ACCEPTED: frozenset({_S.PUBLISHED, _S.WITHHELD}),
    _S.PUBLISHED: frozenset({_S.WITHHELD, _S.CLOSED}),
    _S.WITHHELD: frozenset({_S.PUBLISHED, _S.CLOSED}),
    _S.CLOSED: frozenset(),
}
"""Where a review may go from each state by somebody's word. A decision moves it by itself until it is gathering; from
drafting to accepted, and back, it goes by what those who accept its report have said."""


class DaySaid(StrEnum):
    """Which day it is by which a review is earlier or later than others."""

    PUBLISHED = "published"
    FINISHED = "finished"
    UNKNOWN = "unknown"


DAYS_SAID: dict[str, str] = {
    DaySaid.PUBLISHED: "It was published on that day",
    DaySaid.FINISHED: "It was finished on that day, and not published",
    DaySaid.UNKNOWN: "Nobody knows its day",
}
"""Each as one reads it, in order."""
