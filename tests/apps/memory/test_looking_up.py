"""Was this recommended before? Asked by a button, while it is typed, by a command, and beside what comes in."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heed.cli.main import main
from heed.memory.operations import look_up
from heed.memory.queries.pairs import find_pair
from heed.memory.upkeep import keep_in_step
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid
from tests.cast import AT, Ask, Cast, Register, Written, bring_in_and_read, client_of
from tests.cast_memory import SAME, of_review

pytestmark = pytest.mark.django_db
NOTHING = "Buy warmer coats for the crossing patrol."


@pytest.fixture(autouse=True)
def _read(register: Register) -> None:
    keep_in_step()


@pytest.mark.capability("B13")
def test_the_page_says_what_was_asked_before_with_what_came_of_it(register: Register, cast: Cast) -> None:
    page = client_of(cast.reader).post(reverse("memory:before"), {"text": SAME})
    words = page.content.decode()
    first = register.recommendations["1"]
    assert page.status_code == 200
    assert first.reference in words
    assert '<mark class="heed-shared">core groups</mark>' in words
    assert "31 Mar 2024" in words
    assert "A weekly list of core groups goes to team managers." in words
    assert "reported complete, 0 verified; no evidence was given" in words
    assert "Searched: 3 recommendations of 1 review of 2024 to 2024" in words


def test_where_nothing_is_found_it_says_what_was_searched(cast: Cast) -> None:
    words = client_of(cast.reader).post(reverse("memory:before"), {"text": NOTHING}).content.decode()
    assert "Nothing like it was found. Searched: 3 recommendations of 1 review of 2024 to 2024" in words


def test_nothing_typed_and_too_much_typed_are_said_at_the_field(cast: Cast) -> None:
    client = client_of(cast.reader)
    empty = client.post(reverse("memory:before"), {"text": "  "})
    assert empty.status_code == 422
    assert "Write or paste the recommendation first" in empty.content.decode()
    long = client.post(reverse("memory:before"), {"text": "core groups " * 900})
    assert long.status_code == 422
    assert "Use at most 5,000 letters" in long.content.decode()
    with pytest.raises(Invalid):
        look_up(cast.reader, text="x" * 6000, at=AT)


def test_while_it_is_typed_the_same_comes_as_a_fragment(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    found = client.post(reverse("memory:typed"), {"text": SAME}).content.decode()
    assert register.recommendations["1"].reference in found
    assert "<html" not in found
    few = client.post(reverse("memory:typed"), {"text": "Hold core"}).content.decode()
    assert "Searched" not in few


def test_page_and_command_are_one_way_and_both_are_written_down(register: Register, cast: Cast) -> None:
    first = register.recommendations["1"]
    last = Event.objects.latest("pk").pk
    client_of(cast.manager).post(reverse("memory:before"), {"text": SAME})
    with patch("heed.cli.serve.start_django"), patch("heed.cli.memory.start_django"):
        told = CliRunner().invoke(main, ["recommended-before", SAME, "--json"])
    assert json.loads(told.stdout)["matches"][0]["reference"] == first.reference
    events = Event.objects.filter(pk__gt=last, kind="memory.looked_up")
    assert len(events) == 2
    assert events[0].actor_ref == cast.manager.person_ref
    assert events[1].actor_ref, "whoever the command took for the person at this machine"
    for each in events:
        assert each.shown["recommendation"] == [first.public_id]
        assert "core group" not in json.dumps(each.facts)


def test_beside_what_comes_in_stands_what_was_asked_before(register: Register, cast: Cast) -> None:
    later = Written(title="Learning from Cedar", asks=(Ask("1", SAME), Ask("2", NOTHING)))
    row = bring_in_and_read(cast.manager, "cedar.txt", later)
    page = client_of(cast.manager).get(reverse("intake:import", args=[row.public_id])).content.decode()
    first = register.recommendations["1"].reference
    assert f"Recommended before: {first}" in page
    assert page.count("Recommended before: ") == 1, "nothing is said of what nobody asked before"


def test_a_reviews_page_lists_what_it_repeats(register: Register, cast: Cast) -> None:
    [later] = of_review(cast, "Cedar", SAME)
    page = client_of(cast.reader).get(reverse("reviews:review", args=[later.review.public_id]))
    words = page.content.decode()
    assert register.recommendations["1"].reference in words
    assert reverse("memory:pair", args=[later.public_id, register.recommendations["1"].public_id]) in words
    first = client_of(cast.reader).get(reverse("reviews:review", args=[register.review.public_id]))
    assert later.reference not in first.content.decode()


def test_while_it_is_typed_for_a_review_its_own_words_are_no_repetition(
    register: Register, cast: Cast
) -> None:
    own = register.recommendations["1"]
    sent = {"text": own.text, "review": register.review.public_id}
    found = client_of(cast.manager).post(reverse("memory:typed"), sent).content.decode()
    assert own.reference not in found
    hidden = client_of(cast.outsider).post(reverse("memory:typed"), sent)
    assert hidden.status_code == 404


def test_a_second_document_of_a_review_is_not_compared_with_itself(register: Register, cast: Cast) -> None:
    asks = tuple(Ask(label, register.recommendations[label].text) for label in ("1", "2a"))
    again = Written(title="Response of the partnership to what it was asked", asks=asks)
    row = bring_in_and_read(cast.manager, "response.txt", again)
    page = client_of(cast.manager).get(reverse("intake:import", args=[row.public_id])).content.decode()
    assert "Recommended before: " not in page


@pytest.mark.parametrize("do", ["recommend", "early"])
def test_whoever_puts_words_into_the_register_is_told_first(register: Register, cast: Cast, do: str) -> None:
    own = register.recommendations["1"]
    review = of_review(cast, "Cedar", NOTHING)[0].review
    client, address = client_of(cast.manager), reverse("learning:of_review", args=[review.public_id])
    assert "review=" in client.get(address).content.decode().split('hx-post="', 1)[1][:120]
    police = own.addressees.first().agency.public_id
    sent = {f"{do}-text": SAME, f"{do}-agencies": [police], "do": do}
    if do == "early":
        sent |= {"early-spotted_on_day": "5", "early-spotted_on_month": "1", "early-spotted_on_year": "2026"}
        sent |= {"early-audience": "All", "early-owner": "Chair"}
    told = client.post(address, sent)
    assert told.status_code == 422
    words = told.content.decode()
    assert own.reference in words
    asked = f"{do}-same_{own.public_id}"
    assert f'name="{asked}"' in words
    rows = type(own).objects.for_everyone(because="a test").filter(review=review)
    unanswered = client.post(address, {**sent, f"{do}-reason": "It asks for records."})
    assert (unanswered.status_code, rows.count()) == (422, 1)
    said = {asked: "same", f"{do}-reason": "It asks for records.", f"{do}-why_not_held": "Nobody looked."}
    assert client.post(address, {**sent, **said}).status_code == 302
    assert rows.count() == 2
    pair = find_pair(cast.manager, own.pk, rows.latest("pk").pk)
    assert pair is not None
    assert pair.answer == "same"
    other = {**sent, f"{do}-text": "Buy a bell for the boat house of the sailing club."}
    assert client.post(address, other).status_code == 302, "of what is new nothing is asked"


def test_while_it_is_typed_in_the_register_it_is_told(register: Register, cast: Cast) -> None:
    review = of_review(cast, "Cedar", NOTHING)[0].review
    address = f"{reverse('memory:typed')}?review={review.public_id}&field=recommend-text"
    found = client_of(cast.manager).post(address, {"recommend-text": SAME}).content.decode()
    assert register.recommendations["1"].reference in found


def test_what_comes_in_is_compared_by_the_same_queries_however_much_it_is(
    register: Register, cast: Cast
) -> None:
    """Ten times as much as the few, each with something like it in the register."""

    def queries(many: int) -> tuple[int, str]:
        asks = tuple(
            Ask(str(number), f"{SAME[:-1]}, and count them {number} times.") for number in range(many)
        )
        row = bring_in_and_read(cast.manager, f"{many}.txt", Written(f"{many} asks", asks=asks))
        page, client = reverse("intake:import", args=[row.public_id]), client_of(cast.manager)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(page).content.decode()
        return len(asked), shown

    few, one = queries(2)
    more, many = queries(20)
    assert (one.count("heed-proposal__before"), many.count("heed-proposal__before")) == (2, 20)
    assert more <= few
    assert "Searched: 3 recommendations of 1 review of 2024 to 2024" in many


def test_where_nothing_like_what_comes_in_is_found_it_says_what_was_searched(cast: Cast) -> None:
    row = bring_in_and_read(cast.manager, "coats.txt", Written("Coats", asks=(Ask("1", NOTHING),)))
    page = client_of(cast.manager).get(reverse("intake:import", args=[row.public_id])).content.decode()
    assert "None of these is like an earlier recommendation. Searched: 3 recommendations" in page
