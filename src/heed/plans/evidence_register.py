"""The register of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from heed.plans.proof_presenters import figure_of, has_expired, spoken_for, warnings_of
from heed.plans.queries import EvidenceFilter, evidence_kinds, filter_evidence, level_names
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.queries import list_agencies
from heed.platform.registers.queries import narrow_further
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import day
from heed.reviews.queries import newest_reviews

_LOOKS = (
    ("refresh", "A newer version is due"),
    ("expired", "No longer shows it"),
    ("contrary", "Speaks against the action"),
    ("dead", "An address did not answer"),
    ("withdrawn", "Withdrawn"),
)


def _rows(actor: Actor, asked: Asked) -> Any:
    rows = filter_evidence(actor, asked.wanted(EvidenceFilter, today=clock.today()), order=asked.order)
    return narrow_further(rows, EVIDENCE.key, actor, asked)


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    rows = _rows(actor, asked)
    return list(rows[offset : offset + limit]), rows.count()


def _every(actor: Actor, asked: Asked) -> Iterator[Any]:
    yield from _rows(actor, asked).iterator(chunk_size=1000)


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    return (
        FilterGroup(name="words", label="Words or reference", kind="search"),
        select_filter(
            "level",
            "What it shows",
            [(str(key), name) for key, name in level_names().items()],
            word="Evidence level",
        ),
        select_filter("kind", "Kind", evidence_kinds().items()),
        select_filter(
            "agency",
            "Given by",
            [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)],
        ),
        select_filter("review", "Review", [(each.public_id, each.name) for each in newest_reviews(actor)]),
        select_filter("look", "To look at", _LOOKS),
    )


def _shows(row: Any) -> str:
    if row.withdrawn_at:
        return "Withdrawn"
    expired = ", expired" if has_expired(row, today=clock.today()) else ""
    return f"{'Speaks against' if row.contrary else level_names()[row.level]}{expired}"


EVIDENCE = Register(
    key="evidence",
    title="Evidence",
    one="evidence record",
    kind="evidence",
    url_name="plans:evidence_list",
    note="What shows that actions were done, or that something changed. One piece may show several actions.",
    columns=(
        Column("title", "Evidence", lambda row: row.title, width=50),
        Column("reference", "Reference", lambda row: row.reference, width=12),
        Column(
            "level",
            "What it shows",
            _shows,
        ),
        Column("kind", "Kind", lambda row: evidence_kinds().get(row.kind, row.kind)),
        Column("period", "The time it speaks for", spoken_for, width=30),
        Column("figure", "Figure", figure_of, usual=False, width=40),
        Column("agency", "Given by", lambda row: row.agency.name, width=30),
        Column("given", "Given", lambda row: day(row.given_at), usual=False),
        Column("refresh", "Newer version by", lambda row: day(row.refresh_by), usual=False),
        Column("expires", "Shows it until", lambda row: day(row.expires_on), usual=False),
        Column(
            "warnings",
            "To look at",
            lambda row: " ".join(warnings_of(row, today=clock.today())),
            usual=False,
            width=50,
        ),
        Column("review", "Review", lambda row: row.review.name if row.review else "", usual=False, width=40),
    ),
    orders=(
        Order("", "Newest first"),
        Order("level", "Strongest first"),
        Order("refresh", "To be renewed first"),
        Order("reference", "Reference"),
    ),
    narrowed_by=("words", "kind", "level", "agency", "review", "look"),
    filters=_filters,
    page=_page,
    every=_every,
    href=lambda row: reverse("plans:evidence", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No evidence was given yet. It is given on the page of the action that it shows.",
)
