"""Signing in: from an invitation to the first page, with an app, with a key, and one thing without an account."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.running import copied, running
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey

PASSWORD = "three random words"


@pytest.fixture
def careful_heed(empty_data: Path, tmp_path: Path) -> Iterator[str]:
    """An empty Heed that asks for second factors, under a name that keys accept."""
    with running(copied(empty_data, tmp_path / "data"), HEED_SECOND_FACTOR="true") as address:
        yield address.replace("127.0.0.1", "localhost")


def sets_up(eve: Visitor) -> None:
    page = eve.page
    eve.goes_to("/")
    page.get_by_label("Name of the partnership").fill("Eastmere Safeguarding Children Partnership")
    page.get_by_label("Area it serves").fill("Eastmere")
    page.get_by_label("Agencies", exact=True).fill("Eastmere Council\nEastmere Police")
    page.get_by_label("Your name").fill("Eve Eastwood")
    page.get_by_label("Your e-mail address").fill("eve@eastmere.example")
    page.get_by_label("Password").fill(PASSWORD)
    eve.presses("Set up Heed")
    eve.reads("Your sign-in")


def code_of(secret: str, *, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def adds_an_app(eve: Visitor) -> str:
    """Sets up an app without script. Returns its key."""
    page = eve.page
    eve.follows("Set up an app")
    eve.look()
    typed = page.locator("dd").first.inner_text()
    secret = typed.replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    eve.presses("Add the app")
    expect(page.locator("code")).to_have_count(10)
    eve.look()
    eve.follows("Done")
    return secret


def signs_out(somebody: Visitor) -> None:
    somebody.page.locator(".heed-bar__who summary").click()
    somebody.presses("Sign out")


def types_password(somebody: Visitor, email: str) -> None:
    somebody.goes_to("/sign-in/")
    somebody.page.get_by_label("Email address").fill(email)
    somebody.page.get_by_label("Password").fill(PASSWORD)
    somebody.presses("Sign in")


def test_an_app_is_set_up_before_anything_else_and_a_colleague_is_invited(
    careful_heed: str, visitors: Visitors
) -> None:
    with given("an administrator who has just set Heed up, in a browser without script"):
        eve = visitors(careful_heed, scripted=False)
        sets_up(eve)
    with then("she is told to set up a factor, and nothing else opens"):
        expect(eve.page.locator("main")).to_contain_text("Before you go on")
        eve.look()
        eve.goes_to("/reviews/")
        eve.reads("Your sign-in")
    with when("she sets up an app by typing its key"):
        secret = adds_an_app(eve)
    with then("everything opens"):
        eve.goes_to("/")
        expect(eve.page.get_by_role("heading", level=1)).to_contain_text("Eve")

    with when("she signs out and in again"):
        signs_out(eve)
        types_password(eve, "eve@eastmere.example")
    with then("her password alone is not enough, a wrong code is refused, and the right one opens"):
        eve.reads("One more step")
        eve.look()
        with eve.refused_with(422):
            eve.page.get_by_label("Code").fill("000000")
            eve.presses("Sign in")
        expect(eve.page.locator(".govuk-error-summary")).to_be_visible()
        eve.page.get_by_label("Code").fill(code_of(secret, later=1))
        eve.presses("Sign in")
        expect(eve.page.locator(".heed-bar__who")).to_be_visible()

    with when("she invites a colleague"):
        eve.goes_to("/people/invite/")
        eve.look()
        eve.page.get_by_label("E-mail address").fill("ola@eastmere.example")
        eve.page.get_by_label("Name", exact=True).fill("Ola Newby")
        eve.page.get_by_label("The agency they act for").select_option(label="Eastmere Police")
        eve.page.get_by_label("Reader").check()
        eve.presses("Invite")
        eve.look()
        link = eve.page.get_by_label("Their link, to hand on").input_value()
    with then("the colleague opens the link, chooses a password and is in"):
        ola = visitors(careful_heed, scripted=False)
        ola.goes_to(link)
        ola.look()
        ola.page.get_by_label("Password").fill(PASSWORD)
        ola.presses("Join")
        expect(ola.page.locator(".heed-bar__who")).to_contain_text("reader")
        signs_out(ola)
        types_password(ola, "ola@eastmere.example")
        expect(ola.page.locator(".heed-bar__who")).to_contain_text("reader")
    with then("the administrator sees how the colleague signs in, and ends it"):
        eve.goes_to("/people/")
        eve.follows("Ola Newby")
        eve.follows("Sessions, lost factors, new password")
        eve.look()
        eve.presses("End all sessions")
        ola.goes_to("/")
        ola.reads("Sign in")


def test_a_hardware_key_is_added_and_opens(careful_heed: str, visitors: Visitors) -> None:
    with given("somebody whose role needs a factor, with a key in the port of the computer"):
        eve = visitors(careful_heed)
        sets_up(eve)
        port = eve.page.context.new_cdp_session(eve.page)
        port.send("WebAuthn.enable")
        port.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "usb",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
    with when("she adds it under a name"):
        eve.follows("Add a key")
        eve.look()
        eve.page.get_by_label("What you call it").fill("Blue key on my keyring")
        eve.presses("Add it")
        expect(eve.page.locator("code")).to_have_count(10)
        eve.follows("Done")
    with then("it stands in her list"):
        expect(eve.page.locator(".heed-lines__main", has_text="Blue key on my keyring")).to_be_visible()
        eve.look()
    with when("she signs out and in again with password and key"):
        signs_out(eve)
        types_password(eve, "eve@eastmere.example")
        eve.reads("One more step")
        eve.presses("Use a passkey or hardware key")
    with then("she is in"):
        expect(eve.page.locator(".heed-bar__who")).to_be_visible()


def test_one_document_is_approved_without_an_account(demo: str, visitors: Visitors) -> None:
    with given("an officer at a document, and somebody who has no account"):
        officer, doctor = visitors(demo, "Tobi Adeyemi-Ward"), visitors(demo, scripted=False)
        officer.goes_to("/library/")
        officer.page.locator("main a[href^='/library/documents/']").first.click()
        name = officer.page.get_by_role("heading", level=1).inner_text()
    with when("the officer asks by a link"):
        officer.follows("Ask somebody without an account")
        officer.look()
        officer.page.get_by_label("Who is asked").fill("Dr Ann Bell, Named GP")
        officer.page.get_by_label("How you tell them the code").fill("by phone")
        officer.presses("Make the link")
        officer.look()
        link = officer.page.get_by_label("The link, to send").input_value()
    with when("somebody else of the team makes the code, for nobody here has both"):
        manager = visitors(demo, "Catriona Drummond")
        manager.goes_to("/library/")
        manager.page.locator("main a[href^='/library/documents/']").first.click()
        manager.reads(name)
        manager.presses("Make the code", exact=False)
        code = manager.page.get_by_label("The code", exact=True).input_value()
        manager.look()
    with then("the link alone shows nothing"):
        doctor.goes_to(link)
        doctor.look()
        expect(doctor.page.locator("body")).not_to_contain_text(name)
    with then("with the code the one document can be approved, once"):
        doctor.page.get_by_label("The code that you were told").fill(code)
        doctor.presses("Go on")
        expect(doctor.page.locator("main")).to_contain_text(name)
        doctor.look()
        doctor.page.get_by_label("I approve it", exact=True).check()
        doctor.presses("Send my answer")
        doctor.reads("Thank you")
        doctor.look()
        with doctor.refused_with(404):
            doctor.goes_to(link)
        doctor.visited.clear()
    with then("the document's page says so"):
        officer.goes_to("/library/")
        officer.page.locator("main a[href^='/library/documents/']").first.click()
        expect(officer.page.locator("main")).to_contain_text("I approve it")
        officer.look()
