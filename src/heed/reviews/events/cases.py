"""What the audit log keeps of cases, their decisions, rapid reviews and clocks. No words of a case stand in it."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("review.moved")
class ReviewMoved:
    """Said that the review is now {state}."""

    state: str


@event("review.step_proposed")
class StepProposed:
    """Put forward that the review is {state}, for those who decide."""

    state: str


@event("case.referred")
class CaseReferred:
    """Referred a case for possible review: {reference}."""

    reference: str


@event("case.acknowledged")
class CaseAcknowledged:
    """Acknowledged the case referral {reference}."""

    reference: str


@event("case.safety_answered")
class SafetyAnswered:
    """Answered whether any child is unsafe now: {answer}."""

    answer: str


@event("case.tied")
class CaseTied:
    """Said how this case and {other} belong together: {tie}."""

    other: str
    tie: str


@event("case.recommended")
class CaseRecommended:
    """Recommended what is decided about the case: {outcome}."""

    outcome: str


@event("rapid.known")
class IncidentKnown:
    """Kept when the council knew of the incident: the clock runs until it notifies the Panel."""


@event("rapid.notified")
class RapidReviewNotified:
    """Wrote down that the council notified the Panel."""


@event("rapid.asked")
class AgenciesAsked:
    """Asked agencies what they know for the rapid review: {how_many}."""

    how_many: int


@event("rapid.answered")
class AgencyAnswered:
    """Said for {agency} what it knows."""

    agency: str


@event("rapid.met")
class RapidReviewMet:
    """Wrote down what the rapid review's meeting found."""


@event("rapid.sent")
class RapidReviewSent:
    """Wrote down that the rapid review was sent to the Panel."""


@event("rapid.replied")
class PanelReplied:
    """Wrote down what the Panel replied; it agrees: {agrees}."""

    agrees: bool


@event("rapid.closed")
class RapidReviewClosed:
    """Closed the rapid review: the criteria were not met."""


@event("rapid.letter_taken")
class LetterTaken:
    """Took the letter to the Panel away as a file."""


@event("review.clock_paused")
class ClockPaused:
    """Paused a clock of the review: {clock}."""

    clock: str


@event("review.clock_resumed")
class ClockResumed:
    """Let a clock of the review run again: {clock}."""

    clock: str
