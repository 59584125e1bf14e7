"""Every page has one heading, its language, a title of its own, and nothing inline that the policy would refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.access.types import Actor
from heed.reviews.models import Review
from tests.cast import ALDER, BIRCH, Cast, Register, Written, bring_in_and_read, client_of, register_of
from tests.house_rules.permission_table import Row
from tests.house_rules.test_permissions import GROUPS, ROWS, ask

PAGES = [row for row in ROWS if row.method == "GET" and not row.house and row.is_allowed_somebody]
NOT_PAGES = {
    "single_use:file": "a file",
    "chronologies:download": "a file",
    "sign_in_back": "sends on, or refuses",
    "search:saved": "sends on to the search",
    "memory:name_lesson": "sends on to what is proposed where nothing is chosen",
    "notices:feed": "a calendar",
    "health": "says ok to a monitor",
    "library:file": "a file",
    "registers:template_file": "a file",
    "registers:template_example": "a file",
    "information:agreement_file": "a file",
    "governance:paper_file": "a file",
    "governance:pack_file": "a file",
    "reviews:letter": "a file",
    "governance:sent_pack": "a file",
    "governance:minutes_file": "a file",
    "governance:progress_file": "a file",
    "governance:annual_file": "a file",
    "information:bundle": "a file",
    "reviews:submission_file": "a file",
    "reviews:attachment": "a file",
    "reviews:draft_file": "a file",
    "reports:file": "a file",
    "reports:template_file": "a file",
    "information:release_files": "a file",
    "publishing:file": "a file",
    "published:file": "a file",
    "published:rss": "a feed",
    "published:atom": "a feed",
    "published:sitemap": "for search engines",
    "published:robots": "for search engines",
    "plans:evidence_file": "a file",
    "intake:plan_faults": "a file",
    "plans:offline_book": "a file",
    "library:page_image": "a picture",
    "intake:progress": "a fragment of a page",
}


def shown(row: Row, things: dict[str, str], cast: Cast) -> Any:
    if row.works == 200:
        allowed = GROUPS.get(row.may, ["business_manager"])
        who = next(actor for role, actor in cast.of.items() if role in allowed)
        return ask(row, client_of(who), things)
    from django.test import Client

    return ask(row, Client(), things)


@pytest.mark.parametrize("row", [row for row in PAGES if row.url not in NOT_PAGES], ids=str)
def test_a_page_is_sound(row: Row, things: dict[str, str], cast: Cast) -> None:
    answer = shown(row, things, cast)
    assert answer.status_code == 200
    assert problems_of(answer.content.decode()) == []
    for_all = row.url.startswith("published:")
    assert answer["Cache-Control"] == ("public, no-cache" if for_all else "no-store, private")
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/no/such/page/", "/reviews/zzzzzzzzzzzz/"])
def test_a_page_that_says_no_is_sound(path: str, cast: Cast) -> None:
    answer = client_of(cast.reader).get(path)
    assert answer.status_code == 404
    assert problems_of(answer.content.decode()) == []


def test_a_page_that_broke_is_sound_and_tells_nothing(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a secret of the code")

    monkeypatch.setattr("heed.reviews.views.pages.find_review", breaks)
    answer = client_of(cast.reader).get(reverse("reviews:review", args=[register.review.public_id]))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert problems_of(page) == []
    assert "secret" not in page
    assert "Traceback" not in page


def test_what_is_typed_wrongly_gives_a_sound_page(register: Register, cast: Cast) -> None:
    client = client_of(cast.manager)
    wrong = [
        client.post(reverse("intake:bring_in")),
        client.post(reverse("intake:add", args=[register.open.public_id]), {"kind": "recommendation"}),
        client.post(reverse("intake:register", args=[register.open.public_id]), {"review": "", "name": ""}),
        client.post(
            reverse("learning:name", args=[register.recommendations["1"].public_id]),
            {"short_name": "x" * 200, "version": "1"},
        ),
    ]
    assert [answer.status_code for answer in wrong] == [422] * len(wrong)
    for answer in wrong:
        page = answer.content.decode()
        assert problems_of(page) == []
        assert HTMLParser(page).css_first(".govuk-error-message, .govuk-error-summary, [role=alert]")


def problems_of(page: str) -> list[str]:
    """What is wrong with a page, in words."""
    tree = HTMLParser(page)
    root, problems = tree.css_first("html"), []
    if root is None or (root.attributes.get("lang") or "") not in ("en", "en-GB"):
        problems.append("no language")
    if len(tree.css("h1")) != 1:
        problems.append(f"{len(tree.css('h1'))} h1")
    if not tree.css_first("title") or not tree.css_first("title").text(strip=True):
        problems.append("no title")
    if not tree.css_first("main"):
        problems.append("no main")
    problems += [f"inline style: {each.html[:80]}" for each in tree.css("[style], style")]
    problems += [f"inline script: {each.html[:80]}" for each in tree.css("script:not([src])")]
    problems += [
        f"{name} on {each.tag}"
        for each in tree.css("*")
        for name in each.attributes
        if name.startswith("on") or str(each.attributes[name] or "").startswith("javascript:")
    ]
    problems += [
        f"from elsewhere: {each.html[:80]}" for each in tree.css("[src^='http'], link[href^='http']")
    ]
    identifiers = [each.attributes["id"] for each in tree.css("[id]")]
    problems += [
        f"twice: #{each}" for each in sorted({i for i in identifiers if identifiers.count(i) > 1 and i})
    ]
    return problems


@pytest.mark.parametrize("reason", NOT_PAGES)
def test_no_exception_outlives_its_address(reason: str) -> None:
    assert reason in {row.url for row in PAGES}


# The same page costs the same number of queries, however much is on it.

LISTS = {
    "home": lambda review: reverse("home"),
    "library:list": lambda review: reverse("library:list"),
    "reviews:list": lambda review: reverse("reviews:list"),
    "learning:list": lambda review: reverse("learning:list"),
    "learning:responses": lambda review: reverse("learning:responses"),
    "plans:list": lambda review: reverse("plans:list"),
    "reviews of a year": lambda review: f"{reverse('reviews:list')}?year={_year(review)}",
    "actions of a year": lambda review: f"{reverse('plans:list')}?year={_year(review)}",
    "recommendations of a year": lambda review: f"{reverse('learning:list')}?year={_year(review)}",
    "jobs:list": lambda review: reverse("jobs:list"),
    "reviews:review": lambda review: reverse("reviews:review", args=[review.public_id]),
}


def _year(review: Review) -> int:
    assert review.published_earliest is not None
    return review.published_earliest.year


def times(written: Written, how_many: int) -> Written:
    """The same document with its recommendations repeated, each under a label of its own."""
    asks = tuple(
        replace(each, label=f"{each.label}.{copy}", text=f"{each.text} ({copy})")
        for copy in range(how_many)
        for each in written.asks
    )
    return replace(written, asks=asks)


def queries_of(actor: Actor, path: str) -> int:
    client = client_of(actor)
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_ten_times_as_much(name: str, cast: Cast) -> None:
    review: Review = register_of(cast.manager, times(ALDER, 1), review="Few")
    before = queries_of(cast.manager, LISTS[name](review))
    review = register_of(cast.manager, times(ALDER, 8), review="Many")
    for number in range(6):
        register_of(cast.manager, BIRCH, review=f"Another {number}")
        bring_in_and_read(cast.manager, f"open-{number}.txt", BIRCH)
    assert queries_of(cast.manager, LISTS[name](review)) <= before


@pytest.mark.parametrize("name", [name for name in LISTS if name != "reviews:review"])
def test_a_list_leaves_whole_documents_where_they_are(name: str, register: Register, cast: Cast) -> None:
    """A row that loads its document's text, or all that was found in it, takes milliseconds; a list has many.

    A review's own page is left out: it shows the findings of its few documents.
    """
    client = client_of(cast.manager)
    with CaptureQueriesContext(connection) as counted:
        client.get(LISTS[name](register.review))
    heavy = ('"library_reading"."text",', '"library_reading"."found"', '"library_reading"."blocks"')
    loads = [query["sql"] for query in counted if any(column in query["sql"] for column in heavy)]
    assert loads == []


def test_side_by_side_costs_the_same_with_ten_times_as_much(cast: Cast) -> None:
    few = bring_in_and_read(cast.manager, "few.txt", times(ALDER, 1))
    many = bring_in_and_read(cast.manager, "many.txt", times(ALDER, 8))
    costs = [
        queries_of(cast.manager, reverse("intake:import", args=[each.public_id])) for each in (few, many)
    ]
    assert costs[1] <= costs[0]


def test_a_recommendation_costs_the_same_with_ten_times_as_much(cast: Cast) -> None:
    ask_ = ALDER.asks[0]
    rich = replace(
        ask_,
        answers=ask_.answers * 8,
        promises=tuple(replace(each, text=f"{each.text} {n}") for n in range(8) for each in ask_.promises),
    )
    costs = []
    for name, each in (("Few", ask_), ("Rich", rich)):
        review = register_of(cast.manager, replace(ALDER, asks=(each,)), review=name)
        row = review.recommendations.visible_to(cast.manager).get()
        costs.append(queries_of(cast.manager, reverse("learning:recommendation", args=[row.public_id])))
    assert costs[1] <= costs[0]


def test_a_page_shows_only_so_much(cast: Cast, settings: LazySettings) -> None:
    """A register of any length is shown fifty at a time."""
    register_of(cast.manager, times(ALDER, 20), review="Long")
    client = client_of(cast.reader)
    first = HTMLParser(client.get(reverse("learning:list")).content)
    assert len(first.css("a[href^='/recommendations/']")) < 120
    assert client.get(f"{reverse('learning:list')}?page=2").status_code == 200
    assert client.get(f"{reverse('learning:list')}?page=999999").status_code == 200
