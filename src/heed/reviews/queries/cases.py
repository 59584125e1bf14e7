"""Case referrals and what was decided about them, for those who may see the case."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.queries import standing_approval
from heed.platform.approvals.types import ForApproval, JointView
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, with_words
from heed.platform.rules.queries import find_edition, rules_of
from heed.reviews.models import (
    AgencyAsked,
    CaseDecision,
    CaseReferral,
    DayCorrection,
    FirstQuestion,
    RapidReview,
    RelatedReview,
    Review,
    ReviewClock,
    ReviewStage,
)
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.cases import Criteria, criteria_on, overlap, same_child
from heed.reviews.types import OUTCOMES, UNDECIDED, Tie

DECISION = "case_decision"
"""What a decision about a case is called among what is approved together."""


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """Where a concern about a child goes: never to Heed."""

    name: str
    contact: str


def front_door(actor: Actor, *, on: date) -> FrontDoor:
    """The partnership's own, else what Heed brings."""
    given = {**rules_of("reviews")["front_door"], **find_edition(actor, "front-door", on=on).content}
    return FrontDoor(given["name"], given["contact"])


def criteria_for(day: date) -> Criteria:
    """The questions of the edition of guidance in force on a day."""
    return criteria_on(rules_of("reviews")["criteria"], day)


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    """Which referrals to show; empty means all."""

    waiting: str = ""
    agency: str = ""
    category: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()


def filter_referrals(actor: Actor, wanted: ReferralFilter) -> QuerySet[Any]:
    """Referrals of cases that the actor may see, the oldest first: it has waited longest."""
    check_may(actor, Permission.READ_REGISTER)
    rows = CaseReferral.objects.visible_to(actor).select_related("review", "agency", "referred_by")
    rows = narrow(
        rows, wanted, {"agency": "agency__name", "category": "category", "refs": "review__public_id__in"}
    )
    if wanted.waiting:
        waits = rows.filter(review__decision__in=UNDECIDED, review__state__in=("referred", "decided"))
        rows = waits if wanted.waiting == "yes" else rows.exclude(pk__in=waits.values("pk"))
    rows = with_words(rows, wanted.words, "review__name__icontains", "reference__icontains")
    return rows.order_by("referred_on", "pk")


def referrals_of(actor: Actor, review: Review) -> list[CaseReferral]:
    """What was put forward as this case, the first first."""
    rows = CaseReferral.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("agency", "referred_by", "acknowledged_by"))


def find_referral(actor: Actor, ref: str) -> CaseReferral:
    """The referral with this public id, or `NotVisible`."""
    row: CaseReferral | None = (
        CaseReferral.objects.visible_to(actor).filter(public_id=ref).select_related("review").first()
    )
    if row is None:
        raise NotVisible
    return row


def decisions_of(actor: Actor, review: Review) -> list[CaseDecision]:
    """Everything that was recommended about a case, the first first; each stands, stood, or never did."""
    rows = CaseDecision.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("recommended_by"))


def approval_of(actor: Actor, decision: CaseDecision) -> JointView | None:
    """Who was asked to take this decision and what they said, or None where nobody was asked yet."""
    return standing_approval(actor, kind=DECISION, ref=decision.public_id)


def find_decision(actor: Actor, ref: str) -> ForApproval:
    """A recommendation exactly as it is put to those who decide, or `NotVisible`."""
    row = CaseDecision.objects.visible_to(actor).filter(public_id=ref).select_related("review").first()
    if row is None:
        raise NotVisible
    words = decision_words(row)
    review = find_review(actor, row.review.public_id)
    return ForApproval(
        title=f"{OUTCOMES[row.outcome]}: {review.reference}",
        words=words,
        sha256=hash_of(words),
        href=reverse("reviews:decision", args=[review.public_id]),
        case_ref=review.public_id,
    )


def hash_of(words: str) -> str:
    """Of exactly these words."""
    return hashlib.sha256(words.encode()).hexdigest()


def decision_words(row: CaseDecision) -> str:
    """All that is decided, in words."""
    what = OUTCOMES[row.outcome] + (f": {row.review_kind}" if row.review_kind else "")
    lines = [f"{what}.", "", row.reasons, ""]
    lines += [f"{each['question']}: {'yes' if each['met'] else 'no'}" for each in row.criteria]
    lines.append(f"Guidance: {row.guidance}")
    if row.look_again_on:
        lines.append(f"It waits for: {row.waits_for}. Look again on {row.look_again_on:%-d %B %Y}.")
    if row.dissent:
        lines.append(f"Not everybody agreed: {row.dissent}")
    return "\n".join(lines)


def decision_refs_of_case(case_ref: str) -> list[str]:
    """The public ids of a case's decisions, for everybody."""
    rows = CaseDecision.objects.for_everyone(because="approvals move with their case")
    return list(rows.filter(review__public_id=case_ref).values_list("public_id", flat=True))


