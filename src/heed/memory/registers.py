"""The register of lessons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.memory.presenters.before import came_words, time_between
from heed.memory.presenters.lessons import years_words
from heed.memory.queries import LessonFilter, Told, told_lessons
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import day, words
from heed.reviews.queries import review_choices

_STATES = (("open", "Not embedded"), ("embedded", "Difference seen"), ("after", "Repeated after closure"))


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    return (
        FilterGroup(name="words", label="Words", kind="search"),
        select_filter("area", "Area", [(each, each) for each in review_choices(actor).areas]),
        select_filter("state", "Where it stands", _STATES),
    )


def _found(actor: Actor, asked: Asked) -> list[Told]:
    found = told_lessons(actor, asked.wanted(LessonFilter))
    return sorted(found, key=_ORDERS.get(asked.order, _most))


def _most(told: Told) -> Any:
    return (-len(told.tellings), -told.after_closure, told.lesson.reference)


_ORDERS = {
    "": _most,
    "after": lambda told: (-told.after_closure, *_most(told)),
    "oldest": lambda told: (told.is_embedded, told.first or date.max, told.lesson.reference),
    "reference": lambda told: told.lesson.reference,
}


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    found = _found(actor, asked)
    return found[offset : offset + limit], len(found)


def _every(actor: Actor, asked: Asked) -> Iterator[Any]:
    yield from _found(actor, asked)


def _since_first(told: Told) -> str:
    return time_between(told.first, clock.today()) if told.first else ""


LESSONS = Register(
    key="lessons",
    title="Lessons",
    one="lesson",
    url_name="memory:lessons",
    columns=(
        Column("reference", "Reference", lambda told: told.lesson.reference, width=12),
        Column("name", "Lesson", lambda told: told.lesson.name, width=50),
        Column("times", "Recommended", lambda told: len(told.tellings), width=12),
        Column("years", "Years", years_words, width=14),
        Column("areas", "Areas", lambda told: words(told.areas), width=24),
        Column("after", "After closure", lambda told: told.after_closure, width=12),
        Column("state", "Now", lambda told: "Difference seen" if told.is_embedded else "Not embedded"),
        Column("first", "First", lambda told: day(told.first), usual=False),
        Column("last", "Last", lambda told: day(told.last), usual=False),
        Column("since", "Since first recommended", _since_first, usual=False, width=24),
        Column(
            "came",
            "What came of it last",
            lambda told: came_words(told.tellings[-1].came),
            usual=False,
            width=50,
        ),
        Column(
            "recommendations",
            "Recommendations",
            lambda told: ", ".join(each.row.reference for each in told.tellings),
            usual=False,
            width=40,
        ),
    ),
    orders=(
        Order("", "Most repeated"),
        Order("after", "Repeated after closure"),
        Order("oldest", "Oldest not embedded"),
        Order("reference", "Reference"),
    ),
    narrowed_by=("words", "area", "state"),
    filters=_filters,
    page=_page,
    every=_every,
    href=lambda told: reverse("memory:lesson", args=[told.lesson.public_id]),
    ref=lambda told: told.lesson.public_id,
    empty="There is no lesson yet. Recommendations of different reviews that ask the same are proposed here as "
    "lessons; one begins when somebody gives it a name.",
    note="A lesson is what recommendations of different reviews say again. Those of restricted cases count only for "
    "the people who see them.",
)
