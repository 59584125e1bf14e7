"""What the audit log keeps of framework documents."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("framework.kept")
class FrameworkKept:
    """Kept an edition of a framework document, in force from {begins}."""

    begins: str


@event("framework.withdrawn")
class FrameworkWithdrawn:
    """Withdrew an edition of a framework document."""
