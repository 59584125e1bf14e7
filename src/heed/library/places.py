"""What a document's page marks: each room above says which of its records come from a Reading."""

from __future__ import annotations

from collections.abc import Callable

from heed.library.models import Reading
from heed.library.types import Place
from heed.platform.access.types import Actor

Provider = Callable[[Actor, Reading], list[Place]]
_PROVIDERS: list[Provider] = []


def register_places(provider: Provider) -> None:
    """Called by an app at start-up."""
    _PROVIDERS.append(provider)


def places_of(actor: Actor, reading: Reading) -> list[Place]:
    """Every registered record's place in this Reading that the actor may see."""
    return [place for provider in _PROVIDERS for place in provider(actor, reading)]
