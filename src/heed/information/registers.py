"""The registers of information governance: lists that are narrowed, ordered, saved as views and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from heed.information.presenters.words import (
    agreement_state,
    in_time,
    outcome_name,
    records_state,
    release_state,
)
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
from heed.information.queries.written import release_names
from heed.information.types import DISPOSAL_STATES
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.queries import list_agencies
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.rules.queries import rules_of
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import day
from heed.reviews.queries import newest_reviews

Filtered = Callable[..., QuerySet[Any]]


def _page(rows_of: Filtered, kind: Any) -> Callable[[Actor, Asked, int, int], tuple[Sequence[Any], int]]:
    def page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
        rows = rows_of(actor, asked.wanted(kind, **_today(kind)), order=asked.order)
        return list(rows[offset : offset + limit]), rows.count()

    return page


def _every(rows_of: Filtered, kind: Any) -> Callable[[Actor, Asked], Any]:
    return lambda actor, asked: rows_of(
        actor, asked.wanted(kind, **_today(kind)), order=asked.order
    ).iterator(chunk_size=1000)


def _today(kind: Any) -> dict[str, Any]:
    return {"today": clock.today()} if "today" in kind.__dataclass_fields__ else {}


def _search(label: str) -> FilterGroup:
    return FilterGroup(name="words", label=label, kind="search")


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]


def _reviews(actor: Actor) -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each in newest_reviews(actor)]


AGREEMENTS = Register(
    key="agreements",
    title="Agreements",
    one="agreement",
    url_name="information:agreements",
    note="With whom information is shared, for what, and on which basis.",
    columns=(
        Column("name", "Agreement", lambda row: row.name, width=40),
        Column("reference", "Reference", lambda row: row.reference),
        Column(
            "kind", "Kind", lambda row: rules_of("information")["agreements"]["kinds"].get(row.kind, row.kind)
        ),
        Column("edition", "Edition", lambda row: row.edition),
        Column("state", "State", lambda row: agreement_state(row, clock.today())),
        Column("review_on", "Look at it again", lambda row: day(row.review_on, none="no day set")),
        Column("purpose", "Purpose", lambda row: row.purpose, usual=False, width=60),
        Column("legal_basis", "Legal basis", lambda row: legal_basis(row.legal_basis), usual=False, width=40),
    ),
    orders=(Order("", "To be looked at first"), Order("name", "Name"), Order("reference", "Reference")),
    narrowed_by=("words", "kind", "agency", "state"),
    filters=lambda actor: (
        _search("Words or reference"),
        select_filter("kind", "Kind", rules_of("information")["agreements"]["kinds"].items()),
        select_filter("agency", "Party", _agencies(actor)),
        select_filter(
            "state",
            "State",
            [("unsigned", "A signature is missing"), ("review", "Past its review"), ("ended", "Ended")],
        ),
    ),
    page=_page(filter_agreements, AgreementFilter),
    every=_every(filter_agreements, AgreementFilter),
    href=lambda row: reverse("information:agreement", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No agreement is kept yet. Add the one under which agencies share what a review needs.",
)


def legal_basis(key: str) -> str:
    """A legal basis of an agreement, in words."""
    names: dict[str, str] = rules_of("information")["agreements"]["legal_bases"]
    return names.get(key, key)


ASSESSMENTS = Register(
    key="assessments",
    title="Impact assessments",
    one="assessment",
    url_name="information:assessments",
    columns=(
        Column("name", "Assessment", lambda row: row.name, width=40),
        Column("reference", "Reference", lambda row: row.reference),
        Column("agreement", "Of the agreement", lambda row: str(row.agreement or ""), width=40),
        Column("version", "Version", lambda row: row.version),
        Column("review_on", "Look at it again", lambda row: day(row.review_on, none="no day set")),
    ),
    orders=(Order("", "To be looked at first"), Order("name", "Name"), Order("reference", "Reference")),
    narrowed_by=("words",),
    filters=lambda actor: (_search("Name or reference"),),
    page=_page(filter_assessments, AssessmentFilter),
    every=_every(filter_assessments, AssessmentFilter),
    href=lambda row: reverse("information:assessment", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No impact assessment is kept yet. Begin one before personal information is used in a new way.",
)

REQUESTS = Register(
    key="information-requests",
    title="Requests for information",
    one="request",
    url_name="information:requests",
    note="Subject access, freedom of information and environmental information.",
    columns=(
        Column("reference", "Request", lambda row: row.reference),
        Column("kind", "Kind", lambda row: rules_of("information")["requests"][row.kind]["name"]),
        Column("asked_by", "Asked by", lambda row: row.asked_by, width=30),
        Column("received_on", "Came", lambda row: day(row.received_on)),
        Column("due_on", "Answer by", lambda row: day(row.due_on)),
        Column("state", "State", lambda row: in_time(row, clock.today())),
        Column("outcome", "Outcome", lambda row: outcome_name(row.outcome), usual=False),
        Column("answered_on", "Answered", lambda row: day(row.answered_on), usual=False),
        Column("because", "How the day was found", lambda row: row.due_because, usual=False, width=60),
    ),
    orders=(Order("", "First due"), Order("newest", "Newest first"), Order("reference", "Reference")),
    narrowed_by=("words", "kind", "state"),
    filters=lambda actor: (
        _search("Words or reference"),
        select_filter(
            "kind", "Kind", [(key, each["name"]) for key, each in rules_of("information")["requests"].items()]
        ),
        select_filter("state", "State", [("open", "Open"), ("late", "Late"), ("answered", "Answered")]),
    ),
    page=_page(filter_requests, RequestFilter),
    every=_every(filter_requests, RequestFilter),
    href=lambda row: reverse("information:request", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No request for information is kept yet.",
)

RELEASES = Register(
    key="releases",
    title="Material asked for",
    one="request",
    url_name="information:releases",
    note="By coroners, the police, courts and the national Panel: what was asked, decided and sent.",
    columns=(
        Column("reference", "Request", lambda row: row.reference),
        Column("review", "Review", lambda row: row.review.name, width=30),
        Column("from", "From", lambda row: release_names().get(row.asked_by_kind, row.asked_by_kind)),
        Column("asked_by", "Asked by", lambda row: row.asked_by, width=30),
        Column("received_on", "Came", lambda row: day(row.received_on)),
        Column("due_on", "By", lambda row: day(row.due_on, none="no day given")),
        Column("state", "State", lambda row: release_state(row, clock.today())),
        Column("decided_by", "Decided by", lambda row: str(row.decided_by or ""), usual=False),
        Column("their_reference", "Their reference", lambda row: row.their_reference, usual=False),
    ),
    orders=(Order("", "Newest first"), Order("reference", "Reference")),
    narrowed_by=("words", "review", "asked_by_kind", "state"),
    filters=lambda actor: (
        _search("Words or reference"),
        select_filter("review", "Review", _reviews(actor)),
        select_filter("asked_by_kind", "From", release_names().items()),
        select_filter(
            "state",
            "State",
            [("open", "Not decided"), ("late", "Late"), ("release", "Released"), ("refuse", "Refused")],
        ),
    ),
    page=_page(filter_releases, ReleaseFilter),
    every=_every(filter_releases, ReleaseFilter),
    href=lambda row: reverse("information:release", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="Nobody has asked for a review's material yet.",
)

AGENCY_RECORDS = Register(
    key="agency-records",
    title="Records asked of agencies",
    one="request",
    url_name="information:records",
    note="What reviews asked to see of agencies' own records, and whether the agency keeps them safe.",
    columns=(
        Column("reference", "Request", lambda row: row.reference),
        Column("review", "Review", lambda row: row.review.name, width=30),
        Column("agency", "Agency", lambda row: row.agency.name, width=30),
        Column("records", "Records", lambda row: row.records, width=60),
        Column("due_on", "By", lambda row: day(row.due_on, none="no day given")),
        Column("kept_safe", "Kept safe", lambda row: day(row.kept_safe_on, none="not confirmed")),
        Column("state", "State", lambda row: records_state(row, clock.today())),
    ),
    orders=(Order("", "First due"), Order("reference", "Reference")),
    narrowed_by=("words", "review", "agency", "state"),
    filters=lambda actor: (
        _search("Words or reference"),
        select_filter("review", "Review", _reviews(actor)),
        select_filter("agency", "Agency", _agencies(actor)),
        select_filter(
            "state",
            "State",
            [
                ("waiting", "Waiting"),
                ("late", "Late"),
                ("provided", "Provided"),
                ("not_provided", "Not provided"),
            ],
        ),
    ),
    page=_page(filter_agency_records, AgencyRecordFilter),
    every=_every(filter_agency_records, AgencyRecordFilter),
    href=lambda row: reverse("information:record", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No review has asked an agency for its records yet.",
)

HOLDS = Register(
    key="holds",
    title="Legal holds",
    one="hold",
    url_name="information:holds",
    note="What is on hold is disposed of by nobody, whatever a retention rule says.",
    columns=(
        Column("reference", "Hold", lambda row: row.reference),
        Column("on", "On", lambda row: row.review.name if row.review else row.person_name, width=40),
        Column("asked_by", "Asked by", lambda row: row.asked_by, width=30),
        Column("placed", "Placed", lambda row: f"{day(row.placed_at)} by {row.placed_by}", width=30),
        Column(
            "state", "State", lambda row: f"Lifted on {day(row.lifted_at)}" if row.lifted_at else "In force"
        ),
    ),
    orders=(Order("", "Newest first"), Order("reference", "Reference")),
    narrowed_by=("words", "state"),
    filters=lambda actor: (
        _search("Reference, review or person"),
        select_filter("state", "State", [("open", "In force"), ("lifted", "Lifted")]),
    ),
    page=_page(filter_holds, HoldFilter),
    every=_every(filter_holds, HoldFilter),
    href=lambda row: reverse("information:hold", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="Nothing is on legal hold.",
)

DISPOSALS = Register(
    key="disposals",
    title="Disposals",
    one="disposal",
    url_name="information:disposals",
    note="What was proposed, refused and done. Of what is gone, only numbers are left.",
    columns=(
        Column("reference", "Disposal", lambda row: row.reference),
        Column("subject", "Of", lambda row: row.subject_reference),
        Column("kind", "Kind", lambda row: row.subject_kind),
        Column("due", "Due since", lambda row: day(row.due_on)),
        Column("state", "State", lambda row: DISPOSAL_STATES.get(row.state, row.state)),
        Column("proposed_by", "Proposed by", lambda row: str(row.proposed_by)),
        Column("decided_by", "Decided by", lambda row: str(row.decided_by or "")),
    ),
    orders=(Order("", "Newest first"), Order("reference", "Reference")),
    narrowed_by=("words", "state"),
    filters=lambda actor: (
        _search("Reference"),
        select_filter("state", "State", DISPOSAL_STATES.items()),
    ),
    page=_page(filter_disposals, DisposalFilter),
    every=_every(filter_disposals, DisposalFilter),
    href=lambda row: reverse("information:disposal", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="Nothing was proposed for disposal yet.",
)

ALL = (AGREEMENTS, ASSESSMENTS, REQUESTS, RELEASES, AGENCY_RECORDS, HOLDS, DISPOSALS)
