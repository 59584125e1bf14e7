"""Rare facts, and facts that are rare together: what somebody who knows the place could put a name to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heed.kit.disclosure.numbers import Spotted
from heed.kit.disclosure.rules import Rules
from heed.kit.disclosure.types import Act, Kind

_LONG = 12
"""Words: shorter is a title or a cell, whose parts are shown by themselves."""


def spot_facts(text: str, rules: Rules) -> Iterator[Spotted]:
    """What few people are, have or did."""
    for pattern, why in rules.rare:
        for found in pattern.finditer(text):
            yield (*found.span(), Kind.RARE_FACT, why, Act.GENERALISE, "")


def spot_combination(text: str, spotted: Sequence[Spotted], rules: Rules) -> Iterator[Spotted]:
    """A paragraph that tells of the same person age, sex, place, date and event, or most of them."""
    if len(text.split()) < _LONG:
        return
    kinds = {each[2] for each in spotted}
    told = []
    if Kind.AGE in kinds or Kind.DATE_OF_BIRTH in kinds:
        told.append("age")
    if kinds & {Kind.PLACE, Kind.SCHOOL, Kind.POSTCODE}:
        told.append("place")
    if kinds & {Kind.DATE, Kind.DATE_OF_BIRTH}:
        told.append("date")
    if rules.sexes.search(text):
        told.append("sex")
    if rules.events.search(text):
        told.append("event")
    if len(told) >= rules.most and ("age" in told or "place" in told or "date" in told):
        why = f"{', '.join(told[:-1])} and {told[-1]} in one paragraph may be enough to know who it was"
        yield 0, len(text), Kind.COMBINATION, why, Act.GENERALISE, ""
