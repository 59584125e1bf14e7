"""Planning an action, and everything that is said of it on its way: one page for each thing to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heed.plans.doings import DOINGS, may_join, offered
from heed.plans.operations import change_action, join_actions, make_action
from heed.plans.plan_forms import JoinForm, OtherForm, PlanForm, RuleForm
from heed.plans.plan_presenters import (
    ColoursPage,
    JoinPage,
    PlanPage,
    both_beside,
    milestone_lines,
    repeats_found,
    to_choose,
)
from heed.plans.policies import check_may_plan
from heed.plans.presenters import asked_to_move
from heed.plans.queries import find_action, rules_of
from heed.plans.queries.colours import RULES_NAME, chosen_rule
from heed.plans.queries.planning import (
    find_by_references,
    find_repeats,
    parts_to_choose,
    plan_of,
    recommendations_by_reference,
)
from heed.plans.rules import Planned, smart_tests
from heed.plans.types import BEING_PLANNED
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed
from heed.platform.http.acting import run_form
from heed.platform.http.audited import quiet
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition
from heed.platform.ui.components import Crumb, joined
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Plan a new action; `serves` in the address names a recommendation it is for."""
    actor = actor_of_request(request)
    check_may(actor, Permission.PLAN_ACTIONS)
    initial = {"kind": "one_off", "serves": tuple(request.GET.getlist("serves"))}
    if not actor.may(Permission.AGREE_ACTIONS):
        initial["agency"] = actor.agency_ref
    form = _form(request, actor, initial)
    repeats: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        repeats.extend([] if request.POST.get("another") else find_repeats(actor, given["text"]))
        if repeats:
            raise Invalid("Other actions say nearly the same. Look at them below before you make another.")
        return make_action(actor, plan=_plan(actor, form, given), at=clock.now()).public_id

    if ref := _run(request, form, run):
        messages.success(request, "Planned. It is proposed until somebody agrees it.")
        return redirect("plans:action", ref=ref)
    page = _page(form, title="Plan an action", back=reverse("plans:list"), repeats=repeats)
    return _shown(request, page)


