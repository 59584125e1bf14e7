"""Proofing: what a careful editor would mend in a text before it leaves.

`lint(texts, rules, glossary=..., leads=..., registered=...)` takes paragraphs, points, headings, cells and notes
(`Text`) and gives a `Fault` for each slip: notes left in, words twice, sentences without an end, doubtful terms, short
forms, dead links, lost footnotes, words of sorrow, paragraphs that nobody owns, and what disagrees with the register.
What the register holds and which links work is given by the caller. `reading_age(paragraphs)` says how hard a text is
to read. The lists are data: `rules/proofing.yaml`.
"""

from heed.kit.proofing.lint import lint
from heed.kit.proofing.reading_age import ReadingAge, reading_age
from heed.kit.proofing.rules import Rules, load_rules, rules_with
from heed.kit.proofing.types import Fault, Registered, Text, as_json

__all__ = [
    "Fault", "ReadingAge", "Registered", "Rules", "Text", "as_json", "lint", "load_rules", "reading_age", "rules_with",
]  # fmt: skip
