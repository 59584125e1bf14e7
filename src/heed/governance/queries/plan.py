"""What a meeting asks of the action plan and of reviews, for whoever reads: the one place that asks the rooms below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from heed.assurance.queries import AssuranceFilter, filter_assurance
from heed.assurance.types import State as AssuranceState
from heed.governance.queries.groups import meeting_rules
from heed.learning.queries import RecommendationFilter, count_unanswered, filter_recommendations
from heed.plans.queries import (
    WAITS_FOR_A_GROUP,
    WAITS_TO_BE_VERIFIED,
    ActionFilter,
    actions_to_close,
    escalated_actions,
    evidence_of_actions,
    filter_actions,
    first_actions,
)
from heed.plans.types import (
    GONE,
    OPEN,
    REPORTED_OR_FURTHER,
    VERIFIED_OR_FURTHER,
    ActionState,
    MarkKind,
)
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.ui.wording import plural
from heed.reviews.queries import list_reviews
from heed.reviews.queries.cases import running_clocks
from heed.reviews.types import CARRIED_OUT, STAGES, ReviewState

MOST = 200
"""Rows that one table of a pack shows; the rest is counted, and stands in the register."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Some rows, and how many there are."""

    rows: list[Any]
    total: int


@dataclass(frozen=True, slots=True)
class PlanAtMeeting:
    """The action plan as a meeting looks at it."""

    overdue: Listed
    due: Listed
    waiting: Listed
    """Reported complete or assured, and nobody has verified them."""
    moves: Listed
    """Somebody asks for another date."""
    to_close: Listed
    """Verified, and no group has closed them; none where the partnership asks for no such decision."""
    closed: Listed
    """Verified, or closed where that is asked for, since the last meeting."""
    escalated: Listed
    """Unfinished at their review date, and escalated to this group."""

    def __iter__(self) -> Iterator[Listed]:
        return iter(getattr(self, each.name) for each in fields(self))


def plan_at(
    actor: Actor, *, on: date, since: date, until: date, by_group: bool, group_id: int
) -> PlanAtMeeting:
    """The plan on the day; `since` is the last meeting's, `until` the last that counts as due soon. `by_group`:
    actions close only by a group's decision."""
    every = filter_actions(actor, ActionFilter())
    still = every.filter(state__in=OPEN)
    done = every.filter(marks__kind=MarkKind.VERIFIED, marks__on__gt=since, marks__on__lte=on)
    closed = every.filter(closed_on__gt=since, closed_on__lte=on)
    return PlanAtMeeting(
        overdue=first_of(still.filter(due_latest__lt=on)),
        due=first_of(still.filter(due_latest__range=(on, until))),
        waiting=first_of(every.filter(WAITS_TO_BE_VERIFIED)),
        moves=first_of(every.filter(state=ActionState.EXTENSION_REQUESTED)),
        to_close=first_of(every.filter(WAITS_FOR_A_GROUP) if by_group else every.none()),
        closed=first_of(closed if by_group else done.distinct()),
        escalated=first_of(escalated_actions(every).filter(told_group=group_id)),
    )


def evidence_of_plan(actor: Actor, plan: PlanAtMeeting) -> dict[int, list[Any]]:
    """What was given for the actions that a meeting verifies, sends back or closes, by action."""
    listed = (plan.waiting, plan.to_close)
    return evidence_of_actions(actor, {row.pk for each in listed for row in each.rows})


def assurance_at(actor: Actor, *, since: date) -> list[Any]:
    """Challenges, letters and requests for assurance that are not settled, or were answered since the day, by kind
    and day."""
    rows = filter_assurance(actor, AssuranceFilter()).exclude(state=AssuranceState.WITHDRAWN)
    still = rows.filter(~Q(state=AssuranceState.CLOSED) | Q(entries__written_at__date__gt=since))
    related = still.distinct().select_related("agency", "review")
    return list(related.order_by("kind", "due_on", "pk")[:MOST])


def first_of(rows: QuerySet[Any]) -> Listed:
    """As many of these actions as a table shows."""
    return Listed(*first_actions(rows, limit=MOST))


@dataclass(frozen=True, slots=True)
class AgencyAtMeeting:
    """What is exceptional about one agency, beside what it was asked."""

    name: str
    ref: str
    actions: int
    reported: int
    verified: int
    overdue: int
    unanswered: int


_COUNTED = ("actions", "reported", "verified", "overdue")


def exceptions_by_agency(actor: Actor, *, on: date) -> list[AgencyAtMeeting]:
    """Agencies with something overdue, waiting to be verified or unanswered, the most overdue first."""
    late = Q(due_latest__lt=on, state__in=OPEN)
    rows = (
        filter_actions(actor, ActionFilter())
        .filter(agency__isnull=False)
        .exclude(state__in=GONE)
        .order_by()
        .values("agency__name", "agency__public_id")
        .annotate(
            actions=Count("pk"),
            reported=Count("pk", filter=Q(state__in=REPORTED_OR_FURTHER)),
            verified=Count("pk", filter=Q(state__in=VERIFIED_OR_FURTHER)),
            overdue=Count("pk", filter=late),
        )
    )
    unanswered = {(name, ref): number for name, ref, number in count_unanswered(actor)}
    counted = {(each["agency__name"], each["agency__public_id"]): each for each in rows}
    found = [
        AgencyAtMeeting(
            name=key[0],
            ref=key[1],
            unanswered=unanswered.get(key, 0),
            **{each: counted.get(key, {}).get(each, 0) for each in _COUNTED},
        )
        for key in {*counted, *unanswered}
    ]
    exceptional = [each for each in found if each.overdue or each.unanswered or each.reported > each.verified]
    return sorted(exceptional, key=lambda each: (-each.overdue, -each.unanswered, each.name))


