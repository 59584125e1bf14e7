"""How long each step of each review took, against its target."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from heed.kit.clocks import OutsideCalendar, Pause, Timescales, WorkingDays, deadline
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.rules.queries import rules_of
from heed.reviews.models import RapidReview, Review, ReviewClock, ReviewStage
from heed.reviews.queries.timescales import timescales_of
from heed.reviews.rules.cases import working_days
from heed.reviews.types import STAGES, Outcome, ReviewState

_LATEST = ("decided", "accepted")
"""Steps that may be taken again: the last time counts. Of all others the first."""
_OVER = frozenset({ReviewState.PUBLISHED, ReviewState.WITHHELD, ReviewState.CLOSED})
"""A rapid review's own steps run no longer."""


@dataclass(frozen=True, slots=True)
class Pace:
    """One step of a review: from which day to which, and by when it should have been. One that is `running` ends on
    the day on which it is looked at."""

    review: Review
    key: str
    began_on: date
    ended_on: date
    due_on: date | None
    running: bool = False

    @property
    def days(self) -> int:
        return (self.ended_on - self.began_on).days

    @property
    def in_time(self) -> bool | None:
        """None where there is no target."""
        return None if self.due_on is None else self.ended_on <= self.due_on


def pace_steps() -> list[dict[str, str]]:
    """The steps as `rules/reviews.yaml` has them: key, name, from, to, and the clock that is their target."""
    written: list[dict[str, str]] = rules_of("reviews")["pace"]
    return written


def pace_of_reviews(actor: Actor) -> list[Pace]:
    """Every step that the reviews the actor may see have taken, the newest first, and those that still run. Five
    queries."""
    check_may(actor, Permission.READ_REGISTER)
    reviews = {row.pk: row for row in Review.objects.visible_to(actor).exclude(stages=None).distinct()}
    days: dict[int, dict[str, date]] = {pk: _incident(row) for pk, row in reviews.items()}
    for stage in ReviewStage.objects.visible_to(actor).filter(review__in=reviews).order_by("pk"):
        known = days[stage.review_id]
        if stage.state in _LATEST or stage.state not in known:
            known[stage.state] = stage.reached_on
    for rapid in RapidReview.objects.visible_to(actor).filter(review__in=reviews):
        told = {"aware": rapid.aware_on, "notified": rapid.notified_on, "sent": rapid.sent_on}
        days[rapid.review_id] |= {name: on for name, on in told.items() if on}
    pauses = _pauses(actor, reviews)
    today = clock.today()
    rules = timescales_of(actor.partnership_id, on=today)
    calendar = working_days(rules_of("working-days"))
    found = [
        Pace(
            reviews[pk],
            step["key"],
            known[step["from"]],
            known.get(step["to"], today),
            _due(rules, calendar, step, known, pauses.get((pk, step.get("clock", "")), [])),
            running=step["to"] not in known,
        )
        for pk, known in days.items()
        for step in pace_steps()
        if step["from"] in known
        and (step["to"] in known or _runs(reviews[pk], step["to"]))
        and known[step["from"]] <= known.get(step["to"], today)
    ]
    return sorted(found, key=lambda each: (each.ended_on, each.review.pk), reverse=True)


def _runs(review: Review, to: str) -> bool:
    """Whether a review is still on its way to this step: it has not gone past it, and will not do without it."""
    state = ReviewState(review.state)
    if to not in STAGES:
        return state not in _OVER
    order = list(STAGES)
    carried = state is not ReviewState.DECIDED or review.decision == Outcome.REVIEW
    return order.index(state) < order.index(ReviewState(to)) and (carried or to == "closed")


def _incident(review: Review) -> dict[str, date]:
    return {"incident": review.incident_earliest} if review.incident_earliest else {}


def _pauses(actor: Actor, reviews: Collection[int]) -> dict[tuple[int, str], list[Pause]]:
    """While what clocks stood still, by review and clock."""
    found: dict[tuple[int, str], list[Pause]] = {}
    for row in ReviewClock.objects.visible_to(actor).filter(review__in=reviews).prefetch_related("pauses"):
        found.setdefault((row.review_id, row.key), []).extend(each.counted for each in row.pauses.all())
    return found


def _due(
    rules: Timescales,
    calendar: WorkingDays,
    step: Mapping[str, Any],
    known: Mapping[str, date],
    pauses: Sequence[Pause],
) -> date | None:
    """None where nothing says by when, or a pause lasted to the end."""
    began = known[step["from"]]
    rule = rules.find(step["clock"], on=began) if "clock" in step else None
    try:
        return deadline(rule, began, days=calendar, pauses=pauses).on if rule else None
    except OutsideCalendar:
        return None
