"""Taking a document's records out of the register again, while nothing was built on them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.intake.events import ImportUndone
from heed.intake.models import Import
from heed.intake.queries import find_import
from heed.intake.types import ImportState
from heed.learning.operations import withdraw_findings, withdraw_recommendations
from heed.learning.queries import findings_of_review, recommendations_of_review
from heed.plans.operations import withdraw_actions
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow
from heed.reviews.operations import leave_document


@transaction.atomic
def undo_import(actor: Actor, *, ref: str, at: datetime) -> Import:
    """The register is as it was before; the document waits again with every decision kept.

    Refused when somebody worked on one of the records, or another document answered one of them.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    if row.state != ImportState.ACCEPTED or row.review is None or row.reading_id is None:
        raise NotNow("Only a document that is in the register can be taken out again.")
    claimed = Import.objects.visible_to(actor).filter(pk=row.pk, state=ImportState.ACCEPTED)
    if not claimed.update(state=ImportState.OPEN, review=None, accepted_at=None):
        raise NotNow("Somebody else has just taken it out again.")
    actions = withdraw_actions(actor, reading_id=row.reading_id, at=at)
    findings = withdraw_findings(actor, reading_id=row.reading_id, at=at)
    recommendations = withdraw_recommendations(actor, reading_id=row.reading_id, at=at)
    empty = not (recommendations_of_review(actor, row.review.pk) or findings_of_review(actor, row.review.pk))
    leave_document(actor, review=row.review, document_id=row.document_id, empty=empty, at=at)
    record(
        actor,
        ImportUndone(recommendations=recommendations, actions=actions, findings=findings),
        subject_kind="import",
        subject_ref=ref,
        at=at,
    )
    row.refresh_from_db()
    return row
