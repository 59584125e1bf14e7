"""What surrounds every page: navigation, who is signed in, messages, and the notice of the demo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from heed.platform.audit_log.records import RECORDS
from heed.platform.base import clock
from heed.platform.ui.navigation import Place, items

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


Current = Literal["", "page", "true"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link of the frame; `current` is "page" when the page shown is that page or one beneath it, "true" when it is
    in the same group; `count` where it has new things to tell."""

    label: str
    href: str
    group: str = ""
    current: Current = ""
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who is signed in, in the words shown to them."""

    name: str
    partnership: str
    role: str
    agency: str = ""
    on_behalf_of: str = ""

    @property
    def acts(self) -> str:
        """In which role, for which agency, and for whom where somebody stands in."""
        acts = ", ".join(filter(None, [self.role, self.agency]))
        return f"{acts}, standing in for {self.on_behalf_of}" if self.on_behalf_of else acts


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something said once, after the last thing done: `tone` is success, important or error."""

    text: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Everything of a page that is not its own."""

    home: str
    bar: tuple[Link, ...] = ()
    room: tuple[Link, ...] = ()
    """The pages of the group one is in, where there are several."""
    search: Link | None = None
    end: tuple[Link, ...] = ()
    account: tuple[Link, ...] = ()
    foot: tuple[Link, ...] = ()
    who: Who | None = None
    sign_in: str | None = None
    sign_out: str | None = None
    notices: tuple[Notice, ...] = ()
    demo: bool = False
    demo_day: date | None = None
    """Which day it is in the demo, whose clock can be moved on."""
    demo_moved: bool = False
    history: str = ""
    """Where the history of the record stands whose page this is."""


def render(
    request: HttpRequest | None, template: str, page: DataclassInstance, *, status: int = 200
) -> HttpResponse:
    """A page in its frame. `page` is a frozen dataclass with at least `title`, and is all the template knows.

    From status 500 the frame is bare and nothing is asked of the request, so that the page can also be shown
    when the database cannot be reached.
    """
    html = get_template(template).render({"page": page}, None if status >= 500 else request)
    return HttpResponse(html, status=status)


def frame_for(request: HttpRequest | None, page: Any = None) -> Frame:
    """The frame of the page asked for; without a request (an error page), one that needs nothing at all.

    A page stands, in the bar, where the list that its crumbs lead back to stands.
    """
    if request is None:
        return Frame(home="/", **_demo())
    actor = getattr(request, "actor", None)
    bar = _bar(_place(request, page), actor)
    room = next((group for group in bar.values() if any(link.current for link in group)), ())
    return Frame(
        home=_address("home") or "/",
        bar=tuple(_leading(group) for group in bar.values()),
        room=room if len(room) > 1 else (),
        search=next(iter(_links("search", request.path, actor)), None),
        end=_links("end", request.path, actor),
        account=_links("account", request.path, actor),
        foot=_links("foot", request.path, actor),
        who=_who(actor),
        sign_in=_address("account_login"),
        sign_out=_address("account_logout"),
        notices=tuple(Notice(text=str(each), tone=_tone(each.tags)) for each in get_messages(request)),
        **_demo(),
        history=_history(request, actor),
    )


def _place(request: HttpRequest, page: Any) -> str:
    """The page's own address where the bar holds it, else that of its last crumb which the bar holds."""
    listed = {_address(item.url_name) for item in items("bar")} - {_address("home"), None}
    crumbs = [each.href.partition("?")[0] for each in getattr(page, "crumbs", ()) if each.href]
    return next((each for each in (request.path, *reversed(crumbs)) if each in listed), request.path)


def _demo() -> dict[str, Any]:
    if not settings.DEMO:
        return {}
    return {"demo": True, "demo_day": clock.today(), "demo_moved": clock.days_moved() > 0}


def _history(request: HttpRequest, actor: Any) -> str:
    match = request.resolver_match
    if match is None or actor is None:
        return ""
    kind = next((each for each in RECORDS.values() if each.page == match.view_name), None)
    if kind is None:
        return ""
    return _address("history:record", kind=kind.name, ref=str(match.kwargs.get("ref", ""))) or ""


def _who(actor: Any) -> Who | None:
    if actor is None:
        return None
    return Who(
        name=actor.name,
        partnership=actor.partnership_name,
        role=actor.role_name,
        agency=actor.agency_name,
        on_behalf_of=actor.on_behalf_of,
    )


def _bar(path: str, actor: Any) -> dict[str, tuple[Link, ...]]:
    """What the bar calls each group, with the links to those of its pages that the actor is offered."""
    found: dict[str, tuple[Link, ...]] = {}
    for link in _links("bar", path, actor):
        found[link.group] = (*found.get(link.group, ()), link)
    return found


def _leading(group: tuple[Link, ...]) -> Link:
    """The link of a group: to its first page, under the group's name."""
    first = group[0]
    within: Current = "true" if any(link.current for link in group) else ""
    return replace(first, label=first.group, current=first.current or within)


def _links(place: Place, path: str, actor: Any) -> tuple[Link, ...]:
    found = [(item, _address(item.url_name)) for item in items(place) if item.is_for(actor)]
    known = [(item, href) for item, href in found if href is not None]
    # The page shown belongs to the link whose address goes furthest with it; the front page only to itself.
    holding = [href for _, href in known if path == href or (href.count("/") > 1 and path.startswith(href))]
    current = max(holding, key=len, default=None)
    return tuple(
        Link(
            label=item.label,
            href=href,
            group=item.group or item.label,
            current="page" if href == current else "",
            count=item.count(actor) if item.count and actor is not None else 0,
        )
        for item, href in known
    )


def _address(name: str, **of: str) -> str | None:
    try:
        return reverse(name, kwargs=of or None)
    except NoReverseMatch:
        return None


def _tone(tags: str | None) -> str:
    for level, tone in (("success", "success"), ("error", "error"), ("warning", "error")):
        if level in (tags or ""):
            return tone
    return "important"
