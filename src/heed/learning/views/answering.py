"""Where an agency's people see what is asked of them, and answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from heed.learning.forms import AnswerForm
from heed.learning.operations import save_answer_draft, sign_answer
from heed.learning.panels import asked_of_us
from heed.learning.policies import check_answers
from heed.learning.presenters.answering import answer_page, asked_page, initial_of
from heed.learning.presenters.answers import warned_of_figures
from heed.learning.queries import answered_by_agency, asked_parts, find_draft, find_request, signers_of
from heed.learning.types import RequestState
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import ChangedMeanwhile, NotNow
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.acting import named_as_sent, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render

if TYPE_CHECKING:
    from heed.platform.access.types import Actor


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer of one's own agency, and what it answered."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ANSWER_FOR_AGENCY)
    section = asked_of_us(actor, limit=100, on_the_spot=0)
    answered = answered_by_agency(actor)
    note_shown("recommendation", [row.recommendation.public_id for row in answered])
    page = asked_page(section, answered, clock.today(), agency=actor.agency_name, agency_ref=actor.agency_ref)
    return render(request, "learning/asked.html", page)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Write an agency's answer, keep it for the lead, or sign it."""
    actor = actor_of_request(request)
    found = find_request(actor, ref)
    check_answers(actor, found, Permission.ANSWER_FOR_AGENCY)
    if request.method == "GET" and found.state != RequestState.OPEN:
        return redirect("learning:request", ref=ref)
    parts, saved = asked_parts(found), find_draft(actor, found)
    open_form = OpenForm(request, "answer", subject=ref, title=f"Answer to {found.recommendation.reference}")
    prefix = ref if f"{ref}-version" in request.POST else None  # as it is named on the first page
    form = AnswerForm(request.POST or None, asked=parts, prefix=prefix)
    form.initial = open_form.initial(initial_of(parts, saved), form)
    status = 422
    if request.method == "POST":
        try:
            said = _answered(request, actor, ref, form, prefix)
        except ChangedMeanwhile:
            raise
        except NotNow as refusal:  # somebody signed meanwhile: what was typed stays on the page
            form.add_error(None, refusal.sentence)
            said, status = None, refusal.status
        if said:
            messages.success(request, said)
            return redirect("learning:request", ref=ref)
    today = clock.today()
    page = answer_page(
        found,
        form,
        saved,
        may_sign=actor.may(Permission.SIGN_ANSWERS),
        signers=signers_of(actor.partnership_id, found.agency_id, on=today),
        draft=open_form.shown,
        today=today,
    )
    return render(request, "learning/answer.html", page, status=status if form.errors else 200)


def _answered(
    request: HttpRequest, actor: Actor, ref: str, form: AnswerForm, prefix: str | None
) -> str | None:
    """Keep or sign what was typed, as the button says; None where something is wrong, which then stands in the form."""
    signing = request.POST.get("do") == "sign"

    def run(given: dict[str, Any]) -> str:
        act = sign_answer if signing else save_answer_draft
        act(actor, ref=ref, said=form.said(given), version=given["version"], at=clock.now())
        if signing:
            return "Signed and sent. It stays as it is. Plan what you will do on the recommendation's page."
        warned = " ".join(filter(None, (warned_of_figures(each.text) for each in form.said(given))))
        kept = "Kept. Your agency's people see it; nobody else does until it is signed."
        return f"{kept} {warned}".strip()

    try:
        return run_form(form, run)
    except ChangedMeanwhile as refusal:
        if prefix:
            raise named_as_sent(refusal, prefix) from refusal
        raise
