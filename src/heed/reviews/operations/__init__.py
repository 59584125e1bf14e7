"""What changes reviews."""

from heed.reviews.operations.registering import add_document, leave_document, register_review

__all__ = ["add_document", "leave_document", "register_review"]
