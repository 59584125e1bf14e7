"""The first day: Heed is set up and its pages are empty, without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey


@pytest.mark.capability("H01", "H06")
def test_a_partnership_is_set_up_without_script(empty_heed: str, visitors: Visitors) -> None:
    with given("a Heed that nobody has set up, and a browser without script"):
        somebody = visitors(empty_heed, scripted=False)
        page = somebody.page
        somebody.goes_to("/")
        somebody.look()

    with when("nothing is filled in"), somebody.refused_with(422):
        somebody.presses("Set up Heed")
    with then("each thing that is missing is named, at the head and at its field"):
        expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the name of your partnership")
        expect(page.locator(".govuk-error-summary li")).to_have_count(6)
        assert page.title().startswith("Error: ")
        somebody.look()

    with when("the partnership, its agencies and an account are filled in"):
        page.get_by_label("Name of the partnership").fill("Eastmere Safeguarding Children Partnership")
        page.get_by_label("Area it serves").fill("Eastmere")
        page.get_by_label("Agencies", exact=True).fill("Eastmere Council\nEastmere Police\nEastmere Health")
        page.get_by_label("Your name").fill("Eve Eastwood")
        page.get_by_label("Your e-mail address").fill("eve@eastmere.example")
        page.get_by_label("Password").fill("three random words")
        somebody.presses("Set up Heed")
    with then("she is signed in, and the first page says what to do"):
        expect(page.get_by_role("heading", level=1)).to_contain_text("Eve")
        expect(page.locator(".heed-bar__who")).to_contain_text("Eastmere Safeguarding Children Partnership")
        somebody.look()

    with when("she looks at every room"):
        for room in (
            ["Reviews"],
            ["Recommendations"],
            ["Recommendations", "Answers"],
            ["Actions"],
            ["Library"],
        ):
            somebody.goes_into(*room)
            with then(f"{room[-1]} is empty and says what would fill it"):
                expect(page.locator(".heed-empty")).to_be_visible()
                somebody.look()
    with then("her agencies stand in their own list"):
        somebody.goes_into("Library", "Agencies")
        expect(page.get_by_role("row").filter(has_text="Eastmere Police")).to_be_visible()
        somebody.look()

    with when("she signs out and in again with her password"):
        page.locator(".heed-bar__who summary").click()
        somebody.presses("Sign out")
        page.get_by_label("Email address").fill("eve@eastmere.example")
        page.get_by_label("Password").fill("three random words")
        somebody.look()
        somebody.presses("Sign in")
    with then("she is back"):
        expect(page.locator(".heed-bar__who")).to_contain_text("Eastmere")
