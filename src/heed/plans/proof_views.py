"""Evidence and what is said on it: given, reported, assured, verified, sent back, looked at again, judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.learning.queries import find_recommendation
from heed.plans.operations import (
    Judgement,
    assure_action,
    judge_difference,
    plan_check,
    record_check,
    report_complete,
    send_back,
    verify_action,
)
from heed.plans.policies import (
    check_details_given,
    check_may_decide,
    check_may_look_again,
    check_may_report,
    check_may_send_back,
    check_may_verify,
    is_for_another,
)
from heed.plans.presenters import words_of_action, words_to_judge
from heed.plans.proof_forms import (
    CheckForm,
    JudgeForm,
    MarkForm,
    PlanCheckForm,
    SendBackForm,
    VerifyForm,
)
from heed.plans.proof_presenters import (
    checks_page,
    crumbs_of,
    has_expired,
    judge_lead,
    pieces_to_choose,
)
from heed.plans.queries import (
    checks_waiting,
    evidence_for_recommendation,
    evidence_of_action,
    find_action,
    find_check,
    last_looked_at,
    marks_of_action,
)
from heed.plans.queries.sampling import sample_agreed
from heed.plans.types import CheckOutcome
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Content, Crumb, element, joined
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, link
from heed.platform.ui.wording import day

Run = Callable[[dict[str, Any]], str]


def _ask(request: HttpRequest, page: AddPage, run: Run) -> HttpResponse:
    """One form on a page of its own: done and back, or shown again with what is wrong and everything typed."""
    if request.method == "POST" and (said := run_form(page.form, run)):
        messages.success(request, said)
        return redirect(page.back)
    return render(request, "things/add.html", page, status=422 if page.form.errors else 200)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is filled with: what was sent, even where that is nothing, or neither."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _page(
    action: Any, *, title: str, form: Any, button: str, files: bool = False, lead: Content = ""
) -> AddPage:
    return AddPage(
        title=title,
        crumbs=crumbs_of(action, title),
        form=form,
        button=button,
        back=reverse("plans:action", args=[action.public_id]),
        lead=lead or words_of_action(action),
        files=files,
    )


def _pieces(actor: Actor, action: Any) -> list[tuple[str, str]]:
    """What was given for an action, to choose from."""
    return pieces_to_choose(evidence_of_action(actor, action.pk), today=clock.today())


def _mark_form(request: HttpRequest, actor: Actor, action: Any) -> MarkForm:
    """With all that was given for it ticked, but for what speaks against it or has expired."""
    pieces, today = evidence_of_action(actor, action.pk), clock.today()
    ticked = [each.public_id for each in pieces if not each.contrary and not has_expired(each, today=today)]
    return MarkForm(
        *_sent(request), pieces=pieces_to_choose(pieces, today=today), initial={"evidence": ticked}
    )


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """The agency says that its own action is complete."""
    actor = actor_of_request(request)
    action = find_action(actor, ref)
    check_may_report(actor, action, Permission.REPORT_COMPLETE)
    check_details_given(action)
    form = _mark_form(request, actor, action)

    def run(given: dict[str, Any]) -> str:
        report_complete(actor, ref=ref, **given, at=clock.now())
        unshown = "" if given.get("evidence") else " You named nothing that shows it."
        return (
            f"{action.reference} is reported complete. It is verified once somebody else has looked.{unshown}"
        )

    return _ask(request, _page(action, title="Report it complete", form=form, button="Report complete"), run)


@require_http_methods(["GET", "POST"])
def assure(request: HttpRequest, ref: str) -> HttpResponse:
    """The agency's lead stands behind what was reported."""
    actor = actor_of_request(request)
    action = find_action(actor, ref)
    check_may_report(actor, action, Permission.ASSURE)
    form = _mark_form(request, actor, action)

    def run(given: dict[str, Any]) -> str:
        assure_action(actor, ref=ref, **given, at=clock.now())
        return f"You assure {action.reference} for {actor.agency_name}."

    return _ask(request, _page(action, title="Assure it for your agency", form=form, button="Assure it"), run)


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody of another employer has looked at the evidence."""
    actor = actor_of_request(request)
    action = find_action(actor, ref)
    check_may_verify(actor, action)
    agreed = sample_agreed(actor, on=clock.today())
    form = VerifyForm(*_sent(request), pieces=_pieces(actor, action), agreed=agreed.words if agreed else "")

    def run(given: dict[str, Any]) -> str:
        verify_action(actor, ref=ref, **{"evidence": [], **given}, at=clock.now())
        return f"{action.reference} is verified. Whether it is embedded is looked at later."

    lead = words_to_judge(action, marks_of_action(actor, action))
    button = "Verified"
    if "evidence" not in form.fields and request.method == "GET":
        lead, button = joined([lead, element("br"), *_nothing_shows(action)]), ""
    return _ask(request, _page(action, title="Verify it", form=form, button=button, lead=lead), run)


def _nothing_shows(action: Any) -> tuple[Content, ...]:
    """Why an action without evidence is not verified, and what to do instead."""
    return (
        "No evidence was given for it, so it cannot be verified yet. ",
        link("Send it back", reverse("plans:send_back", args=[action.public_id])),
        " and say what is missing, or wait until its agency has given some.",
    )


@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, ref: str) -> HttpResponse:
    """What was reported does not hold yet."""
    actor = actor_of_request(request)
    action = find_action(actor, ref)
    check_may_send_back(actor, action)
    form = SendBackForm(*_sent(request), pieces=_pieces(actor, action))

    def run(given: dict[str, Any]) -> str:
        send_back(actor, ref=ref, **given, at=clock.now())
        return f"{action.reference} is sent back and under way again."

    lead = words_to_judge(action, marks_of_action(actor, action))
    page = _page(action, title="Send it back", form=form, button="Send it back", lead=lead)
    return _ask(request, page, run)


@require_http_methods(["GET", "POST"])
def plan_look(request: HttpRequest, ref: str) -> HttpResponse:
    """Another day for looking whether it is embedded."""
    actor = actor_of_request(request)
    check_may_decide(actor, Permission.VERIFY)
    action = find_action(actor, ref)
    form = PlanCheckForm(*_sent(request))

    def run(given: dict[str, Any]) -> str:
        plan_check(actor, ref=ref, **given, at=clock.now())
        return "The day is kept."

    return _ask(
        request, _page(action, title="Look again on another day", form=form, button="Keep the day"), run
    )


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What waits to be looked at again."""
    waiting = list(checks_waiting(actor_of_request(request))[:200])
    return render(request, "plans/checks.html", checks_page(waiting, today=clock.today()))


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Is it embedded? One look at it."""
    actor = actor_of_request(request)
    found = find_check(actor, ref)
    action = found.action
    check_may_look_again(actor, found)
    form = CheckForm(
        *_sent(request),
        pieces=_pieces(actor, action),
        before=day(found.due_on) if found.due_on > clock.today() else "",
        since=day(last_looked_at(action)),
        own=is_for_another(actor, action),
    )

    def run(given: dict[str, Any]) -> str:
        outcome = CheckOutcome(given.pop("outcome"))
        record_check(actor, ref=ref, outcome=outcome, **{"evidence": [], **given}, at=clock.now())
        holds = outcome is CheckOutcome.HOLDS
        return f"{action.reference} {'is embedded' if holds else 'does not hold and is open again'}."

    lead = words_to_judge(action, marks_of_action(actor, action))
    page = _page(action, title="Is it embedded?", form=form, button="Keep what you found", lead=lead)
    return _ask(request, page, run)


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, ref: str) -> HttpResponse:
    """Is a difference seen of a recommendation?"""
    actor = actor_of_request(request)
    check_may_decide(actor, Permission.JUDGE_DIFFERENCE)
    found = find_recommendation(actor, ref)
    back_to = reverse("learning:recommendation", args=[ref])
    pieces = pieces_to_choose(evidence_for_recommendation(actor, found.pk), today=clock.today())
    form = JudgeForm(*_sent(request), pieces=pieces)

    def run(given: dict[str, Any]) -> str:
        evidence = given.pop("evidence", [])
        judgement = Judgement(**{**given, "seen": given["seen"] == "yes"})
        judge_difference(
            actor, recommendation_ref=ref, judgement=judgement, evidence=evidence, at=clock.now()
        )
        return "Your judgement is kept. Earlier ones stay."

    page = AddPage(
        title="Is a difference seen?",
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text=found.reference, href=back_to),
            Crumb(text="Is a difference seen?"),
        ),
        form=form,
        button="Keep my judgement",
        back=back_to,
        lead=judge_lead(found),
    )
    return _ask(request, page, run)
