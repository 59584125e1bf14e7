"""What comes after the report: the agencies' answers as a new round, taking it out again, and words the reader learns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import papers
from tests.journeys.conftest import Visitors
from tests.journeys.visitor import each_of, given, then, when

pytestmark = pytest.mark.journey


def addresses_of(links: Locator) -> list[str]:
    return [str(each.get_attribute("href")) for each in each_of(links)]


@pytest.mark.capability("B06", "B12")
def test_answers_come_later_as_a_new_round_and_can_be_taken_out_again(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("a review in the register, without answers"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        page = officer.page
        officer.brings_in(papers.printed(tmp_path))
        officer.waits_for_the_reading()
        officer.puts_into_the_register("Sorrel")
        review = page.url
        rows = page.locator("main a[href^='/recommendations/']", has_text="should")
        assert len(set(addresses_of(rows))) == 5

    with when("the response comes in, and the review that is there is chosen"):
        officer.brings_in(papers.answered(tmp_path))
        officer.waits_for_the_reading()
        page.get_by_role("button", name=re.compile(r"^Accept \d+ sure")).click()
        officer.follows("Put into the register")
        reviews = page.get_by_label("Review", exact=True)
        reviews.select_option(label=reviews.locator("option", has_text="Sorrel").inner_text())
        officer.presses("Put into the register")
    with then("Heed asks which recommendations are there already, and proposes the right ones"):
        officer.reads("Which recommendations are there already?")
        matches = page.locator(".heed-match")
        expect(matches).to_have_count(2)
        for label in ("1", "2"):
            line = matches.filter(has_text=papers.ASKS[label])
            expect(line.locator("select option:checked")).to_contain_text(papers.ASKS[label][:40])
        officer.look()
    with when("this is right"):
        officer.presses("Put into the register")
    with then("no recommendation is doubled, and the answer stands with its recommendation"):
        expect(rows.first).to_be_visible()
        assert len(set(addresses_of(rows))) == 5
        officer.look()
        rows.filter(has_text=papers.ASKS["1"][:40]).first.click()
        expect(page.locator(".heed-answer")).to_contain_text("Every core group is now booked")
        officer.look()

    with when("the response is taken out of the register again"):
        page.locator(".heed-answer").get_by_role("link", name="see it on the page").click()
        officer.follows("Take it out of the register again")
        officer.look()
        page.get_by_label("Why").fill("The wrong version")
        officer.presses("Take it out of the register")
    with then("the recommendations stay, without the answer"):
        expect(page.get_by_text("Taken out of the register by")).to_be_visible()
        officer.look()
        page.goto(review)
        expect(rows.first).to_be_visible()
        assert len(set(addresses_of(rows))) == 5
        rows.filter(has_text=papers.ASKS["1"][:40]).first.click()
        expect(page.get_by_text("No answer is recorded yet.")).to_be_visible()


def test_the_reader_learns_a_heading_and_what_it_would_change_is_shown(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("a document in the register whose heading the reader does not know"):
        manager = visitors(demo, "Catriona Drummond")
        page = manager.page
        html = papers.web_page("Learning review: Fennel", {"1": papers.ASKS["2"]})
        html = html.replace(
            "</body>", f"<h2>Things we now ask of everyone</h2><p>{papers.ASKS['5']}</p></body>"
        )
        manager.brings_in(papers.written(tmp_path, "fennel.html", html.encode()))
        manager.waits_for_the_reading()
        manager.puts_into_the_register("Fennel")
    with when("the business manager teaches it the heading"):
        manager.goes_to("/library/bring-in/words/")
        manager.look()
        page.locator("main textarea").first.fill("things we now ask of everyone")
        manager.presses("Save as a new edition")
        expect(page.get_by_role("listitem").filter(has_text="Edition 1")).to_be_visible()
        manager.look()
    with when("she has the document read again"):
        manager.goes_to("/library/")
        manager.page.get_by_role("link", name=re.compile("Fennel", re.I)).first.click()
        manager.look()
        manager.follows("Read it again and compare")
        manager.look()
        manager.presses("Read it again")
    with then("she is shown what would change, and the register is as it was"):
        expect(page.get_by_text("Nothing here changes it.")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("row").filter(has_text=papers.ASKS["5"])).to_contain_text("not found")
        manager.look()


@pytest.mark.capability("H01", "H06")
def test_names_met_in_documents_are_given_to_agencies_and_two_agencies_become_one(
    demo: str, visitors: Visitors
) -> None:
    with given("the business manager at the agencies"):
        manager = visitors(demo, "Catriona Drummond")
        page = manager.page
        manager.goes_into("Library", "Agencies")
        manager.look()
        manager.narrows(Kind="Police", Time="Still there")
        expect(page.get_by_role("link", name="Westmere Police", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Vale NHS Trust", exact=True)).to_have_count(0)
        manager.look()
    with when("she says who is meant by a name"):
        manager.follows("Say who is meant")
        manager.look()
        row = page.get_by_role("row").filter(has_text="Westmere Council’s Public Health")
        row.get_by_role("combobox").select_option(label="Westmere Council children's services")
        row.get_by_role("button", name="This one").click()
    with then("the records belong to that agency, and the name is no longer asked about"):
        expect(page.get_by_text(re.compile(r"\d+ records? now belong"))).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="“Westmere Council’s Public Health”")).to_have_count(0)
    with when("she says of another name that it is no agency, and thinks better of it"):
        page.get_by_role("button", name="This is not an agency : Nurseries").click()
        expect(page.get_by_text("“Nurseries” is no agency.", exact=False)).to_be_visible()
        manager.look()
    with then("it stands below with who said so, and can be asked about again"):
        aside = page.get_by_role("row").filter(has_text="“Nurseries”")
        expect(aside).to_contain_text("Catriona Drummond")
        aside.get_by_role("button", name="Ask about it again").click()
        expect(page.get_by_text("“Nurseries” is asked about again.")).to_be_visible()
    with when("she adds an agency that is there already under another name, and merges the two"):
        manager.goes_to("/agencies/")
        manager.follows("Add an agency")
        manager.look()
        page.get_by_label("Name", exact=True).fill("Lantern Outreach")
        manager.presses("Add it")
        if page.get_by_role("link", name="Lantern Outreach", exact=True).count():
            manager.follows("Lantern Outreach")
        manager.look()
        page.get_by_label("Merge it into").select_option(label="Lantern Domestic Abuse Service")
        manager.presses("Merge")
    with then("one of them is left, with both names"):
        manager.look()
        manager.goes_to("/agencies/")
        name = page.get_by_role("link", name="Lantern Domestic Abuse Service", exact=True)
        kept = page.get_by_role("row").filter(has=name)
        expect(kept).to_contain_text("Lantern Outreach")
