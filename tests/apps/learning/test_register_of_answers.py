"""The register of answers: in which orders it stands, and how it shows a long one."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from heed.platform.ui.components.words import LONG
from tests.cast import Answer, Ask, Cast, Written, client_of, register_of

WORDS = " ".join(f"Of point {number} the trust says that it was done at Sandpiper." for number in range(20))


def answers(client: Client, order: str) -> list[str]:
    taken: Any = client.get(
        reverse("learning:responses"), {"order": order, "words": "Sandpiper", "download": "json"}
    )
    return [each["Answer"] for each in json.loads(b"".join(taken.streaming_content))["rows"]]


def test_answers_stand_in_the_order_asked_for_and_a_long_one_by_its_beginning(cast: Cast) -> None:
    asks = (
        Ask(
            "1",
            "Meet.",
            answers=(Answer("We meet at Sandpiper.", "Westmere Police"), Answer(WORDS, "Vale NHS Trust")),
        ),
        Ask("2", "Write.", answers=(Answer("We write at Sandpiper.", "Westmere Council"),)),
    )
    register_of(cast.manager, Written("On Cedar", asks), review="Cedar")
    later = Written(
        "On Ash", (Ask("1", "Ask.", answers=(Answer("We ask at Sandpiper.", "Westmere Council"),)),)
    )
    register_of(cast.manager, later, review="Ash")
    client = client_of(cast.reader)
    assert answers(client, "review") == [
        "We ask at Sandpiper.",
        "We meet at Sandpiper.",
        WORDS,
        "We write at Sandpiper.",
    ]
    assert answers(client, "agency") == [
        WORDS,
        "We ask at Sandpiper.",
        "We write at Sandpiper.",
        "We meet at Sandpiper.",
    ]
    assert answers(client, "oldest")[-1] == answers(client, "")[0] == "We ask at Sandpiper."

    page = LexborHTMLParser(
        client.get(reverse("learning:responses"), {"order": "agency", "words": "Sandpiper"}).content
    )
    first, second = page.css("tbody tr")[:2]
    long = first.css_first("details.heed-long")
    assert long.css_first(".heed-long__whole").text() == WORDS
    beginning = long.css_first(".heed-long__beginning").text()
    assert WORDS.startswith(beginning.removesuffix(" …"))
    assert len(beginning) <= LONG + 2
    assert second.css_first("details") is None, "a short one stands as it is"
    assert "We ask at Sandpiper." in second.text()
