"""Parts of a page that rooms above it hand in when Heed starts, so that the page need not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: the template that draws it, and the data it draws. `wide` is the heading of
    one that stands beneath both columns, for a table that needs the whole width."""

    template: str
    data: Any
    wide: str = ""


Builder = Callable[[Any, Any], Panel | None]
"""From the actor and the page's subject to a panel, or None where there is nothing to show."""

_BUILDERS: dict[str, list[tuple[int, Builder]]] = {}


def register_panel(page: str, builder: Builder, *, order: int) -> None:
    """Show this panel on the named page ("recommendation", "review", "home", "information"...), in this order."""
    _BUILDERS.setdefault(page, []).append((order, builder))
    _BUILDERS[page].sort(key=lambda pair: pair[0])


def panels_for(page: str, actor: Any, subject: Any = None) -> tuple[Panel, ...]:
    """The panels that others have for this page."""
    built = (builder(actor, subject) for _, builder in _BUILDERS.get(page, []))
    return tuple(panel for panel in built if panel is not None)
