"""Lessons for those who see two or more of their recommendations, with those that they see and no others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from heed.kit.similarity import families
from heed.learning.types import RecommendationState
from heed.memory.models import Lesson, LessonMember
from heed.memory.queries.pairs import judged_pairs, rows_by_key
from heed.memory.types import FEWEST, LessonDeed
from heed.plans.queries import CameOf, came_of
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.base.versions import hold
from heed.platform.registers.queries import with_words


@dataclass(frozen=True, slots=True)
class Telling:
    """One recommendation of a lesson: what came of it, and whether it said again what had been closed before."""

    row: Any
    came: CameOf
    after_closure: bool

    @property
    def on(self) -> date | None:
        """The day of its review, the last it can be."""
        day: date | None = self.row.review.ordered_on
        return day


@dataclass(frozen=True, slots=True)
class Told:
    """A lesson with its recommendations, from the earliest review to the last."""

    lesson: Lesson
    tellings: tuple[Telling, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        names = (each.row.review.area.name for each in self.tellings if each.row.review.area)
        return tuple(dict.fromkeys(names))

    @property
    def after_closure(self) -> int:
        return sum(each.after_closure for each in self.tellings)

    @property
    def first(self) -> date | None:
        return self.tellings[0].on

    @property
    def last(self) -> date | None:
        return self.tellings[-1].on

    @property
    def is_embedded(self) -> bool:
        """Whether a difference was seen of what was asked last."""
        return bool(self.tellings[-1].row.state == RecommendationState.EMBEDDED)


@dataclass(frozen=True, slots=True)
class Family:
    """Recommendations that the machine takes for one lesson, in order of their reviews; `lesson` where some of them
    have one already, and `new` are those that would join it."""

    rows: tuple[Any, ...]
    new: tuple[Any, ...]
    lesson: Lesson | None
    confirmed: int
    """How many of their pairs people have confirmed."""


def members_seen(actor: Actor) -> QuerySet[Any]:
    """The recommendations in lessons that the actor may see."""
    return LessonMember.objects.filter(
        left_at=None,
        recommendation__scope__in=visible_scope_ids(actor),
        recommendation__partnership=actor.partnership_id,
    )


def filter_lessons(actor: Actor) -> QuerySet[Any]:
    """The lessons that this actor may see."""
    check_may(actor, Permission.READ_REGISTER)
    enough = (
        members_seen(actor).order_by().values("lesson").annotate(seen=Count("pk")).filter(seen__gte=FEWEST)
    )
    rows: QuerySet[Any] = Lesson.objects.visible_to(actor).filter(
        ended_at=None, pk__in=enough.values("lesson")
    )
    return rows


def find_lesson(actor: Actor, ref: str) -> Lesson:
    """The lesson with this public id, or `NotVisible`."""
    row: Lesson | None = filter_lessons(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def hold_lesson(actor: Actor, ref: str) -> Lesson:
    """As `find_lesson`, held until the caller's transaction ends."""
    found = find_lesson(actor, ref)
    row: Lesson = hold(Lesson.objects.visible_to(actor).filter(pk=found.pk)).get()
    return row


