"""The labels of recommendations: "Recommendation 3b:", "Learning point 3", "4.2", "(1)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from heed.kit.reading.markers import roman
from heed.kit.reading.rules import Rules

_ROMAN = [roman(number) for number in range(1, 40)]
_IN_BRACKETS = re.compile(r"\s*\([^()]{3,80}\)[*_:. ]*$")
_AFTER = re.compile(r"\)?\s*(?:[-:.;)]|\*\*)*\s*")
_SEPARATOR = re.compile(r"\)?\s*(?:[-:.)]|\*\*)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text: its kind, its number as printed, and where the words after it start."""

    kind: str
    number: str
    rest: int
    marked: bool
    """Whether a sign (colon, dash, full stop, bold) parts the label from the words."""


def read_label(text: str, rules: Rules) -> Label | None:
    """The label that plain text opens with, if it opens with one."""
    opening = len(text) - len(text.lstrip("*_ "))
    found = rules.label.match(text, opening)
    if not found:
        return None
    kind = next(
        rules.label_kinds[int(name[5:])]
        for name, value in found.groupdict().items()
        if name != "label" and value
    )
    number = found.group("label")
    after = _AFTER.match(text, found.end())
    rest = after.end() if after else found.end()
    marked = (
        bool(_SEPARATOR.match(text, found.end()))
        or rest >= len(text.rstrip("*_ "))
        or bool(_IN_BRACKETS.match(text, found.end()))
    )
    return Label(kind, number, rest, marked)


def read_short_label(text: str, rules: Rules) -> Label | None:
    """A short label before a listed recommendation's words ("R3. The Board should ...")."""
    found = re.match(
        rf"[*_]*(?P<label>(?:{rules.get('labels/short')})\s?\d{{1,3}}(?:\.\d{{1,2}})?[a-z]?)[*_]*\s*[-:.)]*[*_]*\s+(?=[A-Z\"'*\[(])",
        text,
    )
    return Label("", found.group("label"), found.end(), True) if found else None


def read_bare_number(text: str, last: str) -> Label | None:
    """A number before a paragraph's words ("2 The Council should ..."), where it is the first or follows the last."""
    found = re.match(r"[*_]*(\d{1,2})[.)]?[*_]*\s+(?=[A-Z\"'])", text)
    if found and (found.group(1) == "1" and not last or follows(last, found.group(1))):
        return Label("", found.group(1), found.end(), True)
    return None


_PLAIN_END = r"\s*(?:[-:]|\*\*:?)\s*"


def read_plain_label(text: str, rules: Rules) -> Label | None:
    """A label without a number ("Recommendation: the Board should ...")."""
    for kind in rules.kinds("labels/plain"):
        entries = "|".join(f"(?:{entry})" for entry in rules.get(f"labels/plain/{kind}"))
        found = re.match(rf"[*_]*(?:{entries}){_PLAIN_END}(?=\S)", text, re.IGNORECASE)
        if found:
            return Label(kind, "", found.end(), True)
    return None


def marker_label(marker: str) -> str:
    """A list marker as a label: "4.2" of "4.2", "1" of "1.", "a" of "(a)"; empty for a bullet."""
    label = marker.strip().strip("()").rstrip(".):")
    return label if any(character.isalnum() for character in label) and label != "o" else ""


def order_of(label: str) -> tuple[tuple[int, str], ...]:
    """A key by which labels sort as people count: 5.9 before 5.10, 3a before 3b."""
    return tuple(
        (int(number or 0), letters)
        for number, letters in re.findall(r"(\d*)([a-zA-Z]*)\.?", label)
        if number or letters
    )


def follows(label: str, other: str) -> bool:
    """Whether `other` is the next label after `label` in a list (2 after 1, 3b after 3a, 4.3 after 4.2)."""
    one, two = order_of(label), order_of(other)
    if not one or not two or len(one) != len(two) or one[:-1] != two[:-1]:
        return False
    (number, letters), (next_number, next_letters) = one[-1], two[-1]
    if letters and not number and next_letters in _ROMAN:
        return (
            letters in _ROMAN
            and _ROMAN.index(next_letters) == _ROMAN.index(letters) + 1
            or (len(letters) == len(next_letters) == 1 and ord(next_letters) - ord(letters) == 1)
        )
    if letters and next_letters and number == next_number:
        return len(letters) == len(next_letters) == 1 and ord(next_letters) - ord(letters) == 1
    return next_number == number + 1
