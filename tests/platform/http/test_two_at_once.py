"""Two people at one moment: one is first, the other is told so, with both texts and a way on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, NotNow
from heed.platform.entrance.setup import FirstRun, set_up
from heed.platform.partnerships.models import Agency, Partnership
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition
from tests.cast import AT, PASSWORD, Cast, Register, client_of


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """What each of these gives, or the exception it ends with, when all begin at one moment."""
    gate, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int) -> None:
        gate.wait()
        try:
            answers[number] = deeds[number]()
        except Exception as error:
            answers[number] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(deeds))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_first_runs_one_sets_up_and_the_other_is_told() -> None:
    call_command("flush", interactive=False, verbosity=0)

    def first_run(name: str) -> Callable[[], Any]:
        given = FirstRun(name, name, ("Council",), "", "Eve", f"{name}@eastmere.example", PASSWORD)
        return lambda: set_up(given, at=AT)

    answers = together(*(first_run(name) for name in ("East", "West", "North")))
    assert Partnership.objects.count() == 1
    assert sorted(type(each).__name__ for each in answers) == ["Membership", "NotNow", "NotNow"]
    assert {str(each) for each in answers if isinstance(each, NotNow)} == {"Heed is set up already."}


@pytest.mark.django_db(transaction=True)
def test_of_two_editions_of_rules_one_is_made_and_the_other_is_shown_both(cast: Cast) -> None:
    def edition(word: str) -> Callable[[], Any]:
        content = {"headings": [word]}
        return lambda: make_edition(
            cast.manager, name="reading", content=content, after=0, source="", at=AT, labels={"headings": "H"}
        )

    answers = together(*(edition(word) for word in ("plan", "programme")))
    refused = [each for each in answers if isinstance(each, ChangedMeanwhile)]
    assert len(refused) == 1, answers
    assert find_edition(cast.manager, "reading", on=AT.date()).number == 1
    [difference] = refused[0].differences
    assert {difference.theirs, difference.yours} == {"plan", "programme"}
    assert difference.label == "H"


def page_of(client: Client, path: str, sent: dict[str, str]) -> tuple[int, HTMLParser]:
    answer = client.post(path, sent)
    return answer.status_code, HTMLParser(answer.content.decode())


def form_of(page: HTMLParser, button: str) -> tuple[str, dict[str, str]]:
    """Where the form with this button is sent, and what it sends untouched."""
    form = next(
        each for each in page.css("main form") if button in [b.text(strip=True) for b in each.css("button")]
    )
    sent = {str(each.attributes["name"]): str(each.attributes["value"] or "") for each in form.css("input")}
    sent |= {str(each.attributes["name"]): each.text() for each in form.css("textarea")}
    for each in form.css("input[type=radio][checked]"):
        sent[str(each.attributes["name"])] = str(each.attributes["value"] or "")
    return str(form.attributes["action"]), sent


@pytest.fixture
def conflict(register: Register, cast: Cast) -> tuple[Client, Agency, HTMLParser]:
    """The officer's page, after the manager saved the same agency first."""
    row = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[0]
    path = reverse("agencies:agency", args=[row.public_id])

    def save(actor: Actor, **typed: str) -> tuple[int, HTMLParser]:
        sent = {"name": row.name, "kind": "agency", "other_names": "", "ended_on": "", "successor": ""}
        return page_of(client_of(actor), path, {**sent, **typed, "version": "1"})

    assert save(cast.manager, name="Westmere City Council", kind="council")[0] == 302
    status, page = save(cast.officer, name="Council of Westmere", kind="partnership")
    assert status == 409
    return client_of(cast.officer), row, page


def test_the_second_sees_both_texts_and_nothing_is_saved_over(
    conflict: tuple[Client, Agency, HTMLParser],
) -> None:
    _, row, page = conflict
    texts = [each.text(strip=True) for each in page.css(".heed-both__text")]
    assert texts[:4] == ["Westmere City Council", "Council of Westmere", "Council", "The partnership itself"]
    assert "Bola Bexley" in page.css_first("h1 + p").text()
    row.refresh_from_db()
    assert (row.name, row.version) == ("Westmere City Council", 2)


def test_keeping_mine_saves_what_was_written(conflict: tuple[Client, Agency, HTMLParser]) -> None:
    client, row, page = conflict
    assert client.post(*form_of(page, "Keep mine")).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.kind, row.version) == ("Council of Westmere", "partnership", 3)


def test_keeping_theirs_leads_to_the_record_as_it_is(conflict: tuple[Client, Agency, HTMLParser]) -> None:
    client, row, page = conflict
    link = next(each for each in page.css("main a") if each.text(strip=True) == "Keep theirs")
    answer = client.get(str(link.attributes["href"]))
    assert "Westmere City Council" in answer.content.decode()
    row.refresh_from_db()
    assert row.version == 2


def test_editing_together_saves_one_text_made_of_both(conflict: tuple[Client, Agency, HTMLParser]) -> None:
    client, row, page = conflict
    path, sent = form_of(page, "Save this")
    sent |= {"name": "Westmere City and County Council", "kind": "council"}
    assert client.post(path, sent).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.kind) == ("Westmere City and County Council", "council")


def test_a_third_who_saves_meanwhile_is_not_saved_over_either(
    conflict: tuple[Client, Agency, HTMLParser], cast: Cast
) -> None:
    client, row, page = conflict
    Agency.objects.filter(pk=row.pk).update(name="A third name", version=3)
    answer = client.post(*form_of(page, "Keep mine"))
    assert answer.status_code == 409
    assert "A third name" in answer.content.decode()


def test_a_form_with_a_mistake_keeps_the_version_it_was_made_from(cast: Cast) -> None:
    row = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[0]
    Agency.objects.filter(pk=row.pk).update(version=5)
    path = reverse("agencies:agency", args=[row.public_id])
    sent = {"name": "", "kind": "agency", "other_names": "", "version": "4"}
    status, page = page_of(client_of(cast.officer), path, sent)
    assert status == 422
    assert page.css_first("input[name=version]").attributes["value"] == "4"


def test_no_address_of_elsewhere_is_offered_as_theirs(conflict: tuple[Client, Agency, HTMLParser]) -> None:
    client, row, page = conflict
    path, sent = form_of(page, "Keep mine")
    Agency.objects.filter(pk=row.pk).update(version=9)
    answer = client.post(path, {**sent, "_seen_at": "https://elsewhere.example/"})
    assert answer.status_code == 409
    assert "elsewhere.example" not in answer.content.decode().split("Edit together")[0].split("Keep mine")[1]
