"""What is kept of reviews."""

from heed.reviews.models.reviews import Review
from heed.reviews.models.submissions import (
    Commission,
    NonCompliance,
    NonComplianceStep,
    Submission,
    SubmissionChase,
    SubmissionCheck,
    SubmissionDraft,
    SubmissionVersion,
)

__all__ = [
    "Commission",
    "NonCompliance",
    "NonComplianceStep",
    "Review",
    "Submission",
    "SubmissionChase",
    "SubmissionCheck",
    "SubmissionDraft",
    "SubmissionVersion",
]
