"""What the audit log keeps of files that came in with a case. Their names are words of the case, and stay with it."""

from heed.platform.audit_log.types import event


@event("attachment.added")
class FileAttached:
    """Attached a file of {size} bytes to {about}."""

    about: str
    size: int


@event("attachment.taken_out")
class AttachmentTakenOut:
    """Took a file out that was attached to {about}."""

    about: str


@event("attachment.copied")
class AttachmentCopied:
    """Took a copy of a file that is attached to {about}."""

    about: str
