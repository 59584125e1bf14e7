"""A recommendation's thread and state, from what was answered and delivered: computed, never typed. And which
recommendations a document says that its findings led to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from heed.learning.types import (
    STANCE_WORDS,
    Answers,
    AskedAgency,
    Delivery,
    GivenAnswer,
    Grade,
    Reach,
    RecommendationState,
    Said,
    Stance,
    Step,
    ThreadStep,
)


def compute_thread(answers: Answers, delivery: Delivery) -> list[ThreadStep]:
    """The six steps. Nothing that was only read from a document can make a step whole that people must judge:

    *Answered* is whole when every part has an answer judged adequate; answers nobody judged make it half.
    *Planned* is whole when all its actions are firm; a compound recommendation stays half while it has
    fewer firm actions than parts. *Reported complete* and *Verified* count actions. *Difference seen* is whole when
    a named judge saw one and all its actions are embedded, and half while some are not; where it was recommended again
    since and did not hold, it is none.
    """
    parts = max(answers.parts, 1)
    planned = _reach(delivery.firm, delivery.actions)
    if planned == "whole" and delivery.firm < parts:
        planned = "part"
    answered = _reach(answers.parts_answered_adequately, parts)
    if answered == "none" and answers.answers:
        answered = "part"
    return [
        ThreadStep(Step.RECOMMENDED, "whole", 1, 1),
        ThreadStep(Step.ANSWERED, answered, answers.answers, parts),
        ThreadStep(
            Step.PLANNED,
            "part" if planned == "none" and delivery.actions else planned,
            delivery.firm,
            delivery.actions,
        ),
        ThreadStep(
            Step.REPORTED, _reach(delivery.reported, delivery.actions), delivery.reported, delivery.actions
        ),
        ThreadStep(
            Step.VERIFIED, _reach(delivery.verified, delivery.actions), delivery.verified, delivery.actions
        ),
        ThreadStep(Step.DIFFERENCE_SEEN, _difference(delivery), delivery.difference_seen, 1),
    ]


def _difference(delivery: Delivery) -> Reach:
    if not delivery.difference_seen or delivery.not_held:
        return "none"
    return _reach(delivery.embedded, delivery.actions) if delivery.embedded else "part"


def _reach(done: int, of: int) -> Reach:
    if not done:
        return "none"
    return "whole" if done >= of else "part"


def compute_state(
    thread: list[ThreadStep],
    delivery: Delivery,
    *,
    withheld: bool,
    before_publication: bool,
    superseded: bool,
) -> RecommendationState:
    """The one word for where a recommendation is. Withheld ones stay counted; their words were left out. That one was
    done before publication is what the document says: it stands until something is to be done for it after all, or
    until it is shown, as of every other."""
    if superseded:
        return RecommendationState.SUPERSEDED
    if withheld:
        return RecommendationState.WITHHELD
    if delivery.not_held:
        return RecommendationState.RE_OPENED
    reach = {each.step: each.reach for each in thread}
    if _is_implemented(thread, delivery):
        seen = reach[Step.DIFFERENCE_SEEN] == "whole"
        return RecommendationState.EMBEDDED if seen else RecommendationState.IMPLEMENTED
    if before_publication and delivery.reported == delivery.actions:
        return RecommendationState.BEFORE_PUBLICATION
    if reach[Step.PLANNED] != "none":
        return RecommendationState.IN_DELIVERY
    return RecommendationState.ANSWERED if reach[Step.ANSWERED] == "whole" else RecommendationState.REGISTERED


def _is_implemented(thread: Sequence[ThreadStep], delivery: Delivery) -> bool:
    """Every part has an adequate answer; all its actions are settled, which takes evidence of an output or more; and
    of a compound recommendation no part is left without a settled action of its own."""
    answered = next(each for each in thread if each.step is Step.ANSWERED)
    blank = answered.of > 1 and delivery.parts_settled < answered.of
    settled = bool(delivery.actions) and delivery.settled == delivery.actions
    return answered.reach == "whole" and settled and not blank


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding or recommendation stands in its document: its number, its heading, its words."""

    label: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A finding that led to a recommendation, both by their place in the lists given, and what says so."""

    finding: int
    recommendation: int
    why: str


def links_of_findings(findings: Sequence[Place], recommendations: Sequence[Place]) -> list[Link]:
    """What the document itself says, and nothing that it does not: one names the other; recommendation 2.1 is
    numbered under finding 2; or both stand under a heading that does not hold the whole document's."""
    found: dict[tuple[int, int], str] = {}
    for why, pairs in (
        ("the words name it", _named(findings, recommendations)),
        ("it is numbered under it", _numbered_under(findings, recommendations)),
        ("it stands under the same heading", _under_one_heading(findings, recommendations)),
    ):
        for pair in pairs:
            found.setdefault(pair, why)
    return [Link(finding, recommendation, why) for (finding, recommendation), why in sorted(found.items())]


_Spans = Sequence[Sequence[int | None]]


