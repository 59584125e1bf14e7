"""Recommendations taken apart."""

from __future__ import annotations

import pytest

from heed.kit.similarity.asks import Ask, take_apart
from heed.kit.similarity.lexicon import FACETS, load_lexicon
from heed.kit.similarity.stems import stem, stems

LEXICON = load_lexicon()


def apart(text: str) -> Ask:
    return take_apart(text, LEXICON)


def parts(text: str) -> list[str]:
    ask = apart(text)
    return [ask.text[start:stop].strip(" .") for start, stop in ask.spans]


def test_the_lexicon_names_what_the_field_speaks_of() -> None:
    names = [name for facet in FACETS for name in LEXICON.says[facet]]
    assert len(names) >= 150
    assert {facet for facet in FACETS if LEXICON.says[facet]} == set(FACETS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The LSCB should act.", "The safeguarding children partnership should act."),
        ("Tell the CPLO.", "Tell the designated safeguarding lead."),
        ("CCG", "integrated care board"),
        ("Promote the CAF.", "Promote early help assessments."),
        ("ICPC reports", "reports for the initial child protection conference"),
        ("DNA at clinic", "was not brought to clinic"),
        ("CSE", "children who are sexually exploited, and other sexual exploitation"),
        ("Use of GCP2", "Use of the Graded Care Profile"),
    ],
)
def test_old_and_new_names_and_acronyms_are_one(old: str, new: str) -> None:
    one, other = apart(old), apart(new)
    assert any(one.concepts[facet] & other.concepts[facet] for facet in ("who", "practice", "harm"))


def test_who_what_and_for_whom() -> None:
    ask = apart(
        "Police officers should see and speak with children who have lived with domestic abuse, and record it."
    )
    assert "police" in ask.concepts["who"]
    assert "domestic abuse" in ask.concepts["harm"]
    assert "record" in ask.directions


def test_openings_and_references_say_nothing() -> None:
    said = parts("The Board should ensure that core groups meet every six weeks (paragraphs 40, 41).")
    assert said == ["core groups meet every six weeks"]


def test_single_asks_are_told_apart() -> None:
    said = parts(
        "The Trust should review its bruising protocol, and should train all locum staff to use it; and audit its use each year."
    )
    assert said[1:] == [
        "review its bruising protocol",
        "train all locum staff to use it",
        "audit its use each year",
    ]


def test_what_follows_so_that_is_no_ask() -> None:
    ask = apart("Train health visitors about neglect so that supervision improves.")
    assert "neglect" in ask.main
    assert "supervision" not in ask.main
    assert "training" in ask.head


@pytest.mark.parametrize(
    "words", ["escalate escalated escalating escalation", "policy policies", "audit audits audited auditing"]
)
def test_one_stem_for_every_form(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


def test_other_words_keep_apart() -> None:
    assert stem("missing") != stem("missed")
    assert stem("adopted") != stem("adopts")
    assert stems("DAT") != stems("date")
    assert "substance misuse service" not in apart("Keep procedures up to date.").concepts["who"]


def test_a_kept_ask_comes_back() -> None:
    ask = apart("Agencies should relaunch the escalation policy and report on its use.")
    back = Ask.from_json(ask.text, ask.as_json())
    assert (back.words, back.concepts, back.directions, back.head, back.main) == (
        ask.words,
        ask.concepts,
        ask.directions,
        ask.head,
        ask.main,
    )


@pytest.mark.parametrize("text", ["", "   ", ".", "and", "(paragraph 4)", "to " * 300, "•;•;•", "中文"])
def test_any_text_is_taken_apart(text: str) -> None:
    assert apart(text).spans
