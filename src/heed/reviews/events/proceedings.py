"""What the audit log keeps of proceedings beside reviews."""

from heed.platform.audit_log.types import event


@event("proceedings.noted")
class ProceedingsNoted:
    """Noted proceedings {reference} ({kind}) beside the review; opened again: {reopened}."""

    reference: str
    kind: str
    reopened: bool


@event("proceedings.changed")
class ProceedingsChanged:
    """Changed what proceedings {reference} hold up, or when they are expected to end."""

    reference: str


@event("proceedings.ended")
class ProceedingsEnded:
    """Noted that proceedings {reference} have ended."""

    reference: str


@event("proceedings.resumed")
class ProceedingsResumed:
    """Noted that what proceedings {reference} held up goes on."""

    reference: str
