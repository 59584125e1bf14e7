"""Priorities, strategies and business plans, and the forward plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.governance import strategy_forms as forms
from heed.governance.operations import (
    add_plan_item,
    add_strategy,
    change_strategy,
    keep_focus_group,
    keep_line,
    plan_focus_group,
    say_what_changed,
    tie_to_strategy,
    untie_from_strategy,
)
from heed.governance.policies import check_can_steer, prepares, steers
from heed.governance.presenters.strategies import (
    STRATEGIES,
    forward_page,
    strategies_page,
    strategy_page,
)
from heed.governance.queries.coming import forward_plan
from heed.governance.queries.groups import find_group, list_groups
from heed.governance.queries.strategies import (
    counts_of,
    filter_strategies,
    find_strategy,
    focus_groups_of,
    items_of,
    listens,
    served_by,
)
from heed.governance.types import LineKind
from heed.plans.operations import Plan
from heed.plans.queries import holders_of
from heed.plans.queries.planning import find_by_references, recommendations_by_reference
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for
from heed.platform.ui.things import AddPage, Doing
from heed.platform.ui.wording import count, day


@require_safe
def strategies(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of_request(request), clock.today()
    found = list(filter_strategies(actor))
    page = strategies_page(found, counts_of(actor, found, today=today), today=today, steers=prepares(actor))
    return render(request, "governance/strategies.html", page)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_can_steer(actor, None, on=clock.today())
    form = forms.StrategyForm(request.POST or None, choices=_choices(actor, ""), new=True)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(add_strategy(actor, intent=form.intent(given), at=clock.now()))
        return f"{made[0].title} is kept. Plan its items, and tie what it answers."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("governance:strategy", ref=made[0].public_id)
    page = AddPage(
        title="Add a priority or strategy",
        crumbs=(STRATEGIES, Crumb(text="Add")),
        form=form,
        button="Add it",
        back=reverse("governance:strategies"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


def _choices(actor: Actor, ref: str) -> dict[str, Any]:
    others = filter_strategies(actor).filter(ended_on__isnull=True).exclude(public_id=ref)
    return {
        "under": [(each.public_id, each.title) for each in others],
        "group": _groups(actor),
        "agency": [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)],
    }


def _groups(actor: Actor) -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each in list_groups(actor) if not each.ended_on]


@require_http_methods(["GET", "POST"])
def strategy(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, and what those who steer it can do about it."""
    actor, today = actor_of_request(request), clock.today()
    row = find_strategy(actor, ref)
    if request.method == "POST":
        check_can_steer(actor, row.group, on=today)
    items, served = items_of(actor, row, today=today), served_by(actor, row)
    heard = focus_groups_of(actor, row)
    mine = steers(actor, row.group_id, on=today)
    doings = _doings(request, actor, row, [*served, *items.of["all"]], heard) if mine else ()
    if done := carry_out(request, doings, _runs(actor, ref, doings)):
        return done
    post = row.lead_post_id
    page = strategy_page(
        row,
        items,
        served,
        list(filter_strategies(actor).filter(under=row)),
        [each for each in forward_plan(actor, today=today) if each.strategy and each.strategy.pk == row.pk],
        heard,
        doings,
        panels_for("strategy", actor, row),
        holder=holders_of(actor, [post], on=today).get(post or 0, "vacant, nobody holds this post"),
        listens=listens(actor, row, on=today),
        show=request.GET.get("show", ""),
        today=today,
    )
    return render(request, "governance/strategy.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest, actor: Actor, row: Any, tied: list[Any], heard: list[Any]
) -> tuple[Doing, ...]:
    """While it is in force, all of it; afterwards only what is said of it."""
    edit = Doing(
        key="edit",
        title="Change what is said here, or end it",
        button="Save",
        form=bound(
            request,
            "edit",
            forms.StrategyForm,
            choices=_choices(actor, row.public_id),
            initial=_initial(row),
        ),
    )
    doings = [edit]
    if not row.ended_on:
        doings = [*_of_plan(request, actor, tied), *_of_listening(request, heard), edit]
    return tuple(replace(each, folded=True) for each in doings)


def _of_plan(request: HttpRequest, actor: Actor, tied: list[Any]) -> list[Doing]:
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    doings = []
    if actor.may(Permission.PLAN_ACTIONS):
        item = bound(request, "item", forms.ItemForm, choices={"agency": agencies})
        doings.append(Doing(key="item", title="Plan an item", button="Plan it", form=item))
    tie = bound(request, "tie", forms.TieForm)
    doings.append(Doing(key="tie", title="Tie recommendations or actions to it", button="Tie them", form=tie))
    if tied:
        named = [(each.public_id, f"{each.reference}: {each.text[:60]}") for each in tied]
        untie = bound(request, "untie", forms.UntieForm, choices={"thing": named})
        doings.append(
            Doing(key="untie", title="Something is no part of it", button="Take it out", form=untie)
        )
    if prepares(actor):
        coming = bound(request, "coming", forms.ComingForm, choices={"group": _groups(actor)})
        doings.append(
            Doing(key="coming", title="Something comes to a meeting", button="Keep it", form=coming)
        )
    return doings


