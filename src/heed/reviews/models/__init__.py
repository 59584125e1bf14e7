"""What is kept of reviews."""

from heed.reviews.models.cases import CaseDecision, CaseReferral
from heed.reviews.models.clocks import ClockPause, ReviewClock
from heed.reviews.models.drafts import DraftChallenge, DraftGate, ReportDraft
from heed.reviews.models.rapid import AgencyAsked, RapidReview
from heed.reviews.models.reviews import RelatedReview, Review, ReviewStage
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
    "AgencyAsked",
    "CaseDecision",
    "CaseReferral",
    "ClockPause",
    "Commission",
    "DraftChallenge",
    "DraftGate",
    "NonCompliance",
    "NonComplianceStep",
    "RapidReview",
    "RelatedReview",
    "ReportDraft",
    "Review",
    "ReviewClock",
    "ReviewStage",
    "Submission",
    "SubmissionChase",
    "SubmissionCheck",
    "SubmissionDraft",
    "SubmissionVersion",
]
