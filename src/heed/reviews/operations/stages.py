"""Where a review is: each step is written down with its day, and stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.versions import hold
from heed.platform.ui.wording import words as listed
from heed.reviews.events import ReviewMoved
from heed.reviews.models import Review, ReviewStage
from heed.reviews.operations.clocks import end_clock, start_clock
from heed.reviews.policies.stages import check_free, check_in_order
from heed.reviews.queries.frameworks import in_force_words
from heed.reviews.queries.methods import still_asked_for
from heed.reviews.queries.reviews import find_review
from heed.reviews.types import DECIDED_TOGETHER, METHODS, STAGES, ReviewState
from heed.reviews.types.states import CARRIED_OUT, NEXT


@transaction.atomic
def move_review(
    actor: Actor, *, ref: str, to: str, on: date, why: str, at: datetime, method: str = ""
) -> Review:
    """A review takes its next step on a day: commissioned (with its `method`), gathering, drafting, published...

    Only from where it is to where it may go from there; a step taken twice is refused, not repeated. Accepted it is by
    those who decide (`accepting`), and so are withholding and closing (`proposing`).
    """
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, ref)
    hold(Review.objects.visible_to(actor).filter(pk=review.pk)).first()
    review.refresh_from_db(fields=["state", "decision", "method"])
    was = ReviewState(review.state)
    if to in DECIDED_TOGETHER and to in NEXT[was]:
        raise NotNow("That is for those who decide. Put it forward on the Clocks page, with the reasons.")
    if to == ReviewState.ACCEPTED:
        raise NotNow("A report is accepted on its Drafts page, once all those who decide have agreed to it.")
    if to not in NEXT[was]:
        words = " or ".join(STAGES[each].casefold() for each in STAGES if each in NEXT[was]) or "nothing"
        raise NotNow(f"This review is {STAGES[was].casefold()}. Next it can be: {words}.")
    state = ReviewState(to)
    if state is ReviewState.COMMISSIONED and review.decision != "review":
        raise NotNow("A review is commissioned once it is decided that there is one.")
    if on > timezone.localdate(at):
        raise Invalid("That day is still to come.", fields={"on": "Enter today or a day before"})
    if state is ReviewState.COMMISSIONED and method not in METHODS:
        raise Invalid("Choose how it is carried out.", fields={"method": "Choose a method"})
    check_in_order(review, on)
    check_free(actor, review, state, on)
    if state is ReviewState.DRAFTING and not why.strip() and (left := still_asked_for(review)):
        wrong = (
            f"Its method still asks you to {listed(left)}. Do that first, or say here why it goes on without"
        )
        raise Invalid("Something that its method asks for is missing.", fields={"why": wrong})
    if method in METHODS:
        Review.objects.visible_to(actor).filter(pk=review.pk).update(method=method)
    enter_stage(review, state, on=on, why=why, person_id=actor.person_id, at=at)
    end_clocks_of(review, state, on)
    record(actor, ReviewMoved(state=state.value), subject_kind="review", subject_ref=ref, at=at)
    return find_review(actor, ref)


def enter_stage(
    review: Review, state: ReviewState, *, on: date, why: str, person_id: int | None, at: datetime
) -> None:
    """Write a step down, in the caller's operation; the review is there from now on."""
    rows = Review.objects.for_everyone(because="the review was found for whoever moves it").filter(
        pk=review.pk
    )
    published, reached = rows.values_list("published_latest", "reached_on").get()
    ReviewStage.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        state=state,
        reached_on=on,
        why=" ".join(why.split())[:300],
        framework=in_force_words(review.partnership_id, on),
        said_by_id=person_id,
        said_at=at,
    )
    rows.update(state=state, version=F("version") + 1, **_days_of(state, on, published, reached))
    review.state = state


def _days_of(state: ReviewState, on: date, published: date | None, reached: date | None) -> dict[str, Any]:
    """What a step says of the review's day (`Review.ordered_on`); the first of its kind counts."""
    if state is ReviewState.PUBLISHED and published is None:
        said = f"{on.day} {on:%B %Y}"
        return {"published_text": said, "published_earliest": on, "published_latest": on}
    if state in CARRIED_OUT:
        return {"reached_on": None}
    ends = state in (ReviewState.DECIDED, ReviewState.ACCEPTED, ReviewState.CLOSED)
    return {"reached_on": on} if ends and reached is None else {}


def end_clocks_of(review: Review, state: ReviewState, on: date) -> None:
    """Stop the clocks that a step ends, and start the one that begins with it, in the caller's operation."""
    if state is ReviewState.ACCEPTED:
        start_clock(review, "publication", starts_on=on)
    elif state in (ReviewState.PUBLISHED, ReviewState.WITHHELD):
        words = "It was published" if state is ReviewState.PUBLISHED else "It is withheld"
        for key in ("completion", "publication"):
            end_clock(review, key, ended_on=on, words=words)
    elif state is ReviewState.CLOSED:
        for key in ("completion", "publication"):
            end_clock(review, key, ended_on=on, words="The review was closed")
