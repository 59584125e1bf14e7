"""Focus groups of a strategy: when they meet, what was said, and what changed because of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.governance.events import FocusChangeKept, FocusGroupKept, FocusGroupPlanned
from heed.governance.models import FocusChange, FocusGroup, FocusPoint, Strategy
from heed.governance.policies import check_can_steer
from heed.governance.queries.groups import frequency_names, meeting_rules
from heed.governance.queries.strategies import find_focus_group, find_point, find_strategy
from heed.governance.rules import next_due
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow


@transaction.atomic
def plan_focus_group(
    actor: Actor, *, ref: str, with_whom: str, planned_on: date, every: str, led_by: str, at: datetime
) -> FocusGroup:
    """A focus group is to meet on a day; with `every`, again and again from then on."""
    row = find_strategy(actor, ref)
    today = timezone.localdate(at)
    check_can_steer(actor, row.group, on=today)
    if row.ended_on:
        raise NotNow(f"{row.title} ended on {row.ended_on:%-d %B %Y}.")
    if not with_whom.strip():
        _refuse("with_whom", "Say who is listened to, as a kind of people and without names")
    if planned_on < today:
        _refuse("planned_on", f"{planned_on:%-d %B %Y} is over. Give a day that is still to come")
    if every and every not in frequency_names():
        _refuse("every", "Choose how often from the list")
    return _plan(actor, row, with_whom.strip()[:200], planned_on, every, led_by.strip()[:160], at)


def _plan(
    actor: Actor, row: Strategy, with_whom: str, on: date, every: str, led_by: str, at: datetime
) -> FocusGroup:
    made = FocusGroup.objects.create(
        partnership_id=actor.partnership_id,
        scope_id=row.scope_id,
        strategy=row,
        with_whom=with_whom,
        planned_on=on,
        every=every,
        led_by=led_by,
    )
    _record(actor, FocusGroupPlanned(reference=row.reference, on=on.isoformat()), row, at)
    return made


@transaction.atomic
def keep_focus_group(
    actor: Actor,
    *,
    ref: str,
    held_on: date | None,
    people: int | None,
    points: Sequence[str],
    not_held_why: str,
    at: datetime,
) -> FocusGroup:
    """It was held on a day, with so many people, who said this; or it was not held, and why. Where it comes round,
    the next is planned."""
    row = find_focus_group(actor, ref)
    today = timezone.localdate(at)
    check_can_steer(actor, row.strategy.group, on=today)
    why, said = " ".join(not_held_why.split())[:300], [each.strip() for each in points if each.strip()]
    _check_kept(held_on, people, said, why, today)
    waiting = FocusGroup.objects.visible_to(actor).filter(pk=row.pk, held_on__isnull=True, not_held_why="")
    changes = {"held_on": held_on, "people": people if held_on else None, "not_held_why": why}
    if not waiting.update(**changes, kept_by=actor.name, version=F("version") + 1):
        raise NotNow("Somebody has kept this already.")
    FocusPoint.objects.bulk_create(
        FocusPoint(focus_group=row, position=number, text=text) for number, text in enumerate(said, start=1)
    )
    happened = FocusGroupKept(
        reference=row.strategy.reference, held="yes" if held_on else "no", points=len(said)
    )
    _record(actor, happened, row.strategy, at)
    if row.every and not row.strategy.ended_on:
        _plan_next(actor, row, today, at)
    return find_focus_group(actor, ref)


def _check_kept(held_on: date | None, people: int | None, said: Sequence[str], why: str, today: date) -> None:
    if held_on is None:
        if not why:
            _refuse("held_on", "Give the day on which it was held, or say why it was not")
        if said:
            _refuse("points", "It was not held, so nothing was said in it")
        return
    if why:
        _refuse("not_held_why", "It was held on a day: leave this empty, or take the day away")
    if held_on > today:
        _refuse("held_on", f"{held_on:%-d %B %Y} is still to come")
    if not people:
        _refuse("people", "Say how many people came")
    if not said:
        _refuse("points", "Write what was said, one point on each line")


def _plan_next(actor: Actor, row: FocusGroup, today: date, at: datetime) -> None:
    rule = meeting_rules(actor, on=today)["frequencies"][row.every]
    following = next_due(row.planned_on, rule)
    while following <= today:
        following = next_due(following, rule)
    _plan(actor, row.strategy, row.with_whom, following, row.every, row.led_by, at)


@transaction.atomic
def say_what_changed(
    actor: Actor, *, point: str, changed: bool, words: str, on: date, at: datetime
) -> FocusChange:
    """Because of a point something changed, or nothing did and why: one line more in the log."""
    row = find_point(actor, point)
    strategy = row.focus_group.strategy
    today = timezone.localdate(at)
    check_can_steer(actor, strategy.group, on=today)
    if not words.strip():
        _refuse("words", "Say what changed" if changed else "Say why nothing changed")
    if on > today:
        _refuse("on", f"{on:%-d %B %Y} is still to come. Say it once it has changed")
    if row.focus_group.held_on and on < row.focus_group.held_on:
        _refuse("on", "This is before the focus group was held. Give a later day")
    made = FocusChange.objects.create(
        point=row, changed=changed, words=words.strip(), on=on, said_by=actor.name, said_at=at
    )
    happened = FocusChangeKept(reference=strategy.reference, changed="yes" if changed else "no")
    _record(actor, happened, strategy, at)
    return made


def _refuse(field: str, sentence: str) -> None:
    raise Invalid(f"{sentence}.", fields={field: sentence})


def _record(actor: Actor, happened: object, row: Strategy, at: datetime) -> None:
    record(actor, happened, subject_kind="strategy", subject_ref=row.public_id, at=at)
