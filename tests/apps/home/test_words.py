"""What the words of Heed mean: one source, shown in the product and in the documents."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from heed.home.words import word_sections, words_as_markdown
from heed.platform.ui.components.words import anchor_of
from tests.cast import Cast, Register, client_of


def test_anybody_reads_every_word_with_its_meaning(cast: Cast) -> None:
    page = LexborHTMLParser(Client().get("/help/words/").content)
    shown = {each.text(strip=True): each.next.next.text(strip=True) for each in page.css("dt")}
    assert shown == {word.name: word.meaning for section in word_sections() for word in section.words}
    assert "Verified" in shown


def test_every_page_leads_to_the_words_at_its_foot(cast: Cast) -> None:
    page = LexborHTMLParser(Client().get("/sign-in/").content)
    assert page.css_first(".heed-foot a[href='/help/words/']")


def test_the_documents_say_the_same() -> None:
    written = Path(settings.HOUSE) / "docs" / "explanation" / "words.md"
    assert written.read_text(encoding="utf-8") == words_as_markdown()


def test_no_word_is_said_twice() -> None:
    names = [word.name for section in word_sections() for word in section.words]
    assert len(names) == len(set(names))


def test_every_word_that_a_page_leads_to_is_there(cast: Cast) -> None:
    there = {anchor_of(word.name) for section in word_sections() for word in section.words}
    page = LexborHTMLParser(Client().get("/help/words/").content)
    assert {each.attributes["id"] for each in page.css("dt")} == there
    asked = re.compile(r"""\bword(?:\(\s*name)?=\s*["']([A-Z][^"']+)["']""")
    written = [*settings.PACKAGE.rglob("*.py"), *settings.PACKAGE.rglob("*.html")]
    used = {name for file in written for name in asked.findall(file.read_text(encoding="utf-8"))}
    assert {"Verified", "Colour", "Clock", "Adequacy"} <= used
    assert sorted(name for name in used if anchor_of(name) not in there) == []


def test_the_words_of_a_page_lead_to_their_meaning_once(register: Register, cast: Cast) -> None:
    """At the figures of a recommendation, and at the filters of its register and of actions."""
    row = register.recommendations["1"]
    for address, wanted in (
        (reverse("learning:recommendation", args=[row.public_id]), {"thread", "adequacy", "verified"}),
        (reverse("learning:list"), {"thread", "withheld"}),
        (reverse("plans:list"), {"colour", "evidence-level", "closed-elsewhere", "standing-arrangement"}),
    ):
        page = LexborHTMLParser(client_of(cast.reader).get(address).content)
        led = [each.attributes["href"].partition("#")[2] for each in page.css("a.heed-word")]
        assert wanted <= set(led), address
        assert len(led) == len(set(led)), "a word is a link once a page"
