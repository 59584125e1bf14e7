"""What the audit log keeps of itself being taken away."""

from heed.platform.audit_log.types import event


@event("log.downloaded")
class LogDownloaded:
    """Downloaded {events} events of the audit log as {form}."""

    events: int
    form: str
