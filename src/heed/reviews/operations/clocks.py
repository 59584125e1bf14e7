"""Starting, pausing, resuming and ending the clocks of a review."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.kit.clocks import OutsideCalendar, Pause, Timescale, deadline
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.versions import hold
from heed.platform.rules.queries import rules_of
from heed.reviews.events import ClockPaused, ClockResumed
from heed.reviews.models import ClockPause, Review, ReviewClock
from heed.reviews.queries.cases import clocks_of, find_clock
from heed.reviews.queries.proceedings import holding_up, reason_of
from heed.reviews.queries.reviews import find_review
from heed.reviews.queries.timescales import timescales_of
from heed.reviews.rules.cases import working_days


def start_clock(
    review: Review, key: str, *, starts_on: date, agency_id: int | None = None, about: str = ""
) -> ReviewClock | None:
    """Start a clock in the caller's operation, by the rule in force on its first day. One that runs already stays as
    it is; None where no rule has it then."""
    rule = timescales_of(review.partnership_id, on=starts_on).find(key, on=starts_on)
    if rule is None:
        return None
    running = _of(review, key, agency_id, about).filter(ended_on__isnull=True).first()
    if running is not None:
        return running  # type: ignore[no-any-return]
    due_on, because = _counted(rule, starts_on, [])
    row: ReviewClock = ReviewClock.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        key=key,
        agency_id=agency_id,
        about=about[:120],
        rule={**asdict(rule), "paused_by": sorted(rule.paused_by)},
        starts_on=starts_on,
        due_on=due_on,
        because=because,
    )
    for each in holding_up(review.pk, kinds=rule.paused_by):
        _put_pause(row, max(each.blocks_since, starts_on), reason_of(each), each.reference, each.kept_by_id)
    return row


def end_clock(
    review: Review, key: str, *, ended_on: date, words: str, agency_id: int | None = None, about: str = ""
) -> None:
    """Stop a clock in the caller's operation: what it waited for has happened, or will not."""
    running = _of(review, key, agency_id, about).filter(ended_on__isnull=True)
    running.update(ended_on=ended_on, end_words=words[:200])


def reopen_clock(review: Review, key: str, *, agency_id: int | None = None, about: str = "") -> None:
    """Let the clock that stopped last run on as if it had not, in the caller's operation: what stopped it was taken
    back. Where one runs, it stays the only one."""
    mine = _of(review, key, agency_id, about)
    last = mine.order_by("pk").last()
    if last is not None and last.ended_on is not None:
        mine.filter(pk=last.pk).update(ended_on=None, end_words="")


def _of(review: Review, key: str, agency_id: int | None, about: str) -> Any:
    rows = ReviewClock.objects.for_everyone(because="a clock runs for the case, whoever keeps it")
    return rows.filter(review=review, key=key, agency_id=agency_id, about=about[:120])


@transaction.atomic
def pause_clock(
    actor: Actor, *, ref: str, began_on: date, reason: str, at: datetime, cause: str = ""
) -> ReviewClock:
    """Stop a clock from a day on, for a reason that stays with its date."""
    check_may(actor, Permission.RUN_REVIEWS)
    clock = find_clock(actor, ref)
    _check_pause(clock, began_on, reason, at)
    _pause(actor, clock, began_on, reason, cause)
    record(actor, ClockPaused(clock=clock.key), subject_kind="review", subject_ref=_case(clock), at=at)
    return find_clock(actor, ref)


@transaction.atomic
def resume_clock(actor: Actor, *, ref: str, ended_on: date, at: datetime, cause: str = "") -> ReviewClock:
    """Let a clock run again from a day on; its last day moves by what was paused."""
    check_may(actor, Permission.RUN_REVIEWS)
    clock = find_clock(actor, ref)
    if ended_on > timezone.localdate(at):
        raise Invalid("That day is still to come.", fields={"ended_on": "Enter today or a day before"})
    if not _resume(clock, ended_on, cause):
        raise NotNow("This clock is not paused.")
    record(actor, ClockResumed(clock=clock.key), subject_kind="review", subject_ref=_case(clock), at=at)
    return find_clock(actor, ref)


