"""The register of case referrals: every undecided one with its age."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import count, day
from heed.reviews.queries.cases import ReferralFilter, filter_referrals
from heed.reviews.types import CATEGORIES, OUTCOMES, SAFETY, UNDECIDED, Safety


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    rows = filter_referrals(actor, ReferralFilter()).order_by()
    agencies = sorted(set(rows.values_list("agency__name", flat=True)))
    return (
        FilterGroup(name="words", label="Case or reference", kind="search"),
        select_filter("waiting", "Decided?", (("yes", "Not decided yet"), ("no", "Decided"))),
        select_filter("agency", "Put forward by", ((each, each) for each in agencies)),
        select_filter("category", "Kind of case", CATEGORIES.items()),
    )


def _age(row: Any) -> str:
    if row.review.decision not in UNDECIDED:
        return "decided"
    return count((clock.today() - row.referred_on).days, "day")


def _stands(row: Any) -> str:
    if row.review.state == "closed":
        return "Closed"
    if row.review.decision in UNDECIDED and row.review.look_again_on:
        return f"Put off until {day(row.review.look_again_on)}"
    return OUTCOMES.get(row.review.decision, "Not decided yet")


def _safe(row: Any) -> str:
    if row.is_open:
        return "Not answered"
    return f"Yes: {row.who_acted} acted" if row.safety == Safety.YES else SAFETY[row.safety]


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    rows = _rows(actor, asked)
    return list(rows[offset : offset + limit]), rows.count()


def _rows(actor: Actor, asked: Asked) -> Any:
    rows = filter_referrals(actor, asked.wanted(ReferralFilter))
    return rows.order_by("-referred_on", "-pk") if asked.order == "newest" else rows


REFERRALS = Register(
    key="referrals",
    title="Case referrals",
    one="case referral",
    kind="review",
    url_name="reviews:referrals",
    columns=(
        Column("reference", "Reference", lambda row: row.reference, width=14),
        Column("case", "Case", lambda row: row.review.name, width=20),
        Column("age", "Undecided for", _age),
        Column("decision", "Decision", _stands, width=24),
        Column("safety", "Is any child unsafe now?", _safe, width=24),
        Column("agency", "Put forward by", lambda row: row.agency.name),
        Column("referred", "Referred", lambda row: day(row.referred_on)),
        Column("category", "Kind of case", lambda row: CATEGORIES[row.category], usual=False),
    ),
    orders=(Order("", "Waited longest first"), Order("newest", "Newest first")),
    narrowed_by=("words", "waiting", "agency", "category"),
    filters=_filters,
    page=_page,
    every=lambda actor, asked: _rows(actor, asked).iterator(chunk_size=1000),
    href=lambda row: reverse("reviews:decision", args=[row.review.public_id]),
    ref=lambda row: row.review.public_id,
    empty="Nobody has put a case forward yet.",
    fill=("Refer a case", "reviews:refer"),
)
