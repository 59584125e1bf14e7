"""What can be due of cases and reviews: clocks that run, and decisions that were put off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.reviews.models import AgencyAsked, CaseReferral, FirstQuestion, Review
from heed.reviews.queries.cases import running_clocks
from heed.reviews.queries.drafts import DRAFT_CLOCK
from heed.reviews.queries.handovers import waiting_offers
from heed.reviews.types import SAFETY, Outcome, ReviewState, Safety

_TEAM = frozenset({Role.OFFICER, Role.BUSINESS_MANAGER})
_AGENCY = frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR})
_OF_DECISION = "decision"
_UNSAID = Q(safety__in=(Safety.UNANSWERED, Safety.NOT_KNOWN)) | (
    Q(safety=Safety.YES) & (Q(who_acted="") | Q(acted_when=""))
)
"""As `rules.cases.safety_is_open` has it."""


def _clock(row: Any, page: str) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.review.reference,
        href=reverse(f"reviews:{page}", args=[row.review.public_id]),
        on=row.due_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        agency_id=row.agency_id,
        who=row.agency.name if row.agency else "",
        note=row.rule["name"],
    )


def find_undecided(actor: Actor, wanted: Wanted) -> Found:
    """Cases that nobody has decided about, by the day on which they should be."""
    rows = running_clocks(actor).filter(key=_OF_DECISION).exclude(review__decision=Outcome.DEFER)
    return gather(rows, wanted, on="due_on", make=lambda row: _clock(row, "decision"))


def find_clocks(actor: Actor, wanted: Wanted) -> Found:
    """All other clocks of reviews that nobody else is waited for."""
    rows = running_clocks(actor).filter(agency=None).exclude(key__in=(_OF_DECISION, DRAFT_CLOCK))
    return gather(rows, wanted, on="due_on", make=lambda row: _clock(row, "clocks"))


def find_asked(actor: Actor, wanted: Wanted) -> Found:
    """What agencies were asked for a rapid review."""
    rows = running_clocks(actor).filter(key="agency_information")
    make = lambda row: _clock(row, "rapid")  # noqa: E731
    return gather(rows, wanted, on="due_on", agency="agency", make=make)


def find_to_look_again(actor: Actor, wanted: Wanted) -> Found:
    """Decisions that were put off, by the day to look again."""
    rows = Review.objects.visible_to(actor).filter(decision=Outcome.DEFER, state="decided")
    return gather(rows, wanted, on="look_again_on", make=_put_off)


def _put_off(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("reviews:decision", args=[row.public_id]),
        on=row.look_again_on,
        scope_id=row.scope_id,
        case_ref=row.public_id,
        note="The decision was put off",
    )


def find_unsafe(actor: Actor, wanted: Wanted) -> Found:
    """Referrals of which nobody has said whether a child is unsafe now, or who acted and when."""
    rows = CaseReferral.objects.visible_to(actor).filter(_UNSAID).exclude(review__state=ReviewState.CLOSED)
    return gather(rows.select_related("review"), wanted, on="referred_on", make=_unsafe)


def find_unreceived(actor: Actor, wanted: Wanted) -> Found:
    """Referrals that nobody has acknowledged."""
    rows = CaseReferral.objects.visible_to(actor).filter(acknowledged_at__isnull=True)
    rows = rows.exclude(review__state=ReviewState.CLOSED).select_related("review")
    return gather(rows, wanted, on="referred_on", make=_unreceived)


def _unreceived(row: Any) -> Due:
    return replace(_unsafe(row), note="Put forward, and not acknowledged yet")


def _unsafe(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("reviews:decision", args=[row.review.public_id]),
        on=row.referred_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        note="Is any child unsafe now, who acted, and when?",
    )


def find_not_known(actor: Actor, wanted: Wanted) -> Found:
    """Agencies that did not know yet, for a rapid review, whether a child is unsafe, or who acted and when."""
    rows = AgencyAsked.objects.visible_to(actor).filter(_UNSAID, answered_at__isnull=False)
    rows = rows.exclude(review__state=ReviewState.CLOSED).select_related("review", "agency")
    return gather(rows, wanted, on="asked_on", make=_not_known)


def find_returns(actor: Actor, wanted: Wanted) -> Found:
    """The same of agencies that came to give a submission or a chronology."""
    rows = FirstQuestion.objects.visible_to(actor).filter(_UNSAID).exclude(review__state=ReviewState.CLOSED)
    return gather(rows.select_related("review", "agency"), wanted, on="said_on", make=_not_known)


def _not_known(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.review.reference,
        href=reverse("reviews:decision", args=[row.review.public_id]),
        on=row.asked_since,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        who=row.agency.name,
        note=f"{row.asked_of}: {SAFETY[row.safety]}",
    )


def _referrals(actor: Actor) -> str:
    return f"{reverse('reviews:referrals')}?waiting=yes"


def _reviews(actor: Actor) -> str:
    return reverse("reviews:list")


UNSAFE = DueKind(
    name="case_safety",
    record="review",
    what="First question of a case",
    ask="Find out whether a child is unsafe now: {reference}",
    chase="Nobody has said whether a child is unsafe now: {reference}",
    button="Open",
    noun=("case whose first question is open", "cases whose first question is open"),
    owners=_TEAM,
    find=find_unsafe,
    older_href=_referrals,
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
UNSAFE_ASKED = DueKind(
    name="rapid_review_safety",
    record="review",
    what="First question of a rapid review",
    ask="Find out with {who} whether a child is unsafe now: {reference}",
    chase="{who} does not know yet whether a child is unsafe now: {reference}",
    button="Open",
    noun=(
        "answer that does not say whether a child is unsafe",
        "answers that do not say whether a child is unsafe",
    ),
    owners=_TEAM,
    find=find_not_known,
    older_href=_reviews,
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
UNSAFE_RETURNS = replace(
    UNSAFE_ASKED, name="return_safety", what="First question of a return", find=find_returns
)
UNRECEIVED = DueKind(
    name="case_received",
    record="review",
    what="Case to acknowledge",
    ask="Acknowledge {reference}",
    chase="{reference} is not acknowledged",
    button="Open",
    noun=("case to acknowledge", "cases to acknowledge"),
    owners=_TEAM | {Role.INDEPENDENT_CHAIR},
    find=find_unreceived,
    older_href=_referrals,
    by_agency=False,
    may=Permission.RECOMMEND_DECISIONS,
)
UNDECIDED_CASES = DueKind(
    name="case_decision",
    record="review",
    what="Case without a decision",
    ask="See that {reference} is decided",
    chase="{reference} is not decided",
    button="Open",
    noun=("undecided case", "undecided cases"),
    owners=_TEAM,
    find=find_undecided,
    older_href=_referrals,
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
LOOK_AGAIN = DueKind(
    name="look_again",
    record="review",
    what="Decision to look at again",
    ask="Look again at {reference}",
    chase="Nobody has looked again at {reference}",
    button="Open",
    noun=("decision put off", "decisions put off"),
    owners=_TEAM,
    find=find_to_look_again,
    older_href=_referrals,
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
CLOCKS = DueKind(
    name="review_clock",
    record="review",
    what="Clock of a review",
    ask="A clock of {reference} runs out",
    chase="A clock of {reference} has run out",
    button="Open",
    noun=("clock", "clocks"),
    owners=_TEAM,
    find=find_clocks,
    older_href=_reviews,
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
ASKED = DueKind(
    name="rapid_review_asked",
    record="review",
    what="Asked for a rapid review",
    ask="Say what your agency knows for {reference}",
    chase="{who} has not said what it knows for {reference}",
    button="Answer",
    noun=("request of a rapid review", "requests of rapid reviews"),
    owners=_AGENCY,
    find=find_asked,
    older_href=_reviews,
)


def find_offers(actor: Actor, wanted: Wanted) -> Found:
    """Cases that other partnerships hand over, and nobody has answered."""
    return gather(waiting_offers(actor), wanted, on="offered_on", make=_offered)


def _offered(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.their_reference,
        href=reverse("reviews:offered_case", args=[row.public_id]),
        on=row.offered_on,
        scope_id=row.scope_id,
        who=row.from_name,
        note=f"{row.from_name} hands a case over",
    )


OFFERS = DueKind(
    name="case_offered",
    record="offeredcase",
    what="Case that is handed over",
    ask="Say whether you take {reference} of {who}",
    chase="Nobody has said whether {reference} of {who} is taken",
    button="Open",
    noun=("case that is handed over", "cases that are handed over"),
    owners=frozenset({Role.BUSINESS_MANAGER}),
    find=find_offers,
    older_href=lambda actor: reverse("reviews:offered"),
    by_agency=False,
    may=Permission.HAND_OVER,
)
