"""What the whole shows: gaps, silences, records that differ, events told by several; decided one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from heed.chronologies.forms import DaysForm, DecideForm, NothingForm
from heed.chronologies.operations import choose_days, decide_sign, look_through
from heed.chronologies.policies import works
from heed.chronologies.presenters.signs import PAGE, shows_page
from heed.chronologies.queries import entries_named, find_chronology, list_signs
from heed.chronologies.types import SignKind
from heed.chronologies.views.asking import words_for
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import ChangedMeanwhile
from heed.platform.http.acting import bound, carry_out, named_as_sent, run_form
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import count


@require_http_methods(["GET", "POST"])
def shows(request: HttpRequest, ref: str) -> HttpResponse:
    """One kind at a time, those that wait or those that were decided."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_CHRONOLOGIES)
    chronology = find_chronology(actor, ref)
    doings = _doings(request, actor, chronology)
    sign = request.POST.get("sign", "")
    if not sign and (done := carry_out(request, doings, _runs(actor, ref))):
        return done
    kind = _kind(request)
    decided = request.GET.get("decided") == "yes"
    number = number_of(request, "page") or 1
    found = list_signs(actor, chronology, kind=kind, decision=None if decided else "")
    if decided:
        found = found.exclude(decision="")
    signs = list(found[(number - 1) * PAGE : number * PAGE])
    forms = {each.public_id: _form(request, each) for each in signs} if works(actor) and not decided else {}
    if sign and _decide(request, actor, sign, forms.get(sign)):
        return redirect(request.get_full_path())
    page = shows_page(
        actor,
        chronology,
        kind=kind,
        decided=decided,
        counted=_counted(actor, chronology, decided),
        signs=signs,
        total=found.count(),
        entries=entries_named(actor, [each for sign in signs for each in sign.entries]),
        forms=forms,
        said=words_for(actor, chronology, names=False),
        page=number,
        doings=doings,
    )
    return render(request, "chronologies/shows.html", page, status=422 if page.has_errors else 200)


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in list(SignKind) else SignKind.GAP.value


def _counted(actor: Actor, chronology: Any, decided: bool) -> dict[str, int]:
    rows = list_signs(actor, chronology, decision=None if decided else "")
    rows = rows.exclude(decision="") if decided else rows
    counted: dict[str, int] = {}
    for kind in rows.order_by().values_list("kind", flat=True):
        counted[kind] = counted.get(kind, 0) + 1
    return counted


def _form(request: HttpRequest, sign: Any) -> DecideForm:
    sent = request.method == "POST" and request.POST.get("sign") == sign.public_id
    return DecideForm(
        request.POST if sent else None, prefix=sign.public_id, initial={"version": sign.version}
    )


def _decide(request: HttpRequest, actor: Actor, sign: str, form: DecideForm | None) -> bool:
    """Whether it was decided; where not, the form says why. One that is not on this page is asked for by itself."""
    form = form or DecideForm(request.POST, prefix=sign)

    def run(given: dict[str, Any]) -> str:
        decide_sign(
            actor,
            ref=sign,
            decision=given["decision"],
            reason=given["reason"],
            version=given["version"],
            at=clock.now(),
        )
        return "Kept, with your name. It is not asked again."

    try:
        said = run_form(form, run)
    except ChangedMeanwhile as refusal:
        raise named_as_sent(refusal, sign) from refusal
    if said:
        messages.success(request, said)
    return said is not None


def _doings(request: HttpRequest, actor: Actor, chronology: Any) -> tuple[Doing, ...]:
    if not works(actor):
        return ()
    initial = {
        "gap_days": chronology.gap_days,
        "silence_days": chronology.silence_days,
        "version": chronology.version,
    }
    return (
        Doing(
            key="days",
            title="From how many days on",
            button="Look again with these",
            form=bound(request, "days", DaysForm, initial=initial),
        ),
        Doing(
            key="look",
            title="Look through again",
            button="Look through again",
            form=bound(request, "look", NothingForm),
            lead="Heed looks by itself whenever entries come or go. What was decided stays.",
        ),
    )


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def days(given: dict[str, Any]) -> str:
        choose_days(
            actor,
            review_ref=ref,
            gap_days=given["gap_days"],
            silence_days=given["silence_days"],
            version=given["version"],
            at=clock.now(),
        )
        return look(given)

    def look(given: dict[str, Any]) -> str:
        new = look_through(actor, review_ref=ref, at=clock.now())
        return f"Looked through: {count(new, 'new proposal') if new else 'nothing new'}."

    return {"days": days, "look": look}
