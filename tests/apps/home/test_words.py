"""What the words of Heed mean: one source, shown in the product and in the documents."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from heed.home.words import word_sections, words_as_markdown
from tests.cast import Cast


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