def spans_of_words(text: str, within: _Spans, words: str) -> list[list[int | None]]:
    """Where these words of a record stand in its document's text, inside the record's own spans; nothing where they
    cannot be found. Spaces and line breaks do not count."""
    places = [
        (offset, place)
        for place, (start, end, *_) in enumerate(within)
        for offset in range(start or 0, end or 0)
        if not text[offset].isspace()
    ]
    squeezed = "".join(text[offset] for offset, _ in places)
    wanted = "".join(words.split())
    at = squeezed.find(wanted) if wanted else -1
    if at < 0:
        return []
    found: dict[int, list[int]] = {}
    for offset, place in places[at : at + len(wanted)]:
        found.setdefault(place, []).append(offset)
    return [[offsets[0], offsets[-1] + 1, *within[place][2:]] for place, offsets in found.items()]


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same words, however they are broken into lines."""
    return one.split() == other.split()


_Pairs = Iterator[tuple[int, int]]
_LISTED = r"(?P<labels>\w{1,5}(?:\.\d+)*(?:(?:,| and|, and| to) \w{1,3}(?:\.\d+)*)*)"
_NAMES_FINDING = re.compile(rf"\bfindings? (?P<mark>\(?){_LISTED}", re.IGNORECASE)
_NAMES_RECOMMENDATION = re.compile(rf"\brecommendations? (?P<mark>\(?){_LISTED}", re.IGNORECASE)


def _named(findings: Sequence[Place], recommendations: Sequence[Place]) -> _Pairs:
    for number, finding in enumerate(findings):
        names = _labels_in(finding.text, _NAMES_RECOMMENDATION)
        for place, asked in enumerate(recommendations):
            if _plain(asked.label) in names and asked.label:
                yield number, place
    for place, asked in enumerate(recommendations):
        names = _labels_in(f"{asked.text} {asked.section}", _NAMES_FINDING)
        for number, finding in enumerate(findings):
            if finding.label and _plain(finding.label) in names:
                yield number, place


def _labels_in(text: str, pattern: re.Pattern[str]) -> set[str]:
    """Labels named in words: 2, 3 and 4 in "findings 2 to 4"; a label has a figure ("recommendation a child" none)."""
    found: set[str] = set()
    for each in pattern.finditer(text):
        for part in re.split(r",? and |, ", each.group("labels")):
            first, _, last = part.partition(" to ")
            if first.isdigit() and last.isdigit():
                found |= {str(number) for number in range(int(first), min(int(last), int(first) + 50) + 1)}
            found |= {_plain(first), _plain(last)}
    return {label for label in found if any(sign.isdigit() for sign in label)}


def _plain(label: str) -> str:
    return label.strip(" .():").casefold()


def _numbered_under(findings: Sequence[Place], recommendations: Sequence[Place]) -> _Pairs:
    by_label = {_plain(each.label): number for number, each in enumerate(findings) if each.label}
    sections: dict[str, list[int]] = {}
    for place, asked in enumerate(recommendations):
        sections.setdefault(asked.section, []).append(place)
    for section, places in sections.items():
        above = [_plain(recommendations[place].label).rpartition(".")[0] for place in places]
        own_number = _plain(section.split(" ")[0]) if section else ""
        # In an appendix "1. The Council" the 1 of 1.2 is the appendix's own number, not a finding's.
        numbered_by_section = len(set(above)) == 1 and own_number.startswith(above[0])
        if set(above) <= set(by_label) and not numbered_by_section:
            for place, label in zip(places, above, strict=True):
                yield by_label[label], place


def _under_one_heading(findings: Sequence[Place], recommendations: Sequence[Place]) -> _Pairs:
    headings = {each.section for each in (*findings, *recommendations)}
    for number, finding in enumerate(findings):
        for place, asked in enumerate(recommendations):
            if finding.section and finding.section == asked.section and len(headings) > 1:
                yield number, place


NEEDS_REASON = frozenset({Stance.IN_PART, Stance.REJECTS})


GRADE_WORDS: dict[str, str] = {
    Grade.FULL: "Answers it in full",
    Grade.PARTIAL: "Answers some of it",
    Grade.NONE: "Does not answer it",
    Grade.SUBSTITUTED: "Answers with something else",
}


def adequate_parts(
    parts: Sequence[int], answers: Sequence[GivenAnswer], asked: Sequence[AskedAgency]
) -> frozenset[int]:
    """The parts that have an adequate answer: somebody's newest answer was judged full, nobody's was judged less, and
    no agency that was asked is silent or unjudged. `answers` from the oldest to the newest."""
    return frozenset(part for part in parts if _is_adequate(part, answers, asked))


def _is_adequate(part: int, answers: Sequence[GivenAnswer], asked: Sequence[AskedAgency]) -> bool:
    newest = {each.whose: each.grades.get(part, "") for each in answers if part in each.covers}
    for each in asked:
        if part in each.covers and (each.waits or not newest.get(each.whose)):
            return False
    return {grade for grade in newest.values() if grade} == {Grade.FULL}


def overall_stance(stances: Sequence[str]) -> str:
    """What an agency says to the whole, from what it says to each part: the same where all are, else in part."""
    each = set(stances)
    return stances[0] if len(each) == 1 else Stance.IN_PART


def signed_words(said: Sequence[Said], asked: Mapping[int, str]) -> str:
    """An answer as one text, which is what is signed: part by part, with what was asked where there are several."""
    return "\n\n".join(
        "\n".join(
            filter(
                None,
                [
                    f"{number}. {asked.get(each.part, '')}" if len(said) > 1 else "",
                    f"{STANCE_WORDS.get(each.stance, '')}. {each.text.strip()}",
                    f"Reason: {each.reason.strip()}" if each.reason.strip() else "",
                ],
            )
        )
        for number, each in enumerate(said, start=1)
    )


BEHIND_LABELS = {
    "reasons": "Why people acted as they did",
    "at_the_time": "How it looked at the time",
    "hindsight": "Judged with hindsight",
    "sources": "Where this is known from",
    "research": "What research says",
    "organisation": "How the work was organised",
    "childs_life": "What it was like for the child",
}
"""What is said of what lies behind a finding, by the field that holds it."""
