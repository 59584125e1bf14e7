"""Evidence and what is said on it: given, reported, assured, verified, sent back, looked at again, judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.learning.queries import find_recommendation
from heed.plans.evidence_presenters import evidence_page
from heed.plans.evidence_register import EVIDENCE
from heed.plans.operations import (
    Judgement,
    NewEvidence,
    NewVersion,
    Speaks,
    add_evidence_version,
    assure_action,
    give_evidence,
    judge_difference,
    note_evidence_file_taken,
    plan_check,
    record_check,
    report_complete,
    send_back,
    use_evidence,
    verify_action,
)
from heed.plans.policies import (
    can,
    check_details_given,
    check_may_decide,
    check_may_give_evidence,
    check_may_look_again,
    check_may_renew,
    check_may_report,
    check_may_send_back,
    check_may_verify,
    is_for_another,
)
from heed.plans.presenters import words_of_action, words_to_judge
from heed.plans.proof_forms import (
    CheckForm,
    EvidenceForm,
    JudgeForm,
    MarkForm,
    NewerForm,
    PlanCheckForm,
    SendBackForm,
    UseForm,
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
    actions_served,
    actions_to_serve,
    checks_waiting,
    evidence_for_recommendation,
    evidence_of_action,
    find_action,
    find_check,
    find_evidence,
    find_evidence_file,
    last_looked_at,
    marks_of_action,
    versions_of_evidence,
)
from heed.plans.types import CheckOutcome
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.files.operations import path_of
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Content, Crumb, element, joined
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
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


def _handed_in(given: dict[str, Any]) -> NewVersion:
    """What was handed in of a cleaned form, taken out of it."""
    files = [(each.name, each.chunks()) for each in given.pop("file")]
    return NewVersion(files=files, links=given.pop("links"), note=given["note"])


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    check_may_give_evidence(actor)
    action = find_action(actor, ref)
    form = EvidenceForm(*_sent(request))

    def run(given: dict[str, Any]) -> str:
        handed_in = _handed_in(given)
        made = give_evidence(
            actor, action_ref=ref, evidence=NewEvidence(**given), handed_in=handed_in, at=clock.now()
        )
        return f"Kept as {made.reference}."

    return _ask(request, _page(action, title="Give evidence", form=form, button="Give it", files=True), run)


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
    form = VerifyForm(*_sent(request), pieces=_pieces(actor, action))

    def run(given: dict[str, Any]) -> str:
        verify_action(actor, ref=ref, **{"evidence": [], **given}, at=clock.now())
        return f"{action.reference} is verified. Whether it is embedded is looked at later."

    lead = words_to_judge(action, marks_of_action(actor, action))
    if "evidence" not in form.fields:
        lead = joined([lead, element("br"), "No evidence was given for it, so it cannot be verified yet."])
    return _ask(request, _page(action, title="Verify it", form=form, button="Verified", lead=lead), run)


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


@require_safe
def evidence_list(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, EVIDENCE)


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """One piece, and what can be done with it."""
    actor = actor_of_request(request)
    found = find_evidence(actor, ref)
    doings: tuple[Doing, ...] = ()
    if actor.may(Permission.REPORT_COMPLETE):
        more = [
            (each.public_id, f"{each.reference} {each.text[:80]}") for each in actions_to_serve(actor, found)
        ]
        newer = bound(request, "version", NewerForm)
        renews = can(lambda: check_may_renew(actor, found))
        version = Doing(key="version", title="A newer version", button="Hand it in", form=newer, files=True)
        doings = (
            *((version,) if renews else ()),
            Doing(
                key="use",
                title="It shows another action as well",
                button="Use it there",
                form=bound(request, "use", UseForm, actions=more),
            ),
        )

    def add(given: dict[str, Any]) -> str:
        handed_in, refresh_by = _handed_in(given), given.pop("refresh_by")
        del given["note"]
        made = add_evidence_version(
            actor,
            ref=ref,
            handed_in=handed_in,
            speaks=Speaks(**given),
            refresh_by=refresh_by,
            at=clock.now(),
        )
        return f"Kept as version {made.number}."

    def use(given: dict[str, Any]) -> str:
        use_evidence(actor, ref=ref, action_ref=given["action"], at=clock.now())
        return "It is used there as well."

    done = carry_out(request, doings, {"version": add, "use": use})
    if done:
        return done
    versions, served = versions_of_evidence(actor, found), actions_served(actor, found.pk)
    page = evidence_page(found, versions, served, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_safe
def evidence_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A file as it came, to be saved."""
    actor = actor_of_request(request)
    found = find_evidence_file(actor, ref)
    note_evidence_file_taken(actor, ref=ref, at=clock.now())
    ending = found.name.rsplit(".", 1)[-1].lower() if "." in found.name else "bin"
    named = f"{found.version.evidence.reference.lower()}-{found.version.number}-{found.pk}"
    return FileResponse(
        path_of(found.file).open("rb"),
        as_attachment=True,
        filename=f"{named}.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}",
        content_type="application/octet-stream",
    )
