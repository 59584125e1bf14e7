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
    """A whole number from the address, or from what was sent; None where it is missing or is not one between
    `least` and `most`."""
    given = request.GET.get(name) or request.POST.get(name, "")
    number = _whole(given)
    return number if number is not None and least <= number <= most else None


def _whole(given: str) -> int | None:
    """Figures of the plain kind, and few enough to be a number of anything here."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def version_of(request: HttpRequest) -> int:
    """The version of a record that the form was made from; 0, which no record has, where none was sent."""
    return _whole(request.POST.get("version", "")) or 0
