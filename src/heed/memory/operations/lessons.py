"""Lessons: families of recommendations that people name, join, split, add to and take from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.memory.events import (
    LessonGrown,
    LessonNamed,
    LessonRenamed,
    LessonsJoined,
    LessonSplit,
    TakenOutOfLesson,
)
from heed.memory.models import Lesson, LessonMember, LessonStep
from heed.memory.policies import check_judges
from heed.memory.queries import filter_lessons, hold_lesson, members_seen
from heed.memory.types import FEWEST, LessonDeed
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import take_version

_MOST = 160


@transaction.atomic
def name_lesson(actor: Actor, *, name: str, recommendation_refs: Sequence[str], at: datetime) -> Lesson:
    """Two recommendations or more are one lesson, under this name. Everybody who sees two of them sees the name."""
    check_judges(actor)
    words, chosen = _name(name), _chosen(actor, recommendation_refs)
    if len(chosen) < FEWEST:
        sentence = "Choose two recommendations at least: one alone repeats nothing"
        raise Invalid(f"{sentence}.", fields={"recommendations": sentence})
    lesson = _made(actor, words, chosen, at)
    _step(actor, lesson, LessonDeed.NAMED, words, at)
    happened = LessonNamed(reference=lesson.reference, recommendations=len(chosen))
    record(actor, happened, subject_kind="lesson", subject_ref=lesson.public_id, at=at)
    return lesson


@transaction.atomic
def rename_lesson(actor: Actor, *, ref: str, name: str, version: int, at: datetime) -> Lesson:
    """Another name; the one until now stays in its history."""
    check_judges(actor)
    lesson, words = hold_lesson(actor, ref), _name(name)
    before = lesson.name
    if _take(actor, lesson, version, lambda now: [Difference("name", "Name", now.name, words)], name=words):
        _step(actor, lesson, LessonDeed.RENAMED, before, at)
        happened = LessonRenamed(reference=lesson.reference)
        record(actor, happened, subject_kind="lesson", subject_ref=ref, at=at)
    return hold_lesson(actor, ref)


@transaction.atomic
def add_to_lesson(
    actor: Actor, *, ref: str, recommendation_refs: Sequence[str], version: int, at: datetime
) -> int:
    """More recommendations say this lesson. Returns how many are new to it."""
    check_judges(actor)
    lesson, chosen = hold_lesson(actor, ref), _chosen(actor, recommendation_refs)
    there = set(lesson.members.filter(left_at=None).values_list("recommendation_id", flat=True))
    new = [each for each in chosen if each.pk not in there]
    if not new:
        sentence = "Choose a recommendation that is not in it yet"
        raise Invalid(f"{sentence}.", fields={"recommendations": sentence})
    if _take(actor, lesson, version, lambda now: _members_differ(actor, now, new)):
        _add(actor, lesson, new, at)
        _step(actor, lesson, LessonDeed.ADDED, "", at)
        happened = LessonGrown(reference=lesson.reference, recommendations=len(new))
        record(actor, happened, subject_kind="lesson", subject_ref=ref, at=at)
    return len(new)


@transaction.atomic
def take_out_of_lesson(
    actor: Actor,
    *,
    ref: str,
    recommendation_refs: Sequence[str],
    reason: str,
    version: int,
    at: datetime,
) -> bool:
    """These do not say this lesson, and why. Where fewer than two are left, it is none any more. Returns whether the
    actor sees it still: others may see more of its recommendations."""
    check_judges(actor)
    lesson, why = hold_lesson(actor, ref), _reason(reason)
    gone = _of_lesson(actor, lesson, recommendation_refs)
    if _take(actor, lesson, version, lambda now: _members_differ(actor, now, gone)):
        _leave(actor, lesson, gone, at)
        _step(actor, lesson, LessonDeed.TAKEN_OUT, why, at)
        happened = TakenOutOfLesson(reference=lesson.reference, recommendations=len(gone))
        record(actor, happened, subject_kind="lesson", subject_ref=ref, at=at)
    _end_where_too_few(actor, lesson, at)
    return filter_lessons(actor).filter(pk=lesson.pk).exists()


@transaction.atomic
def join_lessons(actor: Actor, *, ref: str, into_ref: str, reason: str, at: datetime) -> Lesson:
    """Two lessons are one: the first goes into the other, with all its recommendations; its history stays."""
    check_judges(actor)
    if ref == into_ref or not into_ref:
        sentence = "Choose another lesson"
        raise Invalid(f"{sentence}.", fields={"into": sentence})
    kept, why = hold_lesson(actor, into_ref), _reason(reason)
    _check_stands(actor, ref)
    lesson = hold_lesson(actor, ref)
    Lesson.objects.visible_to(actor).filter(pk=lesson.pk).update(ended_at=at, joined_into=kept)
    moving = list(lesson.members.filter(left_at=None).values_list("recommendation_id", flat=True))
    there = set(kept.members.filter(left_at=None).values_list("recommendation_id", flat=True))
    lesson.members.filter(left_at=None).update(left_at=at, left_by_id=actor.person_id)
    _add_keys(actor, kept, [each for each in moving if each not in there], at)
    Lesson.objects.visible_to(actor).filter(pk=kept.pk).update(version=F("version") + 1)
    _step(actor, lesson, LessonDeed.JOINED, why, at, other=kept)
    _step(actor, kept, LessonDeed.JOINED, why, at, other=lesson)
    happened = LessonsJoined(reference=lesson.reference, kept=kept.reference)
    record(actor, happened, subject_kind="lesson", subject_ref=into_ref, at=at)
    return kept


def _check_stands(actor: Actor, ref: str) -> None:
    """Somebody may have joined it meanwhile: then say into what, to those who see that."""
    gone = Lesson.objects.visible_to(actor).filter(public_id=ref, joined_into__isnull=False).first()
    kept = filter_lessons(actor).filter(pk=gone.joined_into_id).first() if gone else None
    if gone and kept:
        raise NotNow(f"Somebody has joined it already: it is part of {kept.reference} now.")


@transaction.atomic
def split_lesson(
    actor: Actor,
    *,
    ref: str,
    recommendation_refs: Sequence[str],
    name: str,
    reason: str,
    version: int,
    at: datetime,
) -> Lesson:
    """Some of a lesson's recommendations are a lesson of their own, under this name. Returns the new one."""
    check_judges(actor)
    lesson, words, why = hold_lesson(actor, ref), _name(name), _reason(reason)
    gone = _of_lesson(actor, lesson, recommendation_refs)
    if len(gone) < FEWEST:
        sentence = "Choose two recommendations at least for a lesson of their own"
        raise Invalid(f"{sentence}.", fields={"recommendations": sentence})
    if not _take(actor, lesson, version, lambda now: _members_differ(actor, now, gone)):
        return lesson
    made = _made(actor, words, gone, at)
    _leave(actor, lesson, gone, at)
    _step(actor, lesson, LessonDeed.SPLIT, why, at, other=made)
    _step(actor, made, LessonDeed.SPLIT, why, at, other=lesson)
    happened = LessonSplit(reference=lesson.reference, made=made.reference)
    record(actor, happened, subject_kind="lesson", subject_ref=made.public_id, at=at)
    _end_where_too_few(actor, lesson, at)
    return made


