"""Things said to the person: what went wrong, what was done, what to look out for, what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import Content, element
from heed.platform.ui.components.govuk import content, govuk


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with what was typed, and the id of the field to go to."""

    text: str
    field_id: str | None = None


def error_summary(*, problems: Sequence[Problem], title: str = "There is a problem") -> Markup:
    """All that is wrong with a form, each with a link to its field. Nothing when nothing is wrong."""
    if not problems:
        return Markup("")
    listed = [
        {"text": each.text, "href": f"#{each.field_id}" if each.field_id else None} for each in problems
    ]
    return govuk("error-summary", titleText=title, errorList=listed)


def notification(
    *, text: Content, tone: Literal["success", "important", "error"] = "success", title: str | None = None
) -> Markup:
    """What was just done, or something to know before going on. `title` is read before it."""
    titles = {"success": "Done", "important": "Important", "error": "There is a problem"}
    return element(
        "div",
        element("p", element("strong", title or titles[tone]), " ", text, class_="heed-notice__text"),
        class_=f"heed-notice heed-notice--{tone}",
        role="status" if tone == "success" else "alert" if tone == "error" else "region",
        aria_label=(title or titles[tone]) if tone == "important" else None,
    )


def inset(*, body: Content) -> Markup:
    """A paragraph set apart."""
    return govuk("inset-text", **(content(body) or {}))


def warning(*, text: Content) -> Markup:
    """Something with consequences, said before it is done."""
    return govuk("warning-text", **(content(text) or {}), iconFallbackText="Warning")


def details(*, summary: str, body: Content, open: bool = False, id: str | None = None) -> Markup:
    """More for those who want it."""
    inner = {"html": body} if isinstance(body, Markup) else {"text": body}
    return govuk("details", summaryText=summary, **inner, open=open or None, id=id)


def menu(*, summary: str, body: Content, count: int = 0) -> Markup:
    """A small box under a button of a toolbar; `count` is how many there are in it, where that matters."""
    more = element("span", str(count), class_="heed-menu__count") if count else None
    return element(
        "details",
        element("summary", summary, more),
        element("div", body, class_="heed-menu__body"),
        class_="heed-menu",
    )


def empty_state(*, sentence: Content, action: Markup | None = None) -> Markup:
    """What stands where a list would be: why there is nothing, and the one thing to do about it."""
    words = element("p", sentence, class_="heed-empty__sentence")
    return element("div", words, action, class_="heed-empty")
