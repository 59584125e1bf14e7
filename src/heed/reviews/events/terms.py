"""What the audit log keeps of terms of reference."""

from heed.platform.audit_log.types import event


@event("terms.written")
class TermsWritten:
    """Wrote version {number} of the review's terms of reference, with {questions} questions."""

    number: int
    questions: int


@event("terms.approved")
class TermsApproved:
    """Kept that version {number} of the review's terms of reference was approved."""

    number: int


@event("terms.withdrawn")
class TermsWithdrawn:
    """Withdrew version {number} of the review's terms of reference, which was not approved."""

    number: int
