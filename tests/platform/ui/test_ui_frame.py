from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from jinja2 import UndefinedError
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.base.errors import Difference
from heed.platform.ui import navigation
from heed.platform.ui.components import Crumb
from heed.platform.ui.error_pages import ConflictPage, ErrorPage, render_error
from heed.platform.ui.frame import Link, render
from heed.platform.ui.navigation import NavItem

Requests = Callable[..., HttpRequest]


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path("reviews/", nothing, name="reviews"),
    path("library/", nothing, name="library"),
    path("library/bring-in/", nothing, name="bring_in"),
    path("me/", nothing, name="me"),
    path("about/", nothing, name="about"),
    path("sign-in/", nothing, name="account_login"),
    path("sign-out/", nothing, name="account_logout"),
]


@dataclass(frozen=True)
class Page:
    title: str = "Core groups meet on time"


@pytest.fixture(autouse=True)
def _own_navigation(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_registered", {})
    navigation.register(NavItem(label="Library", url_name="library", order=30))
    navigation.register(NavItem(label="Home", url_name="home", order=10))
    navigation.register(NavItem(label="Reviews", url_name="reviews", order=20))
    navigation.register(NavItem(label="Change your password", url_name="me", order=1, place="account"))
    navigation.register(NavItem(label="About", url_name="about", order=1, place="foot"))


def shown(request: HttpRequest, **more: Any) -> HTMLParser:
    return HTMLParser(render(request, "layouts/one_column.html", Page(), **more).content.decode())


def test_the_title_stands_once_as_heading_and_in_the_window(request_of: Requests) -> None:
    html = shown(request_of("/reviews/"))
    assert [each.text() for each in html.css("h1")] == ["Core groups meet on time"]
    assert html.css_first("title").text() == "Core groups meet on time · Heed"


def test_links_stand_in_the_order_they_were_registered_for(request_of: Requests) -> None:
    bar = shown(request_of("/")).css(".heed-bar__nav a")
    assert [link.text() for link in bar] == ["Home", "Reviews", "Library"]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", ["Home"]),
        ("/reviews/", ["Reviews"]),
        ("/reviews/rowan/", ["Reviews"]),
        ("/library/bring-in/", ["Library"]),
        ("/elsewhere/", []),
    ],
)
def test_the_room_one_is_in_is_marked(request_of: Requests, address: str, current: list[str]) -> None:
    marked = shown(request_of(address)).css(".heed-bar__nav [aria-current=page]")
    assert [link.text() for link in marked] == current


def test_the_deeper_of_two_links_is_the_one_marked(request_of: Requests) -> None:
    navigation.register(NavItem(label="Bring in", url_name="bring_in", order=40))
    marked = shown(request_of("/library/bring-in/x/")).css("[aria-current=page]")
    assert [link.text() for link in marked] == ["Bring in"]


@dataclass(frozen=True)
class Beneath(Page):
    crumbs: tuple[Crumb, ...] = (
        Crumb(text="Bring in", href="/library/bring-in/?state=late"),
        Crumb(text="This"),
    )


def test_a_page_stands_where_its_crumbs_lead_back_to(request_of: Requests) -> None:
    navigation.register(NavItem(label="Bring in", url_name="bring_in", order=40))
    answer = render(request_of("/library/abcd/"), "layouts/one_column.html", Beneath())
    marked = HTMLParser(answer.content.decode()).css(".heed-bar__nav [aria-current=page]")
    assert [link.text() for link in marked] == ["Bring in"]


def grouped() -> None:
    navigation.register(NavItem(label="Documents", url_name="library", order=30, group="Library"))
    navigation.register(NavItem(label="Bring in", url_name="bring_in", order=31, group="Library"))


def test_pages_of_one_group_stand_in_the_bar_once_and_in_the_row_beneath_it(request_of: Requests) -> None:
    grouped()
    html = shown(request_of("/library/bring-in/x/"))
    bar = html.css(".heed-bar__nav a")
    assert [(link.text(), link.attributes["href"]) for link in bar][-1] == ("Library", "/library/")
    assert [link.text() for link in bar if link.attributes.get("aria-current") == "true"] == ["Library"]
    row = html.css_first("nav[aria-label=Library]")
    assert [link.text() for link in row.css("a")] == ["Documents", "Bring in"]
    assert [link.text() for link in row.css("[aria-current=page]")] == ["Bring in"]


def test_the_first_page_of_a_group_is_marked_in_both(request_of: Requests) -> None:
    grouped()
    marked = shown(request_of("/library/")).css("[aria-current=page]")
    assert [link.text() for link in marked] == ["Library", "Documents"]


def test_a_group_of_which_one_page_is_offered_leads_to_it_and_needs_no_row(request_of: Requests) -> None:
    nobody = NavItem(label="Documents", url_name="library", order=30, group="Library", shown=lambda _: False)
    navigation.register(nobody)
    navigation.register(NavItem(label="Bring in", url_name="bring_in", order=31, group="Library"))
    html = shown(request_of("/library/bring-in/"))
    assert html.css(".heed-bar__nav a")[-1].attributes["href"] == "/library/bring-in/"
    assert html.css(".heed-room") == []


def test_the_box_for_searching_asks_the_page_registered_for_it(request_of: Requests) -> None:
    assert shown(request_of("/")).css("[role=search]") == []
    navigation.register(NavItem(label="Search what you may read", url_name="me", order=1, place="search"))
    box = shown(request_of("/")).css_first("[role=search]")
    assert (box.attributes["action"], box.attributes["method"]) == ("/me/", "get")
    assert box.css_first("label").text() == "Search what you may read"
    assert box.css_first("input").attributes["name"] == "q"


