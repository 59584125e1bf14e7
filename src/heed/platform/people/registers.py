"""The register of people: a row for each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from heed.platform.access.roles import ROLES, role_words
from heed.platform.access.types import Actor
from heed.platform.people.queries import PeopleFilter, agency_choices, filter_places
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import day


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    roles = [(role.value, definition.name.capitalize()) for role, definition in ROLES.items()]
    return (
        FilterGroup(name="words", label="Name, post or e-mail", kind="search"),
        select_filter("agency", "Agency", agency_choices(actor)),
        select_filter("role", "Role", roles),
        select_filter("state", "Places", [("in_force", "In force"), ("ended", "Ended")]),
    )


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    rows = filter_places(actor, asked.wanted(PeopleFilter), order=asked.order)
    return list(rows[offset : offset + limit]), rows.count()


PEOPLE = Register(
    key="people",
    title="People",
    one="place",
    url_name="people:list",
    note="A row for each agency that somebody acts for.",
    columns=(
        Column("name", "Person", lambda row: row.person.name, width=30),
        Column("agency", "Acts for", lambda row: row.agency.name, width=40),
        Column("post", "Post", lambda row: row.post.title if row.post else "", width=40),
        Column("roles", "Roles", lambda row: role_words(row.roles), width=40),
        Column("from", "From", lambda row: day(row.starts_on), usual=False),
        Column("until", "Until", lambda row: day(row.ended_at or row.ends_on)),
        Column("email", "E-mail", lambda row: row.person.email, usual=False, width=40),
    ),
    orders=(Order("", "Name"), Order("agency", "Agency"), Order("newest", "Newest place first")),
    narrowed_by=("words", "agency", "role", "state"),
    filters=_filters,
    page=_page,
    every=lambda actor, asked: filter_places(actor, asked.wanted(PeopleFilter), order=asked.order).iterator(
        chunk_size=1000
    ),
    href=lambda row: reverse("people:person", args=[row.person.public_id]),
    ref=lambda row: row.public_id,
    empty="Nobody has a place in this partnership yet.",
)
