"""A meeting: its agenda and papers, who came, and its pack."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.governance import forms
from heed.governance.operations import (
    Attendance,
    add_attendee,
    add_item,
    add_paper,
    call_meeting,
    cancel_meeting,
    change_meeting,
    keep_attendance,
    note_paper_taken,
    remove_item,
)
from heed.governance.policies import can_minute, check_minutes_somewhere, prepares
from heed.governance.presenters.groups import MEETINGS
from heed.governance.presenters.meetings import attendance_page, meeting_page
from heed.governance.queries.groups import list_groups, meeting_rules
from heed.governance.queries.meetings import (
    agencies_that_missed,
    agenda_of,
    attendance_of,
    find_meeting,
    find_paper,
)
from heed.governance.types import MeetingState
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.files.operations import path_of
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.platform.ui.wording import words
from heed.reviews.queries import list_reviews


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.PREPARE_MEETINGS)
    groups = [(each.public_id, each.name) for each in list_groups(actor) if not each.ended_on]
    initial = {"group_ref": request.GET.get("group", "")}
    form = forms.MeetingForm(request.POST or None, groups=groups, new=True, initial=initial)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(call_meeting(actor, **given, at=clock.now()))
        return f"The meeting is called as {made[0].reference}, with the standing agenda."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("governance:meeting", ref=made[0].public_id)
    page = AddPage(
        title="Call a meeting",
        crumbs=(MEETINGS, Crumb(text="Call a meeting")),
        form=form,
        button="Call the meeting",
        back=reverse("governance:overview"),
        lead="The agenda begins with the points that always stand on it.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """The agenda with its papers, and what its preparers can do about it."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.PREPARE_MEETINGS)
    found = find_meeting(actor, ref)
    items = agenda_of(actor, found)
    doings = _doings(request, actor, found, items) if prepares(actor) else ()
    done = carry_out(request, doings, _runs(actor, ref))
    if done:
        return done
    page = meeting_page(found, items, doings, minutes=can_minute(actor, found, on=clock.today()))
    return render(request, "governance/meeting.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, found: Any, items: list[Any]) -> tuple[Doing, ...]:
    if found.state == MeetingState.CANCELLED:
        return ()
    points = [(each.public_id, f"{at}. {each.title}") for at, each in enumerate(items, 1)]
    reviews = [(each.public_id, str(each)) for each in list_reviews(actor)]
    paper = bound(request, "paper", forms.PaperForm, items=points, agencies=_agencies(actor), reviews=reviews)
    item = bound(request, "item", forms.ItemForm, reviews=reviews)
    doings = [
        Doing(key="paper", title="Add a paper", button="Add the paper", form=paper, files=True),
        Doing(key="item", title="Add a point to the agenda", button="Add the point", form=item),
    ]
    if found.state == MeetingState.PLANNED:
        initial = {name: getattr(found, name) for name in ("held_on", "begins", "place", "version")}
        initial["begins"] = f"{found.begins:%H:%M}" if found.begins else ""
        remove = bound(request, "remove", forms.RemoveItemForm, items=points)
        change = bound(request, "change", forms.MeetingForm, initial=initial)
        cancel = bound(request, "cancel", forms.CancelForm)
        doings += [
            Doing(key="remove", title="Take a point off", button="Take it off", form=remove),
            Doing(key="change", title="Another day, time or place", button="Save", form=change),
            Doing(key="cancel", title="It does not take place", button="Cancel the meeting", form=cancel),
        ]
    return tuple(doings)


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def paper(given: dict[str, Any]) -> str:
        file = given.pop("file")
        made = add_paper(
            actor,
            ref=ref,
            **given,
            file_name=file.name if file else "",
            chunks=file.chunks() if file else None,
            at=clock.now(),
        )
        return f"{made.title} is with the papers."

    def item(given: dict[str, Any]) -> str:
        return f"{add_item(actor, ref=ref, **given, at=clock.now()).title} is on the agenda."

    def remove(given: dict[str, Any]) -> str:
        remove_item(actor, ref=ref, item=given["item"], at=clock.now())
        return "The point is off the agenda."

    def change(given: dict[str, Any]) -> str:
        change_meeting(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    def cancel(given: dict[str, Any]) -> str:
        cancel_meeting(actor, ref=ref, reason=given["reason"], at=clock.now())
        return "The meeting is cancelled. It stays in the list."

    return {"paper": paper, "item": item, "remove": remove, "change": change, "cancel": cancel}


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is expected and who came."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_minutes_somewhere(actor, on=clock.today())
    found = find_meeting(actor, ref)
    form = bound(request, "besides", forms.BesidesForm, agencies=_agencies(actor))
    besides = Doing(key="besides", title="Somebody came besides", button="Write them down", form=form)
    error = ""
    if request.method == "POST" and request.POST.get("do") == "besides":
        if done := carry_out(request, (besides,), {"besides": _note_besides(actor, ref)}):
            return done
    elif request.method == "POST":
        try:
            lacks = keep_attendance(actor, ref=ref, seats=_seats(request, found), at=clock.now())
        except Invalid as refusal:
            error = refusal.sentence
        else:
            messages.success(
                request, f"Saved. For a quorum there lacks: {words(lacks)}." if lacks else "Saved."
            )
            return redirect(request.path)
    page = _attendance_page(actor, found, besides, error)
    return render(request, "governance/attendance.html", page, status=422 if error or form.errors else 200)


def _attendance_page(actor: Actor, found: Any, besides: Doing, error: str) -> Any:
    can = can_minute(actor, found, on=clock.today()) and found.state != MeetingState.CANCELLED
    times = meeting_rules(actor, on=found.held_on)["missed_in_a_row"]
    missed = agencies_that_missed(actor, found.group_id, before=found.held_on, at_least=times)
    return attendance_page(
        found, attendance_of(found), missed, can_keep=can, besides=besides if can else None, error=error
    )


def _note_besides(actor: Actor, ref: str) -> Any:
    def run(given: dict[str, Any]) -> str:
        return f"{add_attendee(actor, ref=ref, **given, at=clock.now()).name} is written down."

    return run


def _seats(request: HttpRequest, found: Any) -> list[Attendance]:
    """What was sent for each seat that the page had."""
    sent = request.POST
    known = {each.pk for each in attendance_of(found)}
    return [
        Attendance(
            key=key,
            came=sent.get(f"came-{key}", ""),
            sent=sent.get(f"sent-{key}", ""),
            interest=sent.get(f"interest-{key}", ""),
            version=int(version) if (version := sent.get(f"version-{key}", "")).isdecimal() else 0,
        )
        for key in known
        if f"came-{key}" in sent
    ]


@require_safe
def paper_file(request: HttpRequest, ref: str, paper: str) -> HttpResponseBase:
    """A paper, to be saved."""
    actor = actor_of_request(request)
    found = find_meeting(actor, ref)
    row = find_paper(actor, found, paper)
    if row.file is None:
        raise NotVisible
    note_paper_taken(actor, ref=ref, paper=paper, at=clock.now())
    ending = row.file_name.rsplit(".", 1)[-1].lower() if "." in row.file_name else "bin"
    return FileResponse(
        path_of(row.file).open("rb"),
        as_attachment=True,
        filename=f"{found.reference.lower()}-paper.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}",
        content_type="application/octet-stream",
    )
