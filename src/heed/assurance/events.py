"""What the audit log keeps of assurance."""

from heed.platform.audit_log.types import event


@event("assurance.asked")
class AssuranceAsked:
    """Asked the agency {agency}: {reference}."""

    reference: str
    agency: str


@event("assurance.replied")
class AssuranceReplied:
    """Replied to {reference} for the agency that was asked."""

    reference: str


@event("assurance.viewed")
class AssuranceViewed:
    """Wrote down what is made of the reply to {reference}: {grade}."""

    reference: str
    grade: str


@event("assurance.escalated")
class AssuranceEscalated:
    """Took {reference} further, as it is not answered."""

    reference: str


@event("assurance.withdrawn")
class AssuranceWithdrawn:
    """Took {reference} back: it need not be answered."""

    reference: str


@event("assurance.passed_on")
class AssurancePassedOn:
    """Passed {reference} on to the agency that came after the one that was asked."""

    reference: str


@event("assurance.came_back")
class AssuranceCameBack:
    """Gave {reference} back to the agency that was asked, as it has not become another after all."""

    reference: str
