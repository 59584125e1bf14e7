"""Was this recommended before? Looked up by words, while they are typed, and by two recommendations side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heed.learning.queries import find_recommendation
from heed.memory.forms import AdoptForm, AnswerForm, LookUpForm
from heed.memory.operations import adopt_for_later, answer_pair, look_up
from heed.memory.policies import judges
from heed.memory.presenters.before import BeforeShown, before_shown
from heed.memory.presenters.pairs import pair_page
from heed.memory.queries import find_pair, in_order, judge_two, lessons_of, repeats_closed
from heed.memory.types import ANSWER_NAMES, Before, Likeness
from heed.plans.queries import came_of
from heed.plans.types import GONE
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import Run, bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing

if TYPE_CHECKING:
    from heed.learning.models import Recommendation
    from heed.memory.models import Pair
    from heed.platform.access.types import Actor


@dataclass(frozen=True, kw_only=True)
class LookUpPage:
    title: str
    crumbs: tuple[Crumb, ...]
    form: Any
    found: BeforeShown | None
    typed_href: str


@require_http_methods(["GET", "POST"])
def before(request: HttpRequest) -> HttpResponse:
    """Words to be looked up, by a button."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_REGISTER)
    form = LookUpForm(request.POST if request.method == "POST" else None)
    found: list[Before] = []

    def run(given: dict[str, Any]) -> str:
        found.append(look_up(actor, text=given["text"], at=clock.now()))
        return "Looked up."

    if request.method == "POST":
        run_form(form, run)
    page = _look_up_page(actor, form, found[0] if found else None)
    return render(request, "memory/before.html", page, status=422 if form.errors else 200)


@require_POST
def typed(request: HttpRequest) -> HttpResponse:
    """The same while it is typed, as a fragment: a courtesy that no page needs. Nothing typed, nothing found. Where a
    review is named, its own area comes first and its own recommendations are left out."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_REGISTER)
    given = {**request.GET.dict(), **request.POST.dict()}
    text, review = given.get(given.get("field", "text"), ""), given.get("review", "")
    asked = len(text.split()) >= _FEWEST_WORDS
    found = look_up(actor, text=text, review=review, limit=5, at=clock.now()) if asked else None
    return render(request, "memory/_found.html", _look_up_page(actor, None, found))


_FEWEST_WORDS = 4


def _look_up_page(actor: Actor, form: Any, found: Before | None) -> LookUpPage:
    return LookUpPage(
        title="Was this recommended before?",
        crumbs=(Crumb(text="Lessons", href=reverse("memory:lessons")), Crumb(text="Recommended before")),
        form=form,
        found=_shown(actor, found) if found else None,
        typed_href=reverse("memory:typed"),
    )


def _shown(actor: Actor, found: Before) -> BeforeShown:
    keys = found.keys
    return before_shown(
        found, came_of(actor, keys), on=clock.today(), lessons=lessons_of(actor, keys), judges=judges(actor)
    )


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Two recommendations side by side: are they the same lesson?"""
    actor = actor_of_request(request)
    found = [find_recommendation(actor, each) for each in (one, other)]
    if one == other:
        raise NotVisible
    earlier, later = in_order(*found)
    came = came_of(actor, [earlier.pk, later.pk])
    said = find_pair(actor, earlier.pk, later.pk)
    doings = _doings(request, actor, earlier, later, said, came)
    if done := carry_out(request, doings, _runs(actor, earlier, later)):
        return done
    judged = judge_two(actor, earlier, later)
    page = pair_page(earlier, later, came, said, verdict=judged.verdict, why=judged.why, doings=doings)
    return render(request, "memory/pair.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest,
    actor: Actor,
    earlier: Recommendation,
    later: Recommendation,
    said: Pair | None,
    came: dict[int, Any],
) -> tuple[Doing, ...]:
    if not judges(actor):
        return ()
    form = bound(
        request,
        "answer",
        AnswerForm,
        closed=repeats_closed(came[earlier.pk], later),
        initial={"version": said.version if said else 0},
    )
    answered = bool(said and said.answer)
    title, button = ("Answer anew", "Keep the new answer") if answered else ("What do you say?", "Keep it")
    doings = [
        Doing(
            key="answer", title=title, button=button, form=form, tone="secondary" if answered else "primary"
        )
    ]
    there = {each.pk for each in came[later.pk].actions}
    offered = [
        (each.public_id, f"{each.reference} {each.text[:120]}")
        for each in came[earlier.pk].actions
        if each.pk not in there and each.state not in GONE and each.scope_id == later.scope_id
    ]
    same = said is not None and said.answer == Likeness.SAME
    if same and offered and actor.may(Permission.AGREE_ACTIONS):
        adopting = bound(request, "adopt", AdoptForm, actions=offered)
        lead = f"They serve {later.reference} as well then, and what was reported complete is open again."
        doings.insert(
            0,
            Doing(
                key="adopt",
                title="Take the earlier actions up again",
                button="Take them up",
                form=adopting,
                lead=lead,
                tone="primary",
            ),
        )
    return tuple(doings)


def _runs(actor: Actor, earlier: Recommendation, later: Recommendation) -> dict[str, Run]:
    def answer(given: dict[str, Any]) -> str:
        chosen = Likeness(given["answer"])
        answer_pair(
            actor,
            one_ref=earlier.public_id,
            other_ref=later.public_id,
            answer=chosen,
            reason=given["reason"],
            why_not_held=given.get("why_not_held", ""),
            version=given["version"] or 0,
            at=clock.now(),
        )
        opened = bool(given.get("why_not_held")) and chosen is Likeness.SAME
        again = f" {earlier.reference} is open again: it did not hold." if opened else ""
        return f"Kept: {ANSWER_NAMES[chosen].lower()}. Nobody is asked again.{again}"

    def adopt(given: dict[str, Any]) -> str:
        many = adopt_for_later(
            actor,
            one_ref=earlier.public_id,
            other_ref=later.public_id,
            action_refs=given["actions"],
            reason=given["reason"],
            at=clock.now(),
        )
        return f"{later.reference} has {'one action' if many == 1 else f'{many} actions'} of {earlier.reference} now."

    return {"answer": answer, "adopt": adopt}
