"""Which day a review may be said to have, as things stand."""

from __future__ import annotations

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotNow
from heed.reviews.models import Review, ReviewStage
from heed.reviews.types import CARRIED_OUT, DAYS_SAID, STAGES, DaySaid, ReviewState

_NOT_YET = CARRIED_OUT | {ReviewState.REFERRED}
_COMES_OUT = frozenset({ReviewState.PUBLISHED, ReviewState.WITHHELD, ReviewState.CLOSED})


def has_a_day(review: Review) -> bool:
    """Whether it is so far that it has a day, known or not."""
    return ReviewState(review.state) not in _NOT_YET


def check_has_a_day(review: Review) -> None:
    """Raise while the review has none."""
    if not has_a_day(review):
        raise NotNow("A review has a day once it is decided on, accepted, published or closed.")


def check_said(actor: Actor, review: Review, said: str) -> None:
    """Raise where that is none of those to choose from, or the steps that the review took say otherwise."""
    state = ReviewState(review.state)
    published = ReviewStage.objects.visible_to(actor).filter(review=review, state=ReviewState.PUBLISHED)
    wrong = ""
    if said not in DAYS_SAID:
        wrong = "Choose one of the list"
    elif said == DaySaid.PUBLISHED and state not in _COMES_OUT:
        wrong = f"It is {STAGES[state].casefold()}, not published"
    elif said != DaySaid.PUBLISHED and published.exists():
        wrong = "It was published: that is one of the steps that it took"
    if wrong:
        raise Invalid(f"{wrong}.", fields={"said": wrong})
