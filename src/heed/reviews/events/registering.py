"""What the audit log keeps of reviews."""

from heed.platform.audit_log.types import event


@event("review.registered")
class ReviewRegistered:
    """Registered the review {reference}."""

    reference: str


@event("review.document_added")
class ReviewDocumentAdded:
    """Added the document {document} to the review."""

    document: str


@event("review.document_left")
class ReviewDocumentLeft:
    """Took a document away from the review (the review was removed with its only document: {removed})."""

    removed: bool


@event("review.day_corrected")
class ReviewDayCorrected:
    """Corrected the day by which the review is earlier or later than others, from {was} to {now}."""

    was: str
    now: str
