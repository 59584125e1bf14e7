"""Things to press: buttons, links that look like them, and forms that are only a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import Attributes, classes, element, hidden, joined
from heed.platform.ui.components.govuk import content, govuk

Tone = Literal["primary", "secondary", "warning", "quiet"]
_CLASS: dict[Tone, str] = {
    "primary": "",
    "secondary": "govuk-button--secondary",
    "warning": "govuk-button--warning",
    "quiet": "heed-button--quiet",
}


def button(
    *,
    text: str,
    tone: Tone = "primary",
    small: bool = False,
    describe: str = "",
    name: str | None = None,
    value: str | None = None,
    kind: Literal["submit", "button"] = "submit",
    disabled: bool = False,
    key: str | None = None,
    attributes: Attributes | None = None,
) -> Markup:
    """A button.

    `describe` adds unseen words that tell it from others of its name ("Accept" and "recommendation 4");
    `key` is the letter that presses it on the side-by-side page. One primary button a page."""
    return govuk(
        "button",
        **_label(text, describe),
        type=kind,
        classes=_classes(tone, small),
        name=name,
        value=value,
        disabled=disabled or None,
        preventDoubleClick=True if kind == "submit" else None,
        attributes={**({"data-key": key} if key else {}), **(attributes or {})},
    )


def link_button(
    *,
    text: str,
    href: str,
    tone: Tone = "primary",
    small: bool = False,
    describe: str = "",
    key: str | None = None,
    attributes: Attributes | None = None,
) -> Markup:
    """A link to the next thing to do, looking like a button."""
    more = {**({"data-key": key} if key else {}), **(attributes or {})}
    return element(
        "a",
        text,
        hidden(f" {describe}") if describe else None,
        href=href,
        class_=classes("govuk-button", _classes(tone, small)),
        draggable="false",
        attributes=more,
    )


def post_button(
    *,
    text: str,
    action: str,
    csrf_token: str,
    fields: Mapping[str, str] | None = None,
    tone: Tone = "secondary",
    small: bool = False,
    describe: str = "",
    key: str | None = None,
    attributes: Attributes | None = None,
) -> Markup:
    """A form that is only a button: it sends `fields` to `action`. For "Same lesson", "Sign in as ..."."""
    values = {"csrfmiddlewaretoken": csrf_token, **(fields or {})}
    return element(
        "form",
        [element("input", type="hidden", name=name, value=value) for name, value in values.items()],
        button(text=text, tone=tone, small=small, describe=describe, key=key),
        method="post",
        action=action,
        class_="heed-post-button",
        attributes=attributes,
    )


def button_group(*, buttons: Sequence[Markup]) -> Markup:
    """Buttons and links in a row, wrapping where there is no room."""
    return element("div", joined(buttons), class_="govuk-button-group")


def _label(text: str, describe: str) -> dict[str, str | Markup]:
    if not describe:
        return {"text": text}
    return content(joined([text, hidden(f" {describe}")])) or {}


def _classes(tone: Tone, small: bool) -> str:
    return classes(_CLASS[tone], small and "heed-button--small")
