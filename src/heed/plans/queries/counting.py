"""Which evidence counts: one home for every place that asks what shows an action."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def counts(today: date, prefix: str = "") -> Q:
    """Evidence, or by a prefix its uses, that counts on the day: it speaks for the action, and has not expired."""
    lasts = Q(**{f"{prefix}expires_on__isnull": True}) | Q(**{f"{prefix}expires_on__gte": today})
    return Q(**{f"{prefix}contrary": False}) & lasts
