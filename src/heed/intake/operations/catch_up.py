"""Making the records that today's Heed makes of documents that came in before it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from heed.intake.events import ImportCaughtUp
from heed.intake.models import Import, Proposal
from heed.intake.operations.accept import remember_records, to_finding
from heed.intake.queries import find_import, list_proposals
from heed.intake.rules import proposals_of, text_key
from heed.intake.types import SURE, Decision, ImportState, ProposalKind
from heed.learning.operations import register_findings
from heed.learning.queries import findings_of_review, recommendations_of_review
from heed.library.operations import keep_links
from heed.library.types import FoundLink
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record

if TYPE_CHECKING:
    from heed.library.models import Reading


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How many records were made; `unsure` findings wait for a person to read the document again."""

    findings: int = 0
    unsure: int = 0
    links: int = 0


@transaction.atomic
def catch_up(actor: Actor, *, import_ref: str, links: Sequence[FoundLink], at: datetime) -> CaughtUp:
    """Register the findings that the reader was sure of in a document whose records are in the register, and keep its
    links. A second time there is nothing left to do."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, import_ref)
    reading = row.reading
    if reading is None:
        return CaughtUp()
    kept = keep_links(actor, reading=reading, links=links, at=at) if links else 0
    found, unsure = _findings(actor, row, reading, at) if row.state == ImportState.ACCEPTED else (0, 0)
    done = CaughtUp(findings=found, unsure=unsure, links=kept)
    if found or kept:
        happened = ImportCaughtUp(findings=found, links=kept)
        record(actor, happened, subject_kind="import", subject_ref=row.public_id, at=at)
    return done


def _findings(actor: Actor, row: Import, reading: Reading, at: datetime) -> tuple[int, int]:
    """How many were registered, and how many the reader was not sure of."""
    review = row.review
    if review is None or row.proposals.filter(kind=ProposalKind.FINDING).exists():
        return 0, 0
    last = max((each.position for each in list_proposals(row)), default=0)
    read = [each for each in proposals_of(reading.found) if each.kind == ProposalKind.FINDING]
    proposals = [
        Proposal(
            import_of=row,
            kind=each.kind,
            position=last + number * 10,
            values=asdict(each.values),
            found=asdict(each.values),
            spans=each.spans,
            sure=each.sure,
            why=each.why,
            decision=Decision.ACCEPTED if each.sure >= SURE else Decision.OPEN,
        )
        for number, each in enumerate(read, start=1)
    ]
    Proposal.objects.bulk_create(proposals)
    there = {text_key(each.text) for each in findings_of_review(actor, review.pk)}
    sure = [each for each in proposals if each.decision == Decision.ACCEPTED]
    new = [each for each in sure if text_key(each.values["text"]) not in there]
    made = register_findings(
        actor,
        review_id=review.pk,
        scope_id=review.scope_id,
        reading_id=reading.pk,
        findings=[to_finding(each) for each in new],
        recommendations=recommendations_of_review(actor, review.pk),
        at=at,
    )
    remember_records([], list(zip(new, made, strict=True)))
    return len(made), len(proposals) - len(sure)
