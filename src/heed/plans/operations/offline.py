"""An agency's workbook goes out, and what it says is carried out when it comes back: by the plan's own operations."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.plans.events import OfflineBroughtBack, OfflineTaken
from heed.plans.operations.evidence import NewEvidence, NewVersion, give_evidence
from heed.plans.operations.marking import report_complete
from heed.plans.operations.working import ask_for_move
from heed.plans.queries import hold_action
from heed.plans.queries.offline import evidence_title
from heed.plans.types import EvidenceLevel, Proposed, ReturnedRow
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import NotNow, Refusal
from heed.platform.notices.operations import write_comment


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a row, as the action was when they looked."""

    row: ReturnedRow
    kinds: Set[Proposed]
    version: int


def note_taken_offline(actor: Actor, *, refs: Sequence[str], at: datetime) -> None:
    """Write down that these actions went out in a workbook."""
    check_may(actor, Permission.REPORT_COMPLETE)
    happened = OfflineTaken(actions=len(refs))
    record_read(
        actor, happened, subject_kind="register", subject_ref="actions", at=at, shown={"action": list(refs)}
    )


def bring_back(actor: Actor, *, wanted: Sequence[Wanted], at: datetime) -> list[tuple[str, str]]:
    """Carry out what is wanted of each row, each action's together or not at all, by the operations that its page
    uses. Returns those that were refused, as (reference, sentence)."""
    check_may(actor, Permission.REPORT_COMPLETE)
    refused: list[tuple[str, str]] = []
    for each in wanted:
        try:
            _carry_out(actor, each, at)
        except Refusal as refusal:
            refused.append((each.row.reference, refusal.sentence))
    with transaction.atomic():
        happened = OfflineBroughtBack(actions=len(wanted) - len(refused), refused=len(refused))
        record(actor, happened, subject_kind="register", subject_ref="actions", at=at)
    return refused


@transaction.atomic
def _carry_out(actor: Actor, wanted: Wanted, at: datetime) -> None:
    row = wanted.row
    if hold_action(actor, row.ref).version != wanted.version:
        raise NotNow("It was changed while you looked. Bring the workbook in again to see what it is now.")
    pieces = []
    if Proposed.EVIDENCE in wanted.kinds:
        given = NewEvidence(
            title=evidence_title(row), kind="document" if row.link else "claim", level=EvidenceLevel.PLAN
        )
        handed_in = NewVersion(links=(row.link,) if row.link else (), note=row.evidence)
        piece = give_evidence(actor, action_ref=row.ref, evidence=given, handed_in=handed_in, at=at)
        pieces.append(piece.public_id)
    if Proposed.COMPLETE in wanted.kinds and row.complete_on:
        note = f"Complete on {row.complete_on:%-d %B %Y}."
        report_complete(actor, ref=row.ref, note=note, evidence=pieces, at=at)
    if Proposed.MOVE in wanted.kinds:
        ask_for_move(actor, ref=row.ref, wanted=row.wanted, reason=row.why, at=at)
    if Proposed.PROGRESS in wanted.kinds:
        write_comment(actor, kind="action", ref=row.ref, text=row.progress, at=at)