@require_http_methods(["GET", "POST"])
def change_plan(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what is planned."""
    actor = actor_of_request(request)
    row = find_action(actor, ref)
    check_may_plan(actor, row.agency)
    agreed = row.state not in BEING_PLANNED
    form = _form(request, actor, _initial(actor, row), printed=bool(row.reading_id), agreed=agreed)

    def run(given: dict[str, Any]) -> str:
        plan, why = _plan(actor, form, given), given.get("reason", "")
        changed = change_action(
            actor, ref=ref, plan=plan, version=given["version"], reason=why, at=clock.now()
        )
        return "Saved." if changed else "Nothing was different, so nothing was changed."

    if said := _run(request, form, run):
        messages.success(request, said)
        return redirect("plans:action", ref=ref)
    printed, back = row.text if row.reading_id else "", reverse("plans:action", args=[ref])
    return _shown(request, _page(form, title=f"Change {row.reference}", back=back, printed=printed))


@quiet
@require_POST
def smart(request: HttpRequest) -> HttpResponse:
    """The five tests of what is typed, while it is typed: a courtesy that no page needs."""
    actor = actor_of_request(request)
    check_may(actor, Permission.PLAN_ACTIONS)
    form = _form(request, actor, {})
    page = _page(form, title="", back="")
    return render(request, "plans/_smart.html", page)


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """One thing to do with an action: its form, what is wrong with it, and back to the action."""
    actor = actor_of_request(request)
    row = find_action(actor, ref)
    doing = DOINGS.get(what)
    if doing is None or what not in offered(actor, row):
        raise NotAllowed("That cannot be done with this action now, or not by you. Its page shows what can.")
    note_shown("action", [ref])
    form = doing.form(actor, row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (said := run_form(form, lambda given: doing.run(actor, row, given))):
        messages.success(request, said)
        return redirect("plans:action", ref=ref)
    back = reverse("plans:action", args=[ref])
    page = AddPage(
        title=doing.title.format(reference=row.reference),
        crumbs=(*_CRUMBS, Crumb(text=row.reference, href=back), Crumb(text=doing.offer)),
        form=form,
        button=doing.button,
        back=back,
        lead=joined([row.text, *asked_to_move(row)]) if what == "decide-date" else row.text,
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, ref: str) -> HttpResponse:
    """Join an action with another: which one says the same, then both beside each other and which one stays."""
    actor, today = actor_of_request(request), clock.today()
    row = find_action(actor, ref)
    if not may_join(actor, row):
        raise NotAllowed("This action cannot be joined with another now, or not by you.")
    near = find_repeats(actor, row.text, apart_from=ref)
    which = OtherForm(request.GET if request.GET else None, near=to_choose(near))
    other = _other(actor, which, row) if request.GET else None
    page = JoinPage(
        title=f"Join {row.reference} with another action",
        crumbs=(
            *_CRUMBS,
            Crumb(text=row.reference, href=reverse("plans:action", args=[ref])),
            Crumb(text="Join"),
        ),
        form=which,
        back=reverse("plans:action", args=[ref]),
        words=row.text,
    )
    if other is not None:
        both = {
            each.public_id: f"{each.reference} stays, and serves what both served" for each in (row, other)
        }
        form = JoinForm(request.POST if request.method == "POST" else None, both=list(both.items()))
        kept = (
            run_form(form, lambda given: _join(actor, list(both), given["stays"])) if form.is_bound else None
        )
        if kept:
            messages.success(request, "Joined. The other one stays to be read, and can be opened again.")
            return redirect("plans:action", ref=kept)
        heads, lines = both_beside(row, other, today=today)
        page = replace(page, form=form, columns=heads, rows=lines)
    return render(request, "plans/join.html", page, status=422 if page.form.errors else 200)


def _other(actor: Actor, form: OtherForm, row: Any) -> Any:
    """The other action that was named, or None with what is wrong in the form."""
    if not form.is_valid():
        return None
    named = form.cleaned_data["named"]
    found = find_by_references(actor, (named,))
    if named == row.reference or not found:
        same = "Choose another action than this one" if found else "There is no such action that you can see"
        form.add_error("reference", same)
        return None
    return find_action(actor, found[named])


def _join(actor: Actor, both: list[str], stays: str) -> str:
    [goes] = [each for each in both if each != stays]
    return str(join_actions(actor, ref=goes, into_ref=stays, at=clock.now()).public_id)


@require_http_methods(["GET", "POST"])
def colours(request: HttpRequest) -> HttpResponse:
    """The rules that give an action its colour, printed, and which one the partnership chose."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_REGISTER)
    may = actor.may(Permission.CHANGE_RULES)
    if request.method == "POST":
        check_may(actor, Permission.CHANGE_RULES)
    rules, chosen = rules_of("colours")["rules"], chosen_rule(actor, on=clock.today())
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        rules=[(key, each["name"]) for key, each in rules.items()],
        initial={"rule": chosen, "after": find_edition(actor, RULES_NAME, on=clock.today()).number},
    )
    if request.method == "POST" and (said := run_form(form, lambda given: _choose_rule(actor, given))):
        messages.success(request, said)
        return redirect("plans:colours")
    page = ColoursPage(
        title="What the colours of actions say",
        rules=tuple({**each, "chosen": key == chosen} for key, each in rules.items()),
        form=form if may else None,
    )
    return render(request, "plans/colours.html", page, status=422 if form.errors else 200)


def _choose_rule(actor: Actor, given: dict[str, Any]) -> str:
    make_edition(
        actor,
        name=RULES_NAME,
        content={"rule": given["rule"]},
        after=given["after"],
        source="",
        at=clock.now(),
        labels={"rule": "The rule"},
    )
    return "Kept. Every action is shown by this rule from now on."


