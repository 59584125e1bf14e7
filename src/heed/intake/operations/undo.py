"""Taking a document's records out of the register again, while nothing was built on them, and putting them back."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from heed.intake.events import ImportUndone
from heed.intake.models import Import
from heed.intake.operations.accept import accept_import
from heed.intake.operations.withdraw import checked_reason
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import Decision, ImportState, ProposalKind, ReviewChoice
from heed.learning.operations import withdraw_findings, withdraw_recommendations
from heed.learning.queries import findings_of_review, recommendations_of_review
from heed.plans.operations import withdraw_actions
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow
from heed.reviews.operations import leave_document
from heed.reviews.queries import find_review

if TYPE_CHECKING:
    from heed.reviews.models import Review


@transaction.atomic
def undo_import(actor: Actor, *, ref: str, reason: str, at: datetime) -> Import:
    """The register is as it was before; the document waits again with every decision kept, and with what each record
    was called: put back, they have the same references and addresses.

    Refused when somebody worked on one of the records, or another document answered one of them.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    if row.state != ImportState.ACCEPTED or row.review is None or row.reading_id is None:
        raise NotNow("Only a document that is in the register can be taken out again.")
    why = checked_reason(reason)
    choice = _choice_of(row.review)
    claimed = Import.objects.visible_to(actor).filter(pk=row.pk, state=ImportState.ACCEPTED)
    if not claimed.update(state=ImportState.OPEN, review=None, accepted_at=None):
        raise NotNow("Somebody else has just taken it out again.")
    reference = row.review.reference
    actions = withdraw_actions(actor, reading_id=row.reading_id, at=at)
    findings = withdraw_findings(actor, reading_id=row.reading_id, at=at)
    recommendations = withdraw_recommendations(actor, reading_id=row.reading_id, at=at)
    empty = not (recommendations_of_review(actor, row.review.pk) or findings_of_review(actor, row.review.pk))
    gone = leave_document(actor, review=row.review, document_id=row.document_id, empty=empty, at=at)
    left: dict[str, object] = {"choice": asdict(choice)}
    if gone:
        left |= {"public_id": choice.review_ref, "reference": reference}
        left["choice"] = asdict(replace(choice, review_ref=""))
    mine = Import.objects.visible_to(actor).filter(pk=row.pk)
    mine.update(left=left, left_at=at, left_by=actor.name, left_why=why)
    record(
        actor,
        ImportUndone(recommendations=recommendations, actions=actions, findings=findings),
        subject_kind="import",
        subject_ref=ref,
        at=at,
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def put_records_back(actor: Actor, *, ref: str, at: datetime) -> Review:
    """Undo the taking out: the same records under the same review, with the same references, as they are decided
    now."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    if row.state != ImportState.OPEN or not row.left:
        raise NotNow("Only a document that was taken out of the register can be put back into it.")
    choice = ReviewChoice(**row.left["choice"])
    there = (
        {
            each.public_id
            for each in recommendations_of_review(actor, find_review(actor, choice.review_ref).pk)
        }
        if choice.review_ref
        else set()
    )
    matches = {
        each.public_id: each.record_ref
        for each in list_proposals(row)
        if each.kind == ProposalKind.RECOMMENDATION
        and each.decision == Decision.ACCEPTED
        and each.record_ref in there
    }
    return accept_import(actor, ref=ref, choice=choice, matches=matches, at=at)


def _choice_of(review: Review) -> ReviewChoice:
    """The review as somebody would choose it again."""
    first, last = review.published_earliest, review.published_latest
    return ReviewChoice(
        review_ref=review.public_id,
        name=review.name,
        kind=review.kind,
        area=review.area.name if review.area else "",
        body=review.body,
        published_text=review.published_text,
        published_earliest=first.isoformat() if first else None,
        published_latest=last.isoformat() if last else None,
    )
