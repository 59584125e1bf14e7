"""Slips of writing that a careful editor would mend."""

from __future__ import annotations

import pytest

from heed.kit.proofing import Registered, Text, lint, reading_age


def kinds(words: str, **more: object) -> list[tuple[str, str]]:
    return [(fault.kind, fault.words) for fault in lint([Text(words)], **more)]  # type: ignore[arg-type]


@pytest.mark.capability("G10")
@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("It was sent to the lead. NOTE – spell this out before we print.", "editor-note"),
        ("It was held on [date] by the council.", "editor-note"),
        ("The police [DN: check with them] were told.", "editor-note"),
        ("Not signed yet, as at 1 December 2026.", "editor-note"),
        ("The owner of this is TBC.", "editor-note"),
        ("The cost was XX pounds.", "editor-note"),
        ("A conference took place in December, this. This included survivors.", "repeated-word"),
        ("The Board asked the the council.", "repeated-word"),
        ("The council has written to every school in the area and asked them all", "missing-end"),
        ("The Board should write to every school and", "unfinished-sentence"),
        ("This is the response to the Serious Care Review.", "doubtful-term"),
        ("The MARF was sent on time.", "undefined-acronym"),
        ("See [the website](#) for more.", "dead-link"),
        ("We offer the family our deepest sympathy.", "condolence"),
        ("The unit saw (a specific issue) in this case.", "words-taken-out"),
    ],
)
def test_a_slip_is_found(words: str, fault: str) -> None:
    assert fault in [kind for kind, _ in kinds(words)]


@pytest.mark.parametrize(
    "words",
    [
        "The Board had had no report of it, and that that was missed is plain.",
        "The Multi Agency Safeguarding Hub (MASH) answered. MASH then wrote back.",
        "We asked the NHS and each GP to note it, and to check each file.",
        "Actions to be taken",
    ],
)
def test_what_is_right_is_left_alone(words: str) -> None:
    assert kinds(words) == []


@pytest.mark.capability("G12")
def test_the_glossary_offers_a_meaning_for_the_first_use() -> None:
    texts = [
        Text("The MARF came late. Each MARF is read."),
        Text("A multi-agency referral form (MARF) is long."),
    ]
    faults = lint(texts, glossary={"MARF": "Multi-Agency Referral Form"})
    assert [(fault.kind, fault.proposed) for fault in faults] == [
        ("acronym-before-meaning", "Multi-Agency Referral Form (MARF)")
    ]


def test_links_are_asked_of_the_caller_and_never_of_the_network() -> None:
    asked: list[str] = []

    def leads(address: str) -> bool | None:
        asked.append(address)
        return "gone" not in address

    faults = lint([Text("See https://example.org/gone and https://example.org/here.")], leads=leads)
    assert [(fault.kind, fault.words) for fault in faults] == [("dead-link", "https://example.org/gone")]
    assert asked == ["https://example.org/gone", "https://example.org/here"]


def test_footnotes_keep_their_anchors() -> None:
    texts = [
        Text("A hearing² was held, and a plan 1 was made."),
        Text("¹ See the plan."),
        Text("² A court's hearing."),
    ]
    assert [(fault.kind, fault.words) for fault in lint(texts)] == [
        ("footnote-without-anchor", "¹ See the plan.")
    ]


def test_what_disagrees_with_the_register() -> None:
    texts = [
        Text("Recommendation 3 has been implemented in full."),
        Text("Recommendation 4 will be completed by May; recommendation 5 is under way."),
        Text("Nobody signed this paragraph.", owner=""),
    ]
    registered = [
        Registered("3", state="under_way"),
        Registered("4", state="under_way"),
        Registered("5", state="under_way", answered=False),
    ]
    assert [(fault.kind, fault.words) for fault in lint(texts, registered=registered)] == [
        ("status-disagrees", "Recommendation 3 has been implemented in full."),
        ("recommendation-without-response", "Recommendation 5"),
        ("no-owner", "Nobody signed this paragraph."),
    ]


@pytest.mark.parametrize(
    ("words", "ease", "grade"),
    [
        # The figures that encyclopaedias print for these sentences.
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 37.5, 11.3),
        ("This sentence, taken as a reading passage unto itself, is being used to prove a point.", 69, None),
        ("The cat sat on the mat.", 116, None),
    ],
)
def test_reading_age_by_published_values(words: str, ease: float, grade: float | None) -> None:
    found = reading_age([words])
    assert found.ease == pytest.approx(ease, abs=0.5)
    assert grade is None or found.grade == pytest.approx(grade, abs=0.1)
