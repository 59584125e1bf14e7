"""What actions come to for the recommendations that they serve, computed again whenever one changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from heed.learning.operations import set_threads
from heed.learning.queries import deliveries_that_differ
from heed.learning.types import Delivery
from heed.plans.models import Action, DifferenceJudgement, Evidence, EvidenceUse, NotHeld
from heed.plans.queries import action_rows, counts, seen_by_all_who_see
from heed.plans.rules import count_delivery
from heed.plans.types import ActionFacts, ActionState, EvidenceLevel
from heed.platform.access.queries import heed_itself
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.batches import batches
from heed.platform.partnerships.models import Partnership


def deliveries_of(recommendation_ids: Iterable[int], *, today: date | None = None) -> dict[int, Delivery]:
    """What was promised and came of it, for each of these recommendations, with the evidence that counts today. Five
    queries, however many.

    What not everybody sees who sees the recommendation (an action of a restricted case that serves it as well)
    counts for nothing there: its count would tell of it.
    """
    wanted = list(recommendation_ids)
    links = Action.recommendations.through.objects.filter(recommendation_id__in=wanted)
    seen = links.filter(seen_by_all_who_see("action__scope", "recommendation__scope"))
    rows = list(seen.values_list("recommendation_id", "action_id", "action__state", "action__single_agency"))
    actions = {action for _, action, _, _ in rows}
    today = today or clock.today()
    levels, parts, judged = _levels(actions, today), _parts(wanted), _newest_judgements(wanted, today)
    not_held = _not_held(wanted, judged)
    facts: dict[int, list[ActionFacts]] = {each: [] for each in wanted}
    for recommendation, action, state, single in rows:
        named = frozenset(parts.get((recommendation, action), ()))
        facts[recommendation].append(ActionFacts(ActionState(state), single, levels.get(action), named))
    return {
        each: count_delivery(
            found,
            difference_seen=each in judged and judged[each].sees,
            not_held=each in not_held,
        )
        for each, found in facts.items()
    }


def _levels(action_ids: set[int], today: date) -> dict[int, int]:
    """The highest level of each action's evidence, of what counts on the day and whoever sees the action sees."""
    uses = EvidenceUse.objects.filter(counts(today, "evidence__"), action__in=action_ids)
    seen = uses.filter(seen_by_all_who_see("evidence__scope", "action__scope")).order_by()
    return dict(seen.values_list("action_id").annotate(level=Max("evidence__level")))


def _parts(recommendation_ids: list[int]) -> dict[tuple[int, int], list[int]]:
    """The parts that actions name, by recommendation and action."""
    links = Action.parts.through.objects.filter(recommendationpart__recommendation__in=recommendation_ids)
    found: dict[tuple[int, int], list[int]] = {}
    for recommendation, action, part in links.values_list(
        "recommendationpart__recommendation_id", "action_id", "recommendationpart_id"
    ):
        found.setdefault((recommendation, action), []).append(part)
    return found


class _Newest(NamedTuple):
    """The newest judgement of a recommendation: whether it sees a difference, on evidence that can show one."""

    sees: bool
    at: datetime


def _newest_judgements(recommendation_ids: list[int], today: date) -> dict[int, _Newest]:
    strong = Evidence.objects.for_everyone(because="a thread is computed from all there is").filter(
        counts(today), judgements=OuterRef("pk"), level__gte=EvidenceLevel.PRACTICE
    )
    rows = DifferenceJudgement.objects.filter(recommendation__in=recommendation_ids).order_by("pk")
    return {
        recommendation: _Newest(seen and rests, at)
        for recommendation, seen, rests, at in rows.annotate(rests=Exists(strong)).values_list(
            "recommendation_id", "seen", "rests", "at"
        )
    }


def _not_held(recommendation_ids: list[int], judged: dict[int, _Newest]) -> set[int]:
    """Those of which somebody said that what was done did not hold, and no difference was seen since. What was
    recommended again in a case that not everybody sees counts for nothing: the state would tell of it."""
    rows = NotHeld.objects.filter(recommendation__in=recommendation_ids, taken_back_at=None)
    seen = rows.filter(seen_by_all_who_see("repeated_by__scope", "recommendation__scope"))
    return {
        recommendation
        for recommendation, at in seen.values_list("recommendation_id", "at")
        if not (recommendation in judged and judged[recommendation].sees and judged[recommendation].at > at)
    }


_gathered: ContextVar[set[int] | None] = ContextVar(
    "actions whose threads are written at the end", default=None
)


@contextmanager
def threads_once(actor: Actor) -> Iterator[None]:
    """While many actions change in one transaction: the threads that they serve are written once, at its end, and
    not after each."""
    gathered: set[int] = set()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    refresh_threads(actor, action_ids=gathered)


def refresh_threads(actor: Actor, *, action_ids: Iterable[int]) -> None:
    """Write the threads of all recommendations that these actions serve, in the caller's transaction."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered |= set(action_ids)
        return
    links = Action.recommendations.through.objects.filter(action_id__in=list(action_ids))
    served = set(links.values_list("recommendation_id", flat=True))
    if served:
        set_threads(actor, deliveries=deliveries_of(served))


def refresh_after_settling(actor: Actor, *, case_ref: str) -> None:
    """Other people see a case's rows than before: what its actions count for elsewhere is computed again."""
    refresh_threads(actor, action_ids=action_rows(case_ref).values_list("pk", flat=True))
    links = Action.recommendations.through.objects.filter(recommendation__review__public_id=case_ref)
    again = NotHeld.objects.filter(repeated_by__review__public_id=case_ref)
    touched = set(links.values_list("recommendation_id", flat=True))
    set_threads(
        actor, deliveries=deliveries_of(touched | set(again.values_list("recommendation_id", flat=True)))
    )


def refresh_after_expiry(*, at: datetime) -> int:
    """Evidence expires by itself: the threads that rest on some that does are computed again. What expired tells
    nothing from its day on, and counts again where the demo's clock is put back. Returns how many were not true."""
    uses = EvidenceUse.objects.filter(evidence__expires_on__isnull=False)
    judged = DifferenceJudgement.objects.filter(evidence__expires_on__isnull=False)
    links = Action.recommendations.through.objects.filter(action__in=uses.values("action"))
    wanted = set(links.values_list("recommendation_id", flat=True))
    wanted |= set(judged.values_list("recommendation_id", flat=True))
    changed = 0
    for some in batches(sorted(wanted)):
        fresh = deliveries_that_differ(deliveries_of(some, today=timezone.localdate(at)))
        for partnership in Partnership.objects.order_by("pk"):
            set_threads(heed_itself(partnership), deliveries=fresh)
        changed += len(fresh)
    return changed
