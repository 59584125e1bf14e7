"""What somebody typed and did not save is there when they come back, for them alone, and goes when they save it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.records import record_of_page
from heed.platform.drafts.models import Draft, HeldForm
from heed.platform.drafts.named import COOKIE, FIELD, FormNamed
from heed.platform.drafts.operations import forget_old, hold_form
from heed.platform.partnerships.models import Agency
from heed.platform.people.operations import exclude_person, open_case, restrict_case
from tests.cast import Cast, client_of


@pytest.fixture
def agency(cast: Cast) -> Agency:
    return Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[0]


def address(agency: Agency) -> str:
    return reverse("agencies:agency", args=[agency.public_id])


def opened(client: Client, agency: Agency, query: str = "") -> HTMLParser:
    return HTMLParser(client.get(address(agency) + query).content.decode())


def sent(page: HTMLParser, **typed: str) -> dict[str, str]:
    """The form as the page has it, with these fields typed over."""
    form = next(
        each
        for each in page.css("main form")
        if each.css_first(f"input[name={FIELD}]") and each.css("textarea")
    )
    fields = {
        str(each.attributes["name"]): str(each.attributes.get("value") or "") for each in form.css("input")
    }
    fields |= {str(each.attributes["name"]): each.text() for each in form.css("textarea")}
    for each in form.css("select"):
        chosen = each.css_first("option[selected]")
        fields[str(each.attributes["name"])] = str(chosen.attributes.get("value") or "") if chosen else ""
    return {**fields, **typed}


def type_and_leave(actor: Actor, agency: Agency, **typed: str) -> Any:
    client = client_of(actor)
    return client.post(reverse("drafts:save"), sent(opened(client, agency), **typed))


def test_a_draft_is_offered_on_return_and_taken_up_as_it_was(cast: Cast, agency: Agency) -> None:
    answer = type_and_leave(cast.manager, agency, name="Half a na", other_names="One\nTwo", kind="police")
    assert answer["Location"] == f"{address(agency)}?draft=take"
    client = client_of(cast.manager)  # another browser, another day
    page = opened(client, agency)
    assert "You have a draft of" in page.css_first(".heed-draft").text()
    assert page.css_first("input[name=name]").attributes["value"] == agency.name
    taken = sent(opened(client, agency, "?draft=take"))
    assert (taken["name"], taken["other_names"], taken["kind"]) == ("Half a na", "One\nTwo", "police")
    agency.refresh_from_db()
    assert agency.name != "Half a na"


def test_saving_the_form_takes_its_draft_with_it(cast: Cast, agency: Agency) -> None:
    type_and_leave(cast.manager, agency, name="Half a na")
    client = client_of(cast.manager)
    form = sent(opened(client, agency, "?draft=take"), name="A whole name")
    assert client.post(address(agency), form).status_code == 302
    agency.refresh_from_db()
    assert agency.name == "A whole name"
    assert not Draft.objects.exists()


def test_a_draft_keeps_the_version_it_was_made_from(cast: Cast, agency: Agency) -> None:
    """Somebody saved while the draft lay: taking it up and saving it shows both."""
    type_and_leave(cast.manager, agency, name="My name for it")
    Agency.objects.filter(pk=agency.pk).update(name="Their name for it", version=agency.version + 1)
    client = client_of(cast.manager)
    answer = client.post(address(agency), sent(opened(client, agency, "?draft=take")))
    assert answer.status_code == 409
    assert "Their name for it" in answer.content.decode()
    assert Draft.objects.get().fields["name"] == ["My name for it"]


def test_a_form_that_is_refused_becomes_a_draft(cast: Cast, agency: Agency) -> None:
    client = client_of(cast.manager)
    answer = client.post(address(agency), sent(opened(client, agency), name="", other_names="Kept"))
    assert answer.status_code == 422
    assert Draft.objects.get().fields["other_names"] == ["Kept"]


def test_a_draft_can_be_thrown_away(cast: Cast, agency: Agency) -> None:
    type_and_leave(cast.manager, agency, name="Half a na")
    client = client_of(cast.manager)
    token = opened(client, agency).css_first(f"input[name={FIELD}]").attributes["value"]
    assert client.post(reverse("drafts:discard"), {FIELD: token}).status_code == 302
    assert not Draft.objects.exists()
    assert Event.objects.filter(kind="draft.discarded").count() == 1


def test_nobody_else_sees_or_makes_it(cast: Cast, agency: Agency) -> None:
    type_and_leave(cast.manager, agency, name="Mine alone")
    assert not opened(client_of(cast.officer), agency).css(".heed-draft")
    assert "Mine alone" not in client_of(cast.officer).get(reverse("drafts:list")).content.decode()
    token = sent(opened(client_of(cast.manager), agency))[FIELD]
    other = client_of(cast.officer)
    assert other.post(reverse("drafts:save"), {FIELD: token, "name": "Not mine"}).status_code == 404
    assert other.post(reverse("drafts:discard"), {FIELD: token}).status_code == 404
    assert other.post(reverse("drafts:save"), {FIELD: "made up", "name": "x"}).status_code == 404
    assert Draft.objects.get().fields["name"] == ["Mine alone"]


def test_the_list_leads_back_to_the_form(cast: Cast, agency: Agency) -> None:
    type_and_leave(cast.manager, agency, name="Half a na")
    page = HTMLParser(client_of(cast.manager).get(reverse("drafts:list")).content.decode())
    [link] = page.css("main li a")
    assert link.attributes["href"] == f"{address(agency)}?draft=take"


def test_the_script_gets_no_page(cast: Cast, agency: Agency) -> None:
    client = client_of(cast.manager)
    form = sent(opened(client, agency), name="Half")
    assert client.post(reverse("drafts:save"), form, headers={"X-Heed-Draft": "1"}).status_code == 204
    assert Event.objects.filter(kind="draft.begun").count() == 1
    client.post(reverse("drafts:save"), {**form, "name": "Half a na"}, headers={"X-Heed-Draft": "1"})
    assert Draft.objects.get().fields["name"] == ["Half a na"]
    assert Event.objects.filter(kind="draft.begun").count() == 1


def test_what_is_too_long_is_said(cast: Cast, agency: Agency) -> None:
    answer = type_and_leave(cast.manager, agency, other_names="x" * 500_000)
    assert answer.status_code == 422
    assert not Draft.objects.exists()


# The session ended while somebody typed.


def sent_too_late(cast: Cast, agency: Agency, **typed: str) -> Client:
    """A browser whose session ended between opening the form and sending it."""
    client = client_of(cast.manager)
    form = sent(opened(client, agency), **typed)
    client.session.flush()
    answer = client.post(address(agency), form)
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]
    return client


def back_as(client: Client, actor: Actor) -> Client:
    """The same browser, with this person signed in."""
    again = client_of(actor)
    again.cookies[COOKIE] = client.cookies[COOKIE].value
    return again


def test_it_is_held_and_offered_to_the_same_person(cast: Cast, agency: Agency) -> None:
    client = sent_too_late(cast, agency, name="Typed for an hour")
    assert client.cookies[COOKIE]["httponly"]
    assert not Draft.objects.exists()
    client = back_as(client, cast.manager)
    page = opened(client, agency)
    assert "You have a draft of" in page.css_first(".heed-draft").text()
    assert "Your session had ended" in page.css_first("main").text()
    assert sent(opened(client, agency, "?draft=take"))["name"] == "Typed for an hour"
    assert not HeldForm.objects.exists()
    assert not client.cookies[COOKIE].value
    agency.refresh_from_db()
    assert agency.name != "Typed for an hour"


def test_it_is_dropped_when_somebody_else_signs_in(cast: Cast, agency: Agency) -> None:
    client = back_as(sent_too_late(cast, agency, name="Typed for an hour"), cast.officer)
    assert not opened(client, agency).css(".heed-draft")
    assert not HeldForm.objects.exists()
    assert not Draft.objects.exists()


def test_nothing_is_held_for_a_form_that_was_not_made_here(cast: Cast, agency: Agency) -> None:
    client = Client()
    client.post(address(agency), {FIELD: "made up", "name": "x" * 1000})
    client.post(address(agency), {"name": "x" * 1000})
    assert not HeldForm.objects.exists()


def test_a_form_sent_too_large_is_not_held(cast: Cast, agency: Agency) -> None:
    sent_too_late(cast, agency, other_names="x" * 500_000)
    assert not HeldForm.objects.exists()


def test_passwords_are_never_kept(cast: Cast, agency: Agency) -> None:
    client = client_of(cast.manager)
    form = {**sent(opened(client, agency)), "password": "secret", "password1": "secret"}
    client.post(reverse("drafts:save"), form)
    assert "secret" not in str(Draft.objects.get().fields)


def test_what_nobody_took_up_is_erased_by_rule(cast: Cast, agency: Agency) -> None:
    type_and_leave(cast.manager, agency, name="Half a na")
    sent_too_late(cast, agency, name="Too late")
    now = timezone.now()
    assert forget_old(at=now + timedelta(minutes=59)) == 0
    assert forget_old(at=now + timedelta(minutes=61)) == 1
    assert forget_old(at=now + timedelta(days=29)) == 0
    assert forget_old(at=now + timedelta(days=31)) == 1
    assert not Draft.objects.exists()


# Somebody is kept from the case that they were writing about.


def form_about(actor: Actor, register: Any) -> FormNamed:
    """A form on a page beneath the case's."""
    address = reverse("reviews:review", args=[register.review.public_id]) + "answer/"
    return FormNamed(actor.person_ref, actor.partnership_id, "answer", "", address, "Answer on Alder")


