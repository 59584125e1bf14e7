"""The one way in which an operation saves over what a person saw: only if nobody saved since.

Every editable row has a `version`; it travels in the form. A second writer gets `ChangedMeanwhile` with both
texts. `tests/house_rules/test_versions.py` finds every operation that saves over a row and asks for this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet

from heed.platform.base.errors import ChangedMeanwhile, Difference, NotVisible
from heed.platform.base.models import Revision


def take_version(
    row: Model,
    *,
    version: int | None,
    differences: Callable[[Any], Iterable[Difference]],
    by: str = "",
    among: QuerySet[Any] | None = None,
    sent_as: str = "version",
    **changes: Any,
) -> bool:
    """Write `changes` to this row and move it to its next version, in one statement, if it still has this one.

    Within the caller's transaction the row is ours from here on, so that what belongs to it can be written too.
    `version` None is for Heed's own work, which saw no form. `among` is the query to go through where the
    model's own manager asks for whom. `differences` compares the row as it is now with what was to be saved:
    where nothing differs (the same form sent twice) the answer is False and nothing is to be done; otherwise
    `ChangedMeanwhile` is raised with both. True: written.
    """
    rows = among if among is not None else type(row)._default_manager.all()
    rows = rows.filter(pk=row.pk)
    mine = rows if version is None else rows.filter(version=version)
    if mine.update(**changes, version=F("version") + 1):
        return True
    now: Any = rows.first()
    if now is None:
        raise NotVisible
    differing = [each for each in differences(now) if each.sends_theirs != each.sends_yours]
    if not differing:
        return False
    raise ChangedMeanwhile(differences=differing, version=now.version, sent_as=sent_as, by=by)


def last_changed_by(subject_kind: str, subject_ref: str) -> str:
    """Who saved this record last, by the revisions kept of it; "" where none is."""
    rows = Revision.objects.filter(subject_kind=subject_kind, subject_ref=subject_ref).order_by("-pk")
    return rows.values_list("changed_by", flat=True).first() or ""


def hold(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows, held until the caller's transaction ends, so that nobody changes them meanwhile.

    SQLite has one writer, who holds everything anyway.
    """
    return rows.select_for_update(of=("self",)) if connection.vendor == "postgresql" else rows
