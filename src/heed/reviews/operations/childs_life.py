"""Keeping what daily life was like for each child of a case, or why nothing can be said."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.reviews.events.childs_life import LifeKept, LifeMended, LifeTakenOut
from heed.reviews.models import ChildsLife
from heed.reviews.queries import find_review
from heed.reviews.queries.childs_life import find_life
from heed.reviews.rules.days import refuse, words_of
from heed.reviews.types.childs_life import LABELS, Told

KIND = "childs_life"
_SHORT = {"child": 120, "period": 120, "source": 500, "why_blank": 500}


@transaction.atomic
def keep_life(actor: Actor, *, review_ref: str, told: Told, at: datetime) -> ChildsLife:
    """What daily life was like for a child in a period, with where that is recorded; or why nothing can be said."""
    check_may(actor, Permission.RUN_REVIEWS)
    review, said = find_review(actor, review_ref), _checked(told)
    row: ChildsLife = ChildsLife.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        kept_by_id=actor.person_id,
        kept_at=at,
        **said,
    )
    record(actor, LifeKept(), subject_kind=KIND, subject_ref=row.public_id, at=at)
    return row


@transaction.atomic
def mend_life(actor: Actor, *, ref: str, told: Told, version: int, at: datetime) -> ChildsLife:
    """Other words for it. What it said before stays in its history."""
    check_may(actor, Permission.RUN_REVIEWS)
    row, said = find_life(actor, ref), _checked(told)
    taken = take_version(
        row,
        version=version,
        among=ChildsLife.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name, label, getattr(now, name), said[name]) for name, label in LABELS.items()
        ],
        by=last_changed_by(KIND, ref),
        **said,
    )
    if taken:
        for name in LABELS:
            before = getattr(row, name)
            if before and before != said[name]:
                keep_revision(
                    partnership_id=row.partnership_id,
                    subject_kind=KIND,
                    subject_ref=ref,
                    field=name,
                    words=before,
                    by=actor.name,
                    at=at,
                )
        record(actor, LifeMended(), subject_kind=KIND, subject_ref=ref, at=at)
    return find_life(actor, ref)


@transaction.atomic
def withdraw_life(actor: Actor, *, ref: str, reason: str, version: int, at: datetime) -> None:
    """Take it out; it stays on record with the reason."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_life(actor, ref)
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    take_version(
        row,
        version=version,
        among=ChildsLife.objects.visible_to(actor),
        differences=lambda now: [
            Difference("words", LABELS["words"], now.words, f"Taken out: {why}", free=False)
        ],
        by=last_changed_by(KIND, ref),
        withdrawn_at=at,
        withdrawn_by=actor.name[:120],
        withdrawn_why=why,
    )
    record(actor, LifeTakenOut(), subject_kind=KIND, subject_ref=ref, at=at)


def _checked(told: Told) -> dict[str, str]:
    said = {
        name: words_of(each, field=name, needed="", most=_SHORT.get(name, 20_000))
        for name, each in asdict(told).items()
    }
    wrong = {}
    if not said["child"]:
        wrong["child"] = "Say which child, as the report calls them"
    if not said["period"]:
        wrong["period"] = "Say which period, such as the year before the injury"
    if not said["words"] and not said["why_blank"]:
        wrong["words"] = "Write what daily life was like, or say below why nothing can be said"
    if said["words"] and not said["source"] and not said["why_blank"]:
        wrong["source"] = "Say where it is recorded"
    refuse(wrong)
    return said
