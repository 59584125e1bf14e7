"""Cases that are handed over, each side for those who may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Partnership
from heed.reviews.models import Attachment, CaseHandover, OfferedCase, Review, Submission
from heed.reviews.types.handovers import HandoverState
from heed.reviews.types.submissions import SubmissionState

_WHOLE = "a case moves as a whole"


def handovers_of(actor: Actor, review: Review) -> list[CaseHandover]:
    """Every handover of a case, the first first; also those that came to nothing."""
    rows = CaseHandover.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("offered_by", "to_partnership"))


def find_handover(actor: Actor, ref: str) -> CaseHandover:
    """The handover with this public id, of the side that gives, or `NotVisible`."""
    rows = CaseHandover.objects.visible_to(actor).filter(public_id=ref)
    row: CaseHandover | None = rows.select_related("review", "to_partnership").first()
    if row is None:
        raise NotVisible
    return row


def offered_to_us(actor: Actor) -> list[OfferedCase]:
    """What other partnerships offered to the actor's, the newest first. It is read by those who may take it."""
    check_may(actor, Permission.HAND_OVER)
    rows = OfferedCase.objects.visible_to(actor)
    return list(rows.select_related("answered_by", "review").order_by("-pk"))


def find_offered(actor: Actor, ref: str) -> OfferedCase:
    """One of them, or `NotVisible`."""
    check_may(actor, Permission.HAND_OVER)
    row: OfferedCase | None = OfferedCase.objects.visible_to(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def came_from(actor: Actor, review: Review) -> OfferedCase | None:
    """How a case came here, where another partnership handed it over."""
    row: OfferedCase | None = OfferedCase.objects.visible_to(actor).filter(review=review).first()
    return row


def waiting_offers(actor: Actor) -> QuerySet[Any]:
    """What waits for the actor's partnership to say whether it takes it."""
    rows: QuerySet[Any] = OfferedCase.objects.visible_to(actor).filter(state=HandoverState.OFFERED)
    return rows


def other_partnerships(actor: Actor) -> list[Partnership]:
    """The partnerships that work in this Heed too."""
    return list(Partnership.objects.exclude(pk=actor.partnership_id).exclude(name="shared").order_by("name"))


def passing_files(row: CaseHandover) -> list[Attachment]:
    """The files that were chosen to pass, but for those that were taken out since."""
    rows = Attachment.objects.for_everyone(because="what passes was chosen by the side that gives")
    there = rows.filter(public_id__in=row.files, review_id=row.review_id, taken_out_at__isnull=True)
    return list(there.select_related("file"))


def still_asked(review: Review) -> list[str]:
    """References of submissions that agencies are still asked for."""
    rows = Submission.objects.for_everyone(
        because="what is still asked holds a handover up, whoever hands over"
    )
    asked = rows.filter(review=review, state=SubmissionState.ASKED)
    return list(asked.order_by("reference").values_list("reference", flat=True))


def handover_rows(case_ref: str) -> QuerySet[Any]:
    """Of the side that gives."""
    every: QuerySet[Any] = CaseHandover.objects.for_everyone(because=_WHOLE)
    return every.filter(review__public_id=case_ref)


def offered_rows(case_ref: str) -> QuerySet[Any]:
    """Of the side that has it now."""
    every: QuerySet[Any] = OfferedCase.objects.for_everyone(because=_WHOLE)
    return every.filter(review__public_id=case_ref)
