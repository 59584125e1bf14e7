"""The demo's documents: what is said of them is in them, they show what the product is for, and Heed reads them."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from heed.kit.reading import as_json, read
from tests.gold.test_gold_is_sound import extract, fold, stands_in, texts

DEMO = Path(__file__).parents[2] / "demo"
WRITTEN: dict[str, Any] = yaml.safe_load((DEMO / "partnership.yaml").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = WRITTEN["documents"]
GOLD: dict[str, dict[str, Any]] = {
    gold["file"]: gold
    for gold in json.loads((DEMO / "documents" / "gold.json").read_text(encoding="utf-8"))["seeds"]
}
EVERYBODY = {"all agencies", "agencies", "partner agencies", "safeguarding partners"}
BESIDE_US = {"Westmere Community Safety Partnership"}
"""Bodies that the documents address and that are no agency of the partnership's."""


def gold_of(document: dict[str, Any]) -> dict[str, Any]:
    return GOLD[Path(document["file"]).name]


def recommendations() -> list[dict[str, Any]]:
    return [rec for gold in GOLD.values() for rec in gold["recommendations"]]


def units() -> list[dict[str, Any]]:
    return [unit for rec in recommendations() for unit in rec["response_units"]]


@cache
def found_in(file: str) -> dict[str, Any]:
    """What Heed reads in a document, as `heed read --json` gives it."""
    path = DEMO / "documents" / file
    found: dict[str, Any] = as_json(read(path.read_bytes(), path.name))
    return found


# The gold and the list agree with the documents.


def test_every_document_is_listed_once_and_has_its_gold() -> None:
    listed = [Path(document["file"]).name for document in DOCUMENTS]
    kept = [p.name for p in (DEMO / "documents").iterdir() if p.suffix in (".pdf", ".docx", ".html")]
    assert sorted(listed) == sorted(kept) == sorted(GOLD)
    for file in listed:
        alone = (DEMO / "documents" / f"{Path(file).stem}.gold.json").read_text(encoding="utf-8")
        assert json.loads(alone)["seeds"] == [GOLD[file]], file


@pytest.mark.parametrize("file", GOLD)
def test_every_gold_text_of_the_demo_stands_in_its_document(file: str) -> None:
    path = DEMO / "documents" / file
    document = fold(extract(path))
    assert [text for text in texts(GOLD[file]) if not stands_in(fold(text), document)] == []
    assert path.stat().st_size < 300_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d["review"])
def test_what_the_list_says_of_a_document_is_what_its_gold_says(document: dict[str, Any]) -> None:
    gold = gold_of(document)
    assert document["kind"] == gold["review_kind"]
    assert document.get("area", gold["area"]) == gold["area"]
    printed = {d["earliest"] for d in gold["dates"] if d["kind"] in ("published", "updated", "report")}
    assert document["published"].isoformat() in printed
    assert set(document.get("before_publication", [])) <= {rec["label"] for rec in gold["recommendations"]}


def test_the_documents_come_in_in_the_order_of_their_years() -> None:
    dates = [document["published"] for document in DOCUMENTS]
    assert dates == sorted(dates)


# They show what the product is for.


def test_documents_areas_layouts_and_years_are_many() -> None:
    assert len(DOCUMENTS) >= 8
    assert len({gold["layout"] for gold in GOLD.values()}) >= 10
    assert {Path(file).suffix for file in GOLD} == {".pdf", ".docx", ".html"}
    assert {gold["area"] for gold in GOLD.values()} == {"Westmere", "Harrowdale"}
    assert len({document["published"].year for document in DOCUMENTS}) >= 8
    assert len({document["kind"] for document in DOCUMENTS}) >= 6
    assert len({document["review"] for document in DOCUMENTS}) == len(DOCUMENTS)


def test_recommendations_are_at_least_sixty_and_of_several_kinds() -> None:
    assert len(recommendations()) >= 100
    assert {rec["kind"] for rec in recommendations()} == {
        "recommendation",
        "learning point",
        "question",
        "area for improvement",
    }
    assert sum(rec["withheld"] for rec in recommendations()) >= 3
    assert sum(bool(rec["parts"]) for rec in recommendations()) >= 6


def test_actions_stand_in_every_state_that_a_document_can_give() -> None:
    states = Counter(unit["status"] for unit in units())
    for state in ("taken", "in_place", "planned", "stalled"):
        assert states[state] >= 5, state
    early = [document for document in DOCUMENTS if document.get("before_publication")]
    for document in early:
        for rec in gold_of(document)["recommendations"]:
            said = " ".join(unit["text"] for unit in rec["response_units"])
            assert ("before publication" in said) == (rec["label"] in document["before_publication"]), rec[
                "label"
            ]
    assert early


def test_answers_accept_accept_in_part_refuse_and_note() -> None:
    answers = " ".join(answer["text"] for rec in recommendations() for answer in rec["responses"])
    for words in ("accepts this recommendation", "Accepted in part", "Not accepted", "Noted"):
        assert words in answers


