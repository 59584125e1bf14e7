"""Priorities, strategies and business plans: what they say, and what is tied to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.governance.events import StrategyAdded, StrategyChanged, StrategyTied, StrategyUntied
from heed.governance.models import Strategy
from heed.governance.policies import check_can_steer
from heed.governance.queries.groups import find_group
from heed.governance.queries.strategies import filter_strategies, find_strategy, hold_strategy
from heed.governance.rules import goes_round
from heed.governance.types import StrategyKind
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.operations import Plan, make_action
from heed.plans.queries import ActionFilter, filter_actions
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Group, Post
from heed.platform.partnerships.queries import list_agencies


@dataclass(frozen=True, slots=True)
class Intent:
    """What a priority, strategy or business plan says. `under`, `group` and `agency` are public ids; `lead` is the
    title of a post in that agency."""

    kind: StrategyKind
    title: str
    aims: str
    starts_on: date
    ends_on: date | None = None
    review_on: date | None = None
    how_we_will_know: str = ""
    under: str = ""
    group: str = ""
    agency: str = ""
    lead: str = ""


@transaction.atomic
def add_strategy(actor: Actor, *, intent: Intent, at: datetime) -> Strategy:
    """A new one, of the whole partnership."""
    group = find_group(actor, intent.group) if intent.group else None
    check_can_steer(actor, group, on=timezone.localdate(at))
    fields = _fields(actor, intent, group, None, at)
    reference = take_references(partnership_id=actor.partnership_id, name="STR", how_many=1)[0]
    row = Strategy.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        reference=reference,
        added_by_id=actor.person_id,
        added_at=at,
        **fields,
    )
    _record(actor, StrategyAdded(reference=reference, kind=intent.kind.value.replace("_", " ")), row, at)
    return row


@transaction.atomic
def change_strategy(
    actor: Actor,
    *,
    ref: str,
    intent: Intent,
    ended_on: date | None,
    ended_why: str,
    version: int,
    at: datetime,
) -> Strategy:
    """Say otherwise what it is, or that it has ended and why; its earlier aims are kept."""
    row = find_strategy(actor, ref)
    today = timezone.localdate(at)
    group = find_group(actor, intent.group) if intent.group else None
    check_can_steer(actor, row.group, on=today)
    check_can_steer(actor, group, on=today)
    if ended_on and not ended_why.strip():
        _refuse(ended_why="Say why it ended, and what came of it")
    if ended_on and ended_on > today:
        _refuse(ended_on=f"{ended_on:%-d %B %Y} is still to come. Say so once it has ended")
    changes = {
        **_fields(actor, intent, group, row, at),
        "ended_on": ended_on,
        "ended_why": ended_why.strip() if ended_on else "",
    }
    before = row.aims
    taken = take_version(
        row,
        version=version,
        among=Strategy.objects.visible_to(actor),
        differences=lambda now: _differences(now, changes),
        by=last_changed_by("strategy", ref),
        **changes,
    )
    if taken:
        if before != changes["aims"]:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="strategy",
                subject_ref=ref,
                field="aims",
                words=before,
                by=actor.name,
                at=at,
            )
        _record(actor, StrategyChanged(reference=row.reference), row, at)
    return find_strategy(actor, ref)


def _fields(
    actor: Actor, intent: Intent, group: Group | None, row: Strategy | None, at: datetime
) -> dict[str, Any]:
    """The row's fields; `Invalid` with every field that is wrong."""
    title = " ".join(intent.title.split())
    under = find_strategy(actor, intent.under) if intent.under else None
    wrong = dict(_wrong(actor, intent, title, under, row, timezone.localdate(at)))
    if wrong:
        _refuse(**wrong)
    return {
        "kind": intent.kind,
        "title": title,
        "aims": intent.aims.strip(),
        "how_we_will_know": intent.how_we_will_know.strip(),
        "under": under,
        "group": group,
        "lead_post": _post(actor, intent),
        "starts_on": intent.starts_on,
        "ends_on": intent.ends_on,
        "review_on": intent.review_on,
    }


