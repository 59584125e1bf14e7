"""An action from what was asked to what became of it half a year later, as the people concerned live it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, each_of, given, then, when

pytestmark = pytest.mark.journey
MANAGER = "Catriona Drummond"
LEAD = "Marcus Okonkwo-Reyes"
"""Of the police."""
OFFICER = "Tobi Adeyemi-Ward"
ASKED = "Westmere Police should make sure that when officers"
PROMISE = "Read ten body-worn recordings each month for whether each child was spoken with."


def says(visitor: Visitor, words: str | re.Pattern[str]) -> None:
    expect(visitor.page.locator("main").get_by_text(words).first).to_be_visible()


def types(visitor: Visitor, **words: str) -> None:
    """Into the fields of these names."""
    for name, value in words.items():
        visitor.page.locator(f"[name={name}]").fill(value)


def types_day(visitor: Visitor, name: str, day: date) -> None:
    types(
        visitor,
        **{f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)},
    )


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def of_register(visitor: Visitor) -> Locator:
    return visitor.page.locator("main a[href^='/recommendations/']").filter(has_text=ASKED)


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one part of the story leaves for the next: addresses."""
    return {}


@pytest.mark.capability("B06")
@pytest.mark.capability("B08")
def test_a_lead_answers_promises_slips_gives_evidence_and_reports(
    demo: str, visitors: Visitors, story: dict[str, str]
) -> None:
    with given("an officer who asks the police for their answer"):
        officer = visitors(demo, OFFICER)
        officer.goes_to("/recommendations/?words=when+officers+see+a+child")
        of_register(officer).first.click()
        about = officer.page.url
        officer.follows("Ask for an answer")
        officer.presses("Ask them")
        says(officer, "Who was asked")
    with when("the lead of the police answers, without script"):
        lead = visitors(demo, LEAD, scripted=False)
        lead.goes_to("/recommendations/asked/")
        lead.look()
        row = lead.page.locator(".heed-card", has_text=ASKED).first
        row.get_by_role("link", name="Answer it").click()
        for box in each_of(lead.page.get_by_label("Accepts", exact=True)):
            box.check()
        for box in each_of(lead.page.get_by_label("Your answer")):
            box.fill("We accept this. Ten recordings are read each month.")
        lead.presses("Sign and send")
        says(lead, f"Signed by {LEAD}")
    with when("he promises an action for it"):
        lead.goes_to(about)
        lead.follows("Plan an action for it")
        lead.look()
        types(
            lead,
            text=PROMISE,
            owner="Detective Superintendent, Public Protection",
            how_we_will_know="27 of 30 recordings in a quarter show the child spoken with.",
            outcome="A child who was there is heard on the day.",
        )
        types_day(lead, "due", in_days(30))
        lead.presses("Save")
        says(
            lead,
            "it is proposed until somebody agrees it".capitalize()[:0] or "proposed until somebody agrees",
        )
        story["action"] = lead.page.url
        lead.look()
    with when("the manager agrees it"):
        manager = visitors(demo, MANAGER)
        manager.goes_to(story["action"])
        manager.look()
        manager.follows("Agree it")
        manager.presses("Agree")
        says(manager, "is agreed")
    with when("he asks for a later date, and the manager refuses it"):
        lead.goes_to(story["action"])
        lead.follows("Ask for another date")
        types_day(lead, "wanted", in_days(120))
        types(lead, reason="Two readers have moved on.")
        lead.look()
        lead.presses("Ask")
        manager.goes_to(story["action"])
        manager.follows("Decide on the date")
        manager.page.get_by_label("The date stays").check()
        with manager.refused_with(422):
            manager.presses("Decide")
        says(manager, "Say why the date stays")
        types(manager, reason="A child was not asked last month. Begin with five recordings.")
        manager.presses("Decide")
        with then("the date stays, and the request and its answer are on the page"):
            says(manager, "the date stayed")
            manager.look()
    with when("he gives evidence and reports it complete"):
        lead.goes_to(story["action"])
        lead.follows("Give evidence")
        types(lead, title="Recordings read in a quarter", value="28", denominator="30", unit="recordings")
        lead.page.locator("[name=kind]").select_option("audit")
        lead.page.get_by_label("Practice change", exact=False).check()
        types_day(lead, "period_from", in_days(-90))
        types_day(lead, "period_to", in_days(-1))
        types_day(lead, "value_on", in_days(-1))
        lead.look()
        lead.presses("Give it")
        says(lead, "28 of 30 recordings")
        lead.goes_to(story["action"])
        lead.follows("Report it complete")
        lead.page.get_by_label("Recordings read in a quarter", exact=False).check()
        lead.look()
        lead.presses("Report complete")
        with then("it waits for somebody employed elsewhere"):
            says(lead, "It is verified once somebody else has looked")
            expect(lead.page.get_by_role("link", name="Verify it")).to_have_count(0)
            lead.look()


