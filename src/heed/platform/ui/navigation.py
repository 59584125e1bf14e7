"""What stands in the bar at the top and at the foot of every page: rooms register their pages at start-up.

Pages that belong together stand in the bar as one group ("Library"); the row beneath the bar shows the pages of the
group one is in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Place = Literal["bar", "search", "end", "account", "foot"]


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A link to a page: in the bar, at its end, in the person's own menu, or at the foot; or the page that the box
    for searching beneath the bar asks, with the words as `q`.

    `group` is what the bar calls this page and those beside it; without it the page stands for itself. `order` puts
    items in sequence within their place. `shown` answers, for the actor of the request (None for somebody who has
    not signed in), whether the link is offered; without it, signed-in people see what is in the bar and the account
    menu, and everybody what is at the foot. `count` says of how many new things it tells.
    """

    label: str
    url_name: str
    order: int
    place: Place = "bar"
    group: str = ""
    shown: Callable[[Any], bool] | None = None
    count: Callable[[Any], int] | None = None

    def is_for(self, actor: Any) -> bool:
        """Whether this link is offered to the actor."""
        if self.shown is not None:
            return self.shown(actor)
        return self.place == "foot" or actor is not None


_registered: dict[tuple[Place, str], NavItem] = {}


def register(item: NavItem) -> None:
    """Offers a page in the navigation. Registering the same page again replaces it."""
    _registered[item.place, item.url_name] = item


def items(place: Place) -> list[NavItem]:
    """What is registered for a place, in order."""
    return sorted(
        (item for item in _registered.values() if item.place == place),
        key=lambda item: (item.order, item.label),
    )


def labels() -> dict[str, str]:
    """What every registered page is called, by the name of its address."""
    return {item.url_name: item.label for item in _registered.values()}
