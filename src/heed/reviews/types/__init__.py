"""The words of reviews, as values."""

from heed.reviews.types.kinds import REVIEW_KINDS, reference_prefix
from heed.reviews.types.states import ReviewState

__all__ = ["REVIEW_KINDS", "ReviewState", "reference_prefix"]
