"""Which views and templates a person may use, and what finding rows has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.models import ExportTemplate, ExportTemplateVersion, SavedView
from heed.platform.registers.types import NARROWINGS, Asked, year_of

Rows = TypeVar("Rows", bound=QuerySet[Any])


def list_views(actor: Actor, register: str) -> list[SavedView]:
    """A person's own views of a register, and those shared in the partnership."""
    mine_or_shared = Q(owner_id=actor.person_id) | Q(shared=True)
    rows = SavedView.objects.filter(mine_or_shared, partnership_id=actor.partnership_id, register=register)
    return list(rows.select_related("owner"))


def find_view_to_forget(actor: Actor, ref: str) -> SavedView:
    """One of the person's own views, or `NotVisible`; for whoever keeps what the partnership shares, a shared one of
    anybody, who may have left."""
    own = Q(owner_id=actor.person_id)
    if keeps_shared_views(actor):
        own |= Q(shared=True)
    row = SavedView.objects.filter(own, public_id=ref, partnership_id=actor.partnership_id).first()
    if row is None:
        raise NotVisible
    return row


def keeps_shared_views(actor: Actor) -> bool:
    """Whether this actor may remove views that others share, as the partnership's own templates."""
    return actor.may(Permission.KEEP_TEMPLATES)


def list_templates(actor: Actor, register: str) -> list[ExportTemplate]:
    """The partnership's own templates for a register that are offered now, each with its versions, the newest
    first."""
    rows = ExportTemplate.objects.filter(
        partnership_id=actor.partnership_id, register=register, ended_at__isnull=True
    )
    return list(rows.prefetch_related("versions"))


def find_template(actor: Actor, ref: str) -> ExportTemplate:
    """A template of the actor's partnership with its versions, or `NotVisible`."""
    rows = ExportTemplate.objects.filter(partnership_id=actor.partnership_id, public_id=ref)
    row = rows.prefetch_related("versions__file", "versions__added_by").first()
    if row is None:
        raise NotVisible
    return row


def find_template_version(actor: Actor, ref: str, number: int) -> ExportTemplateVersion:
    """One version of such a template, or `NotVisible`."""
    row = next((each for each in find_template(actor, ref).versions.all() if each.number == number), None)
    if row is None:
        raise NotVisible
    return row


def narrow(rows: Rows, wanted: object, paths: Mapping[str, str]) -> Rows:
    """Only the rows in which each thing that `wanted` names stands where `paths` says; what it leaves empty narrows
    nothing. A path that ends in `__year` is asked for a year as an address writes it."""
    asked = {path: value for name, path in paths.items() if (value := getattr(wanted, name))}
    return rows.filter(
        **{path: year_of(value) if path.endswith("__year") else value for path, value in asked.items()}
    )


def narrow_further(rows: Rows, key: str, actor: Actor, asked: Asked) -> Rows:
    """Only the rows of the register of this key that hold what rooms above narrow it by (`types.Narrowing`)."""
    return rows.filter(further(key, actor, asked))


def further(key: str, actor: Actor, asked: Asked) -> Q:
    """The same as a condition."""
    asked_for = [(each, value) for each in NARROWINGS.get(key, ()) if (value := asked.get(each.name))]
    return reduce(and_, (each.holds(actor, value) for each, value in asked_for), Q())


def narrow_either(rows: Rows, wanted: object, paths: Mapping[str, str], starts: tuple[str, str]) -> Rows:
    """As `narrow`, for rows that hang on either of two others: each path holds beyond one of the `starts`."""
    for name, path in paths.items():
        one, other = (
            Q(pk__in=narrow(rows.order_by(), wanted, {name: start + path}).values("pk")) for start in starts
        )
        rows = rows.filter(one | other) if getattr(wanted, name) else rows
    return rows


def with_words(rows: Rows, words: str, *paths: str) -> Rows:
    """Only the rows that say these words, in any case, at one of the paths; all where no words are given."""
    if not words:
        return rows
    # An empty Q joined by `or` asks for nothing of its own.
    return rows.filter(reduce(or_, (Q(**{path: words}) for path in paths), Q()))


AHEAD = 1000
"""So many rows beyond a page are looked for with it: where the list ends among them, nothing is left to count. To find
that a few rows, or none, have some words takes going through all rows, and to count them would take it again."""


def one_page(
    rows: QuerySet[Any],
    with_context: Callable[[QuerySet[Any]], QuerySet[Any]],
    *,
    offset: int,
    limit: int,
    keys: list[int] | None = None,
) -> tuple[list[Any], int]:
    """Some of these ordered rows with their relations, and how many there are in all. Found by their keys first, so
    that only a page's worth of wide rows is ever joined and sorted. `keys` where there is a quicker way to find
    them."""
    total = None
    if keys is None:
        ahead = list(rows.values_list("pk", flat=True)[offset : offset + limit + AHEAD])
        keys, total = ahead[:limit], end_of(ahead, offset, limit + AHEAD)
    found = {
        row.pk: row
        for row in with_context(rows.model.objects.for_everyone(because="rows found").filter(pk__in=keys))
    }
    return [found[key] for key in keys if key in found], rows.count() if total is None else total


def end_of(keys: list[int], offset: int, wanted: int) -> int | None:
    """How many rows there are, where these keys from the offset on reach the last; None where they do not."""
    return offset + len(keys) if len(keys) < wanted and (keys or not offset) else None
