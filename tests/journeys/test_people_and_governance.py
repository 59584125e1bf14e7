"""Pages of people, access, sign-in, the audit log, information governance and backups: for whom they are, wide and
narrow, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_narrow_and_by_keyboard import focus_is_seen
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey

PEOPLE = (
    "/people/", "/people/roles/", "/people/emergency/", "/people/invite/", "/people/invitations/",
    "/people/sign-in-rules/",
)  # fmt: skip
OWN = ("/account/sign-in/", "/account/password/", "/account/sign-in/again/", "/drafts/")
DECIDES = ("/approvals/who-decides/", "/approvals/who-decides/partners/", "/approvals/who-decides/add/")
GOVERNANCE = tuple(
    f"/information/{each}"
    for each in (
        "", "agreements/", "agreements/add/", "assessments/", "assessments/add/", "requests/", "requests/add/",
        "releases/", "releases/add/", "records/", "records/add/", "holds/", "holds/add/", "retention/", "disposals/",
        "record-of-processing/", "people/",
    )
)  # fmt: skip
MACHINE = ("/safekeeping/", "/safekeeping/doctor/", "/history/", "/jobs/")
WHO = {
    "Catriona Drummond": (*PEOPLE, *DECIDES, *OWN, "/information/", "/history/"),
    "Delphine Osborne": (*GOVERNANCE, "/people/", "/people/emergency/", "/history/", "/"),
    "Piotr Kaminski": (*PEOPLE[:1], *MACHINE, "/"),
    "Gail Stannard": ("/", "/approvals/who-decides/", "/people/emergency/"),
}
"""Each page for those whose work it is."""
FIRST_OF = {
    "/people/": "a[href^='/people/person/']",
    "/information/agreements/": "a[href^='/information/agreements/']:not([href*='add']):not([href*='?'])",
    "/information/requests/": "a[href^='/information/requests/']:not([href*='add']):not([href*='?'])",
    "/information/releases/": "a[href^='/information/releases/']:not([href*='add']):not([href*='?'])",
    "/information/holds/": "a[href^='/information/holds/']:not([href*='add']):not([href*='?'])",
    "/information/people/": "a[href^='/information/people/']:not([href*='?'])",
}
"""From a list to its first record, which is looked at too."""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", WHO)
def test_each_page_is_sound_for_those_whose_work_it_is(
    demo: str, visitors: Visitors, name: str, width: int
) -> None:
    with given(f"{name} in a window {width} wide"):
        person = visitors(demo, name, viewport={"width": width, "height": 800})
    for path in WHO[name]:
        with then(f"{path} is sound"):
            person.goes_to(path)
            person.look()
            first = person.page.locator(f"main {FIRST_OF[path]}") if path in FIRST_OF else None
            if first is not None and first.count():
                person.goes_to(str(first.first.get_attribute("href")))
                person.look()


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/forgotten/", "/people/roles/"])
def test_what_a_visitor_sees_is_sound_and_narrow(demo: str, visitors: Visitors, path: str) -> None:
    for width in (1280, 320):
        visitor = visitors(demo, viewport={"width": width, "height": 700})
        visitor.goes_to(path)
        visitor.look()


def tabs_to(page: Page, selector: str, *, at_most: int = 80) -> None:
    """Key by key until what is wanted has the focus, which is always to be seen."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        assert focus_is_seen(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} was not reached in {at_most} steps")


def test_a_partner_approves_by_keyboard_alone_and_what_is_wrong_is_said(
    demo: str, visitors: Visitors
) -> None:
    with given("the director of children's services, for whom a decision waits"):
        director = visitors(demo, "Bethan Carrow")
        page = director.page
        director.goes_to("/")
        waiting = page.locator("a[href^='/approvals/seat/']").count()
        director.look()
    with when("she opens it, and signs without having chosen"):
        tabs_to(page, "a[href^='/approvals/seat/']")
        page.keyboard.press("Enter")
        director.reads(re.compile("Westmere Council"))
        director.look()
        with director.refused_with(422):
            tabs_to(page, "main form button")
            page.keyboard.press("Enter")
            expect(page.locator(".govuk-error-summary")).to_contain_text("Choose whether you approve it")
            director.look()
    with then("she chooses, signs, and it is written down under her name"):
        tabs_to(page, "input[name='sign-agrees']")
        page.keyboard.press("Space")
        tabs_to(page, "main form button")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Bethan Carrow, delegated safeguarding partner")
        director.look()
        director.goes_to("/")
        expect(page.locator("a[href^='/approvals/seat/']")).to_have_count(waiting - 1)


def test_a_case_is_given_to_one_agency_and_is_gone_for_others(demo: str, visitors: Visitors) -> None:
    with given("a reader and the business manager at the same review"):
        reader, manager = visitors(demo, "Nell Greenhalgh"), visitors(demo, "Catriona Drummond")
        manager.goes_to("/reviews/")
        manager.page.locator("main a[href^='/reviews/']", has_text="Juniper").first.click()
        review = manager.page.url
        reader.goes_to(review)
        reader.look()
    with when("the manager says that it is for the police alone"):
        manager.follows("Who can see this?")
        manager.look()
        manager.page.get_by_text("Change who the case is for").click()
        manager.page.get_by_label("One agency", exact=True).check()
        manager.page.get_by_label("Which agency, where it is for one").select_option(label="Westmere Police")
        manager.page.locator("#level-reason").fill("The force's own review")
        manager.page.locator("form", has=manager.page.locator("#level-reason")).get_by_role("button").click()
    with then("the page says so, and for the reader there is no such review"):
        expect(manager.page.locator("main")).to_contain_text("For Westmere Police alone")
        manager.look()
        with reader.refused_with(404):
            reader.goes_to(review)
            reader.look()
        reader.goes_to("/reviews/")
        expect(reader.page.locator("main")).not_to_contain_text("Juniper")


def test_who_decides_is_confirmed_by_a_person(demo: str, visitors: Visitors) -> None:
    with given("the chief constable at the page that says who decides what"):
        partner: Visitor = visitors(demo, "Rosamund Imrie")
        partner.goes_to("/approvals/who-decides/")
        partner.look()
        page = partner.page
    with when("she confirms the edition of 2018"):
        card = page.locator(".heed-card", has_text="Working Together 2018")
        expect(card).to_contain_text("Nobody has confirmed this")
        card.get_by_role("button", name="I have read it", exact=False).click()
    with then("it says so, with her name"):
        expect(page.locator(".heed-card", has_text="Working Together 2018")).to_contain_text(
            "Confirmed by Rosamund Imrie"
        )
        partner.look()
