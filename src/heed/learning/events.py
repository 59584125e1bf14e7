"""What the audit log keeps of recommendations and responses."""

from heed.platform.audit_log.types import event


@event("recommendation.registered")
class RecommendationRegistered:
    """Put recommendation {reference} into the register."""

    reference: str


@event("recommendation.named")
class RecommendationNamed:
    """Changed the short name of recommendation {reference}."""

    reference: str


@event("response.registered")
class ResponseRegistered:
    """Put an answer to {answers} into the register."""

    answers: str


@event("recommendation.withdrawn")
class RecommendationWithdrawn:
    """Took recommendation {reference} out of the register again; nothing had been built on it."""

    reference: str


@event("finding.registered")
class FindingRegistered:
    """Put finding {reference} into the register."""

    reference: str


@event("finding.withdrawn")
class FindingWithdrawn:
    """Took finding {reference} out of the register again; nothing had been built on it."""

    reference: str


@event("finding.linked")
class FindingLinked:
    """Said that finding {reference} led to {recommendations} recommendations."""

    reference: str
    recommendations: int
