"""The published documents that Heed was built from, as if they were drafts."""

from __future__ import annotations

import pytest

from heed.kit.disclosure import SEEN, Kind, Known, Layers, find_identifiers, read_layers
from heed.kit.proofing import Fault, Text, lint
from tests.kit.reading.documents import shared

NAMES = {
    "000": "000_19c361ef59c9016d",
    "001": "001_356fc40ea17f5f0d",
    "002": "002_029ad50009d94f41",
    "003": "003_cfdc40a476a3dff4",
    "004": "004_1b446ad2c035b669",
}


def layers_of(name: str) -> Layers:
    return read_layers(shared(f"data/seeds/{NAMES[name]}.txt"))


def faults_of(name: str) -> list[Fault]:
    layers = layers_of(name)
    return lint(
        [Text(each.words, each.form.value, each.place) for each in layers.pieces if each.layer in SEEN]
    )


def said(faults: list[Fault], kind: str) -> list[str]:
    return [fault.words for fault in faults if fault.kind == kind]


@pytest.mark.capability("G03")
def test_real_names_beside_pseudonyms_are_found() -> None:
    known = Known(pseudonyms=("Child K", "Child L", "Child I and M", "Family A"))
    names = [hit.words for hit in find_identifiers(layers_of("000"), None, known) if hit.kind is Kind.NAME]
    assert {"Bradley", "Jayden Adams", "Keith Makin", "Moira Murray", "Kevin Harrington"} <= set(names)


@pytest.mark.capability("G10")
def test_what_was_left_in_is_found() -> None:
    first = faults_of("000")
    assert any(words.startswith("NOTE – spell out this acronym") for words in said(first, "editor-note"))
    assert "this. This" in said(first, "repeated-word")
    assert "been since been" in said(first, "repeated-word")
    assert {"CPLO", "CDOP", "SCAS", "ACPO"} <= set(said(first, "undefined-acronym"))
    assert said(first, "footnote-without-anchor")
    assert said(faults_of("001"), "dead-link") == ["Southampton Safeguarding Children Partnership website"]
    assert "ENDS" in said(faults_of("001"), "editor-note")
    last = faults_of("004")
    assert len(said(last, "dead-link")) >= 10
    assert said(last, "doubtful-term") == ["Serious Care Review"]


@pytest.mark.capability("G12")
@pytest.mark.parametrize(
    ("name", "short"), [("001", "MASH"), ("002", "IDVA"), ("002", "CAMHS"), ("003", "CAF"), ("004", "CSCB")]
)
def test_short_forms_that_are_never_spelt_out(name: str, short: str) -> None:
    assert short in said(faults_of(name), "undefined-acronym")


def test_what_was_taken_out_is_looked_at_again() -> None:
    assert "(specified medication)" in said(faults_of("003"), "words-taken-out")
    rare = [hit.words.lower() for hit in find_identifiers(layers_of("003")) if hit.kind is Kind.RARE_FACT]
    assert {"teenage mothers", "faltering growth"} <= set(rare)
