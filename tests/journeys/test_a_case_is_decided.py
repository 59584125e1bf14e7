"""A case is put forward and decided by others than recommended it; a rapid review goes from notification to the Panel."""

from __future__ import annotations

import re

import docx
import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, each_of, given, then, when

pytestmark = pytest.mark.journey


def says(visitor: Visitor, words: str | re.Pattern[str]) -> None:
    """These words stand on the page that somebody is on."""
    expect(visitor.page.get_by_text(words).first).to_be_visible()


def form_of(visitor: Visitor, button: str) -> Locator:
    """The form with this button."""
    return visitor.page.locator("form").filter(
        has=visitor.page.get_by_role("button", name=button, exact=True)
    )


def types_day(form: Locator, *, at: int = 0) -> None:
    """Today, which is the day of the demo: read from its notice."""
    words = form.page.locator(".heed-demo").inner_text()
    found = re.search(r"(\d+) (\w+) (\d{4})", words)
    assert found is not None
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    day, month, year = found[1], str(months.index(found[2]) + 1), found[3]
    for name, value in (("Day", day), ("Month", month), ("Year", year)):
        form.get_by_label(name, exact=True).nth(at).fill(value)


def recommends(visitor: Visitor, outcome: str, reasons: str) -> Locator:
    """Says yes to every criterion of the guidance."""
    form = form_of(visitor, "Recommend it")
    form.get_by_label(outcome, exact=True).check()
    for each in each_of(form.get_by_label("Yes", exact=True)):
        each.check()
    form.get_by_label("Reasons").fill(reasons)
    return form


def signs(visitors: Visitors, demo: str, name: str) -> None:
    """A safeguarding partner agrees to what waits on their first page."""
    partner = visitors(demo, name)
    partner.goes_to("/")
    partner.look()
    partner.page.get_by_role("link", name=re.compile("CASE-")).first.click()
    partner.look()
    partner.page.get_by_label("I approve it", exact=True).check()
    partner.presses("Sign")
    partner.look()


def test_a_referral_is_acknowledged_and_decided_by_the_partners(demo: str, visitors: Visitors) -> None:
    with given("an agency's lead, who puts a case forward and does not know whether a child is unsafe"):
        lead = visitors(demo, "Kwame Hallworth")
        lead.goes_to("/reviews/referrals/")
        lead.look()
        lead.follows("Refer a case")
        says(lead, "Heed is not a route for reporting concerns.")
        lead.look()
        lead.page.get_by_label("Not known yet").check()
        lead.page.get_by_label("The children concerned").fill("Child T, aged 6\nChild T's brother")
        lead.page.get_by_label("A child was seriously harmed").check()
        lead.page.get_by_label("What happened", exact=True).fill("She came to school with a broken wrist.")
    with when("the incident is told as after today"), lead.refused_with(422):
        lead.page.get_by_label("When did it happen?").fill("3 March 2031")
        lead.presses("Refer the case")
        with then("it is refused at its field and what was typed is there"):
            says(lead, "The incident is after today, the day of the referral.")
            expect(lead.page.get_by_label("The children concerned")).to_have_value(
                re.compile("Child T, aged 6")
            )
            lead.look()
    with when("it is mended"):
        lead.page.get_by_label("When did it happen?").fill("early October 2026")
        lead.presses("Refer the case")
    with then("the case has a reference, and its page begins with the first question"):
        says(lead, re.compile(r"The case is CASE-\d{4}-\d{3}"))
        says(lead, re.compile("Nobody has answered this yet"))
        lead.look()
        about = lead.page.url

    with given("the officer"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.goes_to(about)
        officer.look()
    with when("they acknowledge it, answer the question, and recommend a review"):
        officer.presses("Acknowledge it")
        form = form_of(officer, "Answer")
        form.get_by_label("Yes, a child may be unsafe now").check()
        form.get_by_label("Who acted?").fill("The council's duty team")
        form.get_by_label("When?").fill("Today at 9.30 am")
        officer.presses("Answer")
        form = recommends(officer, "There is a review", "Three agencies knew a part each.")
        form.get_by_label("Which kind of review?").select_option(
            label="Local child safeguarding practice review"
        )
        officer.presses("Recommend it")
        officer.look()
    with then("it is not decided, and the three partners are waited for"):
        says(officer, re.compile("Not decided yet"))
        expect(officer.page.get_by_text(": waited for")).to_have_count(3)

    with when("each safeguarding partner agrees"):
        for name in ("Rosamund Imrie", "Olumide Adebayo-Finch", "Oluwaseun Bright-Hadley"):
            signs(visitors, demo, name)
    with then("there is a review, with a clock that says why its last day is that day"):
        officer.goes_to(about)
        says(officer, re.compile("Decided: there is a review"))
        officer.look()
        officer.follows("Clocks")
        officer.page.get_by_text("Why that day").first.click()
        says(officer, re.compile("6 calendar months from .* not confirmed by anybody yet"))
        officer.look()
    with when("it is commissioned"):
        form = form_of(officer, "Keep the step")
        form.get_by_label("What is it now?").select_option(label="Commissioned")
        form.get_by_label(re.compile("How is it carried out")).select_option(index=3)
        types_day(form)
        officer.presses("Keep the step")
        officer.follows("Overview")
    with then("its own page tells the way from the incident, and what comes next"):
        says(officer, re.compile("Commissioned since"))
        says(officer, "From the incident to now")
        officer.look()


def test_without_script_a_rapid_review_goes_to_the_panel(
    demo: str, visitors: Visitors, tmp_path: object
) -> None:
    with given("the health trust's lead, whose agency is late"):
        nurse = visitors(demo, "Ruth Castellanos", scripted=False)
        nurse.goes_to("/needs/")
        nurse.look()
        nurse.page.get_by_role("link", name=re.compile("Answer")).first.click()
        nurse.goes_to("/reviews/referrals/?waiting=yes")
        nurse.page.get_by_role("link", name=re.compile("CASE-.*002")).first.click()
        nurse.follows("Rapid review")
        says(nurse, re.compile("late"))
        nurse.look()
    with when("she answers without the first question"), nurse.refused_with(422):
        nurse.page.get_by_label("What does your agency know?").fill("The health visitor saw the baby twice.")
        nurse.presses("Send it to the partnership")
        with then("she is told, and her words are there"):
            says(nurse, "Say whether any child is unsafe now")
            expect(nurse.page.get_by_label("What does your agency know?")).to_have_value(
                re.compile("saw the baby")
            )
            nurse.look()
    with when("she answers it"):
        nurse.page.get_by_label("No child is unsafe now, as far as is known").check()
        nurse.presses("Send it to the partnership")
    with then("it says that it came late"):
        says(nurse, "Received late")
        says(nurse, "4 of 4 agencies answered.")
        about = nurse.page.url

    with given("the officer, who keeps the meeting and takes the letter"):
        officer = visitors(demo, "Tobi Adeyemi-Ward", scripted=False)
        officer.goes_to(about)
        officer.look()
        form = form_of(officer, "Keep what it found")
        types_day(form)
        form.get_by_label("What the meeting found").fill("Nobody asked where the baby slept.")
        officer.presses("Keep what it found")
        officer.look()
        with officer.page.expect_download() as download:
            officer.page.get_by_role("link", name=re.compile("The letter to the Panel")).click()
        words = "\n".join(each.text for each in docx.Document(download.value.path()).paragraphs)
        assert "Nobody asked where the baby slept." in words
        assert "The safeguarding partners have not decided yet." in words
