"""What views take from a request."""

from __future__ import annotations

from django.http import HttpRequest

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed


def actor_of_request(request: HttpRequest) -> Actor:
    """Who asks; set by `middleware.KnownActor`."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed("Sign in first.")
    return actor


def number_of(request: HttpRequest, name: str, *, least: int = 1, most: int = 100_000) -> int | None:
    """A whole number from the address, None where it is missing or is not one between `least` and `most`."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and least <= int(given[:9]) <= most else None


def version_of(request: HttpRequest) -> int:
    """The version of a record that the form was made from; 0, which no record has, where none was sent."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