def test_a_link_whose_page_does_not_exist_is_not_offered(request_of: Requests) -> None:
    navigation.register(NavItem(label="Gone", url_name="gone", order=1))
    assert "Gone" not in shown(request_of("/")).text()


def test_a_link_for_some_is_offered_to_them_alone(request_of: Requests) -> None:
    only_ann = NavItem(label="Access", url_name="me", order=1, shown=lambda actor: actor.name == "Ann Bell")
    navigation.register(only_ann)
    assert "Access" not in shown(request_of("/")).text()


def test_the_bar_says_who_is_signed_in_and_lets_them_sign_out_without_script(request_of: Requests) -> None:
    html = shown(request_of("/"))
    assert "Westmere Council · business manager" in html.css_first("details summary").text()
    menu = html.css_first("details .heed-account")
    assert "Anya Petrov" in menu.text()
    assert menu.css_first("a").text() == "Change your password"
    form = menu.css_first("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/sign-out/")
    assert form.css_first("[name=csrfmiddlewaretoken]") is not None


def test_somebody_not_signed_in_is_offered_to_sign_in_and_sees_no_rooms(request_of: Requests) -> None:
    html = shown(request_of("/", actor=None))
    assert html.css(".heed-bar__nav") == []
    assert html.css_first(".heed-bar__end a").attributes["href"] == "/sign-in/"
    assert html.css_first(".heed-foot a").text() == "About"


def test_what_was_done_last_is_said_once_with_its_tone(request_of: Requests) -> None:
    request = request_of("/")
    request._messages = [Message(25, "Recommendation 4 is in the register."), Message(40, "It was not sent.")]  # type: ignore[attr-defined]
    notices = shown(request).css(".heed-notice")
    assert ["success" in (each.attributes["class"] or "") for each in notices] == [True, False]
    assert "There is a problem" in notices[1].text()


def test_the_demo_says_on_every_page_that_it_is_one(request_of: Requests, settings: Any) -> None:
    assert shown(request_of("/")).css(".heed-demo") == []
    settings.DEMO = True
    assert "invented" in shown(request_of("/")).css_first(".heed-demo").text()


def test_a_page_has_landmarks_a_language_and_a_way_past_the_bar(request_of: Requests) -> None:
    html = shown(request_of("/"))
    assert html.css_first("html").attributes["lang"] == "en-GB"
    assert html.css_first(".govuk-skip-link").attributes["href"] == "#main"
    assert html.css_first("main").attributes["id"] == "main"
    assert [len(html.css(each)) for each in ("header", "main", "footer")] == [1, 1, 1]


def test_a_page_carries_no_inline_style_or_script(request_of: Requests) -> None:
    html = shown(request_of("/"))
    assert html.css("style, [style], script:not([src])") == []


def test_a_name_that_nobody_gave_is_an_error_in_our_templates() -> None:
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ page.titel }}").render({"page": Page()})


# Error pages


def test_a_refusal_says_what_happened_and_the_next_step(request_of: Requests) -> None:
    page = ErrorPage(
        title="You may not do that",
        sentence="Your role does not include it.",
        next_step="Ask your business manager.",
        link=Link(label="Go home", href="/"),
        reference="abc-123",
    )
    response = render_error(request_of("/x/"), page, status=403)
    html = HTMLParser(response.content.decode())
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert html.css_first("h1").text() == "You may not do that"
    words = html.css_first("main").text()
    for said in ("Your role does not include it.", "Ask your business manager.", "abc-123"):
        assert said in words
    assert html.css_first("main a").attributes["href"] == "/"


def test_when_two_save_at_once_both_texts_are_kept_side_by_side(request_of: Requests) -> None:
    page = ConflictPage(
        title="Somebody else saved this first",
        sentence="Your text is not saved yet.",
        link=Link(label="Keep theirs", href="/x/"),
        theirs_by="Sam Okoro",
        differences=[
            Difference("how", "How we will know", "A sample of 20\nevery month", "A sample of 10 <b>")
        ],
        action="/x/",
        mine=[("how", "A sample of 10 <b>"), ("version", "3")],
        others=[("version", "3")],
    )
    response = render_error(request_of("/x/"), page, status=409)
    html = HTMLParser(response.content.decode())
    assert [each.text() for each in html.css(".heed-both__text")] == [
        "A sample of 20\nevery month",
        "A sample of 10 <b>",
    ]
    assert "Sam Okoro" in html.css_first(".heed-both h2").text()
    mine, together = html.css("main form")
    sent = {each.attributes["name"]: each.attributes["value"] for each in mine.css("input[type=hidden]")}
    assert (sent["how"], sent["version"]) == ("A sample of 10 <b>", "3")
    assert together.css_first("textarea").text() == "A sample of 10 <b>"
    assert html.css_first("main a[href='/x/']").text(strip=True) == "Keep theirs"


class Broken:
    """A request of which nothing may be asked, as when the database cannot be reached."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"The page for a fault asked for {name}")


@pytest.mark.parametrize("status", [500, 503])
def test_the_page_for_a_fault_asks_nothing_of_the_request_or_the_database(status: int) -> None:
    page = ErrorPage(title="Heed has a fault", sentence="What you saved is safe.")
    for request in (None, Broken()):
        response = render_error(request, page, status=status)  # type: ignore[arg-type]
        assert response.status_code == status
        assert "Heed has a fault" in response.content.decode()
