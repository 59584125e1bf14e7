"""What the audit log keeps of the drafts of reviews' reports. No words of a draft stand in it."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("draft.sent")
class DraftSent:
    """Sent version {number} of the report (SHA-256 {sha256})."""

    number: int
    sha256: str


@event("draft.gate_decided")
class DraftGateDecided:
    """Wrote down what was decided about version {number} of the report at the gate {gate}: {outcome}."""

    number: int
    gate: str
    outcome: str


@event("draft.challenged")
class DraftChallenged:
    """Challenged version {number} of the report: challenge {challenge}."""

    number: int
    challenge: int


@event("draft.challenge_answered")
class DraftChallengeAnswered:
    """Answered challenge {challenge} to the report: {outcome}."""

    challenge: int
    outcome: str


@event("draft.file_taken")
class DraftFileTaken:
    """Took a copy of version {number} of the report."""

    number: int
