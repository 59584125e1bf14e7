"""What is kept of reviews."""

from heed.reviews.models.reviews import Review

__all__ = ["Review"]
