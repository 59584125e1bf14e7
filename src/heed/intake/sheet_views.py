"""Bringing in a plan kept in a table elsewhere: choose the file, confirm its columns, see what would come in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.intake.operations import accept_sheet, begin_sheet, drop_sheet, say_columns, undo_sheet
from heed.intake.presenters.reason import ReasonPage
from heed.intake.queries import (
    columns_of_sheet,
    find_sheet,
    list_sheets,
    look_at_sheet,
    tables_of_sheet,
)
from heed.intake.sheet_presenters import (
    ChoosePage,
    columns_page,
    fault_rows,
    sheet_line,
    sheet_page,
)
from heed.intake.sheets import guess_columns, statuses_of
from heed.intake.types import Columns, RowOutcome
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.http.requests import actor_of_request, number_of, version_of
from heed.platform.registers.downloads import as_csv
from heed.platform.ui.components import Choice, Problem
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count
from heed.reviews.queries import list_reviews


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file, and what it is the plan of."""
    actor = actor_of_request(request)
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Invalid("Choose a file first.")
            row = begin_sheet(
                actor,
                name=file.name or "plan",
                size=file.size or 0,
                chunks=file.chunks(),
                review_ref=request.POST.get("review", ""),
                at=clock.now(),
            )
        except Invalid as refusal:
            error = refusal.sentence
        else:
            return redirect("intake:plan_columns", ref=row.public_id)
    page = _choose_page(actor, request.POST.get("review") or request.GET.get("review", ""), error)
    return render(request, "intake/plan.html", page, status=422 if error else 200)


def _choose_page(actor: Actor, review: str, error: str) -> ChoosePage:
    sheets = list_sheets(actor)
    note_shown("plan_sheet", [each.public_id for each in sheets])
    return ChoosePage(
        title="Bring in a plan from a spreadsheet or a table",
        error=error,
        problems=(Problem(text=error, field_id="file"),) if error else (),
        reviews=(
            Choice(value="", text="No review: it is the partnership's own plan"),
            *(Choice(value=each.public_id, text=str(each)) for each in list_reviews(actor)),
        ),
        review=review,
        sheets=tuple(sheet_line(each) for each in sheets),
    )


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What each column is for, as guessed; another table or another head where somebody says so."""
    actor = actor_of_request(request)
    row = find_sheet(actor, ref)
    tables, error = tables_of_sheet(row), ""
    if request.method == "POST":
        given = _given(request.POST, tables)
        try:
            say_columns(actor, ref=ref, columns=given, version=version_of(request), at=clock.now())
        except Invalid as refusal:
            error = refusal.sentence
        else:
            return redirect("intake:plan_sheet", ref=ref)
        page = columns_page(row, tables, given, sent=request.POST, error=error)
        return render(request, "intake/plan_columns.html", page, status=422)
    found = columns_of_sheet(row, tables)
    if "table" in request.GET:
        table = min(number_of(request, "table", least=0) or 0, len(tables) - 1)
        head = number_of(request, "head")
        other = table != found.table
        found = guess_columns(tables, table=table, head=None if other or head is None else head - 1)
    return render(request, "intake/plan_columns.html", columns_page(row, tables, found))


def _given(sent: QueryDict, tables: Any) -> Columns:
    """What somebody said, as far as the file has such a table and such columns."""
    table = min(_number(sent, "table"), len(tables) - 1)
    head = min(max(_number(sent, "head") - 1, 0), max(len(tables[table].rows) - 1, 0))
    width = len(tables[table].rows[0]) if tables[table].rows else 0
    of = {at: name for at in range(width) if (name := sent.get(f"column_{at}", ""))}
    plain = Columns(table, head, of)
    said = {
        " ".join(words.split()).casefold(): meaning
        for at, (words, _, guessed) in enumerate(statuses_of(tables[table], plain))
        if (meaning := sent.get(f"meaning_{at}", "")) and meaning != guessed
    }
    return Columns(table, head, of, said)


def _number(sent: QueryDict, name: str) -> int:
    given = sent.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """What would become of each row, and the button that brings them in."""
    actor = actor_of_request(request)
    row = find_sheet(actor, ref)
    if request.method == "POST" and request.POST.get("do") == "leave":
        drop_sheet(actor, ref=ref, at=clock.now())
        messages.success(request, f"“{row.name}” is left. Nothing of it came in.")
        return redirect("intake:plan")
    if request.method == "POST":
        looked = accept_sheet(
            actor,
            ref=ref,
            seen=number_of(request, "seen", least=0) or 0,
            leave_out=request.POST.get("leave_out") == "yes",
            at=clock.now(),
        )
        messages.success(request, f"{count(looked.count(RowOutcome.NEW), 'action')} came in.")
        return redirect("intake:plan_sheet", ref=ref)
    looked = look_at_sheet(actor, row, today=clock.today())
    show, number = request.GET.get("show", ""), number_of(request, "page") or 1
    return render(
        request,
        "intake/plan_sheet.html",
        sheet_page(row, looked, show=show, page=number, undoes=actor.may(Permission.ACCEPT_PROPOSALS)),
    )


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Take everything that a file brought in out of the plan again, with a reason."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_sheet(actor, ref)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            taken = undo_sheet(actor, ref=ref, reason=reason, at=clock.now())
        except Invalid as refusal:
            error = refusal.fields["reason"]
        else:
            messages.success(
                request, f"{count(taken, 'action')} left the plan again. The file waits as before."
            )
            return redirect("intake:plan_sheet", ref=ref)
    page = ReasonPage(
        title="Take it out of the plan again?",
        sentences=(
            f"Every action that came in with “{row.name}” leaves the plan. What was here before stays.",
            "The file waits as it did, with its columns as they were said: it can come in again, under new references.",
            "This works only while nobody has worked on one of its actions.",
        ),
        button="Take it out of the plan",
        reason=reason,
        error=error,
        back=reverse("intake:plan_sheet", args=[ref]),
    )
    return render(request, "intake/reason.html", page, status=422 if error else 200)


@require_safe
def faults(request: HttpRequest, ref: str) -> HttpResponse:
    """Every error of a file as a table to work through beside it."""
    actor = actor_of_request(request)
    row = find_sheet(actor, ref)
    found = fault_rows(look_at_sheet(actor, row, today=clock.today()))
    if not found:
        raise NotNow("No row of this file has an error.")
    note_shown("plan_sheet", [ref])
    content = b"".join(as_csv("Errors", ("Row", "Column", "What is wrong"), found))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="errors.csv"'
    return answer
