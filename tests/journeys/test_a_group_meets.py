"""A group meets: its pack is made, and the chair approves the minutes of the last meeting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey


def test_a_group_has_its_pack(demo: str, visitors: Visitors, tmp_path: Path) -> None:
    with given("the officer at the group's meetings"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.follows("Meetings")
        officer.look()
        officer.follows("Case Review Group, ", exact=False)
        officer.look()
    with when("she opens the pack"):
        officer.follows("Pack")
        officer.look()
        with then("it says for whom it was made, and what waits"):
            expect(
                officer.page.locator("main").get_by_text("Tobi Adeyemi-Ward", exact=False).first
            ).to_be_visible()
            expect(
                officer.page.get_by_role("heading", name=re.compile("waiting to be verified"))
            ).to_be_visible()
        with then("it can be taken away as Word"):
            assert officer.takes("Word", tmp_path).suffix == ".docx"


@pytest.mark.capability("B20")
def test_the_chair_approves_without_script_and_reads_the_progress(demo: str, visitors: Visitors) -> None:
    with given("the chair, whose browser runs no script"):
        chair = visitors(demo, "Dr Sunita Nair", scripted=False)
        chair.goes_to("/meetings/")
        chair.look()
    with when("she approves the minutes of the meeting that was just held"):
        chair.page.get_by_role("table", name="Meetings held or cancelled").get_by_role("link").first.click()
        chair.follows("Minutes")
        chair.look()
        chair.presses("Approve the minutes")
        with then("they say so, and cannot be changed any more"):
            expect(chair.page.get_by_text("Version 1 is approved.")).to_be_visible()
            expect(chair.page.get_by_role("button", name="Begin a new version")).to_be_visible()
    with when("she opens the progress report"):
        chair.goes_to("/meetings/progress/")
        with then("reported and verified stand side by side"):
            expect(chair.page.get_by_role("columnheader", name="Reported").first).to_be_visible()
            expect(chair.page.get_by_role("columnheader", name="Verified").first).to_be_visible()
        chair.look()
    with when("she opens the reporting calendar"):
        chair.goes_to("/meetings/reports/")
        with then("what is late says so"):
            expect(chair.page.get_by_text("days late").first).to_be_visible()
        chair.look()