_CRUMBS = (Crumb(text="Actions", href="/actions/"),)


def _checking(request: HttpRequest) -> bool:
    return request.POST.get("do") == "check"


def _run(request: HttpRequest, form: PlanForm, run: Any) -> str | None:
    """Save, unless only the tests were asked for."""
    if request.method != "POST" or _checking(request):
        return None
    return run_form(form, run)


def _form(
    request: HttpRequest,
    actor: Actor,
    initial: dict[str, Any],
    *,
    printed: bool = False,
    agreed: bool = False,
) -> PlanForm:
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    sent = request.POST if request.method == "POST" else None
    serves = tuple((sent.get("serves", "") if sent else "\n".join(initial.get("serves", ()))).split())
    parts = parts_to_choose(actor, serves)
    return PlanForm(
        sent,
        agencies=agencies,
        parts=parts,
        printed=printed,
        agreed=agreed,
        steers=actor.may(Permission.AGREE_ACTIONS),
        initial=initial,
    )


def _initial(actor: Actor, row: Any) -> dict[str, Any]:
    plan = plan_of(actor, row, today=clock.today())
    return {
        "version": row.version,
        "text": row.text,
        "kind": row.kind,
        "agency": row.agency.public_id if row.agency else "",
        "owner": row.owner_post.title if row.owner_post else row.owner_words if row.agency else "",
        "single_agency": row.single_agency,
        "due": row.due_latest,
        "review_on": row.review_on,
        "how_we_will_know": row.how_we_will_know,
        "outcome": row.outcome,
        "risk": row.risk,
        "frequency": row.frequency,
        "next_expected": row.next_expected,
        "milestones": milestone_lines(plan),
        "serves": tuple(each.reference for each in row.recommendations.all()),
        "parts": [str(each.pk) for each in plan.parts],
        "depends_on": tuple(each.reference for each in plan.needs),
    }


def _plan(actor: Actor, form: PlanForm, given: dict[str, Any]) -> Any:
    """What was typed, references turned into records; `Invalid` at the field of one that nobody has."""
    serves = recommendations_by_reference(actor, given["serves"])
    needs = find_by_references(actor, given["depends_on"])
    wrong = {
        field: f"There is no {', '.join(missing)} that you can see"
        for field, found in (("serves", serves), ("depends_on", needs))
        if (missing := [each for each in given[field] if each not in found])
    }
    if wrong:
        raise Invalid("Some references are wrong.", fields=wrong)
    return form.plan(given, serves=tuple(serves.values()), depends_on=tuple(needs.values()))


def _shown(request: HttpRequest, page: PlanPage) -> HttpResponse:
    """The form; what is wrong with it is an answer of its own, unless only the tests were asked for."""
    wrong = page.form.errors and not _checking(request)
    return render(request, "plans/plan.html", page, status=422 if wrong else 200)


def _page(form: PlanForm, *, title: str, back: str, repeats: Any = (), printed: str = "") -> PlanPage:
    def said(name: str) -> str:
        value = form[name].value() if name in form.fields else form.initial.get(name)
        return str(value or "")

    dated = (
        form["due"].value()
        if said("kind") == "one_off"
        else (said("frequency") and form["next_expected"].value())
    )
    tested = Planned(
        text=said("text"),
        measure=said("how_we_will_know"),
        owner=said("owner"),
        outcome=said("outcome"),
        dated=any(dated) if isinstance(dated, tuple) else bool(dated),
    )
    return PlanPage(
        title=title,
        crumbs=(*_CRUMBS, Crumb(text=title)),
        form=form,
        tests=smart_tests(tested, rules_of("smart")),
        repeats=repeats_found(repeats),
        printed=printed,
        back=back,
        button="Save",
        smart_href=reverse("plans:smart"),
    )
