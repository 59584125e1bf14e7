"""People, who can see what, and emergency access."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.platform.access.cases import find_subject
from heed.platform.access.decisions import decision_rules
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request, number_of, version_of
from heed.platform.people import operations as do
from heed.platform.people.emergencies import list_emergencies, list_own_emergencies
from heed.platform.people.forms import DeputyForm
from heed.platform.people.presenters import (
    NOTHING_TYPED,
    EmergencyPage,
    PersonPage,
    Typed,
    emergency_row,
    place_card,
    role_choices,
    roles_page,
    stands_in_words,
    who_page,
)
from heed.platform.people.queries import (
    agency_choices,
    find_person,
    list_choices,
    list_groups,
    place_choices,
    places_of,
    stands_in,
    vacant_posts,
)
from heed.platform.people.registers import PEOPLE
from heed.platform.people.seeing import what_can_be_seen, who_can_see
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Choice, Problem
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for

Doing = Callable[[Actor, HttpRequest, str], str]
"""Does what a form asks of the record named, and returns the sentence to say afterwards."""


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody's places; what signing in adds (invitations) stands above as panels."""
    actor = actor_of_request(request)
    check_may(actor, Permission.SEE_PEOPLE)
    return show_register(
        request,
        PEOPLE,
        template="people/list.html",
        more=lambda actor: (panels_for("people", actor), vacant_posts(actor)),
    )


@public
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do and who decides what, for anybody."""
    return render(request, "people/roles.html", roles_page(decision_rules(), today=clock.today()))


@require_http_methods(["GET", "POST"])
def who_can_see_page(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Who can see a review or a document, and, for those who manage it, the forms that change it."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.RESTRICT_CASES)
    subject = find_subject(actor, kind=kind, ref=ref)
    typed = NOTHING_TYPED
    if request.method == "POST":
        doing = _ACCESS.get(request.POST.get("do", ""))
        if doing is None or kind != "review":
            raise Invalid("Choose what to do.")
        try:
            messages.success(request, doing(actor, request, ref))
        except Invalid as refusal:
            typed = _typed(request, refusal)
        else:
            return _back_to_who(actor, kind, ref)
    access = who_can_see(actor, subject, at=clock.now())
    do.note_access_looked_at(actor, kind=kind, ref=ref, at=clock.now())
    choices = list_choices(actor) if access.may_manage else []
    agencies = agency_choices(actor) if access.may_manage else []
    page = who_page(subject, access, kind=kind, choices=choices, agencies=agencies, typed=typed)
    return render(request, "people/who.html", page, status=422 if typed.problems else 200)


def _back_to_who(actor: Actor, kind: str, ref: str) -> HttpResponse:
    """The page again, or the first page for somebody who has just ended their own sight of it."""
    try:
        find_subject(actor, kind=kind, ref=ref)
    except NotVisible:
        return redirect("home")
    return redirect("people:who_can_see", kind=kind, ref=ref)


def _restrict(actor: Actor, request: HttpRequest, ref: str) -> str:
    people = [each for each in request.POST.getlist("people") if each]
    do.restrict_case(actor, ref=ref, people=people, **_why(request))
    return "The case is restricted. To anybody who is not named here it does not exist."


def _open(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.open_case(actor, ref=ref, **_why(request))
    return "The case is open to the partnership again."


def _level(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.set_case_level(
        actor,
        ref=ref,
        level=request.POST.get("level", ""),
        agency_ref=request.POST.get("agency", ""),
        **_why(request),
    )
    return "Saved. Everything of the case follows."


def _name(actor: Actor, request: HttpRequest, ref: str) -> str:
    row = do.name_person(actor, ref=ref, person=request.POST.get("person", ""), **_why(request))
    return f"{row.person.name} can see the case."


def _take_out(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.take_person_out(
        actor,
        ref=ref,
        person=request.POST.get("person", ""),
        version=version_of(request),
        at=clock.now(),
    )
    return "This person cannot see the case any more."


def _exclude(actor: Actor, request: HttpRequest, ref: str) -> str:
    row = do.exclude_person(actor, ref=ref, person=request.POST.get("person", ""), **_why(request))
    return f"{row.person.name} is excluded, whatever their role."


def _end_exclusion(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.end_exclusion(
        actor,
        ref=ref,
        person=request.POST.get("person", ""),
        version=version_of(request),
        at=clock.now(),
    )
    return "The exclusion is ended."


_ACCESS: dict[str, Doing] = {
    "restrict": _restrict,
    "open": _open,
    "level": _level,
    "name": _name,
    "take_out": _take_out,
    "exclude": _exclude,
    "end_exclusion": _end_exclusion,
}


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """A person's places and what they can see; for those who manage people, the forms that change them."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.MANAGE_PEOPLE)
    found = find_person(actor, ref)
    typed = NOTHING_TYPED
    if request.method == "POST":
        doing = _PLACES.get(request.POST.get("do", ""))
        if doing is None:
            raise Invalid("Choose what to do.")
        try:
            messages.success(request, doing(actor, request, ref))
        except Invalid as refusal:
            typed = _typed(request, refusal)
        else:
            return redirect("people:person", ref=ref)
    may_manage = actor.may(Permission.MANAGE_PEOPLE) and found.pk != actor.person_id
    groups = list_groups(actor)
    do.note_person_looked_at(actor, ref=ref, at=clock.now())
    page = PersonPage(
        title=found.name,
        email=found.email,
        ref=ref,
        places=tuple(place_card(row, groups, today=clock.today()) for row in places_of(actor, found)),
        stands_in=stands_in_words(stands_in(actor, found)),
        sight=what_can_be_seen(actor, found, at=clock.now()),
        may_manage=may_manage,
        own=found.pk == actor.person_id,
        roles=role_choices(),
        agencies=_chosen(agency_choices(actor) if may_manage else []),
        deputies=_chosen(place_choices(actor) if may_manage else []),
        typed=typed,
        panels=panels_for("person", actor, found),
        sees_people=actor.may(Permission.SEE_PEOPLE),
    )
    return render(request, "people/person.html", page, status=422 if typed.problems else 200)


