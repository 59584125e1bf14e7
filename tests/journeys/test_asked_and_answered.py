"""A recommendation is put to an agency, answered, judged, sent back and answered again; assurance is sought."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey


def says(visitor: Visitor, words: str) -> None:
    """These words stand on the page that somebody is on."""
    expect(visitor.page.get_by_text(words).first).to_be_visible()


def test_an_answer_is_asked_for_written_signed_judged_and_sent_back(demo: str, visitors: Visitors) -> None:
    with given("an officer at a recommendation that names the integrated care board"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.goes_to("/recommendations/?review=&words=route+by+which+a+young+person")
        officer.page.locator("main a[href^='/recommendations/']").filter(
            has_text="route by which"
        ).first.click()
        about = officer.page.url
    with when("they ask for an answer"):
        officer.follows("Ask for an answer")
        expect(officer.page.get_by_label("Westmere Integrated Care Board").first).to_be_checked()
        officer.look()
        officer.page.get_by_label("What to say to them").fill("How many were offered help last quarter?")
        officer.presses("Ask them")
        with then("the recommendation says who was asked, and by when"):
            says(officer, "Who was asked")
            officer.look()

    with given("the board's lead, whose first page has it"):
        nurse = visitors(demo, "Dr Sunita Nair")
        nurse.goes_to("/")
        expect(nurse.page.get_by_text("How many were offered help last quarter?")).to_be_visible()
        nurse.look()
    with when("she signs an answer there and then, without its reason"), nurse.refused_with(422):
        card = nurse.page.locator(".heed-card", has_text="How many were offered help").first
        card.get_by_text("Answer it here").click()
        card.get_by_label("Accepts in part").check()
        card.get_by_label("Your answer").fill("Twelve of nineteen were.")
        card.get_by_role("button", name="Sign and send").click()
        with then("she is told what is missing, and her words are there"):
            says(nurse, "Enter the reason why it is not accepted in full")
            expect(nurse.page.get_by_label("Your answer")).to_have_value("Twelve of nineteen were.")
            nurse.look()
    with when("she gives the reason"):
        nurse.page.get_by_label("Why it is not accepted in full").fill("There is nobody at night.")
        nurse.presses("Sign and send")
        says(nurse, "Signed by Dr Sunita Nair")
        nurse.look()

    with given("the scrutineer, employed elsewhere"):
        scrutineer = visitors(demo, "Alasdair Pemberton")
        scrutineer.goes_to(about)
        scrutineer.look()
        scrutineer.page.locator(".heed-answer", has_text="Twelve of nineteen").get_by_role(
            "link", name="Judge this answer"
        ).click()
        scrutineer.look()
    with when("he finds that it answers some of it, and sends it back"):
        scrutineer.page.get_by_label("Answers some of it").check()
        scrutineer.page.get_by_label("What was asked, and what came instead").fill(
            "Asked for the same day; nights are left out."
        )
        scrutineer.page.get_by_label("Send back what is not answered in full").check()
        for name, value in (("Day", "1"), ("Month", "12"), ("Year", "2027")):
            scrutineer.page.get_by_label(name, exact=True).fill(value)
        scrutineer.presses("Keep it")
        says(scrutineer, "Answers some of it")
        scrutineer.look()
    with then("it stands on the lead's page again, with the reason"):
        nurse.goes_to("/recommendations/asked/")
        expect(nurse.page.get_by_text("nights are left out")).to_be_visible()
        nurse.look()


def test_without_script_a_contributor_writes_and_the_lead_signs(demo: str, visitors: Visitors) -> None:
    with given("a contributor whose draft waits"):
        writer = visitors(demo, "Idris Rahman-Bell", scripted=False)
        writer.goes_to("/recommendations/asked/")
        writer.look()
        writer.page.get_by_role("link", name="Answer it").first.click()
        writer.page.get_by_label("Your answer").first.fill("Tested in October, and again in November.")
        writer.page.get_by_label("Accepts", exact=True).first.check()
        writer.look()
    with when("he keeps it for the lead"):
        writer.presses("Keep for the lead to sign")
        says(writer, "nobody else does until it is signed")
        address = writer.page.url
    with given("the lead, who finds it in the form"):
        lead = visitors(demo, "Joanne Thwaite", scripted=False)
        lead.goes_to(address)
        lead.look()
        lead.follows("Answer it")
        expect(lead.page.get_by_label("Your answer").first).to_have_value(
            "Tested in October, and again in November."
        )
        lead.look()
    with when("she signs"):
        lead.presses("Sign and send")
        with then("it is signed, and stays"):
            says(lead, "Signed by Joanne Thwaite")
            lead.look()
    with then("officers see who is silent, and can chase them"):
        officer = visitors(demo, "Tobi Adeyemi-Ward", scripted=False)
        officer.goes_to("/recommendations/requests/?state=late")
        officer.look()
        officer.page.get_by_role("checkbox").first.check()
        officer.presses("Chase them")
        officer.look()
        officer.page.get_by_label("Who was told at", exact=False).first.fill("The director")
        officer.presses("Keep it")
        says(officer, "chased")
        officer.look()


def test_assurance_is_sought_given_and_looked_at(demo: str, visitors: Visitors) -> None:
    with given("an officer who sends a request for assurance"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.goes_to("/assurance/")
        officer.look()
        officer.follows("Ask for assurance")
        officer.look()
        officer.page.get_by_label("Westmere Police", exact=True).check()
        officer.page.get_by_label("What it is about").fill("Children seen by officers")
        officer.page.get_by_label("What is asked").fill("How do you know that each is spoken with?")
        officer.presses("Send it")
        says(officer, "1 agency asked")
    with when("the agency's lead replies"):
        lead = visitors(demo, "Marcus Okonkwo-Reyes")
        lead.goes_to("/assurance/?order=newest")
        lead.follows("Children seen by officers")
        lead.look()
        lead.page.get_by_label("Your agency's reply").fill("We watch ten recordings each month.")
        lead.presses("Sign and send")
        says(lead, "Replied")
        address = lead.page.url
    with then("somebody employed elsewhere says what is made of it"):
        officer.goes_to(address)
        officer.page.get_by_label("Assured", exact=True).check()
        officer.presses("Keep it")
        says(officer, "Assured")
        officer.look()
    for place in ("letters", "challenges"):
        with then(f"the {place} stand beside"):
            officer.goes_to(f"/assurance/{place}/")
            officer.look()
            officer.page.locator("main a[href^='/assurance/']").filter(has_not_text="Assurance").last.click()
            officer.look()
