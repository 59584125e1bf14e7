"""What an audit recommended, and what an answer recommends itself, is followed like any recommendation."""

from __future__ import annotations

from typing import Any

import pytest

from heed.intake.models import Import, Proposal
from heed.intake.operations import accept_import, begin_import, correct_proposal, decide
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import Decision, ProposalKind
from heed.learning.queries import RecommendationFilter, list_recommendations
from heed.plans.queries import ActionFilter, list_actions
from heed.platform.base.errors import Invalid
from heed.platform.jobs.worker import work
from tests.cast import AT, Cast, choice_of, client_of

RESPONSE = b"""Partnership response: Wren

Recommendation 1

The Partnership should seek assurance about core groups.

Westmere Council made a plan after its own audit to address the recommendations, which were:

- a. Core groups are held within ten working days.

- b. Plans say what will be different for the child.

All of this has been done by Westmere Council.

Recommendation 2

The Partnership should publish its findings.

The findings were published in June 2021.

It is recommended that this information is shared with schools twice a year.
"""


@pytest.fixture
def waiting(cast: Cast) -> Import:
    row = begin_import(cast.manager, name="wren.md", size=len(RESPONSE), chunks=[RESPONSE], at=AT)
    work(until_empty=True)
    return find_import(cast.manager, row.public_id)


def of_source(row: Import, source: str) -> list[Proposal]:
    return [
        each
        for each in list_proposals(row)
        if each.kind == ProposalKind.RECOMMENDATION and each.values.get("source") == source
    ]


def accept(cast: Cast, row: Import) -> Any:
    for each in list_proposals(row):
        if each.kind == ProposalKind.RECOMMENDATION and each.decision == Decision.OPEN:
            decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    return accept_import(cast.manager, ref=row.public_id, choice=choice_of("Wren"), at=AT)


def give(cast: Cast, action: Proposal, **values: Any) -> None:
    correct_proposal(cast.manager, ref=action.public_id, values=values, version=action.version, at=AT)


def owned(cast: Cast, row: Import) -> None:
    [raised] = of_source(row, "answer")
    [action] = [each for each in list_proposals(row) if each.parent_id == raised.pk]
    give(
        cast,
        action,
        agency="Westmere Police",
        owner="Head of Learning",
        due_text="1 September 2025",
        due_earliest="2025-09-01",
        due_latest="2025-09-01",
    )


@pytest.mark.capability("B15")
def test_each_thing_an_audit_recommended_is_held_like_any_other(waiting: Import, cast: Cast) -> None:
    """With a reference, a thread and an end of its own: "all done" is said of each, and proven of none."""
    found = of_source(waiting, "audit")
    assert [each.values["text"] for each in found] == [
        "Core groups are held within ten working days.",
        "Plans say what will be different for the child.",
    ]
    assert {each.values["kind"] for each in found} == {"audit recommendation"}
    assert all(each.sure < 0.8 for each in found), "a person says that it is to be followed"
    owned(cast, waiting)
    accept(cast, waiting)
    rows, _ = list_recommendations(cast.reader, RecommendationFilter(source="audit"))
    assert [row.text for row in rows] == [each.values["text"] for each in found]
    assert len({row.reference for row in rows}) == 2
    for row in rows:
        steps = {each["step"]: each["reach"] for each in row.thread}
        assert steps["verified"] == "none"
        assert steps["reported"] == "none", "what was said of the whole is no evidence for one"
    page = client_of(cast.reader).get("/recommendations/?source=audit").content.decode()
    assert "2 recommendations that match" in page
    assert "An audit" in page


@pytest.mark.capability("B16")
def test_what_an_answer_recommends_is_raised_with_its_owner_and_first_day(
    waiting: Import, cast: Cast
) -> None:
    [raised] = of_source(waiting, "answer")
    assert (
        raised.values["text"]
        == "It is recommended that this information is shared with schools twice a year."
    )
    assert raised.values["section"] == "In the answer to 2"
    assert raised.sure < 0.8
    with pytest.raises(Invalid, match="whose it is and by when"):
        accept(cast, waiting)
    owned(cast, waiting)
    accept(cast, waiting)
    [row], _ = list_recommendations(cast.reader, RecommendationFilter(source="answer"))
    actions = [
        each
        for each in list_actions(cast.reader, ActionFilter())[0]
        if row.pk in {served.pk for served in each.recommendations.all()}
    ]
    [action] = actions
    assert action.owner_words == "Head of Learning"
    assert action.agency is not None
    assert action.agency.name == "Westmere Police"
    assert f"{action.due_latest}" == "2025-09-01"
    assert action.state == "agreed_in_principle"


def test_it_is_no_action_of_the_recommendation_it_was_said_to(waiting: Import, cast: Cast) -> None:
    """Counted once."""
    texts = [each.values["text"] for each in list_proposals(waiting) if each.kind == ProposalKind.ACTION]
    assert sum(text.startswith("It is recommended") for text in texts) == 1


def test_whoever_does_not_want_it_rejects_it(waiting: Import, cast: Cast) -> None:
    for each in [*of_source(waiting, "answer"), *of_source(waiting, "audit")]:
        decide(cast.manager, ref=each.public_id, decision=Decision.REJECTED, at=AT)
    accept(cast, waiting)
    rows, _ = list_recommendations(cast.reader, RecommendationFilter(source="answer"))
    assert rows == []
