"""Putting a published review into the library that every partnership here reads, and taking it out again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from heed.memory.events import ReviewShared, ReviewTakenOut
from heed.memory.models import SharedPart, SharedReview
from heed.memory.policies import check_shareable
from heed.memory.queries.shared import NAME, TENANT, every_shared, to_share
from heed.platform.access.models import Level, Scope
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.partnerships.models import Partnership
from heed.reviews.queries import find_review

if TYPE_CHECKING:
    from heed.reviews.models import Review

_MOST = 300


@transaction.atomic
def share_review(
    actor: Actor, *, review_ref: str, seal: str, let_through: Collection[int], read_it: bool, at: datetime
) -> SharedReview:
    """Put a review that is marked as published into the shared library, without what prints a name.

    `seal` is that of what the person looked at (`queries.shared.to_share`); `let_through` are the numbers of passages
    (and of pseudonyms, and of the review's own name) whose capitals they say are no names of a child, a family or a
    worker. Where a name stands beside a pseudonym, the passage stays out whatever they say. Without its own name the
    review is called by its kind and area.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    review = find_review(actor, review_ref)
    check_shareable(actor, review)
    if not read_it:
        raise Invalid(
            "Say that you have looked at what was found.",
            fields={"read_it": "Say that you have looked at what was found"},
        )
    found = to_share(actor, review, let_through)
    if found.seal != seal:
        raise NotNow("Words of the review changed while you looked. Look at them again.")
    good = [
        each
        for number, each in enumerate(found.parts)
        if not each.names or (number in let_through and not each.is_held)
    ]
    if not good:
        raise Invalid("Everything of it would be held back, so there is nothing to share.")
    scope = _everybodys(actor)
    row: SharedReview = SharedReview.objects.create(
        partnership_id=scope.partnership_id,
        scope=scope,
        review=review,
        given_by_id=actor.partnership_id,
        name=review.name if NAME in let_through or not found.name.names else _without_name(review),
        kind=review.kind,
        area=review.area.name if review.area else "",
        pseudonyms=list(found.pseudonyms),
        held_back=len(found.parts) - len(good),
        shared_by_id=actor.person_id,
        shared_at=at,
    )
    SharedPart.objects.bulk_create(
        SharedPart(
            shared=row,
            position=position,
            is_recommendation=each.is_recommendation,
            label=each.label,
            page=each.page,
            text=each.text,
            document_id=each.document,
        )
        for position, each in enumerate(good)
    )
    happened = ReviewShared(passages=len(good), held_back=row.held_back)
    record(actor, happened, subject_kind="review", subject_ref=review.public_id, at=at)
    return row


def _without_name(review: Review) -> str:
    area = f" ({review.area.name})" if review.area else ""
    return f"{review.kind[:1].upper()}{review.kind[1:]}{area}"[:200]


def _everybodys(actor: Actor) -> Scope:
    """The published scope of the partnership that all share. A demo has a demo's: the two never stand in one place."""
    own = Partnership.objects.get(pk=actor.partnership_id)
    tenant, _ = Partnership.objects.get_or_create(
        public_id=TENANT, defaults={"name": "Shared library", "is_demo": own.is_demo}
    )
    scope, _ = Scope.objects.get_or_create(
        partnership=tenant, level=Level.PUBLISHED, agency=None, case_ref=""
    )
    return scope


@transaction.atomic
def take_out(actor: Actor, *, ref: str, reason: str, at: datetime) -> SharedReview:
    """Take what one's own partnership shared out of the library: its words go, that it was there stays."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    rows = every_shared().filter(given_by=actor.partnership_id, taken_out_at__isnull=True)
    row: SharedReview | None = rows.select_for_update().select_related("review").filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    why = " ".join(reason.split())
    if not why or len(why) > _MOST:
        said = "Say why it is taken out" if not why else f"Use at most {_MOST} letters"
        raise Invalid(f"{said}.", fields={"reason": said})
    row.taken_out_at, row.taken_out_by_id, row.taken_out_why = at, actor.person_id, why
    row.version += 1
    row.save(update_fields=["taken_out_at", "taken_out_by_id", "taken_out_why", "version"])
    SharedPart.objects.filter(shared=row).delete()
    record(actor, ReviewTakenOut(), subject_kind="review", subject_ref=row.review.public_id, at=at)
    return row