@transaction.atomic
def pause_clocks(
    actor: Actor, *, review_ref: str, kind: str, cause: str, began_on: date, reason: str, at: datetime
) -> list[ReviewClock]:
    """Pause every running clock of a review whose rule says that things of this `kind` ("criminal", "coroner",
    "family_court") pause it. `cause` tells this one from others, for `resume_clocks`; a clock that it paused already is
    paused from the day given now. Returns those paused."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    paused = [
        each for each in clocks_of(actor, review) if each.ended_on is None and kind in each.rule["paused_by"]
    ]
    for clock in paused:
        first = max(began_on, clock.starts_on)
        mine = ClockPause.objects.filter(clock=clock, cause=cause[:60], ended_on__isnull=True)
        if mine.update(began_on=first):
            _count_again(clock)
        else:
            _pause(actor, clock, first, reason, cause)
        record(actor, ClockPaused(clock=clock.key), subject_kind="review", subject_ref=review_ref, at=at)
    return paused


@transaction.atomic
def resume_clocks(
    actor: Actor, *, review_ref: str, cause: str, ended_on: date, at: datetime
) -> list[ReviewClock]:
    """Let every clock that this `cause` paused run again from a day on. Returns those that do."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    clocks = clocks_of(actor, review)
    resumed = [each for each in clocks if _resume(each, max(ended_on, each.starts_on), cause)]
    for clock in resumed:
        record(actor, ClockResumed(clock=clock.key), subject_kind="review", subject_ref=review_ref, at=at)
    return resumed


def _check_pause(clock: ReviewClock, began_on: date, reason: str, at: datetime) -> None:
    if clock.ended_on is not None:
        raise NotNow("This clock has stopped.")
    problems = {}
    if not reason.strip():
        problems["reason"] = "Say why it is paused; it stays with the date"
    if not clock.starts_on <= began_on <= timezone.localdate(at):
        problems["began_on"] = "Enter a day from the clock's first day to today"
    if problems:
        raise Invalid("It was not paused.", fields=problems)


def _pause(actor: Actor, clock: ReviewClock, began_on: date, reason: str, cause: str) -> None:
    hold(ReviewClock.objects.visible_to(actor).filter(pk=clock.pk)).first()
    try:
        with transaction.atomic():
            _put_pause(clock, began_on, reason, cause, actor.person_id)
    except IntegrityError as first:
        raise NotNow("This clock is paused already.") from first


def _put_pause(clock: ReviewClock, began_on: date, reason: str, cause: str, person_id: Any) -> None:
    ClockPause.objects.create(
        clock=clock,
        began_on=began_on,
        reason=" ".join(reason.split())[:300],
        cause=cause[:60],
        said_by_id=person_id,
    )
    _count_again(clock)


def _resume(clock: ReviewClock, ended_on: date, cause: str) -> bool:
    mine = ClockPause.objects.filter(clock=clock, cause=cause[:60], ended_on__isnull=True)
    if mine.filter(began_on__gt=ended_on).exists():
        raise Invalid(
            "It was paused after that day.", fields={"ended_on": "Enter the day it was paused, or later"}
        )
    if not mine.update(ended_on=ended_on):
        return False
    _count_again(clock)
    return True


def _count_again(clock: ReviewClock) -> None:
    rule = Timescale(**{**clock.rule, "paused_by": frozenset(clock.rule["paused_by"])})
    pauses = [each.counted for each in ClockPause.objects.filter(clock=clock)]
    due_on, because = _counted(rule, clock.starts_on, pauses)
    rows = ReviewClock.objects.for_everyone(because="the clock was found for the actor")
    rows.filter(pk=clock.pk).update(due_on=due_on, because=because)


def _counted(rule: Timescale, starts_on: date, pauses: list[Pause]) -> tuple[date | None, str]:
    """The last day and why; where the calendar does not reach, no day, and that it does not."""
    try:
        found = deadline(rule, starts_on, days=working_days(rules_of("working-days")), pauses=pauses)
    except OutsideCalendar as unknown:
        return None, f"{rule.span} from {starts_on:%-d %B %Y}, when {rule.starts}. {unknown}"
    return found.on, found.because


def _case(clock: ReviewClock) -> str:
    return str(clock.review.public_id)
