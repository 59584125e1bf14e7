"""The addresses that published editions give their readers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from heed.publishing.models import PublicLink
from heed.publishing.queries.shelf import published


def public_links(*, on: date) -> QuerySet[Any]:
    """Those of all that everybody can read on this day, whoever published it."""
    rows: QuerySet[Any] = PublicLink.objects.filter(edition__in=published(on))
    return rows.select_related("edition__publication")
