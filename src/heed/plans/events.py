"""What the audit log keeps of actions."""

from heed.platform.audit_log.types import event


@event("action.registered")
class ActionRegistered:
    """Put action {reference} into the register as {state}, as stated in the document."""

    reference: str
    state: str


@event("action.withdrawn")
class ActionWithdrawn:
    """Took action {reference} out of the register again; nothing had been built on it."""

    reference: str
