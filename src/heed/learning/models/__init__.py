"""What is kept of what reviews ask for, learn, and are answered."""

from heed.learning.models.finding_out import Behind, EarlyLearning, QuestionAnswered
from heed.learning.models.findings import Finding, FindingLink
from heed.learning.models.records import (
    Addressee,
    AnswerDraft,
    AnswerRequest,
    Chase,
    Judgement,
    PartAnswer,
    Recommendation,
    RecommendationPart,
    Response,
    Theme,
)
from heed.learning.models.theming import ThemeChange

__all__ = [
    "Addressee",
    "AnswerDraft",
    "AnswerRequest",
    "Behind",
    "Chase",
    "EarlyLearning",
    "Finding",
    "FindingLink",
    "Judgement",
    "PartAnswer",
    "QuestionAnswered",
    "Recommendation",
    "RecommendationPart",
    "Response",
    "Theme",
    "ThemeChange",
]
