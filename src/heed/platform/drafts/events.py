"""What the audit log keeps of drafts: that there is one, and that it was thrown away; never what it says."""

from heed.platform.audit_log.types import event


@event("draft.begun")
class DraftBegun:
    """Kept a draft of the form {form}."""

    form: str


@event("draft.discarded")
class DraftDiscarded:
    """Threw away a draft of the form {form}."""

    form: str
