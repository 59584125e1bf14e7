"""What of information governance waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from heed.information.queries.access_reviews import AgencyTurn, list_turns
from heed.information.queries.agreements import (
    AgreementFilter,
    AssessmentFilter,
    filter_agreements,
    filter_assessments,
)
from heed.information.queries.releases import (
    AgencyRecordFilter,
    ReleaseFilter,
    filter_agency_records,
    filter_releases,
)
from heed.information.queries.requests import RequestFilter, filter_requests
from heed.information.queries.retention import (
    DisposalFilter,
    HoldFilter,
    count_due,
    filter_disposals,
    filter_holds,
)
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor

SOON = timedelta(days=14)
"""A request is shown as due from this long before its last day."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts of each register, and the things that are late or due soon."""

    agreements: int
    unsigned: int
    agreements_late: int
    assessments: int
    requests_open: int
    requests_due: list[Any]
    releases_open: list[Any]
    records_waiting: int
    turns_late: list[AgencyTurn]
    holds: int
    disposals_due: int
    disposals_open: int


def what_needs_somebody(actor: Actor, *, on: date) -> Waiting:
    """What waits on this day, of what the actor may see."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    open_requests = filter_requests(actor, RequestFilter(state="open"))
    return Waiting(
        agreements=filter_agreements(actor, AgreementFilter()).count(),
        unsigned=filter_agreements(actor, AgreementFilter(state="unsigned")).count(),
        agreements_late=filter_agreements(actor, AgreementFilter(state="review", today=on)).count(),
        assessments=filter_assessments(actor, AssessmentFilter()).count(),
        requests_open=open_requests.count(),
        requests_due=list(open_requests.filter(due_on__lte=on + SOON)[:5]),
        releases_open=list(filter_releases(actor, ReleaseFilter(state="open"))[:5]),
        records_waiting=filter_agency_records(actor, AgencyRecordFilter(state="waiting")).count(),
        turns_late=[turn for turn in list_turns(actor, on=on) if turn.late],
        holds=filter_holds(actor, HoldFilter(state="open")).count(),
        disposals_due=count_due(actor, on=on),
        disposals_open=filter_disposals(actor, DisposalFilter(state="proposed")).count(),
    )
