"""Proceedings beside a review: noted, changed, ended, and what they held up going on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.proceedings import ChangeHoldsForm, EndForm, NoteForm, ResumeForm
from heed.reviews.operations.proceedings import (
    Holds,
    change_proceedings,
    end_proceedings,
    note_proceedings,
    resume_after_proceedings,
)
from heed.reviews.policies.submissions import runs_reviews
from heed.reviews.presenters.proceedings import proceeding_page, proceedings_page, waits_to_resume
from heed.reviews.queries import find_review
from heed.reviews.queries.proceedings import blocked_steps, find_proceedings, proceedings_of_review


@require_http_methods(["GET", "POST"])
def proceedings(request: HttpRequest, ref: str) -> HttpResponse:
    """All proceedings beside a review."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
    doings = (_noting(request),) if runs_reviews(actor) else ()
    if done := carry_out(request, doings, {"note": _note(actor, ref)}):
        return done
    page = proceedings_page(
        actor,
        review,
        proceedings_of_review(actor, review.pk),
        blocked_steps(actor, review.pk),
        doings,
        today=clock.today(),
    )
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _noting(request: HttpRequest) -> Doing:
    form = bound(request, "note", NoteForm)
    return Doing(key="note", title="Note proceedings", button="Note them", form=form, tone="primary")


def _holds(given: dict[str, Any]) -> Holds:
    return Holds(tuple(given["blocks"]), given["blocks_since"], given["expected_on"], given["words"])


def _note(actor: Actor, review_ref: str) -> Run:
    def note(given: dict[str, Any]) -> str:
        row = note_proceedings(
            actor,
            review_ref=review_ref,
            kind=given["kind"],
            body=given["body"],
            began_on=given["began_on"],
            holds=_holds(given),
            reopens=given["reopens"],
            at=clock.now(),
        )
        return f"{row.reference} is noted."

    return note


@require_http_methods(["GET", "POST"])
def proceeding(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, and what can be done about it."""
    actor = actor_of_request(request)
    row = find_proceedings(actor, ref)
    doings = _doings(request, row) if runs_reviews(actor) else ()
    if done := carry_out(request, doings, _runs(actor, ref, row.review.public_id)):
        return done
    again = [each for each in proceedings_of_review(actor, row.review_id) if each.reopens_id == row.pk]
    page = proceeding_page(actor, row, again, doings, today=clock.today())
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, row: Any) -> tuple[Doing, ...]:
    holding = {name: getattr(row, name) for name in ("blocks", "blocks_since", "expected_on", "words")}
    if row.ended_on is None:
        changing = bound(request, "change", ChangeHoldsForm, initial={**holding, "version": row.version})
        ending = bound(request, "end", EndForm)
        return (
            Doing(key="end", title="They have ended", button="Note that they ended", form=ending),
            Doing(key="change", title="What they hold up", button="Save", form=changing),
        )
    opening = {"reopens": row.public_id, "kind": row.kind, "body": row.body, "blocks": row.blocks}
    again = Doing(
        key="note",
        title="They are open again",
        button="Note them anew",
        lead="A new entry. This one stays as it ended.",
        form=bound(request, "note", NoteForm, initial=opening),
    )
    if not waits_to_resume(row):
        return (again,)
    resuming = bound(request, "resume", ResumeForm)
    return (
        Doing(key="resume", title="It goes on", button="Note that it goes on", form=resuming, tone="primary"),
        again,
    )


def _runs(actor: Actor, ref: str, review_ref: str) -> dict[str, Run]:
    def change(given: dict[str, Any]) -> str:
        change_proceedings(actor, ref=ref, holds=_holds(given), version=given["version"], at=clock.now())
        return "Saved. What was said before stays in the history."

    def end(given: dict[str, Any]) -> str:
        row = end_proceedings(actor, ref=ref, **given, at=clock.now())
        return "Noted. Say when what was held up goes on." if row.blocks else "Noted."

    def resume(given: dict[str, Any]) -> str:
        resume_after_proceedings(actor, ref=ref, words=given["words"], at=clock.now())
        return "Noted. It goes on."

    return {"change": change, "end": end, "resume": resume, "note": _note(actor, review_ref)}
