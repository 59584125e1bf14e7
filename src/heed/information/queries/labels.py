"""What the audit log calls the records of this room, for those who may see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

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
from heed.information.queries.retention import DisposalFilter, HoldFilter, filter_disposals, filter_holds
from heed.platform.access.types import Actor
from heed.platform.audit_log.records import RecordKind
from heed.platform.base.errors import NotAllowed


def _labels(filter_rows: Callable[..., Any], wanted: Any) -> Callable[[Actor, Sequence[str]], dict[str, str]]:
    def labels(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
        try:
            rows = filter_rows(actor, wanted(refs=tuple(refs)))
        except NotAllowed:
            return {}
        return dict(rows.order_by().values_list("public_id", "reference")) if refs else {}

    return labels


RECORD_KINDS = (
    RecordKind("hold", "information:hold", _labels(filter_holds, HoldFilter), "legal hold"),
    RecordKind("disposal", "information:disposal", _labels(filter_disposals, DisposalFilter)),
    RecordKind("agreement", "information:agreement", _labels(filter_agreements, AgreementFilter)),
    RecordKind("assessment", "information:assessment", _labels(filter_assessments, AssessmentFilter)),
    RecordKind(
        "request", "information:request", _labels(filter_requests, RequestFilter), "request for information"
    ),
    RecordKind(
        "release", "information:release", _labels(filter_releases, ReleaseFilter), "request for material"
    ),
    RecordKind(
        "records",
        "information:record",
        _labels(filter_agency_records, AgencyRecordFilter),
        "records asked for",
    ),
)
