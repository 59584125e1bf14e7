"""What the audit log keeps of those who take part in a review."""

from heed.platform.audit_log.types import event


@event("participant.kept")
class ParticipantKept:
    """Kept {reference}, who takes part in the review or was offered to ({part})."""

    reference: str
    part: str


@event("participant.told")
class ParticipantTold:
    """Kept that {reference} was told that records of the review may be disclosed."""

    reference: str


@event("participant.contacted")
class ParticipantContacted:
    """Kept a contact with {reference} ({kind}; outcome: {outcome})."""

    reference: str
    kind: str
    outcome: str


@event("participant.said")
class ParticipantSaid:
    """Kept the views of {reference}, and the support they are given."""

    reference: str


@event("participant.mended")
class ParticipantMended:
    """Put right what was kept of participant {reference}: {kind}; what it said before stays in the history."""

    reference: str
    kind: str


@event("participant.asked")
class ParticipantAsked:
    """Kept a question of {reference}, with its owner."""

    reference: str


@event("participant.answered")
class ParticipantAnswered:
    """Answered a question of {reference}."""

    reference: str


@event("participant.requested")
class ParticipantRequested:
    """Kept what {reference} asks for, which binds publication ({kind})."""

    reference: str
    kind: str


@event("participant.request_ended")
class ParticipantRequestEnded:
    """Kept that {reference} asks for something no longer."""

    reference: str
