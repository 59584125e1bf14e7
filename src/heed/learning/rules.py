"""A recommendation's thread and state, from what was answered and delivered. Computed, never typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heed.learning.types import Answers, Delivery, Reach, RecommendationState, Step, ThreadStep


def compute_thread(answers: Answers, delivery: Delivery) -> list[ThreadStep]:
    """The six steps. Nothing that was only read from a document can make a step whole that people must judge:

    *Answered* is whole when every part has an answer judged adequate; answers nobody judged make it half.
    *Planned* is whole when all its actions are firm; a compound recommendation stays half while it has
    fewer firm actions than parts. *Reported complete* and *Verified* count actions.
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
        ThreadStep(
            Step.DIFFERENCE_SEEN,
            "whole" if delivery.difference_seen else "none",
            delivery.difference_seen,
            1,
        ),
    ]


def _reach(done: int, of: int) -> Reach:
    if not done:
        return "none"
    return "whole" if done >= of else "part"


def compute_state(
    thread: list[ThreadStep], *, withheld: bool, before_publication: bool
) -> RecommendationState:
    """The one word for where a recommendation is. Withheld ones stay counted; their words were left out."""
    if withheld:
        return RecommendationState.WITHHELD
    if before_publication:
        return RecommendationState.BEFORE_PUBLICATION
    reach = {each.step: each.reach for each in thread}
    if reach[Step.DIFFERENCE_SEEN] == "whole":
        return RecommendationState.EMBEDDED
    if reach[Step.PLANNED] != "none":
        return RecommendationState.IN_DELIVERY
    return RecommendationState.ANSWERED if reach[Step.ANSWERED] == "whole" else RecommendationState.REGISTERED


def stored_delivery(thread: Sequence[Mapping[str, Any]]) -> Delivery:
    """What was promised and came of it, read back from a stored thread, for when only the answers changed."""
    step = {each["step"]: each for each in thread}
    if not step:
        return Delivery()
    return Delivery(
        actions=step[Step.PLANNED]["of"],
        firm=step[Step.PLANNED]["done"],
        reported=step[Step.REPORTED]["done"],
        verified=step[Step.VERIFIED]["done"],
        difference_seen=step[Step.DIFFERENCE_SEEN]["done"],
    )
