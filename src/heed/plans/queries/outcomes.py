"""What was promised for recommendations, and what came of it: said beside a recommendation that asks the same again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from heed.plans.models import Action, EvidenceUse, Mark, NotHeld
from heed.plans.queries.counting import counts
from heed.plans.types import GONE, REPORTED_OR_FURTHER, VERIFIED_OR_FURTHER, ActionState, MarkKind
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock


@dataclass(frozen=True, slots=True)
class CameOf:
    """The actions of one recommendation that the actor may see, each once, those that ended left out.

    `level` is the most that their evidence shows, None where there is none. `closed_on` is the day by which all of
    them had been reported complete, here or elsewhere, as far as it is known; None where one was not, or no day is.
    `not_held` is why it did not hold.
    """

    actions: tuple[Any, ...] = ()
    level: int | None = None
    closed_on: date | None = None
    not_held: tuple[NotHeld, ...] = ()

    @property
    def reported(self) -> int:
        return sum(each.state in REPORTED_OR_FURTHER for each in self.actions)

    @property
    def verified(self) -> int:
        return sum(each.state in VERIFIED_OR_FURTHER for each in self.actions)

    @property
    def elsewhere(self) -> int:
        """How many another list says are closed: unverified here."""
        return sum(each.state == ActionState.CLOSED_ELSEWHERE for each in self.actions)

    @property
    def is_closed(self) -> bool:
        """Whether everything that was promised has been reported complete, here or elsewhere."""
        return bool(self.actions) and self.reported + self.elsewhere == len(self.actions)


def came_of(actor: Actor, recommendation_ids: Iterable[int]) -> dict[int, CameOf]:
    """For each of these recommendations (found for this actor before). Five queries, however many."""
    check_may(actor, Permission.READ_REGISTER)
    wanted = list(recommendation_ids)
    links = Action.recommendations.through.objects.filter(recommendation_id__in=wanted)
    pairs = list(links.values_list("recommendation_id", "action_id"))
    rows = Action.objects.visible_to(actor).filter(pk__in={action for _, action in pairs})
    actions = {
        row.pk: row
        for row in rows.exclude(state__in=GONE)
        .select_related("agency", "owner_post", "review")
        .order_by("position")
    }
    uses = EvidenceUse.objects.filter(
        counts(clock.today(), "evidence__"), action__in=actions, evidence__scope__in=visible_scope_ids(actor)
    )
    levels = dict(uses.order_by().values_list("action_id").annotate(most=Max("evidence__level")))
    marked = _last_marks(actions)
    said = _said_not_to_hold(actor, wanted)
    of: dict[int, list[Any]] = {each: [] for each in wanted}
    for recommendation, action in pairs:
        if action in actions:
            of[recommendation].append(actions[action])
    return {
        recommendation: CameOf(
            actions=tuple(sorted(found, key=lambda each: each.position)),
            level=max((levels[each.pk] for each in found if each.pk in levels), default=None),
            closed_on=_closed_on(found, marked),
            not_held=tuple(said[recommendation]),
        )
        for recommendation, found in of.items()
    }


def _last_marks(actions: Iterable[int]) -> dict[int, date]:
    """The day on which each was last said to be done, by name."""
    done = (MarkKind.REPORTED, MarkKind.ASSURED, MarkKind.VERIFIED)
    rows = Mark.objects.filter(action__in=list(actions), kind__in=done).order_by()
    return dict(rows.values_list("action_id").annotate(day=Max("on")))


def _closed_on(actions: list[Any], marked: dict[int, date]) -> date | None:
    """By marks made here, by the day until which another list promised what it says is closed, or by the day of the
    document that states it as done."""
    days = []
    for each in actions:
        elsewhere = each.state == ActionState.CLOSED_ELSEWHERE
        if not elsewhere and ActionState(each.state) not in REPORTED_OR_FURTHER:
            return None
        said = each.due_latest if elsewhere else marked.get(each.pk)
        day = said or (each.review.ordered_on if each.review else None)
        if day is None:
            return None
        days.append(day)
    return max(days, default=None)


def _said_not_to_hold(actor: Actor, recommendation_ids: list[int]) -> dict[int, list[NotHeld]]:
    """What was said of each and not taken back, by those who see both recommendations."""
    rows = NotHeld.objects.filter(
        recommendation__in=recommendation_ids,
        taken_back_at=None,
        repeated_by__scope__in=visible_scope_ids(actor),
    )
    found: dict[int, list[NotHeld]] = defaultdict(list)
    for row in rows.select_related("by", "repeated_by"):
        found[row.recommendation_id].append(row)
    return found
