"""Saying of two recommendations whether they are the same lesson; and opening the earlier one again instead of
repeating it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from heed.learning.queries import find_recommendation
from heed.memory.events import PairAnswered
from heed.memory.models import Pair, PairAnswer
from heed.memory.policies import check_answer, check_judges
from heed.memory.queries import in_order, repeats_closed
from heed.memory.types import ANSWER_NAMES, Likeness
from heed.plans.operations import adopt_actions, say_not_held, take_back_not_held
from heed.plans.queries import actions_of_recommendation, came_of
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotVisible
from heed.platform.base.versions import take_version


@transaction.atomic
def answer_pair(
    actor: Actor,
    *,
    one_ref: str,
    other_ref: str,
    answer: Likeness,
    reason: str,
    why_not_held: str = "",
    version: int,
    at: datetime,
) -> Pair:
    """Say that two are the same lesson, related or different, and why. The last answer counts, and all are kept.

    Where they are the same, and what was promised for the earlier one had all been closed before the later one,
    it did not hold: `why_not_held` says why, and the earlier one is open again. Another answer later takes that back.
    """
    check_judges(actor)
    if one_ref == other_ref:
        raise NotVisible
    earlier, later = in_order(find_recommendation(actor, one_ref), find_recommendation(actor, other_ref))
    words, why = " ".join(reason.split()), " ".join(why_not_held.split())
    closed = repeats_closed(came_of(actor, [earlier.pk])[earlier.pk], later)
    check_answer(answer, words, why, closed=closed)
    why = why if closed else ""  # nothing was closed that could not have held
    low, high = sorted((earlier.pk, later.pk))
    pair, _ = Pair.objects.get_or_create(one_id=low, other_id=high)
    taken = take_version(
        pair, version=version, differences=lambda now: _differences(now, answer, words), answer=answer
    )
    if not taken:
        return pair
    same = answer is Likeness.SAME
    PairAnswer.objects.create(
        pair=pair,
        answer=answer,
        reason=words,
        why_not_held=why if same else "",
        by_id=actor.person_id,
        at=at,
    )
    happened = PairAnswered(one=later.reference, other=earlier.reference, answer=answer)
    record(actor, happened, subject_kind="recommendation", subject_ref=later.public_id, at=at)
    if same and why:
        say_not_held(
            actor, recommendation_ref=earlier.public_id, repeated_by=later.public_id, reason=why, at=at
        )
    elif not same:
        take_back_not_held(actor, recommendation_ref=earlier.public_id, repeated_by=later.public_id, at=at)
    pair.refresh_from_db()
    return pair


def _differences(now: Pair, answer: Likeness, reason: str) -> Iterator[Difference]:
    last = now.answers.last()
    yield Difference(
        "answer",
        "Answer",
        ANSWER_NAMES[Likeness(now.answer)] if now.answer else "",
        ANSWER_NAMES[answer],
        their_value=now.answer,
        your_value=answer,
        free=False,
    )
    yield Difference("reason", "Why", last.reason if last else "", reason)


@transaction.atomic
def adopt_for_later(
    actor: Actor, *, one_ref: str, other_ref: str, action_refs: Sequence[str], reason: str, at: datetime
) -> int:
    """The later of two takes up actions of the earlier one, instead of promising the same again. Returns how many."""
    earlier, later = in_order(find_recommendation(actor, one_ref), find_recommendation(actor, other_ref))
    offered = {each.public_id for each in actions_of_recommendation(actor, earlier.pk)}
    if not action_refs or not offered.issuperset(action_refs):
        sentence = "Choose actions of the earlier recommendation"
        raise Invalid(f"{sentence}.", fields={"actions": sentence})
    return adopt_actions(
        actor, recommendation_ref=later.public_id, action_refs=action_refs, reason=reason, at=at
    )
