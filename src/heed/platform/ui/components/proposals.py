"""What the reader found, for a person to decide: a card for each proposal, and the keys that work on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import Content, classes, element, hidden, joined
from heed.platform.ui.components.tags import Tone, tag

State = Literal["sure", "look", "accepted", "rejected"]
_SAID: dict[State, tuple[str, Tone]] = {
    "sure": ("Sure", "green"),
    "look": ("Look at this", "amber"),
    "accepted": ("Accepted", "teal"),
    "rejected": ("Rejected", "neutral"),
}


def proposal_card(
    *,
    ref: str,
    state: State,
    label: str,
    text: Content,
    place: str = "",
    place_href: str | None = None,
    why: Content = "",
    notes: Content = "",
    body: Content = "",
    actions: Sequence[Markup] = (),
    chosen: bool = False,
    level: int = 3,
) -> Markup:
    """A proposal: what was read and how sure, where, and what can be done with it.

    `ref` is also its id on the page and the `data-place` of its words in the document. `place_href` leads to
    the page with its words marked ("page 31"). Buttons take their letter from `key` ("a", "e", "r").
    """
    said, tone = _SAID[state]
    where = (
        element("a", place, href=place_href, class_="govuk-link", data_page_link=True)
        if place_href
        else place
    )
    head = element(
        "div",
        element(
            "div",
            tag(text=said, tone=tone),
            element(f"h{level}", hidden("Recommendation "), label, class_="proposal__label"),
            element("span", joined([part for part in (where, why) if part], " · "), class_="proposal__place"),
            class_="proposal__facts",
        ),
        element("div", actions, class_="proposal__actions") if actions else None,
        class_="proposal__head",
    )
    return element(
        "article",
        head,
        element("p", text, class_="proposal__text") if text else None,
        element("p", notes, class_="proposal__notes") if notes else None,
        element("div", body, class_="proposal__body") if body else None,
        id=ref,
        class_=classes("proposal", f"proposal--{state}", chosen and "proposal--chosen"),
        tabindex="-1",
        data_proposal=ref,
        data_decided=state in ("accepted", "rejected"),
        aria_current="true" if chosen else None,
    )


def key_hints(*, keys: Sequence[tuple[str, str]]) -> Markup:
    """The keys that work on this page, as (key, what it does); with script also a switch to turn them off."""
    hints = [joined([element("kbd", key), f" {does}"]) for key, does in keys]
    switch = element(
        "button",
        "Turn keys off",
        type="button",
        class_="heed-plain-button heed-keys__switch",
        hidden=True,
        data_keys_switch=True,
    )
    return element("p", joined(hints, ", "), " ", switch, class_="heed-keys", data_keys=True)