def labels_of_lessons(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The names of these lessons, those that the actor may see, by public id."""
    if not actor.may(Permission.READ_REGISTER):
        return {}
    return dict(filter_lessons(actor).filter(public_id__in=refs).values_list("public_id", "name"))


def tell(actor: Actor, lessons: Sequence[Lesson]) -> list[Told]:
    """These lessons with what the actor may see of them. The same queries, however many."""
    rows = members_seen(actor).filter(lesson__in=[each.pk for each in lessons])
    of: dict[int, list[int]] = defaultdict(list)
    for lesson, recommendation in rows.values_list("lesson_id", "recommendation_id"):
        of[lesson].append(recommendation)
    keys = {each for found in of.values() for each in found}
    loaded, came = rows_by_key(actor, keys), came_of(actor, keys)
    return [
        Told(each, in_time([loaded[key] for key in of[each.pk] if key in loaded], came)) for each in lessons
    ]


def in_time(rows: Sequence[Any], came: dict[int, CameOf]) -> tuple[Telling, ...]:
    """Recommendations from the earliest review to the last, each told whether one before it had been closed."""
    found: list[Telling] = []
    for row in by_day(rows):
        day = row.review.ordered_on
        closed = any(
            day and earlier.came.closed_on and earlier.on != day and earlier.came.closed_on < day
            for earlier in found
        )
        found.append(Telling(row, came[row.pk], closed))
    return tuple(found)


def by_day(rows: Collection[Any]) -> list[Any]:
    """From the earliest review to the last; those of reviews without a day at the end."""
    return sorted(rows, key=lambda row: (row.review.ordered_on or date.max, row.reference))


def lessons_of(actor: Actor, recommendation_ids: Collection[int]) -> dict[int, list[Lesson]]:
    """The lessons that each of these says, those that the actor may see."""
    seen = {row.pk: row for row in filter_lessons(actor)} if recommendation_ids else {}
    rows = members_seen(actor).filter(recommendation__in=list(recommendation_ids), lesson__in=seen)
    found: dict[int, list[Lesson]] = {}
    for recommendation, lesson in rows.order_by("pk").values_list("recommendation_id", "lesson_id"):
        found.setdefault(recommendation, []).append(seen[lesson])
    return found


def proposed_families(actor: Actor) -> list[Family]:
    """What the machine would call a lesson: from pairs that people confirmed and pairs that it takes for the same,
    the largest first; those that lessons hold already are left out."""
    judged = judged_pairs(actor)
    gathered = families(judged.same, judged.apart)
    keys = {key for family in gathered for key in family}
    rows, of = rows_by_key(actor, keys), lessons_of(actor, keys)
    found = []
    for family in gathered:
        counted = Counter(lesson for key in family for lesson in of.get(key, ()))
        lesson = counted.most_common(1)[0][0] if counted else None
        new = [key for key in family if key in rows and lesson not in of.get(key, ())]
        if not new or (lesson is not None and any(of.get(key) for key in new)):
            continue
        if lesson is None and len(new) < FEWEST:
            continue
        confirmed = sum(pair <= set(family) for pair in judged.confirmed)
        found.append(
            Family(
                rows=tuple(by_day([rows[key] for key in family if key in rows])),
                new=tuple(by_day([rows[key] for key in new])),
                lesson=lesson,
                confirmed=confirmed,
            )
        )
    return sorted(found, key=lambda each: (-len(each.rows), each.rows[0].reference))


def steps_of(actor: Actor, lesson: Lesson) -> list[Any]:
    """What was done with a lesson that was found, the last first: the names that it had, and what was done to any
    recommendation that the actor may see. Others, with the reasons for them, are for those who see those."""
    check_may(actor, Permission.READ_REGISTER)
    steps = list(lesson.steps.select_related("by", "other").order_by("-pk"))
    of = {lesson.pk, *(each.other_id for each in steps if each.other_id)}
    rows = LessonMember.objects.filter(
        lesson__in=of,
        recommendation__scope__in=visible_scope_ids(actor),
        recommendation__partnership=actor.partnership_id,
    )
    touched = {
        (key, at)
        for key, added, left in rows.values_list("lesson_id", "added_at", "left_at")
        for at in (added, left)
    }
    return [
        each
        for each in steps
        if each.deed == LessonDeed.RENAMED or {(lesson.pk, each.at), (each.other_id, each.at)} & touched
    ]


def other_lessons(actor: Actor, lesson: Lesson) -> list[Lesson]:
    """Those that it can be joined with."""
    return list(filter_lessons(actor).filter(~Q(pk=lesson.pk)))


@dataclass(frozen=True, slots=True)
class LessonFilter:
    """What to show of the lessons; empty means all. State: "open", "embedded" or "after" (repeated after closure)."""

    words: str = ""
    area: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()


def told_lessons(actor: Actor, wanted: LessonFilter) -> list[Told]:
    """The lessons that this actor may see and wants, each with what they may see of it."""
    rows = with_words(filter_lessons(actor), wanted.words, "name__icontains", "reference__iexact")
    if wanted.refs:
        rows = rows.filter(public_id__in=wanted.refs)
    return [each for each in tell(actor, list(rows)) if _wanted(each, wanted)]


def _wanted(told: Told, wanted: LessonFilter) -> bool:
    states = {"open": not told.is_embedded, "embedded": told.is_embedded, "after": told.after_closure > 0}
    in_state = states.get(wanted.state, not wanted.state)
    return in_state and (not wanted.area or wanted.area in told.areas)
