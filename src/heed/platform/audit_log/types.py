"""What an event is. Each app declares its own, with `@event`, and a sentence that people read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, dataclass_transform

Declared = TypeVar("Declared", bound=type)


class Result(StrEnum):
    """What came of it: a change, a page or file given, a refusal, or something typed that could not be used."""

    DONE = "done"
    SHOWN = "shown"
    REFUSED = "refused"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class EventKind:
    """`name` is stored; `sentence` is read; `facts` are the names of what is kept beside it."""

    name: str
    sentence: str
    facts: tuple[str, ...]


EVENTS: dict[str, EventKind] = {}
"""Every declared kind of event by its stored name. The reference page is made from it."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(name: str) -> Callable[[Declared], Declared]:
    """Declare a frozen dataclass as a kind of event; its docstring is the sentence, its fields the facts."""

    def declare(cls: Declared) -> Declared:
        frozen: Any = dataclass(frozen=True, kw_only=True)(cls)
        if name in EVENTS:
            raise ValueError(f"two events are called {name}")
        EVENTS[name] = EventKind(
            name=name,
            sentence=(cls.__doc__ or "").strip(),
            facts=tuple(frozen.__dataclass_fields__),
        )
        frozen.event_name = name
        return frozen  # type: ignore[no-any-return]

    return declare
