"""Events that belong to no single room: pages shown, requests refused, people coming and going."""

from heed.platform.audit_log.types import event


@event("page.shown")
class PageShown:
    """Looked at {page}."""

    page: str
    records: int


@event("form.sent")
class FormSent:
    """Sent a form on {page} that changed nothing."""

    page: str


@event("form.not_taken")
class FormNotTaken:
    """Sent a form on {page} that could not be used ({why})."""

    page: str
    why: str


@event("request.refused")
class RequestRefused:
    """Was refused {page} ({why})."""

    page: str
    method: str
    why: str


@event("person.not_signed_in")
class NotSignedIn:
    """Did not get in at {page} ({why})."""

    page: str
    why: str


@event("log.disposed")
class EventsDisposed:
    """Removed {events} old events from the audit log by the rule {rule}."""

    events: int
    rule: str
    digest: str
