"""What the audit log keeps of single-use links."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("link.made")
class LinkMade:
    """Asked somebody without an account, by a link (SHA-256 of what they are shown: {sha256})."""

    sha256: str


@event("link.code_made")
class LinkCodeMade:
    """Made the code of a link that somebody else had made."""


@event("link.opened")
class LinkOpened:
    """Somebody without an account gave the right code for a link."""


@event("link.answered")
class LinkAnswered:
    """Somebody without an account answered by a link: {answer} (SHA-256 of what they were shown: {sha256})."""

    answer: str
    sha256: str


@event("link.withdrawn")
class LinkWithdrawn:
    """Withdrew a link."""