@dataclass(frozen=True, slots=True)
class ClockAtMeeting:
    """A clock of a review that runs: by when (None: paused), and whose it is ("": nobody's else)."""

    name: str
    who: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ReviewAtMeeting:
    """A review, how far it is and how long it has stood, its clocks, the first due first, and what was reported of it
    against what was verified."""

    ref: str
    name: str
    reference: str
    kind: str
    stage: str
    clocks: tuple[ClockAtMeeting, ...]
    published_on: date | None
    days: int | None
    recommendations: int
    embedded: int
    superseded: int
    """For which another stands: nothing of them is waited for."""
    actions: int
    reported: int
    verified: int
    overdue: int


def reviews_at(actor: Actor, *, on: date) -> list[ReviewAtMeeting]:
    """Every review that is carried out, waits for a decision, has a clock that runs or something still open, the one
    that has stood longest first. Four queries."""
    actions = _by_review(
        filter_actions(actor, ActionFilter()).filter(review__isnull=False).exclude(state__in=GONE),
        actions=Count("pk"),
        reported=Count("pk", filter=Q(state__in=REPORTED_OR_FURTHER)),
        verified=Count("pk", filter=Q(state__in=VERIFIED_OR_FURTHER)),
        overdue=Count("pk", filter=Q(due_latest__lt=on, state__in=OPEN)),
    )
    asked = _by_review(
        filter_recommendations(actor, RecommendationFilter()),
        recommendations=Count("pk"),
        embedded=Count("pk", filter=Q(state="embedded")),
        superseded=Count("pk", filter=Q(state="superseded")),
    )
    clocks = _clocks(actor)
    still = [
        found
        for each in list_reviews(actor)
        for found in [
            _review(each, on, clocks.get(each.pk, ()), {**asked.get(each.pk, {}), **actions.get(each.pk, {})})
        ]
        if _is_open(each, found)
    ]
    return sorted(
        still, key=lambda each: (each.published_on is None, each.published_on or on, each.reference)
    )


_IN_HAND = CARRIED_OUT | {ReviewState.REFERRED, ReviewState.ACCEPTED}


def _is_open(row: Any, found: ReviewAtMeeting) -> bool:
    if row.state == ReviewState.CLOSED:
        return False
    put_off = row.state == ReviewState.DECIDED and row.look_again_on is not None
    asked = found.recommendations - found.superseded
    open_ = asked > found.embedded or found.actions > found.verified
    return row.state in _IN_HAND or put_off or bool(found.clocks) or open_


def _clocks(actor: Actor) -> dict[int, tuple[ClockAtMeeting, ...]]:
    found: dict[int, tuple[ClockAtMeeting, ...]] = {}
    for row in running_clocks(actor).order_by(F("due_on").asc(nulls_last=True), "pk"):
        who = row.agency.name if row.agency else ""
        clock = ClockAtMeeting(row.rule["name"], who, row.due_on)
        found[row.review_id] = (*found.get(row.review_id, ()), clock)
    return found


def _by_review(rows: QuerySet[Any], **counts: Any) -> dict[int, dict[str, int]]:
    counted = rows.order_by().values("review").annotate(**counts)
    return {each.pop("review"): each for each in counted}


def _review(
    row: Any, on: date, clocks: tuple[ClockAtMeeting, ...], counts: dict[str, int]
) -> ReviewAtMeeting:
    since = row.published_latest
    names = ("recommendations", "embedded", "superseded", "actions", "reported", "verified", "overdue")
    return ReviewAtMeeting(
        ref=row.public_id,
        name=row.name,
        reference=row.reference,
        kind=row.kind,
        stage=STAGES[ReviewState(row.state)],
        clocks=clocks,
        published_on=since,
        days=(on - since).days if since and since <= on else None,
        **{name: counts.get(name, 0) for name in names},
    )


def until_of(on: date, days: int) -> date:
    """The last day that counts as due soon."""
    return on + timedelta(days=days)


def action_called(actor: Actor, reference: str) -> Any:
    """The action with this reference, of those that the actor may see; `Invalid` where there is none."""
    given = " ".join(reference.split())
    row = filter_actions(actor, ActionFilter()).filter(reference__iexact=given).first() if given else None
    if row is None:
        said = f"No action is called “{given}”" if given else "Say which action it is, by its reference"
        raise Invalid(f"{said}.", fields={"other": said})
    return row


def closings_keep_open(actor: Actor, review: Any) -> str:
    """How many of a review's actions wait for a group to close them, where the partnership's rule asks for that."""
    many = actions_to_close(actor, review.pk)
    if not many or not meeting_rules(actor, on=clock.today())["close_in_groups"]:
        return ""
    return f"{many} of its actions {plural(many, 'waits', 'wait')} for a group to close {plural(many, 'it', 'them')}."
