"""The database's full text, one interface over two: which passages hold words that follow one another.

Single words are a column of the shelf (`queries.shelf`). Words are stems (`kit.searching.index_words`), quoted one by
one, so that nothing typed is ever read as an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from heed.kit.searching import Term
from heed.memory.triggers import FULL_TEXT

if TYPE_CHECKING:
    import numpy as np

    Keys = np.ndarray[Any, Any]


def holding(terms: Sequence[Term]) -> Keys:
    """The keys of the passages that hold any of these terms, whoever may see them: its caller masks them."""
    import numpy as np

    wanted = _any(terms)
    if not wanted:
        return np.zeros(0, dtype=np.int64)
    with connection.cursor() as cursor:
        # As one string: to make a Python row of each of a hundred thousand keys takes longer than to find them.
        if connection.vendor == "sqlite":
            cursor.execute(
                f"SELECT group_concat(rowid) FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s", [wanted]
            )
        else:
            cursor.execute(
                "SELECT string_agg(id::text, ',') FROM memory_passage "
                "WHERE word_vector @@ to_tsquery('simple', %s)",
                [wanted],
            )
        found = cursor.fetchone()[0] or ""
    return np.fromstring(found, dtype=np.int64, sep=",") if found else np.zeros(0, dtype=np.int64)


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
