"""What the first page counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from heed.assurance.queries import AssuranceFilter, page_of_assurance
from heed.assurance.types import Kind, State
from heed.learning.queries import (
    RecommendationFilter,
    count_unanswered,
    filter_recommendations,
)
from heed.learning.types import RecommendationState
from heed.memory.queries import LessonFilter, Told, told_lessons
from heed.plans.queries import ActionFilter, checks_waiting, filter_actions
from heed.plans.types import REPORTED_OR_FURTHER, VERIFIED_OR_FURTHER
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.reviews.queries import ReviewFilter, filter_reviews

if TYPE_CHECKING:
    from heed.assurance.models import Assurance
    from heed.learning.models import Recommendation
    from heed.plans.models import EmbeddedCheck


@dataclass(frozen=True, slots=True)
class Counts:
    recommendations: int
    reviews: int
    actions: int
    reported: int
    verified: int
    difference_seen: int
    late: int


def count_register(actor: Actor) -> Counts:
    """The register in five figures, of what this actor may see."""
    recommendations = filter_recommendations(actor, RecommendationFilter())
    asked = _by_state(recommendations)
    promised = _by_state(filter_actions(actor, ActionFilter(how_far="in_plan")))
    return Counts(
        recommendations=asked.total(),
        reviews=filter_reviews(actor, ReviewFilter()).count(),
        actions=promised.total(),
        reported=sum(promised[state] for state in REPORTED_OR_FURTHER),
        verified=sum(promised[state] for state in VERIFIED_OR_FURTHER),
        difference_seen=asked[RecommendationState.EMBEDDED],
        late=filter_actions(actor, ActionFilter(late_on=clock.today())).count(),
    )


def _by_state(rows: QuerySet[Any]) -> Counter[str]:
    """How many rows there are in each state: read once, for every figure about them."""
    return Counter(dict(rows.order_by().values_list("state").annotate(number=Count("*"))))


def threads_that_stopped(actor: Actor, *, state: str = "", limit: int = 5) -> list[Recommendation]:
    """Recommendations of the newest reviews that are not implemented so far, of any state or of one."""
    rows = (
        filter_recommendations(actor, RecommendationFilter(how_far="unsettled", state=state))
        .select_related("review", "theme")
        .prefetch_related("addressees")
        .order_by("-review_id", "position")
    )
    return list(rows[:limit])


def reported_unverified(actor: Actor, *, limit: int = 5) -> list[Recommendation]:
    """Recommendations all of whose actions are reported complete and none verified, the oldest first."""
    rows = filter_recommendations(actor, RecommendationFilter(how_far="unverified"))
    related = rows.select_related("review", "theme").prefetch_related("addressees")
    return list(related.order_by("review_id", "position")[:limit])


def repeated_lessons(actor: Actor, *, limit: int = 5) -> list[Told]:
    """Lessons, those recommended again after they had been closed first, then the most often recommended."""
    told = told_lessons(actor, LessonFilter())
    told.sort(key=lambda each: (-each.after_closure, -len(each.tellings), each.lesson.reference))
    return told[:limit]


def unanswered_challenges(actor: Actor, *, limit: int = 5) -> list[Assurance]:
    """Challenges that an agency has not answered, the most urgent first."""
    wanted = AssuranceFilter(which=Kind.CHALLENGE, state=State.OPEN)
    return page_of_assurance(actor, wanted, order="", offset=0, limit=limit)[0]


def next_checks(actor: Actor, *, limit: int = 5) -> list[EmbeddedCheck]:
    """The next verified actions of which somebody is to say whether they are embedded."""
    return list(checks_waiting(actor)[:limit])


@dataclass(frozen=True, slots=True)
class SilentAgency:
    name: str
    ref: str
    unanswered: int


def silent_agencies(actor: Actor, *, limit: int = 5) -> list[SilentAgency]:
    """Agencies that were asked by name and have not answered, the most often asked first."""
    return [SilentAgency(name, ref, number) for name, ref, number in count_unanswered(actor)[:limit]]