def _chosen(pairs: list[tuple[str, str]]) -> tuple[Choice, ...]:
    return (
        Choice(value="", text="Choose"),
        *(Choice(value=value, text=text) for value, text in pairs),
    )


def _give(actor: Actor, request: HttpRequest, ref: str) -> str:
    row = do.give_place(
        actor,
        person_ref=ref,
        agency_ref=request.POST.get("agency", ""),
        roles=_roles(request),
        post=request.POST.get("post", ""),
        at=clock.now(),
    )
    return f"{row.person.name} acts for {row.agency.name} from today."


def _change(actor: Actor, request: HttpRequest, ref: str) -> str:
    row = do.change_roles(
        actor,
        ref=request.POST.get("place", ""),
        roles=_roles(request),
        version=version_of(request),
        at=clock.now(),
    )
    return f"Saved. The roles of {row.person.name} count from their next click."


def _employ(actor: Actor, request: HttpRequest, ref: str) -> str:
    row = do.set_employer(
        actor,
        ref=request.POST.get("place", ""),
        employer_ref=request.POST.get("employer", ""),
        version=version_of(request),
        at=clock.now(),
    )
    return f"Saved. {row.person.name} is employed by {row.employer or row.agency}."


def _end(actor: Actor, request: HttpRequest, ref: str) -> str:
    row = do.end_membership(actor, ref=request.POST.get("place", ""), **_why(request))
    return f"The place is ended. {row.person.name} cannot act for {row.agency.name} any more."


def _deputise(actor: Actor, request: HttpRequest, ref: str) -> str:
    given = DeputyForm(request.POST).given()
    row = do.make_deputy(
        actor,
        ref=request.POST.get("place", ""),
        deputy_ref=given["deputy"],
        starts_on=given["starts_on"],
        ends_on=given["ends_on"],
        reason=given["reason"],
        at=clock.now(),
    )
    return f"{row.membership.person.name} stands in until {row.ends_on:%-d %B %Y}."


