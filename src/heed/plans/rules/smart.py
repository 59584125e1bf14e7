"""Is it SMART? Five tests of an action as somebody plans it, by the words of `rules/smart.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heed.kit.words import tokens


@dataclass(frozen=True, slots=True)
class SmartTest:
    """One of the five: whether it passes, and why not."""

    name: str
    passed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What the tests look at; `dated`: a day, or for a standing arrangement how often and when next."""

    text: str
    measure: str
    owner: str
    outcome: str
    dated: bool


def smart_tests(action: Planned, rules: Mapping[str, Any]) -> tuple[SmartTest, ...]:
    """The five, in the order in which one says them."""
    return (
        _test("Specific", _vague(action.text, rules), "says what is done, to what"),
        _test("Measurable", _unmeasured(action.measure, rules), "says how we will know"),
        _test("Owned", "" if action.owner.strip() else "nobody owns it: name a post", "has an owner"),
        _test("Outcome", _no_outcome(action), "says what changes for children"),
        _test("Dated", "" if action.dated else "no day is promised", "has a date"),
    )


def _test(name: str, why_not: str, says: str) -> SmartTest:
    return SmartTest(name, not why_not, why_not or says)


def _vague(text: str, rules: Mapping[str, Any]) -> str:
    if not text.strip():
        return "nothing is said yet"
    for phrase in rules["weak_phrases"]:
        if re.search(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE):
            return f"“{phrase}” says nothing that one could see being done"
    fewest = int(rules["fewest_words"])
    return "too short: say what is done, and to what" if len(text.split()) < fewest else ""


def _unmeasured(measure: str, rules: Mapping[str, Any]) -> str:
    if not measure.strip():
        return "nothing says how we will know"
    if any(sign.isdigit() for sign in measure):
        return ""
    vague = next((each for each in tokens(measure) if each in rules["vague_measures"]), "")
    return f"“{vague}” needs a figure: how many, out of how many" if vague else ""


def _no_outcome(action: Planned) -> str:
    if not action.outcome.strip():
        return "nothing says what changes for children"
    same = tokens(action.outcome) == tokens(action.text)
    return "the outcome repeats the action: say what changes by it" if same else ""
