"""The clocks and steps of a review, and the pace of all reviews."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.rules.queries import rules_of
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.cases import PauseForm, ProposeForm, ResumeForm, StageForm
from heed.reviews.operations import move_review, pause_clock, propose_step, resume_clock
from heed.reviews.presenters.clocks import clocks_page, is_paused
from heed.reviews.presenters.pace import pace_page
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import clocks_of
from heed.reviews.queries.pace import pace_of_reviews, pace_steps
from heed.reviews.queries.proposals import proposals_of
from heed.reviews.types import DECIDED_TOGETHER, STAGES, ReviewState
from heed.reviews.types.states import NEXT


@require_http_methods(["GET", "POST"])
def clocks(request: HttpRequest, ref: str) -> HttpResponse:
    """Every clock of a review with why it is that day; pausing, resuming, and the review's next step."""
    actor = actor_of_request(request)
    found = find_review(actor, ref)
    rows = clocks_of(actor, found)
    doings = _doings(request, actor, found, rows) if actor.may(Permission.RUN_REVIEWS) else ()
    done = carry_out(request, doings, _runs(actor, ref))
    if done:
        return done
    convention = " ".join(rules_of("timescales")["convention"].split())
    page = clocks_page(
        actor,
        found,
        rows,
        doings,
        proposals=proposals_of(actor, found),
        convention=convention,
        today=clock.today(),
    )
    return render(request, "reviews/part_thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, review: Any, rows: Any) -> tuple[Doing, ...]:
    running = [each for each in rows if each.ended_on is None]
    names = {each.public_id: _name(each) for each in running}
    # Those paused by proceedings go on when the proceedings end.
    paused = [
        (ref, name)
        for ref, name in names.items()
        if ref in {each.public_id for each in running if _by_hand(each)}
    ]
    going = [(each.public_id, names[each.public_id]) for each in running if not is_paused(each)]
    able = [each for each in STAGES if each in NEXT[ReviewState(review.state)]]
    nexts = [each for each in able if each not in (ReviewState.DECIDED, *DECIDED_TOGETHER)]
    found = []
    if nexts and (review.decision == "review" or review.state not in ("referred", "decided")):
        form = bound(request, "stage", StageForm, states=nexts)
        found.append(Doing(key="stage", title="The review goes on", button="Keep the step", form=form))
    if steps := [(each.value, DECIDED_TOGETHER[each][1]) for each in able if each in DECIDED_TOGETHER]:
        form = bound(request, "propose", ProposeForm, steps=steps)
        lead = (
            "Those who decide each say whether they agree: here, by a link, or in a meeting that you minute."
        )
        found.append(
            Doing(key="propose", title="For those who decide", button="Put it to them", form=form, lead=lead)
        )
    if going:
        form = bound(request, "pause", PauseForm, clocks=going)
        found.append(Doing(key="pause", title="Pause a clock", button="Pause it", form=form))
    if paused:
        form = bound(request, "resume", ResumeForm, clocks=paused)
        found.append(Doing(key="resume", title="Let a clock go on", button="Let it go on", form=form))
    return tuple(found)


def _name(row: Any) -> str:
    return f"{row.rule['name']}: {row.agency.name}" if row.agency else str(row.rule["name"])


def _by_hand(row: Any) -> bool:
    return any(each.ended_on is None and not each.cause for each in row.pauses.all())


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def stage(given: dict[str, Any]) -> str:
        row = move_review(actor, ref=ref, **given, at=clock.now())
        return f"The review is {STAGES[ReviewState(row.state)].lower()}."

    def pause(given: dict[str, Any]) -> str:
        pause_clock(actor, ref=given.pop("clock"), **given, at=clock.now())
        return "Paused. Its reason stands with the date."

    def resume(given: dict[str, Any]) -> str:
        resume_clock(actor, ref=given.pop("clock"), **given, at=clock.now())
        return "It goes on. Its last day has moved."

    def propose(given: dict[str, Any]) -> str:
        propose_step(actor, ref=ref, **given, at=clock.now())
        return "It is put forward with its reasons. It is so once all of those who decide have agreed."

    return {"stage": stage, "propose": propose, "pause": pause, "resume": resume}


@require_safe
def pace(request: HttpRequest) -> HttpResponse:
    """How long each step takes, across reviews and years."""
    actor = actor_of_request(request)
    page = pace_page(
        pace_of_reviews(actor),
        pace_steps(),
        step=request.GET.get("step", ""),
        year=request.GET.get("year", ""),
        query={name: list(values) for name, values in request.GET.lists()},
    )
    return render(request, "reviews/pace.html", page)
