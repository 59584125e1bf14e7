"""Lessons: their register, those that are proposed, and each one through the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.memory.forms import AddForm, JoinForm, NameForm, RenameForm, SplitForm, TakeOutForm
from heed.memory.operations import (
    add_to_lesson,
    join_lessons,
    name_lesson,
    rename_lesson,
    split_lesson,
    take_out_of_lesson,
)
from heed.memory.policies import check_judges, judges
from heed.memory.presenters.lessons import (
    change_page,
    choice_words,
    lesson_page,
    lesson_row,
    proposed_page,
)
from heed.memory.queries import (
    filter_lessons,
    find_lesson,
    other_lessons,
    proposed_families,
    rows_by_ref,
    steps_of,
    tell,
)
from heed.memory.registers import LESSONS
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import Run, bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.platform.ui.wording import count

if TYPE_CHECKING:
    from heed.memory.models import Lesson
    from heed.platform.access.types import Actor


@dataclass(frozen=True, kw_only=True)
class MoreOfLessons:
    """What stands above the register: what is proposed, and where to look something up."""

    proposed: str
    proposed_href: str
    before_href: str


@require_safe
def lessons(request: HttpRequest) -> HttpResponseBase:
    return show_register(
        request,
        LESSONS,
        listed=lambda told, _: lesson_row(told),
        template="memory/lessons.html",
        more=_more,
    )


def _more(actor: Actor) -> MoreOfLessons:
    many = len(proposed_families(actor))
    return MoreOfLessons(
        proposed=f"Look at {count(many, 'proposed lesson')}" if many else "",
        proposed_href=reverse("memory:proposed"),
        before_href=reverse("memory:before"),
    )


@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """Families that the machine would call a lesson."""
    actor = actor_of_request(request)
    page = proposed_page(proposed_families(actor), judges=judges(actor))
    return render(request, "memory/proposed.html", page)


@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Name a family: these recommendations are one lesson."""
    actor = actor_of_request(request)
    check_judges(actor)
    asked = tuple(request.GET.getlist("of")[:200])
    if not asked:
        return redirect("memory:proposed")
    offered = rows_by_ref(actor, asked)
    if not offered:
        raise NotVisible
    note_shown("recommendation", [each.public_id for each in offered])
    pairs = [(each.public_id, choice_words(each)) for each in offered]
    form = NameForm(
        request.POST if request.method == "POST" else None,
        recommendations=pairs,
        initial={"recommendations": [ref for ref, _ in pairs]},
    )
    made: list[Lesson] = []

    def run(given: dict[str, Any]) -> str:
        made.append(
            name_lesson(
                actor, name=given["name"], recommendation_refs=given["recommendations"], at=clock.now()
            )
        )
        return f"{made[0].reference} is a lesson now."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("memory:lesson", ref=made[0].public_id)
    back = reverse("memory:proposed")
    page = AddPage(
        title="Name a lesson",
        crumbs=(
            Crumb(text="Lessons", href=reverse("memory:lessons")),
            Crumb(text="Proposed", href=back),
            Crumb(text="Name it"),
        ),
        form=form,
        button="Keep this lesson",
        back=back,
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_safe
def lesson(request: HttpRequest, ref: str) -> HttpResponse:
    """A lesson through years, areas and agencies."""
    actor = actor_of_request(request)
    row = find_lesson(actor, ref)
    [told] = tell(actor, [row])
    page = lesson_page(
        told,
        steps_of(actor, row),
        judges=judges(actor),
        candidates=len(_candidates(actor, row)),
        shown=frozenset(filter_lessons(actor).values_list("pk", flat=True)),
        today=clock.today(),
    )
    return render(request, "memory/lesson.html", page)


def _candidates(actor: Actor, row: Lesson) -> list[Any]:
    """What looks like this lesson and is not in it."""
    return [each for family in proposed_families(actor) if family.lesson == row for each in family.new]


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that can be done with a lesson."""
    actor = actor_of_request(request)
    check_judges(actor)
    row = find_lesson(actor, ref)
    doings = _doings(request, actor, row)
    goes: list[str] = []
    if carry_out(request, doings, _runs(actor, row, goes)):
        return redirect(goes[0])
    page = change_page(row, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, row: Lesson) -> tuple[Doing, ...]:
    [told] = tell(actor, [row])
    mine = [(each.row.public_id, choice_words(each.row)) for each in told.tellings]
    more = [(each.public_id, choice_words(each)) for each in _candidates(actor, row)]
    note_shown("recommendation", [ref for ref, _ in (*mine, *more)])
    others = [(each.public_id, f"{each.reference} {each.name}") for each in other_lessons(actor, row)]
    seen = {"version": row.version}
    found = [
        Doing(
            key="rename",
            title="Another name",
            button="Keep the name",
            form=bound(request, "rename", RenameForm, initial={**seen, "name": row.name}),
        ),
        Doing(
            key="take",
            title="Take recommendations out",
            button="Take them out",
            form=bound(request, "take", TakeOutForm, recommendations=mine, initial=seen),
        ),
        Doing(
            key="split",
            title="Split it: these are a lesson of their own",
            button="Split it",
            form=bound(request, "split", SplitForm, recommendations=mine, initial=seen),
        ),
    ]
    if others:
        joining = bound(request, "join", JoinForm, lessons=others)
        found.append(Doing(key="join", title="Join it with another", button="Join them", form=joining))
    if more:
        adding = bound(request, "add", AddForm, recommendations=more, initial=seen)
        found.insert(0, Doing(key="add", title="Add what looks like it", button="Add them", form=adding))
    return tuple(found)


def _runs(actor: Actor, row: Lesson, goes: list[str]) -> dict[str, Run]:
    """What each form does; `goes` is told where to go afterwards."""
    ref = row.public_id
    here, every = reverse("memory:lesson", args=[ref]), reverse("memory:lessons")

    def rename(given: dict[str, Any]) -> str:
        rename_lesson(actor, ref=ref, name=given["name"], version=given["version"] or 0, at=clock.now())
        goes.append(here)
        return "The name is kept; the one until now stands in the history."

    def add(given: dict[str, Any]) -> str:
        refs, seen = given["recommendations"], given["version"] or 0
        many = add_to_lesson(actor, ref=ref, recommendation_refs=refs, version=seen, at=clock.now())
        goes.append(here)
        return f"{count(many, 'recommendation')} added."

    def take(given: dict[str, Any]) -> str:
        seen = take_out_of_lesson(
            actor,
            ref=ref,
            recommendation_refs=given["recommendations"],
            reason=given["reason"],
            version=given["version"] or 0,
            at=clock.now(),
        )
        goes.append(here if seen else every)
        return (
            "Taken out."
            if seen
            else "Taken out. Fewer than two that you can see are left, so it is gone from your list."
        )

    def split(given: dict[str, Any]) -> str:
        made = split_lesson(
            actor,
            ref=ref,
            recommendation_refs=given["recommendations"],
            name=given["name"],
            reason=given["reason"],
            version=given["version"] or 0,
            at=clock.now(),
        )
        goes.append(reverse("memory:lesson", args=[made.public_id]))
        return f"{made.reference} is a lesson of its own now."

    def join(given: dict[str, Any]) -> str:
        kept = join_lessons(
            actor,
            ref=ref,
            into_ref=given["into"],
            reason=given["reason"],
            at=clock.now(),
        )
        goes.append(reverse("memory:lesson", args=[kept.public_id]))
        return f"{row.reference} is part of {kept.reference} now."

    return {"rename": rename, "add": add, "take": take, "split": split, "join": join}