def kept_out(cast: Cast, register: Any) -> None:
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.officer.person_ref,
        reason="Own practice",
        version=0,
        at=timezone.now(),
    )


def save(named: FormNamed, actor: Actor) -> int:
    client = client_of(actor)
    return client.post(reverse("drafts:save"), {FIELD: named.signed(), "text": "Half"}).status_code


def test_whoever_is_kept_from_a_case_keeps_no_draft_about_it(cast: Cast, register: Any) -> None:
    mine, theirs = form_about(cast.officer, register), form_about(cast.manager, register)
    assert [save(mine, cast.officer), save(theirs, cast.manager)] == [302, 302]
    hold_form(named=mine, fields={"text": ["Half"]}, at=timezone.now())
    assert "Answer on Alder" in client_of(cast.officer).get(reverse("drafts:list")).content.decode()
    kept_out(cast, register)
    assert [each.person_id for each in Draft.objects.all()] == [cast.manager.person_id]
    assert not HeldForm.objects.exists()
    assert "Answer on Alder" not in client_of(cast.officer).get(reverse("drafts:list")).content.decode()


def test_nor_begins_one(cast: Cast, register: Any) -> None:
    mine = form_about(cast.officer, register)
    kept_out(cast, register)
    assert save(mine, cast.officer) == 404
    client = client_of(cast.officer)
    assert client.post(mine.address, {FIELD: mine.signed(), "text": "Half"}).status_code == 404
    client.cookies[COOKIE] = hold_form(named=mine, fields={"text": ["Half"]}, at=timezone.now())
    page = client.get(reverse("drafts:list")).content.decode()
    assert "Your session had ended" not in page
    assert not Draft.objects.exists()
    assert not HeldForm.objects.exists()


