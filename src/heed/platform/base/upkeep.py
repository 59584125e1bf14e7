"""What a database needs now and then to stay quick."""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Let SQLite look at a sample of each index, so that it chooses well; PostgreSQL does this by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
