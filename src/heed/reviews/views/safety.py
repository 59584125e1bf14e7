"""The first question, wherever something comes in for a review: is any child unsafe now, who acted, when?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import Run, bound, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.cases import AnswerSafetyForm
from heed.reviews.operations import answer_first_question, answer_safety
from heed.reviews.policies.safety import answers_safety, check_answers_safety
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import IntakePage, front_door_words, safety_words
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import front_door
from heed.reviews.queries.safety import first_answer
from heed.reviews.rules.cases import safety_mark


def safety_doings(request: HttpRequest, actor: Actor, questions: Sequence[Any]) -> tuple[Doing, ...]:
    """For each question that is this actor's to answer: its form, first where it is open, folded where it may only
    have changed."""
    mine = [each for each in questions if answers_safety(actor, each.agency_id)]
    return tuple(_doing(request, each) for each in sorted(mine, key=lambda each: not each.is_open))


def _doing(request: HttpRequest, row: Any) -> Doing:
    key = f"safety-{row.public_id}"
    form = bound(request, key, AnswerSafetyForm, initial={"seen": _mark(row)})
    if row.is_open:
        title = f"Is any child unsafe now? {row.asked_of}"
        return Doing(key=key, title=title, button="Answer", form=form, tone="primary")
    title, lead = f"Has that changed? {row.asked_of}", f"Said: {safety_words(row)}."
    return Doing(key=key, title=title, button="Answer anew", form=form, lead=lead, folded=True)


def safety_runs(actor: Actor, questions: Sequence[Any]) -> dict[str, Run]:
    """What each of those forms does."""

    def answering(ref: str) -> Run:
        def run(given: dict[str, Any]) -> str:
            answer_safety(actor, ref=ref, **given, at=clock.now())
            return "Answered."

        return run

    return {f"safety-{each.public_id}": answering(each.public_id) for each in questions}


@require_http_methods(["GET", "POST"])
def first_question(request: HttpRequest, ref: str, agency: str, about: str) -> HttpResponse:
    """Asked before an agency gives anything, then on to where it was going; later, to say that it is not so now."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    whose = next((each for each in list_agencies(actor.partnership_id) if each.public_id == agency), None)
    if whose is None:
        raise NotVisible
    check_answers_safety(actor, whose)
    row = first_answer(actor, review, agency_id=whose.pk, about=about)
    known = (
        {}
        if row is None
        else {"safety": row.safety, "who_acted": row.who_acted, "acted_when": row.acted_when}
    )
    form = AnswerSafetyForm(request.POST or None, initial={**known, "seen": _mark(row) if row else ""})

    def run(given: dict[str, Any]) -> str:
        if row is not None:
            answer_safety(actor, ref=row.public_id, **given, at=clock.now())
        else:
            given.pop("seen")
            answer_first_question(
                actor, review_ref=ref, agency_ref=agency, about=about, **given, at=clock.now()
            )
        return "Kept. If that changes, say so at once."

    then = _then(request, reverse("reviews:review", args=[ref]))
    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(then)
    page = IntakePage(
        title="First: is any child unsafe now?",
        crumbs=review_frame(actor, review, current="", title="First question").crumbs,
        form=form,
        button="Go on",
        back=reverse("reviews:review", args=[ref]),
        front_door=front_door_words(front_door(actor, on=clock.today())),
        lead=f"Answer for {whose.name} before you give anything else.",
    )
    return render(request, "reviews/intake.html", page, status=422 if form.errors else 200)


def _then(request: HttpRequest, usual: str) -> str:
    """Where the person was going, as the address says; never away from here."""
    then = request.GET.get("then", "")
    return then if url_has_allowed_host_and_scheme(then, None) else usual


def _mark(row: Any) -> str:
    return safety_mark(row.safety, row.who_acted, row.acted_when)
