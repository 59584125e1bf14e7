"""How long the steps of a review may take, and where that comes from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.timescales import ConfirmForm, OwnTimescalesForm
from heed.reviews.operations.timescales import confirm_timescales, say_timescales
from heed.reviews.presenters.timescales import timescales_page
from heed.reviews.queries.timescales import made_timescales, own_timescales, timescales_of


@require_http_methods(["GET", "POST"])
def timescales(request: HttpRequest) -> HttpResponse:
    """Every timescale with its edition and source; those who may change the partnership's own, and confirm others."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_REGISTER)
    if request.method == "POST":
        check_may(actor, Permission.CHANGE_RULES)
    found = timescales_of(actor.partnership_id, on=clock.today())
    doings = _doings(request, actor, found) if actor.may(Permission.CHANGE_RULES) else ()

    def own(given: dict[str, Any]) -> str:
        form: Any = doings[0].form
        say_timescales(
            actor, spans=form.spans(), source=given["source"], after=given["after"], at=clock.now()
        )
        return "Kept. It counts for clocks that start from today on."

    def confirm(given: dict[str, Any]) -> str:
        confirm_timescales(actor, **given, at=clock.now())
        return "Confirmed in your name."

    if done := carry_out(request, doings, {"own": own, "confirm": confirm}):
        return done
    page = timescales_page(actor, found, made_timescales(actor), doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, found: Any) -> tuple[Doing, ...]:
    ours, after = found.local, own_timescales(actor, on=clock.today())
    initial: dict[str, Any] = {"after": after.number, "source": after.source}
    for key, rule in ours.items():
        initial[f"{key}_number"] = rule.working_days or rule.months
        initial[f"{key}_unit"] = "working_days" if rule.working_days else "months"
    names = {key: rule.name for key, rule in ours.items()}
    own = bound(request, "own", OwnTimescalesForm, clocks=names, initial=initial)
    doings = [Doing(key="own", title="Change your own timescales", button="Keep them", form=own)]
    if open_ := [(each.name, each.name) for each in found.editions if not each.confirmed_by]:
        form = bound(request, "confirm", ConfirmForm, editions=open_, initial={"after": after.number})
        lead = "You have read this edition, and its figures are as they stand here."
        doings.append(
            Doing(key="confirm", title="Confirm an edition", button="Confirm it", form=form, lead=lead)
        )
    return tuple(doings)
