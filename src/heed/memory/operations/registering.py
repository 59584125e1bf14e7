"""A draft is put into the register, with what people said of it and earlier recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.learning.operations import write_recommendation
from heed.learning.queries import find_recommendation
from heed.memory.events import DraftAnswered, DraftRegistered
from heed.memory.models import Drafted, DraftedAnswer, Pair, PairAnswer
from heed.memory.policies import check_answer, check_judges, check_still_drafted
from heed.memory.queries import find_drafted, hold_drafted, repeats_closed, rows_by_key
from heed.memory.types import Likeness
from heed.plans.operations import say_not_held
from heed.plans.queries import came_of
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow


@transaction.atomic
def answer_draft(
    actor: Actor,
    *,
    ref: str,
    earlier_ref: str,
    answer: Likeness,
    reason: str,
    why_not_held: str = "",
    at: datetime,
) -> DraftedAnswer:
    """Say that a draft and an earlier recommendation are the same lesson, related or different, and why. The last
    answer counts, and all are kept. Nothing is opened again before the draft is in the register."""
    check_judges(actor)
    row = hold_drafted(actor, ref)
    check_still_drafted(row)
    earlier = find_recommendation(actor, earlier_ref)
    if earlier.review_id == row.review_id:
        wrong = "Choose a recommendation of another review"
        raise Invalid(f"{wrong}.", fields={"earlier": wrong})
    words, why = " ".join(reason.split()), " ".join(why_not_held.split())
    closed = repeats_closed(came_of(actor, [earlier.pk])[earlier.pk], row)
    check_answer(answer, words, why, closed=closed)
    made: DraftedAnswer = DraftedAnswer.objects.create(
        drafted=row,
        earlier=earlier,
        answer=answer,
        reason=words,
        why_not_held=why if answer is Likeness.SAME and closed else "",
        by_id=actor.person_id,
        at=at,
    )
    happened = DraftAnswered(earlier=earlier.reference, answer=answer)
    record(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)
    return made


@transaction.atomic
def register_draft(
    actor: Actor, *, ref: str, label: str = "", agencies: Sequence[str], as_read: int, at: datetime
) -> Drafted:
    """Put a draft into the register of its review as it was read (`as_read`, its version): a recommendation now.

    What people said of it and of earlier ones is said of the two recommendations then, by whom and when it was said;
    where what was done for the earlier one did not hold, that is open again."""
    row = hold_drafted(actor, ref)
    check_still_drafted(row)
    if row.version != as_read:
        raise NotNow("Somebody has changed this draft since you read it. Read it again, then put it there.")
    made = write_recommendation(
        actor, review_ref=row.review.public_id, text=row.text, label=label, agencies=agencies, at=at
    )
    waiting = Drafted.objects.visible_to(actor).filter(pk=row.pk, registered_as=None, dropped_at=None)
    taken = waiting.update(
        registered_as=made, registered_at=at, registered_by_id=actor.person_id, version=F("version") + 1
    )
    if not taken:
        raise NotNow("Somebody has put this draft into the register, or dropped it.")
    answers = _carry(actor, row, made, at)
    happened = DraftRegistered(reference=made.reference, answers=answers)
    record(actor, happened, subject_kind="recommendation", subject_ref=made.public_id, at=at)
    return find_drafted(actor, ref)


def _carry(actor: Actor, row: Drafted, made: Any, at: datetime) -> int:
    """What was said of the draft, now of the recommendation; of how many earlier ones."""
    said: dict[int, list[DraftedAnswer]] = {}
    for each in row.answers.order_by("pk"):
        said.setdefault(each.earlier_id, []).append(each)
    seen = rows_by_key(actor, said)
    for key, answers in said.items():
        last = answers[-1]
        low, high = sorted((key, made.pk))
        pair = Pair.objects.create(one_id=low, other_id=high, answer=last.answer, version=len(answers))
        PairAnswer.objects.bulk_create(
            PairAnswer(
                pair=pair,
                answer=each.answer,
                reason=each.reason,
                why_not_held=each.why_not_held,
                by_id=each.by_id,
                at=each.at,
            )
            for each in answers
        )
        if last.why_not_held and key in seen:
            say_not_held(
                actor,
                recommendation_ref=seen[key].public_id,
                repeated_by=made.public_id,
                reason=last.why_not_held,
                at=at,
            )
    return len(said)
