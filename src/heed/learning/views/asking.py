"""Asking agencies, following what was asked, and chasing it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.learning.forms import AskForm, ChaseForm, DayForm, ManyChaseForm, ReasonForm
from heed.learning.operations import Ask, ask_for_answers, chase, move_answer_day, withdraw_request
from heed.learning.policies import asks_agencies
from heed.learning.presenters import chooser
from heed.learning.presenters.answers import answer_row
from heed.learning.presenters.asking import (
    ask_page,
    chase_page,
    not_asked_yet,
    pairs_to_ask,
    request_page,
    request_row,
)
from heed.learning.queries import (
    RecommendationFilter,
    asked_parts,
    asking_rules,
    filter_recommendations,
    find_request,
    find_response_to,
    judgements_of,
    named_for_asking,
    open_requests,
    signers_of,
)
from heed.learning.registers import RECOMMENDATIONS, REQUESTS
from heed.learning.types import RequestState
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import Run, bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies, memberships_in_force
from heed.platform.registers.views import asked_of, show_register
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import count, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heed.learning.models import AnswerRequest, Recommendation
    from heed.platform.ui.components import RegisterRow

_MOST = 100
"""Recommendations asked about, or requests chased, on one page."""


@require_safe
def requests(request: HttpRequest) -> HttpResponseBase:
    today = clock.today()

    def listed(row: AnswerRequest, ticked: bool) -> RegisterRow:
        note_shown("recommendation", [row.recommendation.public_id])
        shown = request_row(row, today)
        return replace(shown, reference=chooser(row.public_id, row.reference, ticked))

    return show_register(
        request,
        REQUESTS,
        listed=listed,
        template="learning/requests.html",
        more=lambda actor: reverse("learning:chase") if asks_agencies(actor) else "",
    )


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask agencies about one recommendation, those ticked in the register, or all of a review."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ASK_AGENCIES)
    found = _meant(actor, request.POST if request.method == "POST" else request.GET)
    if not found and request.method == "POST":
        raise Invalid("Choose at least one recommendation.")
    note_shown("recommendation", [each.public_id for each in found])
    form = _ask_form(request, actor, found)
    made: list[AnswerRequest] = []

    def run(given: dict[str, Any]) -> str:
        asks = _asks(found, given)
        made.extend(
            ask_for_answers(actor, asks=asks, words=given["words"], due_on=given["due_on"], at=clock.now())
        )
        sent = f"{count(len(made), 'request')} sent, to be answered by {day(given['due_on'])}."
        return sent + _nobody_leads(actor, made)

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        if len(found) == 1:
            return redirect("learning:recommendation", ref=found[0].public_id)
        return redirect(f"{reverse('learning:requests')}?order=newest")
    return render(request, "learning/ask.html", ask_page(found, form), status=422 if form.errors else 200)


def _nobody_leads(actor: Actor, made: Sequence[AnswerRequest]) -> str:
    """Which of the agencies that were asked have nobody in Heed who would see it, and what to do about it."""
    here = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    led = {each.agency_id for each in here if Role.AGENCY_LEAD.value in each.roles}
    without = sorted({each.agency.name for each in made if each.agency_id not in led})
    if not without:
        return ""
    return f" Nobody leads {' or '.join(without)} in Heed yet: invite somebody under People."


def _meant(actor: Actor, given: QueryDict) -> list[Recommendation]:
    """The recommendations named in the address or form, those ticked, or all that match what the address says."""
    refs = given.getlist("recommendation") or given.getlist("chosen")
    asked = asked_of(given, RECOMMENDATIONS)
    if not refs and given.get("of") != "ticked" and asked.filters:
        rows = filter_recommendations(actor, asked.wanted(RecommendationFilter))
        refs = list(rows.values_list("public_id", flat=True)[: _MOST + 1])
    if len(refs) > _MOST:
        raise Invalid(f"Ask about at most {_MOST} recommendations at once.")
    return named_for_asking(actor, refs)


def _ask_form(request: HttpRequest, actor: Actor, found: Sequence[Recommendation]) -> AskForm:
    parts = list(found[0].parts.all()) if len(found) == 1 else []
    agencies = [each for each in list_agencies(actor.partnership_id) if each.ended_on is None]
    return AskForm(
        request.POST or None,
        asks=pairs_to_ask(found),
        also=[(each.public_id, each.name) for each in agencies],
        parts=[(str(each.pk), each.text) for each in parts] if len(parts) > 1 else [],
        initial={
            "asks": not_asked_yet(found),
            "due_on": clock.today() + timedelta(days=asking_rules().due_in_days),
        },
    )


def _asks(found: Sequence[Recommendation], given: dict[str, Any]) -> list[Ask]:
    parts = tuple(int(each) for each in given.get("parts", ()))
    pairs = [pair.split(":", 1) for pair in given["asks"]]
    pairs += [[row.public_id, agency] for row in found for agency in given["also"]]
    return [Ask(recommendation, agency, parts) for recommendation, agency in pairs]


@require_http_methods(["GET", "POST"])
def request_(request: HttpRequest, ref: str) -> HttpResponse:
    """What one agency is asked, with its answer, and what can be done about it."""
    actor = actor_of_request(request)
    found = find_request(actor, ref)
    today = clock.today()
    signers = signers_of(actor.partnership_id, found.agency_id, on=today)
    doings = _doings(request, found, signers) if asks_agencies(actor) else ()
    if done := carry_out(request, doings, _runs(actor, ref)):
        return done
    response = find_response_to(actor, found) if found.state == RequestState.ANSWERED else None
    note_shown("response", [response.public_id] if response else [])
    judged = judgements_of(actor, response, found.recommendation) if response else []
    page = request_page(
        found,
        asked_parts(found),
        answer=answer_row(response, judged) if response else None,
        signers=signers,
        may_answer=actor.may(Permission.ANSWER_FOR_AGENCY) and actor.agency_id == found.agency_id,
        beside=doings,
        today=today,
    )
    return render(request, "learning/request.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, found: AnswerRequest, signers: Sequence[str]) -> tuple[Doing, ...]:
    """What an officer can do while the answer is awaited."""
    if found.state != RequestState.OPEN:
        return ()
    chasing = bound(request, "chase", ChaseForm, initial={"whom": ", ".join(signers)[:300]})
    moving = bound(request, "day", DayForm, initial={"due_on": found.due_on, "version": found.version})
    taking = bound(request, "withdraw", ReasonForm)
    return (
        Doing(
            key="chase",
            title="Chase it",
            button="Keep it",
            form=chasing,
            lead="Write down that you reminded them. It counts, and it shows in their list.",
        ),
        Doing(key="day", title="Give them another day", button="Save", form=moving),
        Doing(key="withdraw", title="Ask no more", button="Take it back", form=taking),
    )


def _runs(actor: Actor, ref: str) -> dict[str, Run]:
    def remind(given: dict[str, Any]) -> str:
        chase(actor, refs=[ref], whom=given["whom"], words=given["words"], at=clock.now())
        return f"Kept: {given['whom']} was told."

    def move(given: dict[str, Any]) -> str:
        row = move_answer_day(actor, ref=ref, **given, at=clock.now())
        return f"To be answered by {day(row.due_on)}. The earlier day stays in the history."

    def take_back(given: dict[str, Any]) -> str:
        withdraw_request(actor, ref=ref, reason=given["reason"], at=clock.now())
        return "Taken back. The request stays on record with your reason."

    return {"chase": remind, "day": move, "withdraw": take_back}


@require_http_methods(["GET", "POST"])
def chase_many(request: HttpRequest) -> HttpResponse:
    """Remind the agencies of the requests that were ticked, each agency at once."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ASK_AGENCIES)
    given = request.POST if request.method == "POST" else request.GET
    found = open_requests(actor, given.getlist("chosen")[:_MOST])
    if not found and request.method == "POST":
        raise Invalid("Tick at least one request that still waits for its answer.")
    note_shown("recommendation", [each.recommendation.public_id for each in found])
    today = clock.today()
    by_agency: dict[int, list[AnswerRequest]] = {}
    for each in found:
        by_agency.setdefault(each.agency_id, []).append(each)
    signers = {key: ", ".join(signers_of(actor.partnership_id, key, on=today))[:300] for key in by_agency}
    form = ManyChaseForm(
        request.POST or None,
        agencies=[(key, each[0].agency.name, signers[key]) for key, each in by_agency.items()],
    )

    def run(typed: dict[str, Any]) -> str:
        for key, rows in by_agency.items():
            refs = [each.public_id for each in rows]
            whom = typed[f"whom_{key}"] or signers[key]
            chase(actor, refs=refs, whom=whom, words=typed["words"], at=clock.now())
        return f"Kept: {count(len(found), 'request')} chased."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(f"{reverse('learning:requests')}?state=open")
    page = chase_page(found, form, today)
    return render(request, "learning/chase.html", page, status=422 if form.errors else 200)
