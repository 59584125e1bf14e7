"""Beginning a report, and taking it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import NotNow
from heed.platform.base.operations import take_references
from heed.reports.events import (
    ReportComposed,
    ReportDiscarded,
    ReportMade,
    ReportTaken,
    ReportTakenUpAgain,
)
from heed.reports.models import Report
from heed.reports.policies import check_can_write
from heed.reports.queries.composing import compose
from heed.reports.queries.drafts import find_report, report_now
from heed.reports.rules.places import kept
from heed.reports.types import Form, sources_of
from heed.reviews.queries import find_review


def make_report(actor: Actor, *, layout: str, subject: str, at: datetime) -> Report:
    """A report that begins as the register has it now. `subject` is the public id of a review, or "" where the layout
    is about all. It stands in the case's scope, or the partnership's."""
    check_can_write(actor)
    composed = compose(actor, layout=layout, subject=subject, at=at)
    with transaction.atomic():
        review = find_review(actor, subject) if subject else None
        reference = take_references(partnership_id=actor.partnership_id, name="RPT", how_many=1)[0]
        row: Report = Report.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope_for_new_rows(actor.partnership_id, subject)
            if subject
            else get_partnership_scope(actor.partnership_id),
            reference=reference,
            layout=layout,
            edition=composed.edition,
            title=composed.title[:300],
            lead=composed.lead[:300],
            review=review,
            composed_on=composed.on,
            blocks=[kept(each) for each in composed.blocks],
            made_by_id=actor.person_id,
            made_at=at,
        )
        record(
            actor,
            ReportMade(reference=reference, layout=layout),
            subject_kind="report",
            subject_ref=row.public_id,
            at=at,
        )
    return row


@transaction.atomic
def discard_report(actor: Actor, *, ref: str, at: datetime) -> Report:
    """Put a report away that nobody goes on with. It stays to be read, and can be taken up again."""
    check_can_write(actor)
    row = find_report(actor, ref)
    claimed = Report.objects.visible_to(actor).filter(pk=row.pk, discarded_at=None)
    if not claimed.update(discarded_at=at, discarded_by_id=actor.person_id):
        raise NotNow("It is discarded already.")
    happened = ReportDiscarded(reference=row.reference)
    record(actor, happened, subject_kind="report", subject_ref=ref, at=at)
    return find_report(actor, ref)


@transaction.atomic
def take_report_up_again(actor: Actor, *, ref: str, at: datetime) -> Report:
    """Go on with a report that was discarded."""
    check_can_write(actor)
    row = find_report(actor, ref)
    claimed = Report.objects.visible_to(actor).filter(pk=row.pk, discarded_at__isnull=False)
    if not claimed.update(discarded_at=None, discarded_by=None):
        raise NotNow("It is not discarded.")
    happened = ReportTakenUpAgain(reference=row.reference)
    record(actor, happened, subject_kind="report", subject_ref=ref, at=at)
    return find_report(actor, ref)


@transaction.atomic
def note_report_taken(actor: Actor, *, report: Report, form: Form, at: datetime) -> None:
    """Write down that this actor takes a report away, with every record that it speaks of."""
    shown = sources_of(report_now(actor, report))
    record_read(
        actor,
        ReportTaken(reference=report.reference, form=form.value),
        subject_kind="report",
        subject_ref=report.public_id,
        at=at,
        shown={kind: sorted(refs) for kind, refs in shown.items()},
    )


@transaction.atomic
def note_composed(actor: Actor, *, layout: str, review: str, form: str, at: datetime) -> None:
    """Write down that this actor had a report composed and took it away, with every record that it speaks of."""
    shown = sources_of(compose(actor, layout=layout, subject=review, at=at))
    record_read(
        actor,
        ReportComposed(layout=layout, form=form),
        subject_kind="review" if review else "partnership",
        subject_ref=review,
        at=at,
        shown={kind: sorted(refs) for kind, refs in shown.items()},
    )
