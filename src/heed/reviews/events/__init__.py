"""What the audit log keeps of reviews."""

from heed.reviews.events.registering import ReviewDocumentAdded, ReviewDocumentLeft, ReviewRegistered

__all__ = ["ReviewDocumentAdded", "ReviewDocumentLeft", "ReviewRegistered"]
