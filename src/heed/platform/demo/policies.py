"""Who may move the clock, and where there is one to move."""

from __future__ import annotations

from django.conf import settings

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Partnership


def check_has_clock(actor: Actor) -> None:
    """Where anything real is kept, there is no such page."""
    if not settings.DEMO or Partnership.objects.filter(is_demo=False).exists():
        raise NotVisible
    check_may(actor, Permission.CHANGE_RULES)
