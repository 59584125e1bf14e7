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
