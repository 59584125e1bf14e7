"""A priority is followed from what it answers to what changed because somebody was listened to."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_proof_of_change import in_days, says, types, types_day
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey


@pytest.mark.capability("H13")
@pytest.mark.capability("H10")
def test_a_priority_has_a_plan_comes_to_a_meeting_and_listens(demo: str, visitors: Visitors) -> None:
    with given("an officer who works without script"):
        officer = visitors(demo, "Tobi Adeyemi-Ward", scripted=False)
        officer.goes_to("/meetings/strategies/")
        officer.look()
        says(officer, "Domestic abuse strategy for children")
    with when("she adds a priority, and first forgets what is to change"):
        officer.follows("Add a priority or strategy")
        officer.page.get_by_label("Priority", exact=True).check()
        types(officer, title="Children who miss appointments")
        types_day(officer, "starts_on", timezone.localdate())
        with officer.refused_with(422):
            officer.presses("Add it")
        says(officer, "Say what is to change")
        types(officer, aims="A child who is not brought is asked after the same week.")
        officer.presses("Add it")
        says(officer, "Children who miss appointments is kept")
    with when("she plans an item and a focus group, and puts it before the executive"):
        page = officer.page

        def opens(title: str) -> None:
            page.locator("summary", has_text=title).click()

        opens("Plan an item")
        types(officer, **{"item-text": "Call each family on the day of the second appointment missed."})
        officer.presses("Plan it")
        says(officer, "Call each family on the day")
        opens("Something comes to a meeting")
        page.locator("[name=coming-group]").select_option(label="Executive")
        types(officer, **{"coming-title": "What families say who did not come"})
        types_day(officer, "coming-on", in_days(10))
        page.locator("form", has=page.locator("[name=coming-title]")).get_by_role("button").click()
        opens("Plan a focus group")
        types(officer, **{"focus-with_whom": "Parents who missed two appointments"})
        types_day(officer, "focus-planned_on", in_days(20))
        page.locator("form", has=page.locator("[name=focus-with_whom]")).get_by_role("button").click()
        says(officer, "Planned for")
        officer.look()
    with then("each count leads to its rows, and the forward plan says what comes"):
        page.get_by_role("link", name=re.compile("^1 in its plan")).click()
        says(officer, "Call each family on the day")
        officer.goes_to("/meetings/forward/")
        says(officer, "What families say who did not come")
        officer.look()
    with then("a reader finds it, and what was said in a focus group of another is not told"):
        reader = visitors(demo, "Nell Greenhalgh", scripted=False)
        reader.goes_to("/meetings/strategies/")
        reader.follows("Domestic abuse strategy for children")
        says(reader, "7 people, 3 points")
        expect(reader.page.get_by_text("Nobody asked my children")).to_have_count(0)
        reader.look()