def _of_listening(request: HttpRequest, heard: list[Any]) -> list[Doing]:
    focus = bound(request, "focus", forms.FocusForm)
    doings = [Doing(key="focus", title="Plan a focus group", button="Plan it", form=focus)]
    waiting = [
        (each.public_id, f"{each.with_whom}, {day(each.planned_on)}")
        for each in heard
        if not each.held_on and not each.not_held_why
    ]
    if waiting:
        held = bound(request, "held", forms.HeldForm, choices={"focus": waiting})
        doings.append(Doing(key="held", title="What came of a focus group", button="Keep it", form=held))
    points = [
        (point.public_id, f"{point.text[:80]} ({day(each.held_on)})")
        for each in heard
        for point in each.points.all()
    ]
    if points:
        changed = bound(request, "changed", forms.WhatChangedForm, choices={"point": points})
        doings.append(Doing(key="changed", title="What changed", button="Keep it", form=changed))
    return doings


def _initial(row: Any) -> dict[str, Any]:
    names = set(forms.StrategyForm.base_fields) - {"under", "group", "agency", "lead"}
    return {name: getattr(row, name) for name in names} | {
        "under": row.under.public_id if row.under else "",
        "group": row.group.public_id if row.group else "",
        "agency": row.lead_post.agency.public_id if row.lead_post else "",
        "lead": row.lead_post.title if row.lead_post else "",
    }


def _runs(actor: Actor, ref: str, doings: tuple[Doing, ...]) -> dict[str, Any]:
    forms_of = {each.key: each.form for each in doings}

    def item(given: dict[str, Any]) -> str:
        plan = Plan(
            text=given["text"],
            agency_ref=given["agency"],
            owner=given["owner"],
            due=given["due"],
            how_we_will_know=given["how_we_will_know"],
            outcome=given["outcome"],
        )
        return f"{add_plan_item(actor, ref=ref, plan=plan, at=clock.now()).reference} is part of its plan."

    def tie(given: dict[str, Any]) -> str:
        asked = recommendations_by_reference(actor, given["references"])
        planned = find_by_references(actor, given["references"])
        missing = [each for each in given["references"] if each not in asked and each not in planned]
        if missing:
            sentence = f"There is no {', '.join(missing)} that you can see"
            raise Invalid(f"{sentence}.", fields={"references": sentence})
        new = tie_to_strategy(
            actor,
            ref=ref,
            recommendations=tuple(asked.values()),
            actions=tuple(planned.values()),
            at=clock.now(),
        )
        return f"Tied: {count(new[0], 'recommendation')} and {count(new[1], 'action')}."

    def untie(given: dict[str, Any]) -> str:
        untie_from_strategy(actor, ref=ref, thing=given["thing"], at=clock.now())
        return "Taken out. The record itself stays as it is."

    def coming(given: dict[str, Any]) -> str:
        group = given.pop("group")
        keep_line(
            actor,
            group_ref=group,
            kind=LineKind.COMING,
            words="",
            review_ref="",
            strategy_ref=ref,
            **given,
            at=clock.now(),
        )
        return "Kept in the forward plan."

    def focus(given: dict[str, Any]) -> str:
        made = plan_focus_group(actor, ref=ref, **given, at=clock.now())
        return f"Planned for {day(made.planned_on)}."

    def held(given: dict[str, Any]) -> str:
        keep_focus_group(actor, ref=given.pop("focus"), **given, at=clock.now())
        return "Kept. Say later what changed because of it."

    def changed(given: dict[str, Any]) -> str:
        yes = given.pop("changed") == "yes"
        say_what_changed(actor, changed=yes, **given, at=clock.now())
        return "Kept in the log."

    def edit(given: dict[str, Any]) -> str:
        change_strategy(
            actor,
            ref=ref,
            intent=forms_of["edit"].intent(given),
            ended_on=given["ended_on"],
            ended_why=given["ended_why"],
            version=given["version"],
            at=clock.now(),
        )
        return "Saved."

    return {
        "item": item,
        "tie": tie,
        "untie": untie,
        "coming": coming,
        "focus": focus,
        "held": held,
        "changed": changed,
        "edit": edit,
    }


@require_safe
def forward(request: HttpRequest) -> HttpResponse:
    """What comes to which meeting, across groups or of one."""
    actor, chosen = actor_of_request(request), request.GET.get("group", "")
    group_id = find_group(actor, chosen).pk if chosen else None
    found = forward_plan(actor, today=clock.today(), group_id=group_id)
    return render(request, "governance/forward.html", forward_page(found, list_groups(actor), chosen=chosen))
