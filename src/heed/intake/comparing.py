"""What a newer reading of a document finds otherwise than the one that its records came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from heed.intake.rules import text_key

_ALIKE = 85
"""Out of 100: from here on two texts are the same record, worded or cut differently."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record of which the two readings differ; `before` or `now` is empty where only one has it."""

    what: str
    label: str
    before: str
    now: str


def compare_readings(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Recommendations and actions that the newer reading adds, misses or words differently, in printed order."""
    changes = _differences("recommendation", before["recommendations"], now["recommendations"])
    return changes + _differences("action", _actions(before), _actions(now))


def _actions(reading: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    holders = [*reading["recommendations"], *reading["themes"]]
    return [
        {**action, "label": f"for {holder.get('label') or holder.get('name')}"}
        for holder in holders
        for action in holder["actions"]
    ]


def _differences(
    what: str, before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[Change]:
    left = {text_key(each["text"]): each for each in before}
    right = {text_key(each["text"]): each for each in now}
    gone = [each for key, each in left.items() if key not in right]
    changes = []
    for key, each in right.items():
        if key in left:
            continue
        like = max(gone, key=lambda old: token_sort_ratio(old["text"], each["text"]), default=None)
        if like and token_sort_ratio(like["text"], each["text"]) >= _ALIKE:
            gone.remove(like)
            changes.append(Change(what, each["label"], like["text"], each["text"]))
        else:
            changes.append(Change(what, each["label"], "", each["text"]))
    return changes + [Change(what, each["label"], each["text"], "") for each in gone]
