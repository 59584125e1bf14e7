"""What the audit log keeps of signing in."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("session.began")
class SessionBegan:
    """Signed in."""


@event("session.ended")
class SessionEnded:
    """Ended {sessions} sessions ({why})."""

    sessions: int
    why: str


@event("person.password_changed")
class PasswordChanged:
    """Chose a new password."""


@event("factor.added")
class FactorAdded:
    """Added a second factor ({kind})."""

    kind: str


@event("factor.removed")
class FactorRemoved:
    """Removed a second factor ({kind})."""

    kind: str


@event("factor.reissued")
class FactorReissued:
    """Took away {factors} lost second factors after an identity check, so that new ones can be set up."""

    factors: int
