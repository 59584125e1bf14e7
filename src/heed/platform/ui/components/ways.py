"""Ways through: where this page stands, the pages beside it, and the pages of a long list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from heed.platform.ui.components.element import Content, classes, element
from heed.platform.ui.components.govuk import govuk

Query = Mapping[str, Sequence[str]]
"""What an address asks for: names, each with its values, as `dict(request.GET.lists())` gives it."""


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """A page above this one; the last, without address, is this page."""

    text: str
    href: str | None = None


def breadcrumbs(*, crumbs: Sequence[Crumb]) -> Markup:
    """Where this page stands."""
    return govuk("breadcrumbs", items=[{"text": each.text, "href": each.href} for each in crumbs])


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page beside this one; or several, `beneath` it, of which one is the current."""

    text: Content
    href: str
    current: bool = False
    beneath: Sequence[Tab] = ()


def sub_navigation(*, tabs: Sequence[Tab], label: str) -> Markup:
    """The pages of one thing, in a row, and those beneath the current one in another; `label` says of what
    ("Recommendation 4")."""
    return element(
        "nav",
        element(
            "ul",
            [_tab(each) for each in tabs],
            class_=classes(
                "moj-sub-navigation__list", any(each.beneath for each in tabs) and "heed-over-beneath"
            ),
        ),
        class_="moj-sub-navigation",
        aria_label=label,
    )


def _tab(tab: Tab) -> Markup:
    here = ("true" if tab.beneath else "page") if tab.current else None
    link = element("a", tab.text, href=tab.href, class_="moj-sub-navigation__link", aria_current=here)
    beneath = (
        element("ul", [_tab(each) for each in tab.beneath], class_="heed-beneath") if tab.beneath else None
    )
    around = classes("moj-sub-navigation__item", bool(tab.beneath) and "heed-around")
    return element("li", link, beneath, class_=around)


def pagination(*, page: int, pages: int, query: Query | None = None, label: str = "Pages") -> Markup:
    """The pages of a long list; `query` is what the address asks for. Nothing for a single page."""
    if pages < 2:
        return Markup("")
    items: list[dict[str, Any]] = []
    before = 0
    for number in sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1))):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append(
            {"number": str(number), "href": _page_address(number, query), "current": number == page or None}
        )
        before = number
    return govuk(
        "pagination",
        landmarkLabel=label,
        items=items,
        previous={"href": _page_address(page - 1, query)} if page > 1 else None,
        next={"href": _page_address(page + 1, query)} if page < pages else None,
    )


def address_with(query: Query | None, **changes: str | None) -> str:
    """The query string of an address with some values changed, or taken out with None: "?theme=x&page=2"."""
    kept = {name: list(values) for name, values in (query or {}).items() if name not in changes}
    kept.update({name: [value] for name, value in changes.items() if value is not None})
    return "?" + urlencode(kept, doseq=True)


def _page_address(number: int, query: Query | None) -> str:
    return address_with(query, page=str(number))
