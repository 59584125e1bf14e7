"""What the audit log keeps of joint approvals and of who decides what."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("approval.opened")
class ApprovalOpened:
    """Put a decision to those who take it together: {decision} (SHA-256 of what they are shown: {sha256})."""

    decision: str
    sha256: str


@event("approval.given")
class ApprovalGiven:
    """Approval {answer} by {seat}, {how} (SHA-256 of what it is about: {sha256})."""

    seat: str
    answer: str
    how: str
    sha256: str


@event("approval.taken_back")
class ApprovalTakenBack:
    """Took back an approval of {seat}; it stays to be read."""

    seat: str


@event("approval.withdrawn")
class ApprovalWithdrawn:
    """Withdrew a decision that was put to those who take it together; it stays to be read."""


@event("approval.superseded")
class ApprovalSuperseded:
    """What was put to those who decide says something else by now; it was put to them again."""


@event("decisions.confirmed")
class WhoDecidesConfirmed:
    """Confirmed who decides by the edition of guidance that begins on {begins}."""

    begins: str


@event("decisions.changed")
class WhoDecidesChanged:
    """Changed who decides what ({begins})."""

    begins: str
