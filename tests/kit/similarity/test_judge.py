"""Whether two recommendations are the same lesson: by the judged sets, and by what nobody may ever be told."""

from __future__ import annotations

import numpy as np
import pytest

from bench.memory.measures import alerts, area, first_five, gain
from bench.memory.sets import own, queries, recurrence_pairs, whole
from bench.memory.teach import table_of
from heed.kit.similarity import DIFFERENT, SAME, Judgement, bring_back, keep, load_judge

JUDGE = load_judge()


def judged(one: str, other: str) -> Judgement:
    left, right = JUDGE.prepare([one, other])
    return JUDGE.compare(left, [right])[0]


def test_the_same_ask_in_other_words() -> None:
    found = judged(
        "The Board should re-launch its procedure for escalating concerns and monitor its use.",
        "All agencies should remind staff how to challenge a decision made by another agency, and count how often they do.",
    )
    assert found.verdict == SAME
    assert "escalation" in found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The Board should ensure that all relevant agencies take appropriate steps to improve fire safety in homes.",
            "The Board should ensure that all relevant agencies take appropriate steps to improve school lunches.",
        ),
        (
            "The Board should evaluate the impact of training and report on it each year.",
            "The Board should evaluate the impact of early help and report on it each year.",
        ),
    ],
)
def test_shared_words_alone_are_never_the_same(one: str, other: str) -> None:
    assert judged(one, other).verdict != SAME


def test_what_has_nothing_in_common_is_different() -> None:
    found = judged(
        "Midwives should ask about the father.",
        "The annual report should evaluate the board's effectiveness.",
    )
    assert found.verdict == DIFFERENT
    assert found.score < 0.05


def test_order_and_company_do_not_matter() -> None:
    texts = [
        "Audit core groups.",
        "Core groups should meet on time.",
        "Train locums in the bruising protocol.",
    ]
    one, other, third = JUDGE.prepare(texts)
    assert judged(*texts[:2]).score == pytest.approx(judged(texts[1], texts[0]).score, abs=1e-3)
    assert JUDGE.compare(one, [third, other])[1] == JUDGE.compare(one, [other])[0]
    assert JUDGE.compare(one, []) == []


def test_what_was_kept_is_judged_as_before() -> None:
    one, other = JUDGE.prepare(
        ["Relaunch the escalation policy.", "Staff should know how to escalate a concern."]
    )
    back = bring_back(JUDGE, keep(other))
    assert JUDGE.compare(one, [back])[0].score == pytest.approx(
        JUDGE.compare(one, [other])[0].score, abs=2e-3
    )


@pytest.mark.capability("B13")
def test_the_half_kept_for_reporting() -> None:
    """Issue 7's aims: of the repeated, 85 in 100 in the first five; alerts right three times in four, finding six in ten."""
    register = own("reporting")
    pairs = register.pairs()
    same = register.same(pairs)
    scores = JUDGE.score(table_of(JUDGE, JUDGE.prepare(register.texts), pairs))
    precision, recall = alerts(scores, same, JUDGE.weights.same)
    assert area(scores, same) >= 0.97
    assert np.mean(list(first_five(scores, same, pairs).values())) >= 0.85
    assert precision >= 0.75
    assert recall >= 0.60


def test_queries_find_what_people_wanted() -> None:
    register = whole()
    prepared = JUDGE.prepare([each["text"] for each in register])
    asked = queries("reporting")
    gains = []
    for query, words in zip(asked, JUDGE.prepare([each["query"] for each in asked]), strict=True):
        order = np.argsort(-JUDGE.relevance(words, prepared), kind="stable")
        gains.append(gain([register[at]["id"] for at in order], query["answers"]))
    assert np.mean(gains) >= 0.75


def test_pairs_of_real_inspections() -> None:
    """The shared folder's pairs, which the weights never saw: well above what any yardstick reaches (0.78)."""
    pairs = recurrence_pairs()
    if pairs is None:
        pytest.skip("the shared seeds are not here")
    left = JUDGE.prepare([each["a"]["text"] for each in pairs])
    right = JUDGE.prepare([each["b"]["text"] for each in pairs])
    scores = np.array([JUDGE.compare(one, [other])[0].score for one, other in zip(left, right, strict=True)])
    assert area(scores, np.array([each["same"] for each in pairs])) >= 0.83
