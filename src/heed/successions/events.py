"""What the audit log keeps of one body taking over from another."""

from heed.platform.audit_log.types import event


@event("succession.proposed")
class SuccessionProposed:
    """Proposed that the partnership's work passes to another body."""


@event("succession.agreed")
class SuccessionAgreed:
    """Agreed that the partnership's work passes to another body: {reviews} reviews and {actions} actions go with it."""

    reviews: int
    actions: int


@event("succession.taken_back")
class SuccessionTakenBack:
    """Took back a proposal that the partnership's work passes to another body."""
