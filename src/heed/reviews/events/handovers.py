"""What the audit log keeps of cases that are handed over: on both sides."""

from heed.platform.audit_log.types import event


@event("case.offered")
class CaseOffered:
    """Offered the case {reference} to {to}, with {files} of its files."""

    reference: str
    to: str
    files: int


@event("case.offer_arrived")
class CaseOfferArrived:
    """Was offered a case by {giver}: {reference} there."""

    giver: str
    reference: str


@event("case.offer_answered")
class CaseOfferAnswered:
    """Answered the offer of the case {reference}: {state}."""

    reference: str
    state: str


@event("case.handed_over")
class CaseHandedOver:
    """Handed the case {reference} over to {to}."""

    reference: str
    to: str
