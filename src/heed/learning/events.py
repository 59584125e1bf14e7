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


@event("recommendation.made_public")
class RecommendationMadePublic:
    """Said of recommendation {reference} what reports for the public say: {what}."""

    reference: str
    what: str


@event("finding.registered")
class FindingRegistered:
    """Put finding {reference} into the register."""

    reference: str


@event("finding.withdrawn")
class FindingWithdrawn:
    """Took finding {reference} out of the register again; nothing had been built on it."""

    reference: str


@event("finding.mended")
class FindingMended:
    """Mended finding {reference}, which was written here; what it said before stays in its history."""

    reference: str


@event("finding.taken_out")
class FindingTakenOut:
    """Took finding {reference}, which was written here, out of the register; it stays on record with the reason."""

    reference: str


@event("earlylearning.mended")
class EarlyLearningMended:
    """Mended early learning {reference}; what it said before stays in its history."""

    reference: str


@event("earlylearning.withdrawn")
class EarlyLearningWithdrawn:
    """Took early learning {reference} back; what it said stays in the history of its review."""

    reference: str


@event("finding.made_public")
class FindingMadePublic:
    """Said of finding {reference} what reports for the public say: {what}."""

    reference: str
    what: str


@event("finding.linked")
class FindingLinked:
    """Said that finding {reference} led to {recommendations} recommendations."""

    reference: str
    recommendations: int


@event("answer.asked")
class AnswerAsked:
    """Asked the agency {agency} for its answer ({reference})."""

    reference: str
    agency: str


@event("answer.chased")
class AnswerChased:
    """Reminded an agency of the request {reference}."""

    reference: str


@event("answer.day_moved")
class AnswerDayMoved:
    """Gave an agency another day to answer the request {reference}."""

    reference: str


@event("answer.not_asked_any_more")
class AnswerNotAskedAnyMore:
    """Took the request {reference} back: the agency need not answer it."""

    reference: str


@event("answer.drafted")
class AnswerDrafted:
    """Kept a draft of the answer to the request {reference}."""

    reference: str


@event("answer.signed")
class AnswerSigned:
    """Signed an agency's answer to the request {reference}, round {round}."""

    reference: str
    round: int


@event("recommendation.superseded")
class RecommendationSuperseded:
    """Said that {by} stands for recommendation {reference} now."""

    reference: str
    by: str


@event("recommendation.stands_again")
class RecommendationStandsAgain:
    """Took back that another stands for recommendation {reference}."""

    reference: str


@event("answer.passed_on")
class AnswerPassedOn:
    """Passed the request {reference} on to the agency that came after the one that was asked."""

    reference: str


@event("answer.came_back")
class AnswerCameBack:
    """Gave the request {reference} back to the agency that was asked, as it has not become another after all."""

    reference: str


@event("answer.judged")
class AnswerJudged:
    """Judged an answer to {recommendation}: {full} of {of} parts answered in full."""

    recommendation: str
    full: int
    of: int


@event("answer.sent_back")
class AnswerSentBack:
    """Sent an answer back to the agency {agency}, with the reason, as the request {reference}."""

    reference: str
    agency: str


@event("answer.agency_named")
class AnswererNamed:
    """Said that an answer was given by the agency {agency}."""

    agency: str


@event("recommendation.divided")
class RecommendationDivided:
    """Divided what recommendation {reference} asks for into {parts} parts."""

    reference: str
    parts: int


@event("recommendation.themed")
class RecommendationThemed:
    """Put recommendation {reference} under another theme."""

    reference: str


@event("finding.explained")
class FindingExplained:
    """Said what lies behind the finding {reference}."""

    reference: str


@event("question.answered")
class QuestionsSaid:
    """Said which {questions} questions of the terms {reference} answers."""

    reference: str
    questions: int


@event("earlylearning.issued")
class EarlyLearningIssued:
    """Issued early learning as the recommendation {reference}."""

    reference: str


@event("earlylearning.tied")
class EarlyLearningTied:
    """Tied early learning {reference} to the recommendation {to}."""

    reference: str
    to: str
