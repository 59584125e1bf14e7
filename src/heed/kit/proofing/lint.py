"""Every fault of a text, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heed.kit.proofing.acronyms import acronyms
from heed.kit.proofing.reading_age import reading_age
from heed.kit.proofing.referring import Checker, against_register, dead_links, footnotes, unowned
from heed.kit.proofing.rules import Rules, load_rules
from heed.kit.proofing.types import Fault, Registered, Text
from heed.kit.proofing.wording import slips, unsaid_sorrow


def lint(
    texts: Sequence[Text],
    rules: Rules | None = None,
    *,
    glossary: Mapping[str, str] | None = None,
    leads: Checker | None = None,
    registered: Sequence[Registered] = (),
) -> list[Fault]:
    """What to mend, or to accept by name, before a text leaves.

    `glossary` gives short forms with their meaning; `leads` says of an address whether anything is there (without it
    only links that have no address are found); `registered` is what the register knows of the recommendations that the
    text prints.
    """
    rules = rules or load_rules()
    found = list(slips(texts, rules))
    found += unsaid_sorrow(texts, rules)
    found += acronyms(texts, rules, glossary or {})
    found += dead_links(texts, leads)
    found += footnotes(texts)
    found += unowned(texts)
    found += against_register(texts, registered, rules)
    found += _hard(texts, rules)
    return sorted(found, key=lambda fault: (fault.text, fault.start))


def _hard(texts: Sequence[Text], rules: Rules) -> list[Fault]:
    """The document as a whole, where it is hard to read."""
    age = reading_age(text.words for text in texts if text.form in ("paragraph", "point"))
    if age.words < rules.fewest_words or age.age <= rules.most_age:
        return []
    why = f"it is written for a reading age of about {age.age}; shorter sentences and words let more people read it"
    return [Fault("reading-age", "", "", -1, 0, 0, why)]