def _end_deputy(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.end_deputy(actor, ref=request.POST.get("deputy", ""), at=clock.now())
    return "The standing in is ended."


def _join(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.join_group(
        actor, ref=request.POST.get("place", ""), group_ref=request.POST.get("group", ""), at=clock.now()
    )
    return "In the group from today."


def _leave(actor: Actor, request: HttpRequest, ref: str) -> str:
    do.leave_group(
        actor, ref=request.POST.get("place", ""), group_ref=request.POST.get("group", ""), at=clock.now()
    )
    return "Out of the group from today."


_PLACES: dict[str, Doing] = {
    "give": _give,
    "roles": _change,
    "employer": _employ,
    "end": _end,
    "deputise": _deputise,
    "end_deputy": _end_deputy,
    "join": _join,
    "leave": _leave,
}


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Ask for emergency access, see what became of it, and answer what others ask."""
    actor = actor_of_request(request)
    typed = NOTHING_TYPED
    if request.method == "POST":
        words, reason = request.POST.get("words", ""), request.POST.get("reason", "")
        try:
            do.ask_emergency_access(actor, words=words, reason=reason, at=clock.now())
        except Invalid as refusal:
            typed = _typed(request, refusal)
        else:
            messages.success(
                request, "Your request is with those who can grant it. Ring one of them, so that they look."
            )
            return redirect("people:emergency")
    now = clock.now()
    page = EmergencyPage(
        title="Emergency access",
        own=tuple(emergency_row(each) for each in list_own_emergencies(actor, at=now)),
        others=tuple(emergency_row(each) for each in list_emergencies(actor, at=now) if not each.own),
        may_ask=actor.may(Permission.READ_REGISTER),
        may_answer=actor.may(Permission.GRANT_EMERGENCY_ACCESS),
        typed=typed,
        hours=tuple(
            Choice(value=str(hours), text="1 hour" if hours == 1 else f"{hours} hours") for hours in do.HOURS
        ),
    )
    return render(request, "people/emergency.html", page, status=422 if typed.problems else 200)


@require_POST
def answer_emergency(request: HttpRequest, ref: str) -> HttpResponse:
    """Grant, refuse or end an emergency access."""
    actor, now = actor_of_request(request), clock.now()
    match request.POST.get("do", ""):
        case "grant":
            hours = number_of(request, "hours") or 0
            row = do.grant_emergency_access(actor, ref=ref, hours=hours, at=now)
            messages.success(
                request, f"Granted. If there is a case called “{row.words}”, {row.person.name} can see it."
            )
        case "refuse":
            do.refuse_emergency_access(actor, ref=ref, at=now)
            messages.success(request, "Refused. The person who asked sees that on this page.")
        case "end":
            do.end_emergency_access(actor, ref=ref, at=now)
            messages.success(request, "The emergency access is over.")
        case _:
            raise Invalid("Choose what to do.")
    return redirect("people:emergency")


def _typed(request: HttpRequest, refusal: Invalid) -> Typed:
    doing = "-".join(filter(None, [request.POST.get("do", ""), request.POST.get("place", "")]))
    problems = [Problem(text=text, field_id=f"{doing}-{name}") for name, text in refusal.fields.items()]
    return Typed(
        do=doing,
        values={name: str(value) for name, value in request.POST.items()},
        problems=tuple(problems or [Problem(text=refusal.sentence)]),
    )


def _why(request: HttpRequest) -> dict[str, Any]:
    """What most forms send beside what they are about."""
    return {
        "reason": request.POST.get("reason", ""),
        "version": version_of(request),
        "at": clock.now(),
    }


def _roles(request: HttpRequest) -> list[Role]:
    """The roles ticked; after two people changed them at once, one field holds several."""
    known = {role.value for role in Role}
    given = [each for value in request.POST.getlist("roles") for each in value.split(",")]
    return [Role(each) for each in given if each in known]
