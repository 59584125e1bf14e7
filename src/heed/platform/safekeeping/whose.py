"""Which rows are one partnership's, of those that share a Heed: found by following keys, so that a new room's rows are
told apart from its first day."""

from __future__ import annotations

from collections import deque
from collections.abc import Container
from typing import Any

from django.apps import apps
from django.db import models

from heed.platform.accounts.models import Person
from heed.platform.files.models import StoredFile
from heed.platform.partnerships.models import Agency, Partnership

HEEDS_OWN = ("entrance.PasswordLink", "jobs.Turn", "jobs.WorkerSeen", "safekeeping.Backup")
"""About Heed itself, and so about every partnership that shares it."""
NOBODYS = 0
"""What the audit log calls the partnership of what happened in none."""


def rows_of(model: type[models.Model], partnership: Partnership, *, alias: str) -> models.QuerySet[Any]:
    """The rows of this table that are the partnership's. Raises LookupError where no key says whose they are."""
    rows = model._base_manager.using(alias)
    alone = Partnership.objects.using(alias).count() == 1
    if model is StoredFile:
        return rows.filter(pk__in=_files_of(partnership, alias))
    if model._meta.label in HEEDS_OWN:
        return rows.all() if alone else rows.none()
    path = path_to_partnership(model)
    if not path:
        raise LookupError(f"{model._meta.label}: nothing says whose its rows are")
    # By key, so that a person with two places is there once.
    whose = [partnership.pk, NOBODYS] if alone else [partnership.pk]
    return rows.filter(pk__in=rows.filter(**{f"{path}__in": whose}).order_by().values("pk"))


def with_what_they_point_to(
    mine: dict[type[models.Model], models.QuerySet[Any]], *, alias: str
) -> dict[type[models.Model], models.QuerySet[Any]]:
    """These rows of each table, and those of other partnerships that they point to: no key leads nowhere."""
    more: dict[type[models.Model], set[Any]] = {}
    waiting = [(rows, keys) for rows in mine.values() if (keys := _keys(rows.model, mine))]
    while waiting:
        rows, keys = waiting.pop()
        for key in keys:
            target = key.related_model
            theirs = rows.exclude(**{key.name: None}).exclude(
                **{f"{key.name}__in": mine[target].values("pk")}
            )
            found = set(theirs.order_by().values_list(key.attname, flat=True)) - more.setdefault(
                target, set()
            )
            if found:
                more[target] |= found
                waiting.append((target._base_manager.using(alias).filter(pk__in=found), _keys(target, mine)))
    return {
        model: model._base_manager.using(alias).filter(
            models.Q(pk__in=rows.values("pk")) | models.Q(pk__in=pks)
        )
        if (pks := more.get(model))
        else rows
        for model, rows in mine.items()
    }


def _keys(model: type[models.Model], among: Container[type[models.Model]]) -> list[Any]:
    """The keys of a table that lead to one of these."""
    return [
        each
        for each in model._meta.local_concrete_fields
        if isinstance(each, models.ForeignKey) and each.related_model in among
    ]


def path_to_partnership(model: type[models.Model]) -> str:
    """The shortest way along keys from a row to whose it is; "" where there is none."""
    for target, last in (
        (Partnership, ""),
        (Person, "memberships__partnership"),
        (Agency, "partnerships"),
    ):
        if model is target:
            return last or "pk"
        path = _path(model, target)
        if path:
            return f"{path}__{last}" if last else path
    return ""


def _path(model: type[models.Model], wanted: type[models.Model]) -> str:
    """Nullable keys are not followed: a row without one would be nobody's."""
    ways: deque[tuple[str, Any]] = deque([("", model)])
    seen: set[Any] = {model}
    while ways:
        path, at = ways.popleft()
        fields = at._meta.local_concrete_fields
        if wanted is Partnership and any(each.attname == "partnership_id" for each in fields):
            return f"{path}partnership_id"
        for each in fields:
            target = each.related_model if isinstance(each, models.ForeignKey) and not each.null else None
            if target is wanted:
                return f"{path}{each.name}"
            if target is not None and target not in seen:
                seen.add(target)
                ways.append((f"{path}{each.name}__", target))
    return ""


def _files_of(partnership: Partnership, alias: str) -> set[int]:
    """The files that this partnership's records point to."""
    found: set[int] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if field.related_model is StoredFile and model._meta.managed:
                mine = rows_of(model, partnership, alias=alias).exclude(**{field.name: None})
                found.update(mine.values_list(field.attname, flat=True))
    return found
