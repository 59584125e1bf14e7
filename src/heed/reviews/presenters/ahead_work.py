"""What a review's proceedings, people, terms and participants say of what is to be done, and what is blocked."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.types import State
from heed.platform.ui.wording import count, day, words
from heed.reviews.models import Appointment, Review, StepProposal
from heed.reviews.parts import Ahead
from heed.reviews.presenters.proceedings import steps_in_words, waits_to_resume
from heed.reviews.queries.childs_life import untold_children
from heed.reviews.queries.independence import excluded_reviewers
from heed.reviews.queries.methods import still_asked_for
from heed.reviews.queries.participation import binding_requests, participants_of
from heed.reviews.queries.people import appointments_of, role_names, still_needed
from heed.reviews.queries.proceedings import kinds_of_proceedings, proceedings_of_review
from heed.reviews.queries.proposals import proposals_of, standing_of
from heed.reviews.queries.terms import terms_of_review
from heed.reviews.types import DECIDED_TOGETHER, ReviewState

_AT_WORK = (ReviewState.COMMISSIONED, ReviewState.GATHERING, ReviewState.DRAFTING)


def ahead_of_proceedings(actor: Actor, review: Review) -> Iterator[Ahead]:
    """What they hold up, what can go on, and when somebody is to ask how far they are."""
    for row in proceedings_of_review(actor, review.pk):
        here = reverse("reviews:proceeding", args=[row.public_id])
        called = f"{kinds_of_proceedings().get(row.kind, row.kind)} ({row.reference})"
        if waits_to_resume(row):
            words_ = f"{row.reference} ended: let go on {steps_in_words(row.blocks)}"
            yield Ahead(kind="next", words=words_, href=here, on=row.ended_on)
        elif row.ended_on is None:
            if row.blocks:
                said = steps_in_words(row.blocks)
                yield Ahead(
                    kind="blocked",
                    words=f"{said[:1].upper()}{said[1:]}: {called}",
                    href=here,
                    on=row.blocks_since,
                    note=f"since {day(row.blocks_since)}",
                )
            if row.expected_on:
                asking = f"Ask how far {row.reference} is"
                yield Ahead(kind="next", words=asking, href=here, on=row.expected_on)


def ahead_of_people(actor: Actor, review: Review) -> Iterator[Ahead]:
    """Whom the method still needs, who has not declared yet, and who is excluded from the case since."""
    here = reverse("reviews:people", args=[review.public_id])
    appointed = appointments_of(actor, review.pk)
    for each in excluded_reviewers(review, appointed):
        part = role_names().get(each.role, each.role).lower()
        words_ = f"{each.reviewer.name} is excluded from this case now, and is its {part}: end their part"
        yield Ahead(kind="blocked", words=words_, href=here)
    if review.state not in _AT_WORK:
        return
    lacks = [
        count(number, role_names()[role].lower()) for role, number in still_needed(review, appointed).items()
    ]
    if lacks:
        yield Ahead(kind="next", words=f"Appoint {words(lacks)}", href=here)
    for each in appointed:
        if each.agreed_on and each.declared_on is None and each.ended_on is None:
            waits = f"{each.reviewer.name} to declare interests"
            yield Ahead(kind="waits", words=waits, href=here, note=f"appointed {day(each.appointed_on)}")


def ahead_of_proposals(actor: Actor, review: Review) -> Iterator[Ahead]:
    """Who is still to decide that a report is withheld, a review closed, or who leads it."""
    clocks = reverse("reviews:clocks", args=[review.public_id])
    people = reverse("reviews:people", args=[review.public_id])
    asked: list[tuple[StepProposal | Appointment, str, str]] = [
        (each, DECIDED_TOGETHER[ReviewState(each.state)][1], clocks) for each in proposals_of(actor, review)
    ]
    asked += [
        (each, f"{each.reviewer.name} as {role_names().get(each.role, each.role).lower()}", people)
        for each in appointments_of(actor, review.pk)
        if each.agreed_on is None and each.ended_on is None
    ]
    for row, what, here in asked:
        view = standing_of(actor, row)
        if view is not None and view.state == State.WAITING:
            for seat in view.waits_for:
                words = f"{seat.agency or seat.name} to decide: {what[:1].lower()}{what[1:]}"
                yield Ahead(kind="waits", words=words, href=here, note=f"asked {day(view.opened_at)}")


def ahead_of_method(actor: Actor, review: Review) -> Iterator[Ahead]:
    """What the method asks for that nobody has begun."""
    if review.state in (ReviewState.COMMISSIONED, ReviewState.GATHERING):
        here = reverse("reviews:submissions", args=[review.public_id])
        for each in still_asked_for(review):
            yield Ahead(kind="next", words=f"{each[:1].upper()}{each[1:]} (its method)", href=here)


def ahead_of_children(actor: Actor, review: Review) -> Iterator[Ahead]:
    """Children of whose daily life nothing is said yet."""
    if review.state in _AT_WORK and review.guidance and (untold := untold_children(review)):
        here = reverse("reviews:children", args=[review.public_id])
        yield Ahead(kind="next", words=f"Write what daily life was like for {words(untold)}", href=here)


def ahead_of_terms(actor: Actor, review: Review) -> Iterator[Ahead]:
    """Terms of reference that are not written or not approved."""
    if review.state not in _AT_WORK:
        return
    here = reverse("reviews:terms", args=[review.public_id])
    newest = next(iter(terms_of_review(actor, review.pk)), None)
    if newest is None:
        yield Ahead(kind="next", words="Write the terms of reference", href=here)
    elif newest.approved_on is None:
        written = f"Have version {newest.number} of the terms of reference approved"
        yield Ahead(kind="next", words=written, href=here)


def ahead_of_participation(actor: Actor, review: Review) -> Iterator[Ahead]:
    """Who was not told yet, questions without an answer, and what the family asks of publication."""
    if not actor.may(Permission.SEE_PARTICIPATION):
        return
    here = reverse("reviews:participation", args=[review.public_id])
    found = participants_of(actor, review.pk)
    open_ = [each for row in found for each in row.questions.all() if each.answered_on is None]
    if open_:
        asked = f"Answer {count(len(open_), 'question')} of those who take part"
        since = f"asked {day(min(each.asked_on for each in open_))}"
        yield Ahead(kind="next", words=asked, href=here, note=since)
    if review.state == ReviewState.ACCEPTED:
        for each in binding_requests(actor, review.pk):
            yield Ahead(kind="next", words=f"Heed what the family asks for: {each.words}", href=here)
