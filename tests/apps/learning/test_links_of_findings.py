"""Which recommendations a document says that a finding led to: never by guessing."""

from __future__ import annotations

from heed.learning.rules import Place, links_of_findings


def finding(label: str = "", section: str = "", text: str = "It was late.") -> Place:
    return Place(label=label, section=section, text=text)


def asked(label: str = "", section: str = "", text: str = "Do it on time.") -> Place:
    return Place(label=label, section=section, text=text)


def pairs(findings: list[Place], recommendations: list[Place]) -> list[tuple[int, int]]:
    return [(link.finding, link.recommendation) for link in links_of_findings(findings, recommendations)]


def test_words_that_name_the_other() -> None:
    assert pairs(
        [finding("1", text="Late. See recommendations 2 and 3.")], [asked("1"), asked("2"), asked("3")]
    ) == [
        (0, 1),
        (0, 2),
    ]
    assert pairs([finding("1"), finding("2")], [asked("4", text="In view of Finding 2, do it.")]) == [(1, 0)]
    assert pairs([finding(str(n)) for n in range(1, 6)], [asked("a", text="(findings 2 to 4)")]) == [
        (1, 0),
        (2, 0),
        (3, 0),
    ]


def test_a_word_is_no_label() -> None:
    assert pairs([finding("1", text="The recommendation a child made.")], [asked("a"), asked("made")]) == []


def test_a_number_under_a_finding_s() -> None:
    found = [finding("1", "Finding 1: Distance"), finding("2", "Finding 2: Risk")]
    assert pairs(
        found, [asked("1.1", "4 Findings"), asked("1.2", "4 Findings"), asked("2.1", "4 Findings")]
    ) == [
        (0, 0),
        (0, 1),
        (1, 2),
    ]


def test_an_appendix_numbers_by_itself() -> None:
    found = [finding("1", "Finding 1"), finding("2", "Finding 2")]
    assert (
        pairs(found, [asked("1.1", "1. Council"), asked("1.2", "1. Council"), asked("2.1", "2. Police")])
        == []
    )
    assert pairs(found, [asked("1.1", "Actions"), asked("7.1", "Actions")]) == []


def test_one_heading_over_both_unless_it_holds_everything() -> None:
    found = [finding(section="4.1 Crying"), finding(section="4.2 Sleep")]
    assert pairs(found, [asked(section="4.1 Crying")]) == [(0, 0)]
    together = "Findings and recommendations"
    assert pairs([finding(section=together)], [asked(section=together)]) == []


def test_equal_numbers_say_nothing() -> None:
    assert pairs([finding("1", "Findings")], [asked("1", "Recommendations")]) == []
