"""The judged sets say what their README says of them."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DOCUMENTS = (HERE.parents[2] / "demo" / "documents", HERE.parent / "open")


def judged(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def test_each_recommendation_stands_in_the_gold_of_its_document() -> None:
    texts = {
        f"{path.name.removesuffix('.gold.json')}/{number}": each["text"]
        for folder in DOCUMENTS
        for path in folder.glob("*.gold.json")
        for document in json.loads(path.read_text(encoding="utf-8"))["seeds"]
        for number, each in enumerate(document["recommendations"], start=1)
    }
    register = judged("register.json")["recommendations"]
    assert len({each["id"] for each in register}) == len(register) == 409
    for each in register:
        assert texts[each["id"]] == each["text"]


@pytest.mark.parametrize("half", ["tuning", "reporting"])
def test_about_two_pairs_in_a_hundred_of_the_register_are_the_same(half: str) -> None:
    drawn = [
        set(each["lessons"])
        for each in judged("register.json")["recommendations"]
        if each["half"] == half and each["in_pairs"]
    ]
    pairs = [bool(left & right) for left, right in combinations(drawn, 2)]
    assert len(pairs) == 9316
    assert 0.015 < sum(pairs) / len(pairs) < 0.025


def test_no_lesson_is_in_both_halves() -> None:
    halves: dict[str, set[str]] = {}
    for each in judged("register.json")["recommendations"]:
        for lesson in each["lessons"]:
            halves.setdefault(lesson, set()).add(each["half"])
    assert all(len(found) == 1 for found in halves.values())
    assert set(halves) == set(judged("register.json")["lessons"])


def test_related_pairs_share_no_lesson() -> None:
    register = judged("register.json")
    lessons = {each["id"]: set(each["lessons"]) for each in register["recommendations"]}
    assert all(not lessons[left] & lessons[right] for left, right in register["related"])


def test_there_are_pairs_and_queries_enough() -> None:
    pairs, queries = judged("pairs.json"), judged("queries.json")
    assert len(pairs) >= 150
    assert len(queries) >= 60
    ids = {each["id"] for each in judged("register.json")["recommendations"]}
    for query in queries:
        assert set(query["answers"]) <= ids
        assert 2 in query["answers"].values()
