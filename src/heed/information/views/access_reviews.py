"""Looking through an agency's people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.information.operations import confirm_people, settle_end
from heed.information.presenters.access_reviews import confirm_page, turns_page
from heed.information.queries.access_reviews import (
    find_agency_to_confirm,
    list_ends_asked_for,
    list_turns,
    past_reviews,
    people_of_agency,
)
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@require_safe
def turns(request: HttpRequest) -> HttpResponse:
    """Each agency with when its people were last looked through; for managers also what leads asked for."""
    actor = actor_of_request(request)
    today = clock.today()
    manages = actor.may(Permission.MANAGE_PEOPLE)
    ends = list_ends_asked_for(actor) if manages else []
    page = turns_page(list_turns(actor, on=today), ends, today=today, manages=manages)
    return render(request, "information/turns.html", page)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """An agency's people: say of each whether they stay."""
    actor = actor_of_request(request)
    agency = find_agency_to_confirm(actor, ref)
    people = people_of_agency(actor, agency, on=clock.today())
    problems: dict[str, str] = {}
    if request.method == "POST":
        said = {
            each: (request.POST.get(f"said-{each}", ""), request.POST.get(f"reason-{each}", ""))
            for each in request.POST.getlist("member")
        }
        try:
            confirm_people(actor, agency_ref=ref, said=said, at=clock.now())
        except Invalid as refusal:
            problems = refusal.fields
        else:
            messages.success(request, "Kept. What you asked to end goes to the partnership's managers.")
            return redirect("home")
    past = list(past_reviews(actor, agency))
    page = confirm_page(agency, people, past, typed=request.POST, problems=problems)
    return render(request, "information/people.html", page, status=422 if problems else 200)


@require_POST
def settle(request: HttpRequest, member: str) -> HttpResponse:
    """End a membership as its agency's lead asked, or let it stay."""
    end = request.POST.get("end") == "yes"
    settled = settle_end(actor_of_request(request), membership_ref=member, end=end, at=clock.now())
    name = settled.membership.person.name
    messages.success(request, f"{name} no longer acts for the agency." if end else f"{name} stays.")
    return redirect("information:turns")
