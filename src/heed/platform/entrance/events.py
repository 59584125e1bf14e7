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


@event("account.linked")
class AccountLinked:
    """Signed in for the first time through {provider}."""

    provider: str


@event("invitation.made")
class InvitationMade:
    """Invited somebody, with {roles} roles."""

    roles: int


@event("invitation.sent_again")
class InvitationSentAgain:
    """Made a new link for an invitation; the one before no longer opens anything."""


@event("invitation.withdrawn")
class InvitationWithdrawn:
    """Withdrew an invitation."""


@event("invitation.accepted")
class InvitationAccepted:
    """Took up an invitation."""


@event("password.link_made")
class PasswordLinkMade:
    """Made a link by which somebody chooses a new password ({how})."""

    how: str


@event("password.chosen")
class PasswordChosen:
    """Chose a new password by a link."""


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
