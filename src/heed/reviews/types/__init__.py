"""The words of reviews, as values."""

from heed.reviews.types.cases import (
    CATEGORIES,
    METHODS,
    OUTCOMES,
    RAPID_STEPS,
    SAFETY,
    UNDECIDED,
    Category,
    Outcome,
    RapidStep,
    Safety,
    Tie,
)
from heed.reviews.types.kinds import REVIEW_KINDS, reference_prefix
from heed.reviews.types.states import CARRIED_OUT, DAYS_SAID, DECIDED_TOGETHER, STAGES, DaySaid, ReviewState

__all__ = [
    "CARRIED_OUT",
    "CATEGORIES",
    "DAYS_SAID",
    "DECIDED_TOGETHER",
    "METHODS",
    "OUTCOMES",
    "RAPID_STEPS",
    "REVIEW_KINDS",
    "SAFETY",
    "STAGES",
    "UNDECIDED",
    "Category",
    "DaySaid",
    "Outcome",
    "RapidStep",
    "ReviewState",
    "Safety",
    "Tie",
    "reference_prefix",
]
