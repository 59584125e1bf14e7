"""Whether a review is free to take a step."""

from __future__ import annotations

from datetime import date

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.ui.wording import day, plural, words
from heed.reviews.models import Review, ReviewStage
from heed.reviews.queries.closing import what_keeps_open
from heed.reviews.queries.participation import binding_requests
from heed.reviews.queries.proceedings import blocked_steps, steps_of_review
from heed.reviews.queries.proposals import find_step
from heed.reviews.types import STAGES, ReviewState
from heed.reviews.types.states import NEXT

_HELD = {ReviewState.DRAFTING: "drafting", ReviewState.PUBLISHED: "publication"}
"""The step, as `rules/proceedings.yaml` calls it, that a review takes with each state."""


def check_in_order(review: Review, on: date) -> None:
    """Raise where a step would be dated before the one that the review took last."""
    rows = ReviewStage.objects.for_everyone(because="steps follow one another, whoever takes them")
    last = rows.filter(review=review).order_by("-reached_on", "-pk").first()
    if last is not None and on < last.reached_on:
        was = STAGES[ReviewState(last.state)].casefold()
        wrong = f"It cannot be before {day(last.reached_on)}, when the review was {was}"
        raise Invalid(f"{wrong}.", fields={"on": wrong})


def check_may_be_put(actor: Actor, review: Review, state: ReviewState) -> None:
    """Raise while this step cannot be put to those who decide it: not next, or something keeps the review open."""
    if state not in NEXT[ReviewState(review.state)]:
        raise NotNow(
            f"This review is {STAGES[ReviewState(review.state)].casefold()}. It cannot be "
            f"{STAGES[state].casefold()} next."
        )
    if state is ReviewState.CLOSED and (said := what_keeps_open(actor, review)):
        raise NotNow(" ".join(said))


def check_step_ready(actor: Actor, ref: str) -> None:
    """As `check_may_be_put`, for approvals: from the public id of the step put forward."""
    row = find_step(actor, ref)
    check_may_be_put(actor, row.review, ReviewState(row.state))


def what_holds(actor: Actor, review: Review, step: str, *, on: date | None = None) -> str:
    """Which proceedings hold a step of `rules/proceedings.yaml` up, in a sentence; "" where none does, or did not yet
    on the day `on`."""
    for each in blocked_steps(actor, review.pk):
        if each.step == step and (on is None or on >= each.since):
            holds = plural(len(each.by), "holds", "hold")
            return f"{words(each.by)} {holds} up {steps_of_review()[step]} since {day(each.since)}"
    return ""


def check_not_held(actor: Actor, review: Review, step: str) -> None:
    """Raise while proceedings hold this step up."""
    if holding := what_holds(actor, review, step):
        raise NotNow(f"{holding}. Say first that it goes on.")


def check_free(actor: Actor, review: Review, state: ReviewState, on: date) -> None:
    """Raise while proceedings hold the step up, or where the family asked that it is not published on that day."""
    if state in _HELD:
        check_not_held(actor, review, _HELD[state])
    if state is ReviewState.PUBLISHED:
        for wish in binding_requests(actor, review.pk):
            if wish.forbids(on):
                wrong = f"The family asked for another day: {wish.words}"
                raise Invalid("It is not published on that day.", fields={"on": wrong})