def recommenders_of(ref: str) -> Mapping[int, str]:
    """Who recommended this: they do not decide it."""
    rows = CaseDecision.objects.for_everyone(because="whoever recommends does not decide")
    return dict(rows.filter(public_id=ref).values_list("recommended_by_id", "recommended_by__name"))


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case that may be the same, or about the same child, and why."""

    review: Review
    why: str


def possible_duplicates(actor: Actor, review: Review) -> list[Alike]:
    """Other cases, of those that the actor may see, that name the same child or may have the same day."""
    mine = referrals_of(actor, review)
    children = [child for each in mine for child in each.children]
    told = {each.other_ref for each in related_to(actor, review)}
    rows = CaseReferral.objects.visible_to(actor).exclude(review=review).select_related("review")
    found: dict[int, Alike] = {}
    for other in rows.order_by("-pk"):
        if other.review.public_id in told or other.review_id in found:
            continue
        why = _why_alike(review, children, {each.category for each in mine}, other)
        if why:
            found[other.review_id] = Alike(other.review, why)
    return list(found.values())


def cases_of_same_child(actor: Actor, children: Sequence[str]) -> list[Review]:
    """Cases, of those that the actor may see, that name one of these children, the newest first."""
    rows = CaseReferral.objects.visible_to(actor).select_related("review").order_by("-pk")
    return list(dict.fromkeys(each.review for each in rows if same_child(children, each.children)))


@dataclass(frozen=True, slots=True)
class Told:
    """What an agency (`by`) told of a family before a decision: of these `children`, on a day, for which case."""

    review: Review
    by: str
    on: date
    children: tuple[str, ...]
    family: str = ""
    before: str = ""


def family_history(actor: Actor, review: Review) -> list[Told]:
    """What is told of the family of a case's children, and of what happened in it before: by whoever put this case
    or another forward that names one of the children or was said to be of the same child, and by agencies that were
    asked what they know. Only of cases that the actor may see, the newest first."""
    mine = [child for each in referrals_of(actor, review) for child in each.children]
    tied = {each.other_ref for each in related_to(actor, review) if each.tie == Tie.SAME_CHILD}
    rows = (
        CaseReferral.objects.visible_to(actor)
        .select_related("review", "agency")
        .order_by("-referred_on", "-pk")
    )
    found = [
        Told(
            each.review,
            each.agency.name,
            each.referred_on,
            tuple(each.children),
            each.family,
            each.before
            if each.review_id == review.pk
            else "\n".join(filter(None, [each.before, f"{each.review.incident_text}: {each.what_happened}"])),
        )
        for each in rows
        if each.review_id == review.pk or each.review.public_id in tied or same_child(mine, each.children)
    ]
    asked = [each for each in asked_of(actor, review) if each.answer and each.answered_at]
    known = [Told(review, each.agency.name, each.asked_on, (), "", each.answer) for each in asked]
    return sorted([*found, *known], key=lambda each: each.on, reverse=True)


def _why_alike(review: Review, children: list[str], categories: set[str], other: CaseReferral) -> str:
    same = same_child(children, other.children)
    if same:
        return f"names {' and '.join(same)} too"
    ours = (review.incident_earliest, review.incident_latest)
    theirs = (other.review.incident_earliest, other.review.incident_latest)
    return (
        "may be of the same day, and the same kind"
        if overlap(ours, theirs) and other.category in categories
        else ""
    )


def related_to(actor: Actor, review: Review) -> list[RelatedReview]:
    """What was said of this review and others about the same child."""
    return list(RelatedReview.objects.visible_to(actor).filter(review=review).order_by("pk"))


def stages_of(actor: Actor, review: Review) -> list[ReviewStage]:
    """Every step that the review took, the first first."""
    rows = ReviewStage.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("said_by"))


def day_corrections_of(actor: Actor, review: Review) -> list[DayCorrection]:
    """Each time that somebody corrected the review's day, the newest first."""
    rows = DayCorrection.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("said_by").order_by("-pk"))


def rapid_of(actor: Actor, review: Review) -> RapidReview | None:
    """The case's rapid review, where it has one."""
    row: RapidReview | None = RapidReview.objects.visible_to(actor).filter(review=review).first()
    return row


def asked_of(actor: Actor, review: Review) -> list[AgencyAsked]:
    """Each agency that was asked what it knows, with its answer."""
    rows = AgencyAsked.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("agency", "answered_by").order_by("agency__name"))


def clocks_of(actor: Actor, review: Review) -> list[ReviewClock]:
    """The clocks of a review, those that run first, by their day."""
    rows = ReviewClock.objects.visible_to(actor).filter(review=review)
    found = list(rows.select_related("agency").prefetch_related("pauses"))
    return sorted(found, key=lambda each: (each.ended_on is not None, each.due_on or date.max, each.pk))


def find_clock(actor: Actor, ref: str) -> ReviewClock:
    """The clock with this public id, or `NotVisible`."""
    rows = ReviewClock.objects.visible_to(actor).select_related("review", "agency")
    row: ReviewClock | None = rows.filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def running_clocks(actor: Actor) -> QuerySet[Any]:
    """Every clock that runs, of the reviews that the actor may see."""
    rows: QuerySet[Any] = ReviewClock.objects.visible_to(actor).filter(ended_on__isnull=True)
    return rows.select_related("review", "agency")


def _rows_of(model: Any) -> Callable[[str], QuerySet[Any]]:
    def rows(case_ref: str) -> QuerySet[Any]:
        every = model.objects.for_everyone(because="a case moves as a whole")
        found: QuerySet[Any] = every.filter(review__public_id=case_ref)
        return found

    return rows


TABLES: dict[str, Callable[[str], QuerySet[Any]]] = {
    str(model._meta.model_name): _rows_of(model)
    for model in (
        CaseReferral,
        CaseDecision,
        ReviewStage,
        DayCorrection,
        RelatedReview,
        RapidReview,
        AgencyAsked,
        FirstQuestion,
        ReviewClock,
    )
}
"""Rows that move with their case."""