def _wrong(
    actor: Actor, intent: Intent, title: str, under: Strategy | None, row: Strategy | None, today: date
) -> Iterator[tuple[str, str]]:
    others = filter_strategies(actor).filter(ended_on__isnull=True).exclude(pk=row.pk if row else None)
    if not title or len(title) > 200:
        yield "title", "Say in at most 200 letters what it is called"
    elif others.filter(title__iexact=title).exists():
        yield "title", "There is one of this name already"
    if not intent.aims.strip():
        yield "aims", "Say what is to change"
    if intent.ends_on and intent.ends_on < intent.starts_on:
        yield "ends_on", f"It begins on {intent.starts_on:%-d %B %Y}. Give a later day"
    changed = row is None or row.review_on != intent.review_on
    if changed and intent.review_on and intent.review_on < today:
        yield "review_on", f"{intent.review_on:%-d %B %Y} is over. Give a day that is still to come"
    if bool(intent.lead.strip()) != bool(intent.agency):
        yield "lead", "Who leads it is a post in an agency: give both, or neither"
    if row and under:
        upward = {each.pk: each.under_id for each in filter_strategies(actor)} | {row.pk: under.pk}
        if goes_round(row.pk, upward):
            yield "under", f"{under.title} is part of this one already. Choose another"


def _post(actor: Actor, intent: Intent) -> Post | None:
    if not intent.agency:
        return None
    agency = {each.public_id: each for each in list_agencies(actor.partnership_id)}.get(intent.agency)
    if agency is None:
        _refuse(agency="Choose an agency from the list")
    return Post.objects.get_or_create(agency=agency, title=" ".join(intent.lead.split())[:160])[0]


def _refuse(**wrong: str) -> None:
    raise Invalid(f"{next(iter(wrong.values()))}.", fields=wrong)


def _differences(now: Strategy, changes: Mapping[str, Any]) -> Iterator[Difference]:
    for name, label in (("title", "Name"), ("aims", "What is to change")):
        yield Difference(name=name, label=label, theirs=getattr(now, name), yours=changes[name])
    for field in changes.keys() - {"title", "aims"}:
        theirs, yours = str(getattr(now, field) or "none"), str(changes[field] or "none")
        yield Difference(
            name="", label=field.replace("_", " ").capitalize(), theirs=theirs, yours=yours, free=False
        )


@transaction.atomic
def tie_to_strategy(
    actor: Actor,
    *,
    ref: str,
    recommendations: tuple[str, ...] = (),
    actions: tuple[str, ...] = (),
    at: datetime,
) -> tuple[int, int]:
    """It serves these recommendations, and these actions are part of its plan (public ids); returns how many of each
    are new."""
    row = _steered(actor, ref, at)
    asked = filter_recommendations(actor, RecommendationFilter()).filter(public_id__in=recommendations)
    planned = filter_actions(actor, ActionFilter()).filter(public_id__in=actions)
    new = (
        list(asked.exclude(strategies=row).values_list("pk", flat=True)),
        list(planned.exclude(strategies=row).values_list("pk", flat=True)),
    )
    row.recommendations.add(*new[0])
    row.actions.add(*new[1])
    counted = len(new[0]), len(new[1])
    if any(counted):
        happened = StrategyTied(reference=row.reference, recommendations=counted[0], actions=counted[1])
        _record(actor, happened, row, at)
    return counted


@transaction.atomic
def untie_from_strategy(actor: Actor, *, ref: str, thing: str, at: datetime) -> None:
    """A recommendation or action (public id) is no part of it any more; the record itself stays as it is."""
    row = _steered(actor, ref, at)
    asked = filter_recommendations(actor, RecommendationFilter()).filter(public_id=thing, strategies=row)
    planned = filter_actions(actor, ActionFilter()).filter(public_id=thing, strategies=row)
    gone = [*asked, *planned]
    if not gone:
        _refuse(thing="Choose something that is tied to it")
    row.recommendations.remove(*asked)
    row.actions.remove(*planned)
    _record(actor, StrategyUntied(reference=row.reference, thing=gone[0].reference), row, at)


@transaction.atomic
def add_plan_item(actor: Actor, *, ref: str, plan: Plan, at: datetime) -> Any:
    """A new item of its plan: an action, proposed like every other."""
    row = _steered(actor, ref, at)
    made = make_action(actor, plan=plan, at=at)
    row.actions.add(made)
    _record(actor, StrategyTied(reference=row.reference, recommendations=0, actions=1), row, at)
    return made


def _steered(actor: Actor, ref: str, at: datetime) -> Strategy:
    row = hold_strategy(actor, ref)
    check_can_steer(actor, row.group, on=timezone.localdate(at))
    if row.ended_on:
        raise NotNow(f"{row.title} ended on {row.ended_on:%-d %B %Y}, so it stays as it was.")
    return row


def _record(actor: Actor, happened: object, row: Strategy, at: datetime) -> None:
    record(actor, happened, subject_kind="strategy", subject_ref=row.public_id, at=at)
