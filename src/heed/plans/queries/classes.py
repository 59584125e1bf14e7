"""Classes of actions: by age, by how often their date moved, by what shows them, by how far they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from heed.kit.dates import months_after
from heed.plans.models import ActionReview, ActionStep, EvidenceUse, Mark
from heed.plans.queries.counting import counts
from heed.plans.types import (
    GONE,
    KEEPS_GOING,
    OPEN,
    REPORTED_OR_FURTHER,
    VERIFIED_OR_FURTHER,
    ActionKind,
    ActionState,
    EvidenceLevel,
    MarkKind,
    ReviewOutcome,
)

AGES = (0, 3, 6, 12, 24)
"""Months at which a new class of age begins."""
MOVES = (0, 1, 2, 3)
"""How often a date was moved; the last stands for as often or more."""


def aged(wanted: str, *, today: date) -> Q:
    """Open actions of one class of age, by its first month as the address gives it."""
    known = {str(each): at for at, each in enumerate(AGES)}
    if wanted not in known:
        return Q()
    return Q(state__in=OPEN) & of_age(known[wanted], today)


def of_age(at: int, today: date) -> Q:
    """Put into the register so many months ago: one class of `AGES` by its place."""
    older = (
        Q() if at + 1 == len(AGES) else Q(registered_at__gte=_day_after(months_after(today, -AGES[at + 1])))
    )
    younger = Q(registered_at__lt=_day_after(months_after(today, -AGES[at]))) if at else Q()
    return older & younger


def _day_after(day: date) -> datetime:
    """The moment at which a day is over, so that a database compares moments and works out no days."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def moved(wanted: str) -> Q:
    """Actions whose date was moved so often, as the address gives it."""
    if wanted not in {str(each) for each in MOVES}:
        return Q()
    return moved_times(int(wanted))


def moved_times(times: int) -> Q:
    """As often as this; the last of `MOVES` stands for as often or more."""
    dated = Q(due_latest__isnull=False) & ~Q(state__in=GONE)
    return dated & (Q(moves__gte=times) if times == MOVES[-1] else Q(moves=times))


def showing(wanted: str, *, today: date) -> Q:
    """Reported actions by the most that their evidence shows on the day: "none", or a level as the address gives
    it."""
    levels = {"none": None, **{str(int(each)): int(each) for each in EvidenceLevel}}
    if wanted not in levels:
        return Q()
    return Q(state__in=REPORTED_OR_FURTHER) & _shows(levels[wanted], today)


def _shows(level: int | None, today: date) -> Q:
    used = EvidenceUse.objects.filter(counts(today, "evidence__"), action=OuterRef("pk"))
    if level is None:
        return ~Q(Exists(used))
    further = Exists(used.filter(evidence__level__gt=level))
    return Q(Exists(used.filter(evidence__level=level))) & ~Q(further)


def come_so_far(wanted: str) -> Q:
    """Actions by how far they are: in the plan (what is gone from it counts for nothing), reported, verified, or
    reported and not verified; further counts as well."""
    return Q(state__in=FAR[wanted]) if wanted in FAR else Q()


FAR: dict[str, frozenset[ActionState]] = {
    "in_plan": frozenset(ActionState) - GONE,
    "reported": REPORTED_OR_FURTHER,
    "verified": VERIFIED_OR_FURTHER,
    "unverified": REPORTED_OR_FURTHER - VERIFIED_OR_FURTHER,
}


def stood_so_far(wanted: str, month: str) -> Q:
    """The same at the end of a month, as 2026-11, by the last step that was taken until then; any step where nothing
    is wanted. Nothing for what is no month."""
    end = _end_of(month)
    if end is None:
        return Q(pk__in=[])
    states = FAR.get(wanted, frozenset(ActionState))
    moved_on = ActionStep.objects.filter(at__gte=end).order_by().values("action")
    steps = ActionStep.objects.filter(action=OuterRef("action"), at__lt=end).order_by("-at", "-pk")
    last = ActionStep.objects.filter(action__in=moved_on, at__lt=end, pk=Subquery(steps.values("pk")[:1]))
    then = last.order_by().filter(to_state__in=states).values("action")
    # Few have moved on since a month of late, and few had begun by one of long ago: neither asks of every action.
    return Q(state__in=states) & ~Q(pk__in=moved_on) | Q(pk__in=then)


def _end_of(month: str) -> datetime | None:
    """The moment at which a month is over, where months are counted: at Greenwich."""
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        return None
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def of_days(day_of: str, after: str, before: str) -> Q:
    """Those whose day lies after the one and before the other, as an address gives them ("": whenever): the day on
    which they were closed ("closed") or verified ("verified"), else the last day promised. Nothing for what is no
    day."""
    days = {}
    for given, way in ((after, "gt"), (before, "lt")):
        if given:
            try:
                days[way] = date.fromisoformat(given)
            except ValueError:
                return Q(pk__in=[])
    if day_of == "verified":
        marks = Mark.objects.filter(kind=MarkKind.VERIFIED, **{f"on__{way}": on for way, on in days.items()})
        return Q(pk__in=marks.order_by().values("action"))
    field = "closed_on" if day_of == "closed" else "due_latest"
    return Q(**{f"{field}__{way}": on for way, on in days.items()})


def standing_arrangements(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, what is to happen again and again on days that are known."""
    return rows.filter(kind=ActionKind.STANDING, next_expected__isnull=False, state__in=KEEPS_GOING)


def escalated_actions(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, the unfinished ones that a group was told of, last of all: with that group as `told_group`, and the
    day as `told_on`."""
    told = ActionReview.objects.filter(outcome=ReviewOutcome.ESCALATED).order_by().values("action")
    last = ActionReview.objects.filter(action=OuterRef("pk")).order_by("-pk").annotate(day=TruncDate("at"))
    reviewed: QuerySet[Any] = rows.filter(state__in=OPEN, pk__in=told).annotate(
        last_outcome=Subquery(last.values("outcome")[:1]),
        told_group=Subquery(last.values("group")[:1]),
        told_on=Subquery(last.values("day")[:1]),
    )
    return reviewed.filter(last_outcome=ReviewOutcome.ESCALATED)