@pytest.mark.capability("C20")
def test_a_manager_verifies_one_and_sends_one_back(
    demo: str, visitors: Visitors, story: dict[str, str]
) -> None:
    with given("the manager at what is reported and not verified"):
        manager = visitors(demo, MANAGER)
        manager.goes_to("/actions/?how_far=unverified")
        manager.look()
    with when("she verifies the one with evidence, for the time that it speaks for"):
        manager.goes_to(story["action"])
        manager.follows("Verify it")
        manager.page.get_by_label("Recordings read in a quarter", exact=False).check()
        types_day(manager, "period_from", in_days(-90))
        types_day(manager, "period_to", in_days(-1))
        manager.look()
        manager.presses("Verified")
        with then("the mark says by whom, whose employee, and for which time"):
            says(manager, re.compile(r"Verified .*, for "))
            says(manager, re.compile("employed by Westmere Council"))
            says(manager, re.compile("Is it embedded\\? To be looked at by"))
            manager.look()
    with when("she sends one back that rests on somebody's word"):
        manager.goes_to("/actions/?how_far=unverified&words=custody+record")
        manager.page.locator("main a[href^='/actions/']", has_text="custody record").first.click()
        manager.follows("Send it back")
        with manager.refused_with(422):
            manager.presses("Send it back")
        manager.look()
        types(manager, reason="Nothing shows that the question is asked. Bring a sample.")
        manager.presses("Send it back")
        with then("it is under way again, with the reason"):
            says(manager, "is sent back and under way again")
            says(manager, "Bring a sample")
            manager.look()


@pytest.mark.capability("B11")
def test_a_groups_decision_closes_it_by_keyboard(
    demo: str, visitors: Visitors, story: dict[str, str]
) -> None:
    with given("the day of the group's meeting"):
        manager = visitors(demo, MANAGER)
        manager.goes_to("/demo/clock/")
        manager.look()
        manager.presses("1 month later", exact=False)
        officer = visitors(demo, OFFICER)
        officer.goes_to("/meetings/")
        officer.follows("Case Review Group, ", exact=False)
        meeting = officer.page.url
    with when("the officer opens its pack"):
        officer.follows("Pack")
        with then("what was verified waits for the group, with the evidence"):
            expect(
                officer.page.get_by_role("heading", name=re.compile("waiting for a group to close it"))
            ).to_be_visible()
            says(officer, re.compile("Recordings read in a quarter"))
            officer.look()
    with when("the officer says who came, so that the meeting is quorate"):
        officer.goes_to(meeting)
        officer.follows("Who came")
        for came in each_of(officer.page.get_by_label("Came", exact=True)):
            came.select_option("present")
        officer.presses("Save who came")
        says(officer, re.compile("^Quorate"))
    with when("the group closes it, minuted by keyboard"):
        officer.goes_to(meeting)
        officer.follows("Minute")
        officer.look()
        point = officer.page.locator("section[data-point]", has_text=PROMISE)
        point.get_by_label(re.compile("Decided about")).select_option(label="Close")
        point.get_by_label("Because").fill("Seen with the readers.")
        point.get_by_label("Because").press("Control+Enter")
        says(officer, "Kept.")
        expect(point.get_by_label(re.compile("Decided about"))).to_have_count(0)
        with then("the decision stands on the action"):
            officer.goes_to(story["action"])
            says(officer, "Closed")
            says(officer, "Seen with the readers.")
            officer.look()


@pytest.mark.capability("J04")
def test_half_a_year_later_it_does_not_hold_and_is_open_again(
    demo: str, visitors: Visitors, story: dict[str, str]
) -> None:
    with given("six months more"):
        manager = visitors(demo, MANAGER)
        manager.goes_to("/demo/clock/")
        manager.presses("6 months later", exact=False)
    with then("her first page asks whether it is embedded"):
        manager.goes_to("/needs/")
        expect(manager.page.get_by_text(re.compile("is embedded")).first).to_be_visible()
        manager.look()
    with when("she looks, and it does not hold"):
        manager.goes_to(story["action"])
        manager.follows("Is it embedded? Look again")
        manager.look()
        manager.page.get_by_label("No. The action is open again").check()
        types(manager, reason="Of ten recordings in May, four show nobody asking.")
        manager.presses("Keep what you found")
        with then("the action is open again, and everything before it stays"):
            says(manager, "does not hold and is open again")
            says(manager, re.compile("^Verified "))
            says(manager, "Closed")
            manager.look()
    with then("its agency is asked again"):
        lead = visitors(demo, LEAD, scripted=False)
        lead.goes_to("/actions/?state=re_opened")
        expect(lead.page.get_by_role("link", name=PROMISE)).to_be_visible()
        lead.look()


def test_each_number_on_the_dashboard_leads_to_the_rows_that_make_it(demo: str, visitors: Visitors) -> None:
    manager = visitors(demo, MANAGER)
    for place in ("/actions/pictures/", "/"):
        manager.goes_to(place)
        manager.look()
        numbers = manager.page.locator(".heed-bar-row a")
        found = {each.get_attribute("href"): each.inner_text() for each in each_of(numbers)}
        assert len(found) > 2, place
        for href, words in found.items():
            [number] = re.findall(r"^\d[\d,]*", words)
            manager.goes_to(str(href))
            expect(manager.page.locator("main .heed-secondary").first).to_have_text(
                re.compile(rf"^{number} (of|action|recommendation)")
            )
