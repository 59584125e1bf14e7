"""Which rows of this room belong to a case, and so move with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from heed.governance.models import AgendaItem, Decision, GroupLine, MinutesLine, Paper


def _rows_of(model: Any) -> Callable[[str], QuerySet[Any]]:
    def rows(case_ref: str) -> QuerySet[Any]:
        every = model.objects.for_everyone(because="a case moves as a whole")
        found: QuerySet[Any] = every.filter(review__public_id=case_ref)
        return found

    return rows


TABLES = {
    "agendaitems": _rows_of(AgendaItem),
    "papers": _rows_of(Paper),
    "decisions": _rows_of(Decision),
    "minuteslines": _rows_of(MinutesLine),
    "grouplines": _rows_of(GroupLine),
}