def _made(actor: Actor, name: str, chosen: Sequence[Any], at: datetime) -> Lesson:
    lesson: Lesson = Lesson.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        reference=take_references(partnership_id=actor.partnership_id, name="LES", how_many=1)[0],
        name=name,
        named_at=at,
    )
    _add(actor, lesson, chosen, at)
    return lesson


def _add(actor: Actor, lesson: Lesson, chosen: Sequence[Any], at: datetime) -> None:
    _add_keys(actor, lesson, [each.pk for each in chosen], at)


def _add_keys(actor: Actor, lesson: Lesson, keys: Sequence[int], at: datetime) -> None:
    LessonMember.objects.bulk_create(
        LessonMember(lesson=lesson, recommendation_id=key, added_by_id=actor.person_id, added_at=at)
        for key in keys
    )


def _leave(actor: Actor, lesson: Lesson, gone: Sequence[Any], at: datetime) -> None:
    rows = lesson.members.filter(left_at=None, recommendation__in=[each.pk for each in gone])
    rows.update(left_at=at, left_by_id=actor.person_id)


def _end_where_too_few(actor: Actor, lesson: Lesson, at: datetime) -> None:
    if lesson.members.filter(left_at=None).count() < FEWEST:
        Lesson.objects.visible_to(actor).filter(pk=lesson.pk).update(ended_at=at)
        _step(actor, lesson, LessonDeed.ENDED, "", at)


def _take(
    actor: Actor,
    lesson: Lesson,
    version: int,
    differences: Callable[[Any], Any],
    **changes: Any,
) -> bool:
    return take_version(
        lesson,
        version=version,
        among=Lesson.objects.visible_to(actor),
        differences=differences,
        by=_last_by(lesson),
        **changes,
    )


def _last_by(lesson: Lesson) -> str:
    last = lesson.steps.select_related("by").last()
    return last.by.name if last else ""


def _members_differ(actor: Actor, now: Lesson, changed: Sequence[Any]) -> Iterator[Difference]:
    """Somebody changed which recommendations it has while this was chosen."""
    there = members_seen(actor).filter(lesson=now).values_list("recommendation__reference", flat=True)
    yield Difference(
        "recommendations",
        "Recommendations",
        ", ".join(sorted(there)),
        ", ".join(sorted(each.reference for each in changed)),
        free=False,
    )


def _step(
    actor: Actor, lesson: Lesson, deed: LessonDeed, words: str, at: datetime, other: Lesson | None = None
) -> None:
    LessonStep.objects.create(
        lesson=lesson, deed=deed, words=words, other=other, by_id=actor.person_id, at=at
    )


def _name(name: str) -> str:
    words = " ".join(name.split())
    wrong = "Give the lesson a name" if not words else ""
    if len(words) > _MOST:
        wrong = f"Use at most {_MOST} letters"
    if wrong:
        raise Invalid(f"{wrong}.", fields={"name": wrong})
    return words


def _reason(reason: str) -> str:
    words = " ".join(reason.split())
    wrong = "Say why" if not words else ""
    if len(words) > 300:
        wrong = "Use at most 300 letters"
    if wrong:
        raise Invalid(f"{wrong}.", fields={"reason": wrong})
    return words


def _chosen(actor: Actor, refs: Sequence[str]) -> list[Any]:
    wanted = tuple(dict.fromkeys(refs))
    rows = (
        list(filter_recommendations(actor, RecommendationFilter(refs=wanted)).order_by("pk"))
        if wanted
        else []
    )
    if len(rows) != len(wanted):
        sentence = "Choose recommendations that you can see"
        raise Invalid(f"{sentence}.", fields={"recommendations": sentence})
    return rows


def _of_lesson(actor: Actor, lesson: Lesson, refs: Sequence[str]) -> list[Any]:
    chosen = _chosen(actor, refs)
    there = set(members_seen(actor).filter(lesson=lesson).values_list("recommendation_id", flat=True))
    if not chosen or any(each.pk not in there for each in chosen):
        sentence = "Choose recommendations of this lesson"
        raise Invalid(f"{sentence}.", fields={"recommendations": sentence})
    return chosen
