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
from heed.reviews.types.states import CARRIED_OUT, DECIDED_TOGETHER, STAGES, ReviewState

__all__ = [
    "CARRIED_OUT",
    "CATEGORIES",
    "DECIDED_TOGETHER",
    "METHODS",
    "OUTCOMES",
    "RAPID_STEPS",
    "REVIEW_KINDS",
    "SAFETY",
    "STAGES",
    "UNDECIDED",
    "Category",
    "Outcome",
    "RapidStep",
    "ReviewState",
    "Safety",
    "Tie",
    "reference_prefix",
]
