"""Changing actions in the rows of a table, or several alike; what became of each, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.learning.queries import filter_choices
from heed.plans.doings import rights_in_table
from heed.plans.many_forms import ReasonForm, RowForm, TogetherForm
from heed.plans.many_presenters import (
    WAYS,
    TablePage,
    TableRow,
    change_page,
    change_row,
    changes_page,
    table_problems,
    table_row,
    together_page,
    ways_to_choose,
)
from heed.plans.operations import MOST, change_actions, undo_change
from heed.plans.queries import (
    ActionFilter,
    actions_to_change,
    find_change,
    items_of_change,
    list_actions,
    list_changes,
)
from heed.plans.queries.planning import posts_of_partnership
from heed.plans.registers import ACTIONS, action_filter
from heed.plans.types import STEPS_TOGETHER
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import put_into, run_form
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.types import Asked
from heed.platform.registers.views import asked_of
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count

TABLE = 25
"""So many rows stand in one page of the table."""


@require_http_methods(["GET", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Some rows of the register, each to be changed in its place, all saved together."""
    actor = actor_of_request(request)
    check_may(actor, Permission.PLAN_ACTIONS)
    sent = request.POST if request.method == "POST" else None
    asked, number = _asked(request, sent), 1 if sent is not None else number_of(request, "page") or 1
    offset = (number - 1) * TABLE
    found, total = list_actions(
        actor, action_filter(actor, asked), order=asked.order, offset=offset, limit=TABLE
    )
    rows, reason = _rows(actor, found, sent), ReasonForm(sent)
    if sent is not None and (to := _save(request, actor, rows, reason)):
        return redirect(to)
    page = _table_page(request, actor, rows, reason, total=total, number=number)
    return render(request, "plans/table.html", page, status=422 if page.problems else 200)


def _asked(request: HttpRequest, sent: QueryDict | None) -> Asked:
    """The rows that the address asks for, or those that were sent."""
    if sent is None:
        return asked_of(request.GET, ACTIONS)
    refs = tuple(sent.getlist("row")[:TABLE])
    if not refs:
        raise Invalid("No row of the table was sent. Load the page again.")
    return Asked(refs=refs, order=asked_of(request.GET, ACTIONS).order)


def _rows(actor: Actor, found: Sequence[Any], sent: QueryDict | None) -> list[TableRow]:
    rights, choices, today = rights_in_table(actor, found), filter_choices(actor), clock.today()
    everybody = actor.may(Permission.AGREE_ACTIONS)
    rows = []
    for row in found:
        mine, form = rights[row.pk], None
        if mine.plan or mine.steps:
            form = RowForm(
                sent,
                prefix=row.public_id,
                agencies=choices.agencies,
                themes=choices.themes,
                steps=mine.steps,
                plan=mine.plan,
                initial=_initial(row),
            )
            if not everybody:
                form.fields.pop("agency", None)
            if row.review_id is None:
                form.fields.pop("theme", None)
        rows.append(table_row(row, form, today))
    return rows


def _initial(row: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        "agency": row.agency.public_id if row.agency else "",
        "owner": row.owner_post.title if row.owner_post else "",
        "due": f"{row.due_latest:%-d %b %Y}" if row.due_latest else "",
        "theme": row.theme.name if row.theme else "",
        "step": "",
    }


def _save(request: HttpRequest, actor: Actor, rows: Sequence[TableRow], reason: ReasonForm) -> str:
    """Where to go once the rows are saved; "" where something is wrong, which then stands in the forms."""
    forms = [row.form for row in rows if row.form is not None]
    valid = [each.is_valid() for each in (*forms, reason)]  # each says what is wrong with it
    if not all(valid):
        return ""
    asked = [wanted for each in forms if (wanted := each.asked())]
    try:
        made = change_actions(actor, changes=asked, reason=reason.cleaned_data["reason"], at=clock.now())
    except Invalid as refusal:
        put_into(reason, refusal)
        return ""
    if made is None:
        messages.info(request, "Nothing was different, so nothing was changed.")
        return request.get_full_path()
    if made.items.filter(left=True).exists():
        return reverse("plans:change", args=[made.public_id])
    messages.success(request, f"{count(made.items.count(), 'action')} changed. It can be undone.")
    return request.get_full_path()


