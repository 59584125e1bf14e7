"""What the audit log keeps of children's daily life."""

from heed.platform.audit_log.types import event


@event("life.kept")
class LifeKept:
    """Kept what daily life was like for a child, or why nothing can be said."""


@event("life.mended")
class LifeMended:
    """Mended what is said of a child's daily life; what it said before stays in its history."""


@event("life.taken_out")
class LifeTakenOut:
    """Took out what was said of a child's daily life; it stays on record with the reason."""
