"""Proceedings beside a review, for those who may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.rules.queries import rules_of
from heed.reviews.models import Proceedings
from heed.reviews.rules.proceedings import blocked_by
from heed.reviews.types.proceedings import Blocked


def kinds_of_proceedings() -> Mapping[str, str]:
    """Their names by key."""
    kinds: Mapping[str, str] = rules_of("proceedings")["kinds"]
    return kinds


def steps_of_review() -> Mapping[str, str]:
    """The steps that can be held up, by key."""
    steps: Mapping[str, str] = rules_of("proceedings")["steps"]
    return steps


def proceedings_of_review(actor: Actor, review_id: int) -> list[Proceedings]:
    """All of a review's, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Proceedings.objects.visible_to(actor).filter(review_id=review_id)
    return list(rows.select_related("kept_by", "resumed_by", "reopens", "review"))


def find_proceedings(actor: Actor, ref: str) -> Proceedings:
    """Those with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Proceedings.objects.visible_to(actor).filter(public_id=ref)
    row = rows.select_related("kept_by", "resumed_by", "reopens", "review", "review__scope").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def blocked_steps(actor: Actor, review_id: int) -> list[Blocked]:
    """Which steps of a review proceedings hold up today, since when, and which do."""
    rows = [row for row in proceedings_of_review(actor, review_id) if row.ended_on is None]
    names = kinds_of_proceedings()
    running = [
        (f"{names.get(row.kind, row.kind)} ({row.body})", row.blocks, row.blocks_since) for row in rows
    ]
    return blocked_by(running, steps_of_review())


def holding_up(review_id: int, *, kinds: Collection[str]) -> QuerySet[Any]:
    """Running proceedings of these kinds that hold a step of a review up."""
    rows: QuerySet[Any] = Proceedings.objects.for_everyone(
        because="a clock runs for the case, whoever keeps it"
    )
    return rows.filter(review_id=review_id, kind__in=kinds, ended_on__isnull=True, blocks_since__isnull=False)


def reason_of(row: Proceedings) -> str:
    """Why a clock stands still while they last."""
    return f"{kinds_of_proceedings()[row.kind]}, {row.body} ({row.reference})"


def all_proceedings(actor: Actor) -> QuerySet[Any]:
    """Of every review, for reminders."""
    check_may(actor, Permission.READ_REGISTER)
    rows: QuerySet[Any] = Proceedings.objects.visible_to(actor).select_related("review")
    return rows


def labels_of_proceedings(actor: Actor, refs: Any) -> dict[str, str]:
    """What these are called, those that the actor may see, by public id."""
    rows = Proceedings.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


def proceedings_rows(case_ref: str) -> QuerySet[Any]:
    """Those of a case."""
    rows: QuerySet[Any] = Proceedings.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)
