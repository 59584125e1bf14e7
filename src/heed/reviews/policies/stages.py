"""Whether a review is free to take a step."""

from __future__ import annotations

from datetime import date

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.ui.wording import day, plural, words
from heed.reviews.models import Review
from heed.reviews.queries.participation import binding_requests
from heed.reviews.queries.proceedings import blocked_steps, steps_of_review
from heed.reviews.types import ReviewState

_HELD = {ReviewState.DRAFTING: "drafting", ReviewState.PUBLISHED: "publication"}
"""The step, as `rules/proceedings.yaml` calls it, that a review takes with each state."""


def check_free(actor: Actor, review: Review, state: ReviewState, on: date) -> None:
    """Raise while proceedings hold the step up, or where the family asked that it is not published on that day."""
    for each in blocked_steps(actor, review.pk):
        if each.step == _HELD.get(state):
            holding = (
                f"{words(each.by)} {plural(len(each.by), 'holds', 'hold')} up {steps_of_review()[each.step]}"
            )
            raise NotNow(f"{holding} since {day(each.since)}. Say first that it goes on.")
    if state is ReviewState.PUBLISHED:
        for wish in binding_requests(actor, review.pk):
            if wish.forbids(on):
                wrong = f"The family asked for another day: {wish.words}"
                raise Invalid("It is not published on that day.", fields={"on": wrong})
