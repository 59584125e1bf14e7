"""Schools and places: those the caller knows, and what reads like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from heed.kit.disclosure.numbers import Spotted
from heed.kit.disclosure.people import _any_of
from heed.kit.disclosure.rules import Rules
from heed.kit.disclosure.types import Act, Kind, Known

_WORD = r"(?:St\.?|[A-Z][^\W\d_]+(?:[’'-][^\W\d_]+)*)"
_SCHOOL = re.compile(
    rf"(?<!\w)((?:{_WORD}\s+(?:(?:of|and|the|in|for)\s+)*){{1,5}}"
    r"(?:School|Academy|College|Nursery|Pre-?[Ss]chool|Playgroup|Infants|Juniors|Kindergarten|Montessori))(?!\w)"
)
_BEFORE_SCHOOL = re.compile(r"(?:(?:At|In|From|The|And|For|To|By|When|While|After|Before|Both)\s+)*")
_ROAD = (
    r"(?:Street|Road|Lane|Avenue|Close|Drive|Terrace|Crescent|Grove|Gardens|Court|Place|Row|Walk|Mews|Square|Rise|Hill|Quay"
    r"|Drove|Parade|St|Rd|Ave|Way|Green|View|Gate|Estate|Towers?|Buildings)"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:(?:[Ff]lat|[Aa]partment|[Rr]oom)\s+\w{{1,4}},?\s+)?\d{{1,4}}[A-Za-z]?,?\s+(?:{_WORD}\s+){{1,3}}{_ROAD}(?!\w)"
)
_STREET = re.compile(
    rf"(?<=[a-z,] )(?:{_WORD}\s+){{1,2}}(?:Street|Road|Lane|Avenue|Crescent|Terrace|Drove|Estate)(?!\w)"
)
_GRID = re.compile(r"(?<!\w)[NS]?\s?-?\d{1,2}\.\d{4,},\s?[EW]?-?\d{1,3}\.\d{4,}(?!\w)|///\w+\.\w+\.\w+")


def spot_places(text: str, known: Known, rules: Rules) -> Iterator[Spotted]:
    """Schools, addresses, streets and known places in one piece of text."""
    for found in _any_of(known.schools).finditer(text):
        yield (*found.span(), Kind.SCHOOL, "a school of the case", Act.REPLACE, rules.replacement("school"))
    for found in _any_of(known.places).finditer(text):
        if not any(left <= found.start() and found.end() <= right for left, right in _agencies(text, known)):
            yield (*found.span(), Kind.PLACE, "a place of the case", Act.REPLACE, rules.replacement("place"))
    for found in _SCHOOL.finditer(text):
        words = re.findall(r"[^\W\d_]+", found[1])
        start = found.start() + len(_BEFORE_SCHOOL.match(found[1])[0])  # type: ignore[index]
        if any(word not in rules.school_words and word[0].isupper() for word in words):
            yield (
                start,
                found.end(),
                Kind.SCHOOL,
                "reads like the name of a school",
                Act.REPLACE,
                rules.replacement("school"),
            )
    for found in _ADDRESS.finditer(text):
        yield (*found.span(), Kind.PLACE, "reads like an address", Act.REMOVE, "")
    for found in _STREET.finditer(text):
        yield (
            *found.span(),
            Kind.PLACE,
            "reads like the name of a street",
            Act.REPLACE,
            rules.replacement("place"),
        )
    for found in _GRID.finditer(text):
        yield (*found.span(), Kind.PLACE, "reads like a place on the map", Act.REMOVE, "")


@lru_cache(maxsize=4096)
def _agencies(text: str, known: Known) -> tuple[tuple[int, int], ...]:
    """Where agencies and schools are named: a place's name within theirs says no more than they do."""
    return tuple(
        found.span()
        for names in (known.agencies, known.schools, known.pseudonyms)
        for found in _any_of(names).finditer(text)
    )
