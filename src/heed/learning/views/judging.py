"""Judging answers, and dividing a recommendation into what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from heed.learning.forms import DivideForm, JudgeForm, WhoAnsweredForm
from heed.learning.operations import divide_recommendation, judge_answer, say_who_answered
from heed.learning.policies import check_judges
from heed.learning.presenters.judging import divide_page, judge_page
from heed.learning.queries import answered_parts, find_answer, find_recommendation, judgements_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import NotNow
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing

if TYPE_CHECKING:
    from heed.learning.models import Response
    from heed.platform.access.types import Actor


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, ref: str, answer: str) -> HttpResponse:
    """Say whether an answer answers what was asked, and send back what does not."""
    actor = actor_of_request(request)
    check_may(actor, Permission.JUDGE_ANSWERS)
    response, recommendation = find_answer(actor, ref, answer)
    note_shown("response", [response.public_id])
    naming = _naming(request, actor, response)
    if naming and (done := carry_out(request, (naming,), {"name": _names(actor, ref, answer)})):
        return done
    asked, judged = answered_parts(response, recommendation), judgements_of(actor, response, recommendation)
    why_not = _why_not(actor, response)
    posted = request.POST if request.method == "POST" and not naming else None
    form = JudgeForm(posted, asked=asked, initial={"after": len(judged)})

    def run(given: dict[str, Any]) -> str:
        judge_answer(
            actor,
            ref=answer,
            recommendation_ref=ref,
            verdicts=form.verdicts(given),
            send_back_by=given["due_on"] if given["send_back"] else None,
            after=given["after"] or 0,
            at=clock.now(),
        )
        return "Kept. What was found before stays beside it."

    if posted is not None and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("learning:recommendation", ref=ref)
    page = judge_page(
        response, recommendation, asked, judged, None if why_not else form, why_not=why_not, naming=naming
    )
    return render(request, "learning/judge.html", page, status=422 if page.has_errors else 200)


def _why_not(actor: Actor, response: Response) -> str:
    """What stands in the way of judging it, for now; whoever may never judge it is refused the page."""
    try:
        check_judges(actor, response, at=clock.now())
    except NotNow as refusal:
        return refusal.sentence
    return ""


def _naming(request: HttpRequest, actor: Actor, response: Response) -> Doing | None:
    """Where no agency is named, the form to say which one answered, for those who may."""
    if response.agency_id is not None or not actor.may(Permission.MANAGE_AGENCIES):
        return None
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    form = bound(request, "name", WhoAnsweredForm, agencies=agencies, initial={"version": response.version})
    return Doing(key="name", title="Whose answer is it?", button="Save", form=form)


def _names(actor: Actor, ref: str, answer: str) -> Any:
    def run(given: dict[str, Any]) -> str:
        row = say_who_answered(
            actor,
            ref=answer,
            recommendation_ref=ref,
            agency_ref=given["agency"],
            version=given["version"],
            at=clock.now(),
        )
        return f"It is {row.agency}'s answer. Its words stay as they were printed."

    return run


@require_http_methods(["GET", "POST"])
def divide(request: HttpRequest, ref: str) -> HttpResponse:
    """Split and join what a recommendation asks for."""
    actor = actor_of_request(request)
    check_may(actor, Permission.NAME_RECORDS)
    row = find_recommendation(actor, ref)
    parts = [each.text for each in row.parts.all()] or [row.text]
    initial = {"parts": "\n".join(parts), "version": row.version}
    form = DivideForm(request.POST or None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        divide_recommendation(
            actor, ref=ref, parts=given["parts"].splitlines(), version=given["version"], at=clock.now()
        )
        return "Saved. Each part is answered and judged by itself from now on."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("learning:recommendation", ref=ref)
    return render(request, "learning/divide.html", divide_page(row, form), status=422 if form.errors else 200)
