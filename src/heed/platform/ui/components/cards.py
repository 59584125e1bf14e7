"""Things of their own: a card, figures with their bar, and rows that ask for something to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import Content, classes, element, hidden

Tone = Literal["teal", "amber", "red", "green", "pale"]


def card(
    *,
    body: Content,
    title: Content = "",
    sub: Content = "",
    actions: Sequence[Markup] = (),
    tone: Literal["plain", "teal", "amber", "red", "green"] = "plain",
    level: int = 2,
    id: str | None = None,
) -> Markup:
    """A white card for something that is a thing of its own. `tone` draws a line at its head."""
    return element(
        "section",
        element(f"h{level}", title, class_="heed-card__title") if title else None,
        element("p", sub, class_="heed-card__sub") if sub else None,
        element("div", body, class_="heed-card__body"),
        element("div", actions, class_="govuk-button-group heed-card__actions") if actions else None,
        class_=classes("heed-card", tone != "plain" and f"heed-card--{tone}"),
        id=id,
    )


def progress(*, done: int, of: int, text: str, tone: Tone = "teal") -> Markup:
    """How far something has got: a bar, and the words that say the same ("Reading page 12 of 48")."""
    return element(
        "div",
        element("p", text, class_="heed-progress__text"),
        _bar(done, of, tone),
        class_="heed-progress",
    )


def bar_row(*, label: str, value: int, of: int, tone: Tone = "teal", href: str | None = None) -> Markup:
    """A figure, its words and its share of a whole: "74 verified" of 168. Several stand under one another."""
    words: Markup = element("strong", f"{value:,}", class_="heed-bar-row__value") + Markup(" ") + label
    return element(
        "div",
        element(
            "span",
            element("a", words, href=href) if href else words,
            hidden(f" of {of:,}"),
            class_="heed-bar-row__label",
        ),
        _bar(value, of, tone),
        class_="heed-bar-row",
    )


def stat(*, value: str | int, label: str, note: Content = "", href: str | None = None) -> Markup:
    """One figure that matters, with its words beneath and, as a note, what it is out of and when."""
    shown = f"{value:,}" if isinstance(value, int) else value
    words = element("span", label, class_="heed-stat__label")
    return element(
        "div",
        element("span", shown, class_="heed-stat__value"),
        element("a", words, href=href, class_="govuk-link") if href else words,
        element("span", note, class_="heed-stat__note") if note else None,
        class_="heed-stat",
    )


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that waits for the person: how urgent (a tag), what it is, a note, and one button."""

    tag: Markup
    text: Content
    action: Markup
    note: Content = ""


def needs(*, rows: Sequence[Need]) -> Markup:
    """The list of what needs the person, most urgent first."""
    return element(
        "ul",
        [
            element(
                "li",
                element("div", row.tag, class_="heed-need__tag"),
                element(
                    "div",
                    element("p", row.text, class_="heed-need__text"),
                    element("p", row.note, class_="heed-need__note") if row.note else None,
                    class_="heed-need__words",
                ),
                element("div", row.action, class_="heed-need__action"),
                class_="heed-need",
            )
            for row in rows
        ],
        class_="heed-needs",
        role="list",
    )


def _bar(value: int, of: int, tone: Tone) -> Markup:
    share = 0.0 if of <= 0 else round(100 * min(max(value / of, 0), 1), 2)
    return element(
        "svg",
        element("rect", x=0, y=0, width="100%", height="100%", class_="heed-gauge__whole"),
        element("rect", x=0, y=0, width=f"{share}%", height="100%", class_="heed-gauge__part"),
        class_=f"heed-gauge heed-gauge--{tone}",
        width="100%",
        height=18,
        aria_hidden="true",
        focusable="false",
    )
