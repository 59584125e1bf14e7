"""What the audit log keeps of reviews."""

from heed.reviews.events.cases import (
    AgenciesAsked,
    AgencyAnswered,
    CaseAcknowledged,
    CaseRecommended,
    CaseReferred,
    CaseTied,
    ClockPaused,
    ClockResumed,
    LetterTaken,
    PanelReplied,
    RapidReviewClosed,
    RapidReviewMet,
    RapidReviewNotified,
    RapidReviewSent,
    ReviewMoved,
    SafetyAnswered,
)
from heed.reviews.events.registering import ReviewDocumentAdded, ReviewDocumentLeft, ReviewRegistered

__all__ = [
    "AgenciesAsked",
    "AgencyAnswered",
    "CaseAcknowledged",
    "CaseRecommended",
    "CaseReferred",
    "CaseTied",
    "ClockPaused",
    "ClockResumed",
    "LetterTaken",
    "PanelReplied",
    "RapidReviewClosed",
    "RapidReviewMet",
    "RapidReviewNotified",
    "RapidReviewSent",
    "ReviewDocumentAdded",
    "ReviewDocumentLeft",
    "ReviewMoved",
    "ReviewRegistered",
    "SafetyAnswered",
]
