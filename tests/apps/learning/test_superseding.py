"""One recommendation stands for another: it stays to be read and counted, and is asked of nobody any more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.learning.operations import supersede_recommendation, take_back_superseded
from heed.learning.queries import RecommendationFilter, count_unanswered, filter_recommendations
from heed.learning.rules import compute_state, compute_thread
from heed.learning.types import Answers, Delivery, RecommendationState
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.people.operations import restrict_case
from tests import cast_answers
from tests.cast import AT, Ask, Cast, Register, Written, client_of, register_of

WHY = "The later one asks for all of it"


def say(actor: Actor, row: Recommendation, by: Recommendation | str, *, version: int | None = None) -> None:
    supersede_recommendation(
        actor,
        ref=row.public_id,
        by=by if isinstance(by, str) else by.reference,
        reason=WHY,
        version=now(row).version if version is None else version,
        at=AT,
    )


def now(row: Recommendation) -> Recommendation:
    return Recommendation.objects.for_everyone(because="a test").get(pk=row.pk)


def elsewhere(cast: Cast) -> Recommendation:
    """One of another review."""
    written = Written(title="Later", asks=(Ask("1", "Hold all of them."),))
    review = register_of(cast.manager, written, review="Later")
    return Recommendation.objects.visible_to(cast.manager).get(review=review)  # type: ignore[no-any-return]


@pytest.mark.capability("B12")
def test_it_stays_to_be_read_and_counted_and_is_asked_of_nobody(register: Register, cast: Cast) -> None:
    row, other = register.recommendations["1"], register.recommendations["4"]
    many = filter_recommendations(cast.reader, RecommendationFilter()).count()
    silent = sum(number for _, _, number in count_unanswered(cast.reader))
    manager, page = client_of(cast.manager), reverse("learning:supersede", args=[row.public_id])
    assert manager.post(page, {"by": "REC-9999", "reason": WHY, "version": row.version}).status_code == 422
    sent = {"by": other.reference.lower(), "reason": WHY, "version": row.version}
    assert manager.post(page, sent).status_code == 302
    assert now(row).state == RecommendationState.SUPERSEDED
    assert filter_recommendations(cast.reader, RecommendationFilter()).count() == many
    assert sum(number for _, _, number in count_unanswered(cast.reader)) < silent
    shown = (
        client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    )
    assert reverse("learning:recommendation", args=[other.public_id]) in shown
    assert WHY in shown
    assert "Superseded" in shown
    assert page not in shown
    assert manager.post(page, {"reason": "It asks for more"}).status_code == 302
    assert now(row).state == row.state
    kept = Revision.objects.get(subject_ref=row.public_id, field="superseded_by")
    assert kept.words == f"{other.reference}: {WHY} (taken back: It asks for more)"


def test_what_cannot_stand_for_it(register: Register, cast: Cast) -> None:
    row, other = register.recommendations["1"], register.recommendations["4"]
    with pytest.raises(Invalid, match="Choose another"):
        say(cast.manager, row, row)
    for wrong in ("", "REC-9999"):
        with pytest.raises(Invalid):
            say(cast.manager, row, wrong)
    say(cast.manager, other, row)
    with pytest.raises(Invalid, match="Choose another"):
        say(cast.manager, row, other)
    with pytest.raises(NotNow, match="already"):
        say(cast.manager, other, register.recommendations["2a"])
    with pytest.raises(NotAllowed):
        say(cast.reader, row, register.recommendations["2a"])
    with pytest.raises(NotVisible):
        say(cast.outsider, row, register.recommendations["2a"])
    with pytest.raises(ChangedMeanwhile):
        say(cast.manager, row, register.recommendations["2a"], version=0)
    with pytest.raises(NotNow, match="No other"):
        take_back_superseded(cast.manager, ref=row.public_id, reason=WHY, at=AT)


def test_not_while_an_answer_is_awaited_nor_by_one_that_few_see(register: Register, cast: Cast) -> None:
    request = cast_answers.ask_one(cast, register)
    asked = Recommendation.objects.visible_to(cast.manager).get(pk=request.recommendation_id)
    later = elsewhere(cast)
    with pytest.raises(NotNow, match="An answer to it is awaited"):
        say(cast.manager, asked, later)
    free = next(each for each in register.recommendations.values() if each.pk != asked.pk)
    case = later.review.public_id
    restrict_case(
        cast.manager, ref=case, people=[cast.manager.person_ref], reason="A trial", version=0, at=AT
    )
    with pytest.raises(Invalid, match="Not everybody"):
        say(cast.manager, free, later)


@pytest.mark.capability("B12")
@pytest.mark.parametrize(
    ("delivery", "answered", "state"),
    [
        (Delivery(), 0, RecommendationState.BEFORE_PUBLICATION),
        (Delivery(actions=1, firm=1, reported=1), 0, RecommendationState.BEFORE_PUBLICATION),
        (Delivery(actions=2, firm=2, reported=1), 1, RecommendationState.IN_DELIVERY),
        (Delivery(actions=1, firm=1, reported=1, verified=1, settled=1), 1, RecommendationState.IMPLEMENTED),
        (
            Delivery(actions=1, firm=1, reported=1, verified=1, settled=1, embedded=1, difference_seen=1),
            1,
            RecommendationState.EMBEDDED,
        ),
    ],
)
def test_done_before_publication_is_said_until_more_is_to_be_done_or_it_is_shown(
    delivery: Delivery, answered: int, state: RecommendationState
) -> None:
    answers = Answers(parts=1, parts_answered_adequately=answered, answers=answered)
    thread = compute_thread(answers, delivery)
    said = compute_state(thread, delivery, withheld=False, before_publication=True, superseded=False)
    assert said == state
