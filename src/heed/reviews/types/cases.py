"""The words of case referrals, decisions and rapid reviews."""

from __future__ import annotations

from enum import StrEnum


class Safety(StrEnum):
    """The first question of every referral, return and rapid review: is any child unsafe now?"""

    UNANSWERED = ""
    NO = "no"
    YES = "yes"
    NOT_KNOWN = "not_known"


SAFETY: dict[str, str] = {
    Safety.NO.value: "No child is unsafe now, as far as is known",
    Safety.YES.value: "Yes, a child may be unsafe now",
    Safety.NOT_KNOWN.value: "Not known yet",
}


class Outcome(StrEnum):
    """What can be decided about a case. `REVIEW` names a kind of review; `DEFER` a day to look again."""

    REVIEW = "review"
    OTHER_LEARNING = "other_learning"
    NO_REVIEW = "no_review"
    DEFER = "defer"


OUTCOMES: dict[str, str] = {
    Outcome.REVIEW.value: "There is a review",
    Outcome.OTHER_LEARNING.value: "Other local learning, without a review",
    Outcome.NO_REVIEW.value: "No review",
    Outcome.DEFER.value: "Put off: look again on a day",
}

UNDECIDED = frozenset({"", Outcome.DEFER})
"""What `Review.decision` says of a case that still waits."""


class Category(StrEnum):
    DEATH = "death"
    SERIOUS_HARM = "serious_harm"
    OPPORTUNITY = "opportunity"


CATEGORIES: dict[str, str] = {
    Category.DEATH.value: "A child died",
    Category.SERIOUS_HARM.value: "A child was seriously harmed",
    Category.OPPORTUNITY.value: "An opportunity to learn, without death or serious harm",
}


class Tie(StrEnum):
    """How two referrals, or two reviews, belong together."""

    SAME_CASE = "same_case"
    SAME_CHILD = "same_child"
    NEITHER = "neither"


class RapidStep(StrEnum):
    """How far a rapid review is; derived from its dates."""

    KNOWN = "known"
    NOTIFIED = "notified"
    ASKED = "asked"
    MET = "met"
    DECIDED = "decided"
    SENT = "sent"
    REPLIED = "replied"
    CLOSED = "closed"


RAPID_STEPS: dict[RapidStep, str] = {
    RapidStep.KNOWN: "The council knows of it, and has not notified the Panel yet",
    RapidStep.NOTIFIED: "The council notified the Panel",
    RapidStep.ASKED: "Agencies asked",
    RapidStep.MET: "Met",
    RapidStep.DECIDED: "Decided",
    RapidStep.SENT: "Sent to the Panel",
    RapidStep.REPLIED: "The Panel replied",
    RapidStep.CLOSED: "Closed: the criteria were not met",
}

METHODS: dict[str, str] = {
    "traditional": "Traditional: agency reports and a review panel",
    "participative": "Participative: with practitioners and family",
    "systems": "Systems: conversations and findings about the system",
}
"""How a review is carried out."""
