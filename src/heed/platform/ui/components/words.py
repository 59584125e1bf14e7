"""Words from a document and words about people: quotations, and who did something when."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.urls import reverse
from markupsafe import Markup

from heed.platform.ui.components.element import Content, element, hidden, joined
from heed.platform.ui.wording import day, moment


def quote(
    *,
    text: Content,
    source: Content = "",
    href: str | None = None,
    link_text: str = "see it on the page",
    note: Content = "",
    size: str = "large",
) -> Markup:
    """Somebody's own words, between quotation marks, with where they stand and a link to that place.

    `size` is large for what a page is about, small inside cards and tables.
    """
    link = element("a", link_text, href=href, class_="govuk-link") if href else None
    line = joined([part for part in (source, link, note) if part], " · ")
    return element(
        "figure",
        element("blockquote", element("p", "“", text, "”"), class_="heed-quote__words"),
        element("figcaption", line, class_="heed-quote__source") if line else None,
        class_=f"heed-quote heed-quote--{size}",
    )


_TOGETHER = re.compile(
    r"\b(?:[A-Z]{2,}(?:-\d+)+|\d{1,2} [A-Z][a-z]+ \d{4}|\d{1,2}[:.]\d{2} ?[ap]m)(?!\w)"  # REC-0412, 9 May 2025, 4.10pm
)


def unbroken(text: Content) -> Markup:
    """Words in which a reference, a day or a time stays on one line."""
    found, end = [], 0
    words = str(text)
    for each in _TOGETHER.finditer(words):
        found += [words[end : each.start()], element("span", each.group(), class_="heed-nowrap")]
        end = each.end()
    return joined([*found, words[end:]])


LONG = 180
"""Letters of a cell in a list; what goes on for longer is shown by its beginning."""


def shortened(*, text: str, of: str) -> Markup:
    """Words in a list: all of them where they are few, else their beginning with the whole behind it. `of` says whose
    they are, for those who hear one link after another."""
    if len(text) <= LONG:
        return unbroken(text)
    beginning = f"{text[:LONG].rsplit(' ', 1)[0]} …"
    return element(
        "details",
        element(
            "summary",
            element("span", unbroken(beginning), class_="heed-long__beginning"),
            " ",
            element("span", "Show all", class_="heed-long__more heed-nowrap"),
            element("span", "Show less", class_="heed-long__less"),
            hidden(f" of {of}"),
        ),
        element("p", unbroken(text), class_="heed-long__whole"),
        class_="heed-long",
    )


def anchor_of(word: str) -> str:
    """Where a word stands on the page of words: "Is it embedded?" at "is-it-embedded"."""
    return "-".join(re.findall(r"[a-z0-9]+", word.lower()))


def word(*, name: str, text: Content = "") -> Markup:
    """A word of the glossary, leading to what it means here; `text` where another form of it stands. Once a page, at a
    heading or a filter: words that are all links are not read."""
    return element(
        "a", text or name, href=f"{reverse('words')}#{anchor_of(name)}", class_="govuk-link heed-word"
    )


def who_and_when(*, who: str = "", at: date | datetime | None = None, what: str = "") -> Markup:
    """A line for what was done, by whom and when: "Verified by Ann Bell, 12 Aug 2024"."""
    by = f"{'by' if what else ''} {who}".strip() if who else ""
    shown = moment(at) if isinstance(at, datetime) else day(at)
    time = element("time", shown, datetime=at.isoformat()) if at else None
    start = " ".join(part for part in (what, by) if part)
    return element("span", joined([part for part in (start, time) if part], ", "), class_="heed-who")
