"""What holds of every reading: words tied to places, the contract's shape, rules as data, warnings."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heed.kit.reading import Reading, Unreadable, as_json, load_rules, read, words
from tests.kit.reading import samples

SAMPLES = [value for name, value in vars(samples).items() if name.isupper()]
LINES = [
    "Recommendations", "Recommendation 1", "Recommendation 2a.", "1. The Board should act.", "2. Ensure that it does", " - and again",
    "- **Fellmoor Council** has done it; and", "Response", "Actions to be taken", "| Recommendation | Action |", "|---|---|",
    "| 1. The Board should act on what it finds | Write to each agency |", "Theme \u2013 Seeing children", "\u00b9 A note", "", "", "\f",
    "The partnership will review this by May 2021, in the", "following way:", "What needs to improve?", "Finding 2: Fathers",
    "It is recommended that the Board acts on this at once.", "\u2018Very good\u2019", "END", "5.1 That it be done", "(a) first; (b) second",
]  # fmt: skip


def _records(reading: Reading) -> list[tuple[str, tuple]]:
    found = [(one.text, one.spans) for one in reading.recommendations]
    found += [
        (one.text, one.spans)
        for record in reading.recommendations
        for one in (*record.actions, *record.responses)
    ]
    found += [(one.text, one.spans) for theme in reading.themes for one in theme.actions]
    found += [(theme.response, theme.spans) for theme in reading.themes]
    found += [(one.text, one.spans) for one in reading.findings]
    return found + [(one.text, one.spans) for one in reading.dates]


@pytest.mark.capability("B01")
@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_every_record_says_the_words_that_its_place_shows(number: int) -> None:
    sample = SAMPLES[number]
    reading = read(sample.encode(), "sample.html" if sample.startswith("<html") else "sample.txt")
    for text, spans in _records(reading):
        assert text == words(reading.document.text, spans)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=25))
def test_whatever_lines_a_text_has_it_is_read_and_its_records_keep_their_place(lines: list[str]) -> None:
    text = "\n".join([*lines, "words"])
    reading = read(text.encode(), "any.txt")
    length = len(reading.document.text)
    for shown, spans in _records(reading):
        assert shown == words(reading.document.text, spans)
        assert all(0 <= span.start < span.end <= length for span in spans)
    ids = [one.id for one in reading.recommendations]
    assert len(ids) == len(set(ids))
    for theme in reading.themes:
        assert set(theme.recommendations) <= set(ids)


@settings(max_examples=60, deadline=None)
@given(
    st.text(min_size=1, max_size=300).filter(
        lambda text: "\x00" not in text and text.strip(" \n\r\t\f\v\x1c\x1d\x1e\x85\u2028\u2029") != ""
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(Unreadable):
        json.dumps(as_json(read(text.encode("utf-8", "surrogatepass"), "any.txt")))


@pytest.mark.capability("B01")
def test_the_json_has_the_fields_of_the_contract() -> None:
    record = as_json(read(samples.PARTS.encode(), "parts.txt"), file="parts.txt", sha256="ab")
    assert {"schema", "file", "sha256", "reader", "pages", "characters", "title", "document_kind", "review_kind", "partnership", "area",
            "pseudonyms", "dates", "recommendations", "themes", "findings", "warnings", "repeats"} <= set(record)  # fmt: skip
    one = record["recommendations"][0]
    assert {"id", "label", "kind", "text", "section", "theme", "source", "addressed_to", "withheld", "parts", "spans", "responses",
            "actions", "sure", "why"} <= set(one)  # fmt: skip
    assert set(one["actions"][1]) == {"text", "status", "agency", "owner", "due", "spans", "sure", "why"}
    assert set(one["actions"][1]["due"]) == {"text", "earliest", "latest"}
    assert set(one["spans"][0]) == {"start", "end"}
    json.dumps(record)


def test_a_partnerships_own_heading_changes_the_next_reading() -> None:
    text = "Review of Child X\n\nThings we want to see\n\n1. The Board should act on what it has found.\n2. The Board should tell people.\n"
    assert not read(text.encode(), "a.txt").recommendations
    ours = load_rules(extra={"headings": {"recommendations": {"recommendation": ["things we want to see"]}}})
    assert [one.label for one in read(text.encode(), "a.txt", rules=ours).recommendations] == ["1", "2"]
    assert not read(text.encode(), "a.txt").recommendations


def test_rules_name_no_place_and_every_phrase_compiles() -> None:
    folder = Path(__file__).parents[3] / "rules" / "reading"
    places = re.compile(
        r"southampton|hampshire|solent|wight|calderdale|dudley|bradford|lincolnshire|freddie|clare|wessex|london borough of \w",
        re.IGNORECASE,
    )
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert not places.search(text), path.name
        for phrase in _phrases(yaml.safe_load(text)):
            re.compile(phrase)


def _phrases(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [one for value in data.values() for one in _phrases(value)]
    return [one for value in data for one in _phrases(value)] if isinstance(data, list) else []


def _codes(text: str) -> set[str]:
    return {one.code for one in read(text.encode(), "a.md").warnings}


RESPONSE = "Partnership response: Wren\n\nRecommendation 1\n\nThe Partnership should act.\n\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The lead NOTE \u2013 spell out this acronym in schools is trained.", "editor-note"),
        ("This follows the deaths of Ann and Joe Lark in 2011 (Child I and M).", "real-name"),
        ("See the [website](#) for more.", "dead-link"),
        ("Staff were trained in (a specific issue) last year.", "redaction"),
        ("The QXZ group has met twice.", "undefined-acronym"),
        ("The Board has been since been assured of it.", "repeated-word"),
        pytest.param(
            "In total 50 practitioners have been trained.",
            "no-denominator",
            marks=pytest.mark.capability("J05"),
        ),
        ("A plan was made in order to find the", "incomplete-sentence"),
        ("It is recommended that this is shared with the Board.", "recommendation-in-response"),
    ],
)
def test_what_a_person_should_look_at_is_said(text: str, code: str) -> None:
    assert code in _codes(f"{RESPONSE}{text}\n")
    assert code not in _codes(f"{RESPONSE}The protocol was published in May 2021.\n")


def test_statements_made_in_two_places_are_grouped() -> None:
    said = "A weekly tracker has been developed to monitor the timeliness of core groups."
    reading = read(
        f"{RESPONSE}{said}\n\nRecommendation 2\n\nThe Partnership should ask.\n\n{said}\n".encode(), "a.txt"
    )
    assert reading.repeats == (("r1/a1", "r2/a1"),)
