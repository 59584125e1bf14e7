"""The database's full text, one interface over two: which passages hold what is asked for.

The permission filter is part of the query: what its caller may not see is neither found nor counted. Words are stems
(`kit.searching.index_words`), quoted one by one, so that nothing typed is ever read as an operator.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from heed.kit.searching import Term
from heed.memory.triggers import FULL_TEXT

if TYPE_CHECKING:
    import numpy as np

    Keys = np.ndarray[Any, Any]


def holding(terms: Sequence[Term], scopes: Collection[int], partnerships: Collection[int]) -> Keys:
    """The keys of the passages in these scopes of these partnerships that hold any of these terms, in order."""
    import numpy as np

    wanted = _any(terms)
    if not wanted or not scopes:
        return np.zeros(0, dtype=np.int64)
    seen = ", ".join(str(int(each)) for each in scopes)
    of = ", ".join(str(int(each)) for each in partnerships)
    with connection.cursor() as cursor:
        # As one string: to make a Python row of each of a hundred thousand keys takes longer than to find them.
        if connection.vendor == "sqlite":
            cursor.execute(
                f"SELECT group_concat(f.rowid) FROM {FULL_TEXT} f CROSS JOIN memory_passage p INDEXED BY "
                f"passage_seen_by ON p.id = f.rowid WHERE {FULL_TEXT} MATCH %s AND p.scope_id IN ({seen}) "
                f"AND p.partnership_id IN ({of})",
                [wanted],
            )
        else:
            cursor.execute(
                "SELECT string_agg(id::text, ',') FROM memory_passage WHERE to_tsvector('simple', words) @@ "
                f"to_tsquery('simple', %s) AND scope_id IN ({seen}) AND partnership_id IN ({of})",
                [wanted],
            )
        found = cursor.fetchone()[0] or ""
    return np.sort(np.fromstring(found, dtype=np.int64, sep=",")) if found else np.zeros(0, dtype=np.int64)


def is_whole() -> bool:
    """Whether the index holds exactly the passages' words."""
    from django.db import DatabaseError, transaction

    if connection.vendor != "sqlite":
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True


def make_again() -> None:
    """The index anew from the passages. PostgreSQL keeps its own as it keeps every other index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}) VALUES ('rebuild')")


def _any(terms: Sequence[Term]) -> str:
    if connection.vendor == "sqlite":
        return " OR ".join('"' + " ".join(term.stems) + '"' for term in terms)
    return " | ".join("(" + " <-> ".join(f"'{each}'" for each in term.stems) + ")" for term in terms)
