"""For Heed's own work on documents, done for nobody in particular."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heed.library.models import Document


def every_document(*, because: str) -> QuerySet[Any]:
    """All of every partnership that are neither withdrawn nor erased; never for a person's page."""
    rows: QuerySet[Any] = Document.objects.for_everyone(because=because)
    return rows.filter(withdrawn_at__isnull=True, erased_at__isnull=True)
