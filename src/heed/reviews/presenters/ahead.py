"""What a case, its rapid review and its clocks say of what is to be done, who is waited for and what is blocked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.types import State
from heed.platform.ui.wording import day
from heed.reviews.models import Review
from heed.reviews.parts import Ahead
from heed.reviews.presenters.clocks import is_paused
from heed.reviews.presenters.submissions import kind_name
from heed.reviews.queries.cases import (
    approval_of,
    asked_of,
    clocks_of,
    decisions_of,
    possible_duplicates,
    rapid_of,
    referrals_of,
)
from heed.reviews.queries.safety import open_questions
from heed.reviews.queries.submissions import submissions_of_review
from heed.reviews.types import UNDECIDED, ReviewState
from heed.reviews.types.submissions import SubmissionState

_STEPS = {
    ReviewState.DECIDED: "Commission the review, and say how it is carried out",
    ReviewState.COMMISSIONED: "Ask agencies for what they have, and say that the review is gathering",
    ReviewState.GATHERING: "Finish gathering, and say that the report is being drafted",
    ReviewState.ACCEPTED: "Publish the report, or say why it is withheld",
}
"""What comes next in each state; while it is drafted its drafts say (`presenters.drafts`)."""


def ahead_of_case(actor: Actor, review: Review) -> Iterator[Ahead]:
    """The decision about a case: what comes next in it."""
    here = reverse("reviews:decision", args=[review.public_id])
    referrals = referrals_of(actor, review)
    for question in open_questions(actor, review):
        words = f"Find out whether any child is unsafe now, who acted and when ({question.asked_of})"
        yield Ahead(kind="next", words=words, href=here, on=question.asked_since)
    for each in referrals:
        if each.acknowledged_at is None:
            yield Ahead(
                kind="next",
                words=f"Acknowledge {each.reference} to {each.agency.name}",
                href=here,
                on=each.referred_on,
            )
    for alike in possible_duplicates(actor, review) if actor.may(Permission.RUN_REVIEWS) else ():
        words = f"Say how this case and {alike.review.reference} belong together: it {alike.why}"
        yield Ahead(kind="next", words=words, href=here, on=review.registered_at.date())
    waiting = False
    for decided in decisions_of(actor, review):
        view = approval_of(actor, decided)
        if view is not None and view.state == State.WAITING:
            waiting = True
            for seat in view.waits_for:
                words = f"{seat.agency or seat.name} to decide"
                yield Ahead(kind="waits", words=words, href=here, note=f"asked {day(view.opened_at)}")
    if referrals and review.decision in UNDECIDED and not waiting and review.state != ReviewState.CLOSED:
        words = (
            "Look again at the decision"
            if review.look_again_on
            else "Recommend what is decided about the case"
        )
        yield Ahead(
            kind="next", words=words, href=here, on=review.look_again_on or _due(actor, review, "decision")
        )
    if review.decision == "review" and review.state in _STEPS:
        yield Ahead(
            kind="next",
            words=_STEPS[ReviewState(review.state)],
            href=reverse("reviews:clocks", args=[review.public_id]),
            on=_due(actor, review, "completion") or _due(actor, review, "publication"),
        )


def _due(actor: Actor, review: Review, key: str) -> date | None:
    clocks = clocks_of(actor, review)
    return next((each.due_on for each in clocks if each.key == key and each.ended_on is None), None)


def ahead_of_rapid(actor: Actor, review: Review) -> Iterator[Ahead]:
    """A rapid review: what comes next in it."""
    row = rapid_of(actor, review)
    if row is None or row.closed_on or row.replied_on:
        return
    here = reverse("reviews:rapid", args=[review.public_id])
    due = _due(actor, review, "rapid_review")
    asked = asked_of(actor, review)
    clocks = {each.agency_id: each for each in clocks_of(actor, review) if each.key == "agency_information"}
    for each in asked:
        if each.answered_at is None:
            clock = clocks.get(each.agency_id)
            words = f"{each.agency.name} to say what it knows"
            yield Ahead(kind="waits", words=words, href=here, on=clock.due_on if clock else None)
    if row.notified_on is None:
        due = _due(actor, review, "serious_incident_notification")
        yield Ahead(kind="waits", words="The council to notify the Panel", href=here, on=due)
    if not asked:
        known = row.notified_on or row.aware_on
        yield Ahead(kind="next", words="Ask agencies what they know", href=here, on=known)
    elif row.met_on is None:
        yield Ahead(kind="next", words="Hold the rapid review’s meeting", href=here, on=due)
    elif review.decision in UNDECIDED:
        yield Ahead(kind="blocked", words="Sending it to the Panel waits for the decision", href=here)
    elif row.sent_on is None:
        yield Ahead(kind="next", words="Send the rapid review to the Panel", href=here, on=due)
    else:
        yield Ahead(kind="waits", words="The Panel to reply", href=here, note=f"sent {day(row.sent_on)}")


def ahead_of_clocks(actor: Actor, review: Review) -> Iterator[Ahead]:
    """Clocks that are paused block what they wait for; one that runs says by when."""
    here = reverse("reviews:clocks", args=[review.public_id])
    for clock in clocks_of(actor, review):
        if clock.ended_on is None and is_paused(clock):
            pause = next(each for each in clock.pauses.all() if each.ended_on is None)
            name = clock.rule["name"]
            yield Ahead(
                kind="blocked",
                words=f"{name} is paused: {pause.reason}",
                href=here,
                on=pause.began_on,
                note=f"since {day(pause.began_on)}",
            )


def ahead_of_submissions(actor: Actor, review: Review) -> Iterator[Ahead]:
    """What agencies are asked to give: whoever is waited for, and what waits for the team."""
    for row in submissions_of_review(actor, review.pk):
        here, name = reverse("reviews:submission", args=[row.public_id]), kind_name(row.kind).casefold()
        if row.state == SubmissionState.ASKED:
            words = f"{row.agency.name} to hand in {row.reference} ({name})"
            yield Ahead(kind="waits", words=words, href=here, on=row.due_on)
        elif row.state == SubmissionState.RECEIVED:
            yield Ahead(kind="next", words=f"Look {row.reference} over: {row.agency.name}, {name}", href=here)
        elif row.state == SubmissionState.ASSURED:
            yield Ahead(kind="waits", words=f"{row.agency.name} to sign {row.reference} off", href=here)
