"""The reporting calendar, for everybody who reads the register."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.governance.models import ReportDue, ReportSent
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid


def filter_reports(actor: Actor, *, group_id: int | None = None) -> QuerySet[Any]:
    """What is reported, with what was last, the first due first; of a group or to it, where one is given."""
    check_may(actor, Permission.READ_REGISTER)
    rows = ReportDue.objects.visible_to(actor).filter(ended_on__isnull=True)
    if group_id is not None:
        rows = rows.filter(Q(from_group=group_id) | Q(to_group=group_id))
    last = ReportSent.objects.order_by("-due_on")
    return rows.select_related("from_group", "from_agency", "to_group").prefetch_related(
        Prefetch("sent", last)
    )


def find_report(actor: Actor, ref: str) -> ReportDue:
    """One that is still reported, or `Invalid`."""
    row = filter_reports(actor).filter(public_id=ref).first()
    if row is None:
        raise Invalid("Choose a report.", fields={"report": "Choose a report of the list"})
    return row  # type: ignore[no-any-return]
