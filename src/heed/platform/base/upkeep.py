"""What a database needs now and then to stay quick, and a process once."""

from __future__ import annotations

import gc

from django.db import connection
from django.urls import get_resolver


def refresh_statistics() -> None:
    """Let SQLite look at a sample of each index, so that it chooses well; PostgreSQL does this by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def settle() -> None:
    """Load every address of Heed, and let Python know that what is loaded stays: it would go through all of it again
    and again to look for what can go, and hold up every twentieth page by a tenth of a second and more."""
    get_resolver()._populate()
    gc.collect()
    gc.freeze()
