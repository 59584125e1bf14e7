"""All meetings at a glance, and each group."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.governance import forms
from heed.governance.operations import (
    add_group,
    change_group,
    close_line,
    end_part,
    give_part,
    hand_over_chair,
    keep_line,
)
from heed.governance.policies import prepares
from heed.governance.presenters.groups import MEETINGS, group_page, overview_page
from heed.governance.presenters.reporting import reports_table
from heed.governance.queries.groups import (
    find_group,
    handovers_of,
    list_groups,
    people_for_groups,
    places_in,
)
from heed.governance.queries.meetings import filter_meetings, lines_of
from heed.governance.queries.reporting import filter_reports
from heed.governance.queries.strategies import filter_strategies
from heed.governance.types import LineKind, Part
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.reviews.queries import list_reviews


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    page = overview_page(
        list(filter_meetings(actor)[:40]),
        list_groups(actor),
        prepares=prepares(actor),
        reads_all=actor.may(Permission.READ_MEETINGS),
    )
    return render(request, "governance/overview.html", page)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.PREPARE_MEETINGS)
    form = forms.GroupForm(request.POST or None, groups=_others(actor, ""), new=True)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(add_group(actor, **given, at=clock.now()))
        return f"{made[0].name} is a group now. Put people into it."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("governance:group", ref=made[0].public_id)
    page = AddPage(
        title="Add a group",
        crumbs=(MEETINGS, Crumb(text="Add a group")),
        form=form,
        button="Add the group",
        back=reverse("governance:overview"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


def _others(actor: Actor, ref: str) -> list[tuple[str, str]]:
    return [
        (each.public_id, each.name)
        for each in list_groups(actor)
        if each.public_id != ref and not each.ended_on
    ]


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, ref: str) -> HttpResponse:
    """A group, and what its preparers can do about it."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.PREPARE_MEETINGS)
    found = find_group(actor, ref)
    places = list(places_in(found))
    meetings = list(filter_meetings(actor, group_id=found.pk)[:30])
    reads = bool(meetings) or actor.may(Permission.READ_MEETINGS)
    kept = lines_of(actor, found.pk, open_only=False) if reads else []
    doings = _doings(request, actor, found, places, kept) if prepares(actor) else ()
    done = carry_out(request, doings, _runs(actor, ref))
    if done:
        return done
    page = group_page(
        found,
        places,
        meetings,
        kept,
        handovers_of(actor, found) if reads else [],
        doings,
        below=[each for each in list_groups(actor) if each.reports_to_id == found.pk],
        reports=(
            reports_table(
                list(filter_reports(actor, group_id=found.pk)),
                heading="What it reports, and what is reported to it",
                today=clock.today(),
                empty="Nothing is in the reporting calendar.",
            ),
        ),
        today=clock.today(),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest, actor: Actor, found: Any, places: list[Any], kept: list[Any]
) -> tuple[Doing, ...]:
    open_ = [
        (each.membership.public_id, each.membership.person.name) for each in places if each.ends_on is None
    ]
    people = [
        (each.public_id, f"{each.person.name}, {each.agency.name}")
        for each in people_for_groups(actor, on=clock.today())
    ]
    reviews = [(each.public_id, str(each)) for each in list_reviews(actor)]
    strategies = [
        (each.public_id, each.title) for each in filter_strategies(actor).filter(ended_on__isnull=True)
    ]
    lines = [(each.public_id, each.title) for each in kept if each.closed_on is None]
    initial = {name: getattr(found, name) for name in forms.GroupForm.base_fields if name != "reports_to"}
    initial["reports_to"] = found.reports_to.public_id if found.reports_to else ""
    doings = [
        Doing(
            key="part",
            title="Put somebody into the group",
            button="Put them in",
            lead="Somebody who is in it already gets another part. Members read the group's packs and minutes.",
            form=bound(request, "part", forms.PartForm, people=people, initial={"part": Part.MEMBER}),
        ),
        Doing(
            key="line",
            title="Keep a letter, a risk or something to come",
            button="Keep it",
            form=bound(request, "line", forms.LineForm, reviews=reviews, strategies=strategies),
        ),
        Doing(
            key="chair",
            title="Hand the chair over",
            button="Hand it over",
            lead="What is open in this group is written down with it.",
            form=bound(request, "chair", forms.HandOverForm, people=people),
        ),
        Doing(
            key="change",
            title="Change what is said here",
            button="Save",
            form=bound(
                request, "change", forms.GroupForm, groups=_others(actor, found.public_id), initial=initial
            ),
        ),
    ]
    if open_:
        leave = bound(request, "leave", forms.LeaveForm, people=open_)
        doings.insert(
            1, Doing(key="leave", title="Somebody leaves the group", button="Take them out", form=leave)
        )
    if lines:
        close = bound(request, "close", forms.CloseLineForm, lines=lines)
        doings.insert(-2, Doing(key="close", title="Something is closed", button="Close it", form=close))
    return tuple(doings)


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def part(given: dict[str, Any]) -> str:
        row = give_part(
            actor, group_ref=ref, member=given["member"], part=Part(given["part"]), at=clock.now()
        )
        return f"{row.membership.person.name} is in the group."

    def leave(given: dict[str, Any]) -> str:
        end_part(actor, group_ref=ref, member=given["member"], at=clock.now())
        return "They are out of the group. That they were in it stays."

    def line(given: dict[str, Any]) -> str:
        kind = LineKind(given.pop("kind"))
        return f"{keep_line(actor, group_ref=ref, kind=kind, **given, at=clock.now()).title} is kept."

    def close(given: dict[str, Any]) -> str:
        close_line(actor, group_ref=ref, line=given["line"], at=clock.now())
        return "Closed."

    def chair(given: dict[str, Any]) -> str:
        row = hand_over_chair(actor, group_ref=ref, **given, at=clock.now())
        return f"{row.after} is in the chair."

    def change(given: dict[str, Any]) -> str:
        change_group(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    return {"part": part, "leave": leave, "line": line, "close": close, "chair": chair, "change": change}
