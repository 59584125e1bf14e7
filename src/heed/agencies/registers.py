"""The register of agencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from heed.agencies.comparing import KINDS
from heed.agencies.queries import AgencyFilter, count_names_met, filter_agencies, leads_of
from heed.agencies.rules import STATES
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.partnerships.queries import list_areas
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import Content, FilterGroup, joined, select_filter
from heed.platform.ui.things import link
from heed.platform.ui.wording import count, day


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    areas = ((each.name, each.name) for each in list_areas(actor.partnership_id))
    return (
        FilterGroup(name="words", label="Any of its names", kind="search"),
        select_filter("kind", "Kind", KINDS.items()),
        select_filter("state", "Time", STATES.items()),
        select_filter("area", "Asked or answering in", areas),
    )


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    rows = filter_agencies(actor, asked.wanted(AgencyFilter), order=asked.order)
    return list(rows[offset : offset + limit]), rows.count()


def kind_of(row: Any) -> str:
    """What it is, in words."""
    return KINDS.get(row.kind) or str(row.kind)


def time_of(row: Any) -> str:
    """Until when it was and what came after it; "" while it goes on."""
    if not row.ended_on:
        return ""
    return f"until {day(row.ended_on)}{f', then {row.successor}' if row.successor else ''}"


def lead_words(membership: Any) -> str:
    """A lead contact and the post held."""
    return ", ".join(
        filter(None, [membership.person.name, str(membership.post.title if membership.post else "")])
    )


AGENCIES = Register(
    key="agencies",
    title="Agencies",
    one="agency",
    many="agencies",
    url_name="agencies:list",
    note="Documents and records keep their own words for each.",
    columns=(
        Column("name", "Agency", lambda row: row.name, width=40),
        Column("kind", "Kind", kind_of),
        Column(
            "names",
            "Also called",
            lambda row: ", ".join(each.name for each in row.names.all() if each.name != row.name),
            width=60,
        ),
        Column("lead", "Lead contact", lambda row: "; ".join(map(lead_words, leads_of(row))), width=40),
        Column("time", "Time", time_of, width=40),
        Column(
            "before", "Came before it", lambda row: ", ".join(map(str, row.predecessors.all())), usual=False
        ),
        Column("after", "Came after it", lambda row: str(row.successor or ""), usual=False, width=40),
        Column(
            "ended", "Ended on", lambda row: row.ended_on.isoformat() if row.ended_on else "", usual=False
        ),
    ),
    orders=(
        Order("", "Name, those that ended last"),
        Order("name", "Name"),
        Order("kind", "Kind"),
        Order("ended", "Ended last first"),
    ),
    narrowed_by=("words", "kind", "state", "area"),
    filters=_filters,
    page=_page,
    every=lambda actor, asked: filter_agencies(actor, asked.wanted(AgencyFilter), order=asked.order).iterator(
        chunk_size=1000
    ),
    href=lambda row: reverse("agencies:agency", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="There is no agency yet. Add the first: those that your reviews ask, and those that own actions.",
)


def names_left_out(actor: Actor, asked: Asked) -> Content:
    """Above a list narrowed to an agency, for whoever may say who is meant: that names nobody knows are not in it."""
    if not asked.get("agency") or not actor.may(Permission.MANAGE_AGENCIES):
        return ""
    met = count_names_met(actor)
    if not met:
        return ""
    names = (
        f"{count(met, 'name')} that documents use {'belongs' if met == 1 else 'belong'} to no agency yet. "
    )
    missing = "What they were asked, answered or promised is missing here. "
    return joined([names, missing, link("Say who is meant", reverse("agencies:name_met"))])
