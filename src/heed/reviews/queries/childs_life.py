"""Children's daily life, for those who may read it, and of which children nothing is said yet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.reviews.models import CaseReferral, ChildsLife, Review
from heed.reviews.rules.cases import same_child


def lives_of(actor: Actor, review: Review) -> list[ChildsLife]:
    """All that is said of a review's children, by child."""
    check_may(actor, Permission.READ_DRAFTS)
    return list(ChildsLife.objects.visible_to(actor).filter(review=review).select_related("kept_by"))


def find_life(actor: Actor, ref: str) -> ChildsLife:
    """What is said of one child in one period, by its public id, or `NotVisible`."""
    check_may(actor, Permission.READ_DRAFTS)
    rows = ChildsLife.objects.visible_to(actor).filter(public_id=ref)
    row: ChildsLife | None = rows.select_related("review", "review__scope", "kept_by").first()
    if row is None:
        raise NotVisible
    return row


def untold_children(review: Review) -> list[str]:
    """The children of a case, as it was put forward, of whose life nothing is said and no reason given. Where none is
    named, "the child" until something is said of any."""
    because = "a report is not accepted without it, whoever asks"
    referrals = CaseReferral.objects.for_everyone(because=because).filter(review=review)
    named = [child for each in referrals for child in each.children]
    rows = ChildsLife.objects.for_everyone(because=because).filter(review=review, withdrawn_at__isnull=True)
    told = list(rows.values_list("child", flat=True))
    if not named:
        return [] if told else ["the child"]
    found: list[str] = []
    for child in named:
        if not same_child([child], [*told, *found]):
            found.append(child)
    return found


def life_rows(case_ref: str) -> QuerySet[Any]:
    """Those of a case."""
    rows: QuerySet[Any] = ChildsLife.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def labels_of_lives(actor: Actor, refs: Any) -> dict[str, str]:
    """What these are called, those that the actor may see, by public id: no child is named there."""
    if not actor.may(Permission.READ_DRAFTS):
        return {}
    rows = ChildsLife.objects.visible_to(actor).filter(public_id__in=refs).select_related("review")
    return {row.public_id: f"a child’s daily life, {row.review.reference}" for row in rows}
