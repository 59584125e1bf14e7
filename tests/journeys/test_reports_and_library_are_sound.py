"""Every page of reports, of publishing and of the public library as axe has it, wide and narrow, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey
ROOMS = ("/reports/", "/reports/logo/", "/reports/word-template/", "/reports/short-forms/", "/reports/layouts/annual/",
         "/publishing/", "/publishing/add/", "/publishing/dates/", "/publishing/campaigns/",
         "/publishing/campaigns/add/", "/publishing/bulletin/")  # fmt: skip
FOUND = (r"^/reports/(?!of|layouts|logo|short|word)\w+/$", r"^/reports/\w+/at/.+/$", r"^/reports/\w+/discard/$",
         r"^/publishing/(?!add|dates|campaigns|bulletin)\w+/$", r"^/publishing/\w+/text/$",
         r"^/publishing/\w+/check/$", r"^/publishing/\w+/check/\w+/$", r"^/publishing/\w+/reach/$",
         r"^/publishing/of-review/\w+/$", r"^/publishing/questions/\w+/$", r"^/publishing/campaigns/(?!add)\w+/$", r"^/publishing/dates/\w+/$")  # fmt: skip
"""Pages of single records: some of each kind are found by following what the pages before them link to."""
MOST = 8
"""So many of a kind are looked at: they are in different states."""


def _linked(page: Page) -> list[str]:
    found = page.locator("a[href^='/']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return [str(each).split("#")[0].split("?")[0] for each in found]


def _looks(visitor: Visitor, address: str, known: set[str]) -> None:
    visitor.goes_to(address)
    visitor.look()
    known.update(_linked(visitor.page))


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_reports_and_publishing_is_sound(demo: str, visitors: Visitors, width: int) -> None:
    with given("the business manager"):
        manager = visitors(demo, "Catriona Drummond", viewport={"width": width, "height": 900})
        known: set[str] = set()
    with then("every list and every form is sound"):
        for room in ROOMS:
            _looks(manager, room, known)
    with when("she turns to the part Publication of each review"):
        _looks(manager, "/reviews/", known)
        reviews = {each for each in known if re.match(r"^/reviews/(?!add|import)\w+/$", each)}
        known.update(each.replace("/reviews/", "/publishing/of-review/") for each in reviews)
    for kind in FOUND:
        with then(f"so is a page like {kind}"):
            found = [each for each in sorted(known) if re.match(kind, each)]
            assert found, f"no page links to one like {kind}"
            for address in found[:MOST]:
                _looks(manager, address, known)


def test_the_public_library_is_sound_and_leads_nowhere_that_is_not_there(
    demo: str, visitors: Visitors
) -> None:
    with given("anybody, without scripts, in a narrow window"):
        anybody = visitors(demo, scripted=False, viewport={"width": 320, "height": 640})
        known: set[str] = set()
    with then("each of its pages is sound"):
        for address in ("/published/", "/published/?q=baby", "/published/?q=nothing-like-it"):
            _looks(anybody, address, known)
        pages = sorted(each for each in known if re.match(r"^/published/\w+/$", each))
        assert pages
        for address in pages:
            _looks(anybody, address, known)
    with then("and everything that they link to answers"):
        broken = [
            each
            for each in sorted(known)
            if each.startswith("/published/") and anybody.page.request.get(f"{demo}{each}").status != 200
        ]
        assert broken == []


def test_a_report_on_paper_is_its_words(demo: str, visitors: Visitors) -> None:
    with given("the business manager, on a report's page"):
        manager = visitors(demo, "Catriona Drummond")
        manager.goes_to("/reports/")
        manager.follows("Hornbeam: learning and improvement report")
    with then("printed, it has its words, and nothing that is only for a screen"):
        manager.page.emulate_media(media="print")
        expect(manager.page.locator(".heed-report h2").first).to_be_visible()
        for what in (".heed-report__do", ".heed-columns__context", ".heed-bar", ".heed-room"):
            for each in manager.page.locator(what).all():
                expect(each).to_be_hidden()
