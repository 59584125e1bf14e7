"""What is kept of reviews."""

from heed.reviews.models.attachments import Attachment
from heed.reviews.models.cases import AsksSafety, CaseDecision, CaseReferral, FirstQuestion
from heed.reviews.models.childs_life import ChildsLife
from heed.reviews.models.clocks import ClockPause, ReviewClock
from heed.reviews.models.drafts import DraftChallenge, DraftGate, ReportDraft
from heed.reviews.models.frameworks import Framework
from heed.reviews.models.handovers import CaseHandover, OfferedCase
from heed.reviews.models.participation import (
    FamilyRequest,
    Participant,
    ParticipantContact,
    ParticipantQuestion,
)
from heed.reviews.models.people import Appointment, PanelMeeting, PanelMember, PanelSeat, Reviewer
from heed.reviews.models.proceedings import Proceedings
from heed.reviews.models.proposals import StepProposal
from heed.reviews.models.rapid import AgencyAsked, RapidReview
from heed.reviews.models.reviews import DayCorrection, RelatedReview, Review, ReviewStage
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
from heed.reviews.models.terms import Question, Terms, TermsQuestion

__all__ = [
    "AgencyAsked",
    "AsksSafety",
    "Appointment",
    "Attachment",
    "CaseDecision",
    "CaseHandover",
    "CaseReferral",
    "ChildsLife",
    "ClockPause",
    "Commission",
    "DayCorrection",
    "DraftChallenge",
    "DraftGate",
    "FamilyRequest",
    "FirstQuestion",
    "Framework",
    "NonCompliance",
    "NonComplianceStep",
    "OfferedCase",
    "PanelMeeting",
    "PanelMember",
    "PanelSeat",
    "Participant",
    "ParticipantContact",
    "ParticipantQuestion",
    "Proceedings",
    "Question",
    "RapidReview",
    "RelatedReview",
    "ReportDraft",
    "Review",
    "ReviewClock",
    "ReviewStage",
    "Reviewer",
    "StepProposal",
    "Submission",
    "SubmissionChase",
    "SubmissionCheck",
    "SubmissionDraft",
    "SubmissionVersion",
    "Terms",
    "TermsQuestion",
]
