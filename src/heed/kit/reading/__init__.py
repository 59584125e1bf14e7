"""Reading: from a published document to its recommendations, responses and actions, each tied to its place.

How a page becomes records, from the bottom up:

1.  `sniff` tells a file's kind by its content; `process` reads it in a process of its own, with limits.
2.  `pdf`, `docx`, `html` and `text` (with `mend`) make a `Document`: its text and its blocks in reading order.
3.  `pieces` gives each block its words in one line (`shown`), and gathers cells into tables.
4.  `facts` reads what the document is: title, kinds, partnership, dates, pseudonyms.
5.  `walk` goes over the pieces once: `sections` says what a heading opens, `labels` what a label names,
    `tables` what a row holds; it gathers drafts of recommendations, answers and findings (`drafts`).
6.  `restated` keeps a recommendation that is printed twice once.
7.  `responses` says who speaks in each paragraph (`agencies`), `actions` what they did or will do (`status`).
8.  `parts` offers the asks of a compound recommendation; `repeats` and `warn` say what a person should look at.
9.  `as_json` writes the contract. The words and patterns are data: `rules/reading`, by `rules`.
"""

from __future__ import annotations

from heed.kit.reading.as_json import as_json
from heed.kit.reading.extract import extract
from heed.kit.reading.interpret import interpret
from heed.kit.reading.rules import Rules, load_rules
from heed.kit.reading.shown import words
from heed.kit.reading.sniff import Limits
from heed.kit.reading.types import Document, Reading, Span, Unreadable


def read(
    data: bytes, name: str, *, rules: Rules | None = None, limits: Limits | None = None, layout: bool = False
) -> Reading:
    """Read a published document. `name` is its file name; `layout` also gives the place of every word on its page.

    Raises `Unreadable`, with one sentence for a person, for a file that cannot be read.
    """
    document = extract(data, name, limits=limits or Limits(), layout=layout)
    return interpret(document, name, rules or load_rules())


__all__ = [
    "Document", "Limits", "Reading", "Rules", "Span", "Unreadable",
    "as_json", "extract", "interpret", "load_rules", "read", "words",
]  # fmt: skip