def test_dates_are_written_as_people_write_them_and_some_are_still_to_come() -> None:
    due = {unit["due"] for unit in units() if "due" in unit}
    assert {"autumn 2024", "six monthly", "in twelve months’ time", "spring term 2027"} <= due
    assert len(due) >= 25
    assert sum("owner" in unit for unit in units()) >= 15


def test_every_agency_in_the_documents_is_known_by_a_name_that_the_partnership_keeps() -> None:
    bodies = [WRITTEN["partnership"], *WRITTEN["other_partnerships"]]
    bodies += [body["predecessor"] for body in bodies]
    known = {plain(name) for each in [*WRITTEN["agencies"], *bodies] for name in names(each)}
    known |= {plain(WRITTEN["partnership"]["front_door"]["name"]), *EVERYBODY, *map(plain, BESIDE_US)}
    said = {name for rec in recommendations() for name in rec["addressed_to"]} | {
        unit["agency"] for unit in units()
    }
    assert {name for name in said if name and plain(name) not in known} == set()
    older = {
        "Westmere Constabulary",
        "Vale Healthcare NHS Trust",
        "National Probation Service",
        "Westmere Homes and Tenancies",
    }
    assert older <= said
    assert not older & {agency["name"] for agency in WRITTEN["agencies"]}


def names(body: dict[str, Any]) -> set[str]:
    return {body["name"], body.get("short_name", ""), *body.get("aliases", [])} - {""}


def plain(name: str) -> str:
    return name.replace("’", "'").casefold()


@pytest.mark.parametrize("lesson", WRITTEN["repeats"], ids=lambda lesson: lesson["lesson"])
def test_a_lesson_is_said_again_by_later_reviews(lesson: dict[str, Any]) -> None:
    order = [document["review"] for document in DOCUMENTS]
    reviews = [again["review"] for again in lesson["recommendations"]]
    assert len(set(reviews)) >= 2
    assert sorted(reviews, key=order.index) == reviews, "earliest first"
    said = [repeated(again)["text"] for again in lesson["recommendations"]]
    assert len(set(said)) == len(said), "in other words each time"


def repeated(again: dict[str, str]) -> dict[str, Any]:
    """The one recommendation that an entry of `repeats` names by its label or its first words."""
    document = next(each for each in DOCUMENTS if each["review"] == again["review"])
    found: list[dict[str, Any]] = [
        rec
        for rec in gold_of(document)["recommendations"]
        if (rec["label"] == again["label"] if "label" in again else rec["text"].startswith(again["begins"]))
    ]
    assert len(found) == 1, again
    return found[0]


def test_nobody_outside_the_fiction_can_be_reached() -> None:
    for file in GOLD:
        words = extract(DEMO / "documents" / file)
        assert all(address.endswith(".example") for address in re.findall(r"[\w.-]+@[\w.-]*\w", words)), file
        assert all(
            number.startswith("01632 960") for number in re.findall(r"\b0\d{3,4} \d{3} ?\d{3,4}\b", words)
        ), file


# Heed reads them as it reads anyone's.


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))


def alike(one: str, other: str) -> bool:
    a, b = words_of(one), words_of(other)
    return 2 * (a & b).total() >= 0.9 * (a.total() + b.total())


def hits(wanted: list[str], found: list[str]) -> int:
    """How many of the wanted texts were found, each found text serving once."""
    left = list(found)
    for text in wanted:
        match = next((each for each in left if alike(text, each)), None)
        if match is not None:
            left.remove(match)
    return len(found) - len(left)


def test_reading_finds_ninety_five_in_a_hundred_of_the_recommendations_and_no_others() -> None:
    right = wanted = found = 0
    for file, gold in GOLD.items():
        here = [rec["text"] for rec in found_in(file)["recommendations"]]
        there = [rec["text"] for rec in gold["recommendations"]]
        right, wanted, found = right + hits(there, here), wanted + len(there), found + len(here)
    assert 2 * right / (wanted + found) >= 0.95, f"{right} right of {wanted} wanted and {found} found"


def test_reading_finds_actions_in_every_state_and_what_was_withheld() -> None:
    read_in = [found_in(file) for file in GOLD]
    holders = [holder for found in read_in for holder in (*found["recommendations"], *found["themes"])]
    states = Counter(action["status"] for holder in holders for action in holder["actions"])
    assert set(states) == {"taken", "in_place", "planned", "stalled"}
    assert sum(rec["withheld"] for found in read_in for rec in found["recommendations"]) >= 3


def test_reading_tells_the_area_and_the_date_of_every_document() -> None:
    for document in DOCUMENTS:
        found = found_in(Path(document["file"]).name)
        assert found["area"] == gold_of(document)["area"], document["review"]
        assert document["published"].isoformat() in {date["earliest"] for date in found["dates"]}, document[
            "review"
        ]
