"""Putting a case forward, acknowledging it, and saying which referrals belong together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from heed.kit.dates import Days, days_of
from heed.platform.access.cases import scope_for_new_rows, settle
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.ids import new_public_id
from heed.platform.base.operations import take_references
from heed.reviews.events import CaseAcknowledged, CaseReferred, CaseTied
from heed.reviews.models import Attachment, CaseReferral, RelatedReview, Review
from heed.reviews.operations.attachments import GivenFile, keep_attachments, store_files
from heed.reviews.operations.clocks import start_clock
from heed.reviews.operations.stages import enter_stage
from heed.reviews.policies.attachments import check_number
from heed.reviews.queries.cases import criteria_for, decisions_of, find_referral, rapid_of, referrals_of
from heed.reviews.queries.reviews import find_review
from heed.reviews.types import CATEGORIES, SAFETY, ReviewState, Safety, Tie

_MOST_CHILDREN = 30


def refer_case(
    actor: Actor,
    *,
    safety: str,
    who_acted: str,
    acted_when: str,
    children: Sequence[str],
    category: str,
    incident: str,
    what_happened: str,
    factors: str,
    agencies_known: str,
    family: str = "",
    before: str = "",
    at: datetime,
    files: Sequence[GivenFile] = (),
) -> CaseReferral:
    """Put a case forward for possible review. It gets a reference and a review of its own, whose clock starts.

    `family` is who belongs to it, `before` what happened in it earlier: both stand before the decision.

    `incident` is the day in words; it may be uncertain, and is not after today. `safety` may be left open: then the
    case's page begins with the question. `files` are kept with it: all of them, or the case is not put forward.
    """
    check_may(actor, Permission.REFER_CASES)
    today = timezone.localdate(at)
    names = [" ".join(each.split())[:120] for each in children if each.strip()]
    told = days_of(incident, today)
    problems = _problems(names, category, incident, told, what_happened, safety, today)
    if problems:
        raise Invalid("The case was not put forward yet.", fields=problems)
    check_number(files)
    stored = store_files(files=files, at=at)
    with transaction.atomic():
        [reference] = take_references(
            partnership_id=actor.partnership_id, name=f"CASE-{today.year}", how_many=1, width=3
        )
        case_ref = new_public_id()
        scope = scope_for_new_rows(actor.partnership_id, case_ref)
        review = Review.objects.create(
            public_id=case_ref,
            partnership_id=actor.partnership_id,
            scope=scope,
            reference=reference,
            name=f"Case {reference.removeprefix('CASE-')}",
            kind="case referral",
            state=ReviewState.REFERRED,
            registered_at=at,
            incident_text=incident.strip()[:80],
            incident_earliest=told.earliest,
            incident_latest=min(told.latest, today) if told.latest else None,
            guidance=criteria_for(today).name,
        )
        referral: CaseReferral = CaseReferral.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope,
            review=review,
            reference=reference,
            referred_by_id=actor.person_id,
            agency_id=actor.agency_id,
            referred_on=today,
            referred_at=at,
            safety=safety,
            who_acted=who_acted.strip()[:300],
            acted_when=acted_when.strip()[:120],
            children=names,
            category=category,
            what_happened=what_happened.strip(),
            factors=factors.strip(),
            agencies_known=agencies_known.strip(),
            family=family.strip(),
            before=before.strip(),
        )
        enter_stage(review, ReviewState.REFERRED, on=today, why="", person_id=actor.person_id, at=at)
        start_clock(review, "decision", starts_on=today)
        record(
            actor,
            CaseReferred(reference=reference),
            subject_kind="review",
            subject_ref=review.public_id,
            at=at,
        )
        keep_attachments(actor, review=review, about=reference, stored=stored, at=at)
    return referral


def _problems(
    names: Sequence[str],
    category: str,
    incident: str,
    told: Days,
    what_happened: str,
    safety: str,
    today: date,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if safety not in (*SAFETY, Safety.UNANSWERED):
        problems["safety"] = "Choose one, or leave it open"
    if not names:
        problems["children"] = "Name each child concerned, one on a line"
    elif len(names) > _MOST_CHILDREN:
        problems["children"] = f"Name at most {_MOST_CHILDREN} children"
    if category not in CATEGORIES:
        problems["category"] = "Choose what kind of case it is"
    if not incident.strip():
        problems["incident"] = (
            "Enter when it happened, as well as you know: 3 March 2024, or early March 2024"
        )
    elif told.earliest is None:
        problems["incident"] = (
            f"Write the date in another way, such as 3 March 2024: {told.note or 'it is unclear'}"
        )
    elif told.earliest > today:
        problems["incident"] = (
            "The incident is after today, the day of the referral. Enter the day it happened"
        )
    if not what_happened.strip():
        problems["what_happened"] = "Say in a few sentences what happened"
    return problems


@transaction.atomic
def acknowledge_referral(actor: Actor, *, ref: str, at: datetime) -> CaseReferral:
    """Tell whoever referred the case, on their page, that it was received and who did so."""
    check_may(actor, Permission.RECOMMEND_DECISIONS)
    row = find_referral(actor, ref)
    claimed = CaseReferral.objects.visible_to(actor).filter(pk=row.pk, acknowledged_at__isnull=True)
    if not claimed.update(acknowledged_at=at, acknowledged_by=actor.person_id, version=F("version") + 1):
        raise NotNow("This referral was acknowledged already.")
    happened = CaseAcknowledged(reference=row.reference)
    record(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)
    return find_referral(actor, ref)


@transaction.atomic
def tie_cases(actor: Actor, *, ref: str, other_ref: str, tie: str, why: str, at: datetime) -> Review:
    """Say how a case and another belong together.

    The same case: its referrals go over to the other, whose clock began earlier, and the case's own page is gone.
    The same child: both stay, and each shows the other. Neither: the other is not proposed again.
    """
    check_may(actor, Permission.RUN_REVIEWS)
    review, other = find_review(actor, ref), find_review(actor, other_ref)
    if review == other or tie not in set(Tie):
        raise Invalid(
            "Choose another case.", fields={"other": "Choose another case, and how the two belong together"}
        )
    happened = CaseTied(other=other.reference, tie=tie)
    if tie == Tie.SAME_CASE:
        _join(actor, review, other)
        record(actor, happened, subject_kind="review", subject_ref=other_ref, at=at)
        return other
    for one, two in ((review, other), (other, review)):
        RelatedReview.objects.for_everyone(because="both cases were found for the actor").get_or_create(
            review=one,
            other_ref=two.public_id,
            defaults={
                "partnership_id": one.partnership_id,
                "scope": scope_for_new_rows(one.partnership_id, one.public_id),
                "tie": tie,
                "why": " ".join(why.split())[:300],
                "said_by_id": actor.person_id,
                "said_at": at,
            },
        )
    record(actor, happened, subject_kind="review", subject_ref=ref, at=at)
    return review


def _join(actor: Actor, review: Review, other: Review) -> None:
    if decisions_of(actor, review) or rapid_of(actor, review) or not referrals_of(actor, review):
        raise NotNow(
            "Something was decided about this case already, so it stays. Say that it is about the same child."
        )
    if review.scope.case_ref:
        raise NotNow(
            "This case has access of its own. Open it to the partnership first, or say that it is about the same child."
        )
    for model in (CaseReferral, Attachment):
        model.objects.visible_to(actor).filter(review=review).update(review=other, version=F("version") + 1)
    settle(other.partnership_id, other.public_id)
    try:
        review.delete()
    except ProtectedError as stands_on_it:
        raise NotNow("Other records stand on this case, so it stays.") from stands_on_it
