"""Assurance: its three registers, asking, and each one with its reply and what is made of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.assurance.forms import AskForm, EscalateForm, ReasonForm, ReplyForm, ViewForm
from heed.assurance.operations import (
    ask_assurance,
    escalate_assurance,
    reply_to_assurance,
    view_reply,
    withdraw_assurance,
)
from heed.assurance.policies import challenges, check_asks, keeps, may_reply, may_view
from heed.assurance.presenters import PLACES, PLURALS, More, answer_challenged, assurance_page, assurance_row
from heed.assurance.queries import find_assurance, followed_by, sent_with
from heed.assurance.registers import REGISTERS_OF
from heed.assurance.types import KIND_NAMES, Kind, State
from heed.learning.queries import find_answer
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import Run, bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import agency_now, list_agencies
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.platform.ui.wording import count, day
from heed.reviews.queries import list_reviews

if TYPE_CHECKING:
    from heed.assurance.models import Assurance
    from heed.platform.access.types import Actor

_BUTTONS = {
    Kind.REQUEST: "Ask for assurance",
    Kind.LETTER: "Send a letter",
    Kind.CHALLENGE: "Challenge an agency",
}
_USUAL_DAYS = 28


def _show(request: HttpRequest, kind: Kind) -> HttpResponseBase:
    today = clock.today()
    return show_register(
        request,
        REGISTERS_OF[kind],
        listed=lambda row, _: assurance_row(row, today),
        template="assurance/register.html",
        more=lambda actor: _more(actor, kind),
    )


def _more(actor: Actor, kind: Kind) -> More:
    asks = challenges(actor) if kind == Kind.CHALLENGE else keeps(actor)
    return More(
        text=_BUTTONS[kind],
        href=reverse("assurance:ask", args=[kind.value]) if asks else "",
    )


@require_safe
def requests(request: HttpRequest) -> HttpResponseBase:
    return _show(request, Kind.REQUEST)


@require_safe
def letters(request: HttpRequest) -> HttpResponseBase:
    return _show(request, Kind.LETTER)


@require_safe
def challenge_log(request: HttpRequest) -> HttpResponseBase:
    return _show(request, Kind.CHALLENGE)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask agencies for assurance, send them a letter, or challenge one."""
    actor = actor_of_request(request)
    if kind not in KIND_NAMES:
        raise NotVisible
    check_asks(actor, kind)
    challenged = _challenged(request, actor, kind)
    form = _ask_form(request, actor, kind, challenged)
    back = reverse(PLACES[kind])
    if challenged:
        note_shown("recommendation", [challenged[1].public_id])
        back = reverse("learning:recommendation", args=[challenged[1].public_id])

    def run(given: dict[str, Any]) -> str:
        made = ask_assurance(
            actor,
            kind=kind,
            agencies=given["agencies"],
            topic=given["topic"],
            question=given["question"],
            asked_for=given["asked_for"],
            review_ref=given.get("review", ""),
            due_on=given["due_on"],
            challenged=(request.GET["of"], request.GET["answer"]) if challenged else None,
            at=clock.now(),
        )
        if challenged:
            return f"Challenged as {made[0].reference}, to be answered by {day(given['due_on'])}."
        return f"{count(len(made), 'agency', 'agencies')} asked, to answer by {day(given['due_on'])}."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(back if challenged else f"{reverse(PLACES[kind])}?order=newest")
    page = AddPage(
        title=_BUTTONS[Kind(kind)],
        crumbs=(Crumb(text=PLURALS[kind], href=back), Crumb(text=_BUTTONS[Kind(kind)])),
        form=form,
        button="Send it",
        back=back,
        lead=answer_challenged(*challenged) if challenged else "",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


def _challenged(request: HttpRequest, actor: Actor, kind: str) -> tuple[Any, Any] | None:
    """The answer that the address names for a challenge, with its recommendation."""
    of, answer = request.GET.get("of", ""), request.GET.get("answer", "")
    return find_answer(actor, of, answer) if kind == Kind.CHALLENGE and of and answer else None


def _ask_form(
    request: HttpRequest, actor: Actor, kind: str, challenged: tuple[Any, Any] | None = None
) -> AskForm:
    agencies = [each for each in list_agencies(actor.partnership_id) if each.ended_on is None]
    own = actor.agency_name if kind == Kind.CHALLENGE else actor.partnership_name
    initial: dict[str, Any] = {"asked_for": own, "due_on": clock.today() + timedelta(days=_USUAL_DAYS)}
    if kind == Kind.LETTER:
        initial["agencies"] = [each.public_id for each in agencies]
    if challenged:
        response, recommendation = challenged
        now = agency_now(response.agency) if response.agency else None
        initial |= {
            "agencies": [now.public_id] if now else [],
            "topic": f"The answer to {recommendation.reference}",
        }
    return AskForm(
        request.POST or None,
        which=kind,
        about_answer=challenged is not None,
        agencies=[(each.public_id, each.name) for each in agencies],
        reviews=[(each.public_id, each.name) for each in list_reviews(actor)],
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """What one agency was asked, its reply, and what is made of it."""
    actor = actor_of_request(request)
    row = find_assurance(actor, ref)
    doings, beside = _doings(request, actor, row), _beside(request, actor, row)
    if done := carry_out(request, (*doings, *beside), _runs(actor, row)):
        return done
    page = assurance_page(
        actor,
        row,
        siblings=sent_with(actor, row),
        again=followed_by(actor, row),
        doings=doings,
        beside=beside,
        today=clock.today(),
    )
    return render(request, "assurance/one.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, row: Assurance) -> tuple[Doing, ...]:
    """What the agency, or whoever asked, is to do next."""
    if may_reply(actor, row):
        form = bound(request, "reply", ReplyForm, which=row.kind)
        lead = "You reply for your agency. What is sent is never changed."
        return (
            Doing(key="reply", title="Reply", button="Sign and send", form=form, lead=lead, tone="primary"),
        )
    if may_view(actor, row, at=clock.now()):
        form = bound(request, "view", ViewForm, which=row.kind, initial={"version": row.version})
        return (Doing(key="view", title="What is made of it", button="Keep it", form=form, tone="primary"),)
    return ()


def _beside(request: HttpRequest, actor: Actor, row: Assurance) -> tuple[Doing, ...]:
    """What can be done while the reply is awaited."""
    asks = challenges(actor) if row.kind == Kind.CHALLENGE else keeps(actor)
    if not asks or row.state != State.OPEN:
        return ()
    further = bound(request, "further", EscalateForm)
    return (
        Doing(key="further", title="Take it further", button="Keep it", form=further),
        Doing(
            key="withdraw",
            title="Ask no more",
            button="Take it back",
            form=bound(request, "withdraw", ReasonForm),
        ),
    )


def _runs(actor: Actor, row: Assurance) -> dict[str, Run]:
    ref = row.public_id

    def reply(given: dict[str, Any]) -> str:
        reply_to_assurance(
            actor,
            ref=ref,
            answer=given.get("answer", ""),
            words=given["words"],
            restricted=given.get("restricted", ""),
            at=clock.now(),
        )
        return "Signed and sent."

    def view(given: dict[str, Any]) -> str:
        view_reply(
            actor,
            ref=ref,
            grade=given["grade"],
            words=given["words"],
            effect=given.get("effect", ""),
            again_by=given["again_by"],
            version=given["version"],
            at=clock.now(),
        )
        return "Kept."

    def further(given: dict[str, Any]) -> str:
        escalate_assurance(actor, ref=ref, whom=given["whom"], words=given["words"], at=clock.now())
        return f"Kept: taken to {given['whom']}."

    def take_back(given: dict[str, Any]) -> str:
        withdraw_assurance(actor, ref=ref, reason=given["reason"], at=clock.now())
        return "Taken back. It stays on record with your reason."

    return {"reply": reply, "view": view, "further": further, "withdraw": take_back}
