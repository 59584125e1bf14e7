"""What one reading finds otherwise than another: of a document read again, or of another version of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from heed.intake.rules import text_key

_ALIKE = 85
"""Out of 100: from here on two texts are the same record, worded or cut differently."""
_LABEL = 35


@dataclass(frozen=True, slots=True)
class Change:
    """One record of which the two readings differ; `before` or `now` is empty where only one has it."""

    what: str
    label: str
    before: str
    now: str


def compare_readings(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Recommendations, answers, actions, findings and dates that the second adds, misses or words differently, and
    recommendations that it numbers differently, in printed order."""
    kinds = (
        ("recommendation", lambda reading: reading["recommendations"]),
        ("answer", _answers),
        ("action", _actions),
        ("finding", lambda reading: reading.get("findings", [])),
        ("date", _dates),
    )
    changes = [each for what, of in kinds for each in _differences(what, of(before), of(now))]
    return _numbered_anew(before["recommendations"], now["recommendations"]) + changes


Found = Sequence[Mapping[str, Any]]


def _holders(reading: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What answers and actions stand under, each with what it is called."""
    for each in (*reading["recommendations"], *reading["themes"]):
        yield each.get("label") or each.get("name") or "one without a number", each


def _answers(reading: Mapping[str, Any]) -> Found:
    found = [
        {"label": " of ".join(filter(None, [f"to {name}", answer.get("agency")])), "text": answer["text"]}
        for name, holder in _holders(reading)
        for answer in holder.get("responses", [])
    ]
    of_themes = [
        {"label": f"to {each['name']}", "text": each["response"]}
        for each in reading["themes"]
        if each.get("response")
    ]
    return found + of_themes


def _actions(reading: Mapping[str, Any]) -> Found:
    return [
        {"label": f"for {name}", "text": action["text"]}
        for name, holder in _holders(reading)
        for action in holder["actions"]
    ]


def _dates(reading: Mapping[str, Any]) -> Found:
    return [{"label": each.get("kind", ""), "text": each["text"]} for each in reading.get("dates", [])]


def _numbered_anew(before: Found, now: Found) -> list[Change]:
    was = {text_key(each["text"]): each["label"] for each in before}
    return [
        Change(
            "number",
            "",
            f"{old or 'no number'}: {each['text']}",
            f"{each['label'] or 'no number'}: {each['text']}",
        )
        for each in now
        if (old := was.get(text_key(each["text"]))) is not None and old != each["label"]
    ]


def _differences(what: str, before: Found, now: Found) -> list[Change]:
    left = {text_key(each["text"]): each for each in before}
    right = {text_key(each["text"]): each for each in now}
    gone = [each for key, each in left.items() if key not in right]
    changes = []
    for key, each in right.items():
        if key in left:
            continue
        like = max(gone, key=lambda old: _likeness(old, each), default=None)
        if like and _likeness(like, each) >= _ALIKE:
            gone.remove(like)
            changes.append(Change(what, each.get("label", ""), like["text"], each["text"]))
        else:
            changes.append(Change(what, each.get("label", ""), "", each["text"]))
    return changes + [Change(what, each.get("label", ""), each["text"], "") for each in gone]


def _likeness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    """How alike the words are, out of 100; the same number or kind vouches for as much as a third of them."""
    same = bool(old.get("label")) and old.get("label") == new.get("label")
    return float(token_sort_ratio(old["text"], new["text"])) + _LABEL * same