def test_a_case_that_is_closed_to_somebody_hides_their_draft_until_it_opens(
    cast: Cast, register: Any
) -> None:
    save(form_about(cast.officer, register), cast.officer)
    ref, now = register.review.public_id, timezone.now()
    restrict_case(cast.manager, ref=ref, people=[], reason="A trial", version=0, at=now)
    mine = reverse("drafts:list")
    assert "Answer on Alder" not in client_of(cast.officer).get(mine).content.decode()
    open_case(cast.manager, ref=ref, reason="Over", version=1, at=now)
    assert "Answer on Alder" in client_of(cast.officer).get(mine).content.decode()


@pytest.mark.parametrize("form", ["edit", "split", "register", "words"])
def test_the_long_forms_of_bringing_in_keep_drafts(form: str, cast: Cast, register: Any) -> None:
    from heed.intake.queries import list_proposals

    ref, proposal = register.open.public_id, list_proposals(register.open)[0].public_id
    args = {"edit": [ref, proposal], "split": [ref, proposal], "register": [ref], "words": []}[form]
    path = reverse(f"intake:{form}", args=args)
    assert record_of_page(path)[0] == ("" if form == "words" else "import"), (
        "so that its drafts follow the record"
    )
    client = client_of(cast.manager)
    page = HTMLParser(client.get(path).content.decode())
    field = {"edit": "text", "split": "pieces", "register": "name"}.get(form, "")
    fields = {
        str(each.attributes["name"]): each.attributes.get("value") or ""
        for each in page.css("main form input")
    }
    field = field or str(page.css_first("main textarea").attributes["name"])
    client.post(reverse("drafts:save"), {**fields, field: "Unfinished words"})
    again = client.get(f"{path}?draft=take").content.decode()
    assert "Unfinished words" in again
    assert "This is your draft of" in again
