"""Reports that are being written, for those who may read them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotNow, NotVisible
from heed.platform.base.versions import hold
from heed.reports.models import Report, Statement
from heed.reports.queries.composing import compose
from heed.reports.queries.layouts import find_layout, glossary_of
from heed.reports.rules import expanded
from heed.reports.rules.places import Place, Typed, places, signed_off, written_out
from heed.reports.types import Composed


def filter_reports(actor: Actor) -> QuerySet[Any]:
    """The reports that this actor may read, the newest first."""
    check_may(actor, Permission.READ_DRAFTS)
    rows: QuerySet[Any] = Report.objects.visible_to(actor)
    return rows.select_related("review", "made_by", "discarded_by", "scope")


def reports_of_review(actor: Actor, review_id: int) -> list[Report]:
    """Those about one review; none for who may not read drafts."""
    if not actor.may(Permission.READ_DRAFTS):
        return []
    return list(filter_reports(actor).filter(review=review_id).defer("blocks"))


def reports_of_all(actor: Actor) -> list[Report]:
    """Those about all reviews together."""
    return list(filter_reports(actor).filter(review__isnull=True).defer("blocks"))


def find_report(actor: Actor, ref: str) -> Report:
    """The report with this public id, or `NotVisible`."""
    row = filter_reports(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def hold_report(actor: Actor, ref: str) -> Report:
    """The same, held until the caller's transaction ends; `NotNow` for one that was discarded."""
    check_may(actor, Permission.READ_DRAFTS)
    row = hold(Report.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    if row.discarded_at:
        raise NotNow("It was discarded. Take it up again to work on it.")
    return row  # type: ignore[no-any-return]


def labels_of_reports(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these are called, by public id."""
    if not actor.may(Permission.READ_DRAFTS):
        return {}
    rows = Report.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "title"))


def statements_of(actor: Actor, report: Report) -> dict[str, Statement]:
    """What was written by hand, by the place where it stands."""
    check_may(actor, Permission.READ_DRAFTS)
    rows = Statement.objects.visible_to(actor).filter(report=report)
    return {each.place: each for each in rows.select_related("signed_by", "written_by")}


def hash_of(row: Statement) -> str:
    """What somebody signs: the words with whose they are, in which role, as at which day."""
    said = (row.text, row.by_name, row.by_role, row.as_at.isoformat() if row.as_at else "")
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def composed_again(actor: Actor, report: Report) -> Composed:
    """What the register would say in this report today, of the day that it is for."""
    at = timezone.make_aware(datetime.combine(report.composed_on, time(12)))
    subject = report.review.public_id if report.review else ""
    return compose(actor, layout=report.layout, subject=subject, at=at)


def places_of(actor: Actor, report: Report) -> list[Place]:
    """The places of a report, each beside what the register says there now."""
    return places(report.blocks, composed_again(actor, report).blocks)


def report_now(actor: Actor, report: Report) -> Composed:
    """The report as it goes out: what was taken and kept of the register, what was written by hand, short forms spelt
    out, and what tells that it was made with Heed."""
    row = find_report(actor, report.public_id)
    typed = {place: _typed(each) for place, each in statements_of(actor, row).items()}
    layout, _ = find_layout(actor, row.layout, on=row.composed_on)
    composed = Composed(
        layout=row.layout,
        edition=row.edition,
        title=row.title,
        lead=row.lead,
        review=row.review.public_id if row.review else "",
        partnership=actor.partnership_name,
        on=row.composed_on,
        blocks=tuple(written_out(row.blocks, typed)),
    )
    spelt = expanded(composed, glossary_of(actor, on=row.composed_on))
    return signed_off(spelt, layout=layout.name, reference=row.reference)


def _typed(row: Statement) -> Typed:
    return Typed(row.text, row.by_name, row.by_role, row.as_at, row.signed_at is not None)


def report_rows(case_ref: str) -> QuerySet[Any]:
    """The reports about a case."""
    rows = Report.objects.for_everyone(because="a case moves as a whole")
    found: QuerySet[Any] = rows.filter(review__public_id=case_ref)
    return found


def statement_rows(case_ref: str) -> QuerySet[Any]:
    """What was written by hand in the reports about a case."""
    rows = Statement.objects.for_everyone(because="a case moves as a whole")
    found: QuerySet[Any] = rows.filter(report__review__public_id=case_ref)
    return found
