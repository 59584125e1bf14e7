"""What the audit log keeps of those who carry a review out."""

from heed.platform.audit_log.types import event


@event("reviewer.kept")
class ReviewerKept:
    """Kept a reviewer in the register of reviewers."""


@event("reviewer.appointed")
class ReviewerAppointed:
    """Put a reviewer forward for the review as {role}, or appointed them where the team does."""

    role: str


@event("reviewer.declared")
class ReviewerDeclared:
    """Kept a reviewer's declaration of interests; they begin then."""


@event("reviewer.ended")
class ReviewerEnded:
    """Ended a reviewer's part in the review."""


@event("panel.joined")
class PanelJoined:
    """Put somebody on the review panel for the agency {agency}."""

    agency: str


@event("panel.left")
class PanelLeft:
    """Took somebody off the review panel."""


@event("panel.met")
class PanelMet:
    """Kept who came to a meeting of the review panel."""
