"""Reading: from a published document to its recommendations, responses and actions, each tied to its place.

How a page becomes records:

1.  `sniff` tells a file's kind by its content; `process` can read it in a process of its own, with limits.
2.  `pdf`, `docx`, `html` and `text` make a `Document`: its text and its blocks in reading order (`mend` joins what
    page ends cut).
3.  `pieces` gives each block its words in one line (`shown`) and gathers cells into tables; `shape` makes headings
    and lead-ins alike whatever the format; `facts` reads title, kinds, partnership, dates, pseudonyms.
4.  `walk` goes over the pieces once and gathers drafts: `sections` says what a heading opens, `labels` what a label
    names, `listing` which items are recommendations, `answering` what follows them, `tabling` what tables hold
    (`tables`, `progress`), `asks` how a sentence asks; `panels` tells a page of panels, `prose` reads what stands in
    running prose, `restated` keeps what is printed twice once, `doubt` says what few signs vouch for.
5.  `responses` says who speaks in each paragraph (`agencies`), `actions` what they did or will do (`status`).
6.  `parts` offers the asks of a compound recommendation; `repeats` and `warn` say what a person should look at.
7.  `own` reads what Heed itself wrote, by fixed words and without guessing.
8.  `as_json` writes the contract. The words and patterns are data: `rules/reading`, read by `rules`.
"""

from __future__ import annotations

from heed.kit.reading.as_json import as_json
from heed.kit.reading.extract import extract
from heed.kit.reading.interpret import interpret
from heed.kit.reading.rules import Rules, load_rules
from heed.kit.reading.shown import words
from heed.kit.reading.sniff import Limits
from heed.kit.reading.types import Document, Reading, Seen, Span, Unreadable


def read(
    data: bytes,
    name: str,
    *,
    rules: Rules | None = None,
    limits: Limits | None = None,
    layout: bool = False,
    seen: Seen = (),
) -> Reading:
    """Read a published document. `name` is its file name; `layout` also gives the place of every word on its page;
    `seen` is what was recognised on the pages of a scan (`scans` sees to that).

    Raises `Unreadable`, with one sentence for a person, for a file that cannot be read.
    """
    document = extract(data, name, limits=limits or Limits(), layout=layout, seen=seen)
    return interpret(document, name, rules or load_rules())


__all__ = [
    "Document", "Limits", "Reading", "Rules", "Span", "Unreadable",
    "as_json", "extract", "interpret", "load_rules", "read", "words",
]  # fmt: skip