def _table_page(
    request: HttpRequest,
    actor: Actor,
    rows: Sequence[TableRow],
    reason: ReasonForm,
    *,
    total: int,
    number: int,
) -> TablePage:
    query = {name: values for name, values in request.GET.lists() if name != "page"}
    back = request.GET.copy()
    for name in ("page", "chosen", "of"):
        back.pop(name, None)
    last = next(iter(list_changes(actor, limit=1)), None)
    note_shown("action", [row.shown.ref for row in rows])
    return TablePage(
        title="Change actions in the table",
        rows=tuple(rows),
        reason=reason,
        posts=tuple(posts_of_partnership(actor)),
        problems=table_problems(rows, reason),
        total=total,
        page=number,
        pages=max(-(-total // TABLE), 1),
        query=query,
        back=f"{reverse('plans:list')}?{back.urlencode()}",
        last=change_row(last) if last and last.undone_at is None else None,
    )


@require_http_methods(["GET", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Change several actions alike: those ticked in the register, or all that match."""
    actor = actor_of_request(request)
    check_may(actor, Permission.PLAN_ACTIONS)
    given = request.POST if request.method == "POST" else request.GET
    found = {which: actions_to_change(actor, _meant(actor, given, which), most=MOST) for which in WAYS}
    form = _together_form(actor, given, found, sent=request.method == "POST")

    def run(_: dict[str, Any]) -> str:
        wanted = form.asked(_seen(given))
        made = change_actions(actor, changes=wanted, reason=form.cleaned_data["reason"], at=clock.now())
        if made is None:
            raise Invalid("These actions are so already: nothing differs.")
        return made.public_id

    if request.method == "POST" and (ref := run_form(form, run)):
        return redirect("plans:change", ref=ref)
    page = together_page(given, found, form)
    return render(request, "plans/together.html", page, status=422 if form.errors else 200)


def _together_form(actor: Actor, given: QueryDict, found: Mapping[str, Any], *, sent: bool) -> TogetherForm:
    choices, ways = filter_choices(actor), ways_to_choose(given, found)
    return TogetherForm(
        given if sent else None,
        prefix=_NEW,
        ways=ways,
        agencies=choices.agencies if actor.may(Permission.AGREE_ACTIONS) else (),
        themes=choices.themes,
        steps=[(each, name.capitalize()) for each, name in STEPS_TOGETHER.items()],
        initial={"which": ways[0][0]},
    )


_NEW = "new"
"""The form's fields are called new-…, for the register's own question travels beside them."""


def _seen(given: QueryDict) -> dict[str, int]:
    """The actions meant, as they were shown: public id and version."""
    which = given.get(f"{_NEW}-which", "")
    pairs = [each.partition(":") for each in given.get(f"seen_{which}", "").split()]
    return {ref: int(version) for ref, _, version in pairs if version.isascii() and version.isdigit()}


def _meant(actor: Actor, given: QueryDict, which: str) -> ActionFilter:
    """The actions meant: those ticked, those that match and have nobody named, or all that match."""
    changed = given.copy()
    changed["of"] = "ticked" if which == "ticked" else "all"
    return action_filter(actor, asked_of(changed, ACTIONS), nobody_named=which == "nobody")


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What this person changed for many actions at once."""
    return render(request, "plans/changes.html", changes_page(list_changes(actor_of_request(request))))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """One change of many actions with what became of each, and its undoing."""
    actor = actor_of_request(request)
    found = find_change(actor, ref)
    if request.method == "POST":
        undone, left = undo_change(actor, ref=ref, at=clock.now())
        stay = f" {count(left, 'action')} changed since: see below." if left else ""
        messages.success(request, f"Undone for {count(undone, 'action')}.{stay}")
        return redirect("plans:change", ref=ref)
    return render(request, "plans/change.html", change_page(found, items_of_change(actor, found)))
