"""What must be true of signing in before Heed starts, and what an administrator should know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from heed.platform.entrance.providers import Misconfigured, list_providers


@register(Tags.security)
def check_providers(**_: Any) -> list[CheckMessage]:
    """The providers' file can be read, and says nothing that cannot be."""
    try:
        list_providers()
    except (Misconfigured, TypeError, AttributeError) as problem:
        return [Error(f"{settings.PROVIDERS_FILE}: {problem}.", id="heed.E010")]
    return []


@register(Tags.security, deploy=True)
def check_second_factor(**_: Any) -> list[CheckMessage]:
    """Where others can reach Heed, those who change access must have a second factor."""
    if settings.SECOND_FACTOR:
        return []
    return [Warning("HEED_SECOND_FACTOR is false: nobody is made to have a second factor.", id="heed.W011")]
