"""How a reading is scored against a gold list: found, labelled, and its actions with their status and agency.

The judge is `score_reading.py` of the shared folder; this says the same of one document, for tests.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heed.kit.reading import as_json, read
from heed.kit.words import overlap, plain, tokens

SAME_RECOMMENDATION, SAME_ACTION = 0.90, 0.80


@dataclass
class Score:
    wanted: int
    found: int
    hits: int
    right: int

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else float(self.wanted == 0)

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def share_right(self) -> float:
        return self.right / self.hits if self.hits else 1.0


def read_as_json(path: Path) -> dict[str, Any]:
    return as_json(read(path.read_bytes(), path.name), file=path.name)


def gold_of(path: Path) -> list[dict[str, Any]]:
    data = json.loads(path.read_text(encoding="utf-8"))
    return list(data["seeds"] if isinstance(data, dict) else data)


def pairs(wanted: list[str], found: list[str], least: float) -> list[tuple[int, int]]:
    """One-to-one pairs of like texts, the likest first."""
    one, other = [tokens(text) for text in wanted], [tokens(text) for text in found]
    scored = sorted(
        ((overlap(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)), reverse=True
    )
    taken: list[tuple[int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for score, i, j in scored:
        if score >= least and i not in left and j not in right:
            taken.append((i, j))
            left.add(i)
            right.add(j)
    return taken


def _label(label: str) -> str:
    return re.sub(r"[^0-9a-z.]", "", label.lower()).strip(".")


def score_recommendations(gold: dict[str, Any], ours: dict[str, Any]) -> Score:
    wanted, found = gold["recommendations"], ours["recommendations"]
    matched = pairs([one["text"] for one in wanted], [one["text"] for one in found], SAME_RECOMMENDATION)
    right = sum(_label(wanted[i]["label"]) == _label(found[j]["label"]) for i, j in matched)
    return Score(len(wanted), len(found), len(matched), right)


def _once(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for text, status in items:
        seen.setdefault(tuple(sorted(tokens(text))), (text, status))
    return list(seen.values())


def score_actions(gold: dict[str, Any], ours: dict[str, Any]) -> Score:
    """`right` counts actions told rightly as done (taken, in place) or to come (planned, stalled)."""
    wanted = _once(
        [
            (text, kind)
            for one in gold["recommendations"]
            for kind in ("taken", "planned")
            for text in one.get(f"actions_{kind}", [])
        ]
    )
    holders = [*ours["recommendations"], *ours["themes"]]
    found = _once(
        [
            (action["text"], "planned" if action["status"] in ("planned", "stalled") else "taken")
            for holder in holders
            for action in holder["actions"]
        ]
    )
    matched = pairs([text for text, _ in wanted], [text for text, _ in found], SAME_ACTION)
    right = sum(wanted[i][1] == found[j][1] for i, j in matched)
    return Score(len(wanted), len(found), len(matched), right)


def score_agencies(gold: dict[str, Any], ours: dict[str, Any], aliases: dict[str, list[str]]) -> Score:
    """The agency of each unit of the gold's responses, by the response of ours in which its words stand."""
    names = {_name(alias): key for key, listed in aliases.items() for alias in (key, *listed)}
    by_label = {_label(one["label"]): one for one in ours["recommendations"]}
    wanted = hits = right = 0
    for one in gold["recommendations"]:
        answered = by_label.get(_label(one["label"]), {"responses": []})["responses"]
        for unit in one.get("response_units", []):
            if not unit.get("agency"):
                continue
            wanted += 1
            response = next(
                (reply for reply in answered if _words(unit["text"]) in _words(reply["text"])), None
            )
            if response is not None:
                hits += 1
                given, asked = _name(response["agency"]), _name(unit["agency"])
                right += names.get(given, given) == names.get(asked, asked)
    return Score(wanted, hits, hits, right)


def _words(text: str) -> str:
    return " ".join(tokens(text))


def _name(name: str) -> str:
    return re.sub(r"^the ", "", re.sub(r" \([^)]*\)", "", plain(name)).lower()).strip()
