"""An agency's round trip: its actions go out as a workbook, and what it says comes back as proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable
from heed.plans.offline import as_book, read_returned
from heed.plans.offline_presenters import applied_page, book_rows, offline_page, returned_page
from heed.plans.operations import Wanted, bring_back, note_taken_offline
from heed.plans.queries.offline import (
    count_own_open,
    own_open_actions,
    promise_of,
    proposals_of,
    read_promise,
)
from heed.plans.types import Proposed, ReturnedRow
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.files.checking import read_harmless
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.downloads import FORMS
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count

_KEPT = "heed.plans.returned"
_LONG_ENOUGH = 12 * 60 * 60
"""Seconds for which somebody may look at what a workbook would change."""


@require_http_methods(["GET", "POST"])
def offline(request: HttpRequest) -> HttpResponse:
    """Download the workbook; bring it back and see what it would change."""
    actor = actor_of_request(request)
    check_may(actor, Permission.REPORT_COMPLETE)
    error = ""
    if request.method == "POST":
        try:
            return _returned(request, actor)
        except Invalid as refusal:
            error = refusal.sentence
    page = offline_page(actor.agency_name, count_own_open(actor), error=error)
    return render(request, "plans/offline.html", page, status=422 if error else 200)


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The workbook itself."""
    actor = actor_of_request(request)
    rows = book_rows(own_open_actions(actor))
    if not rows:
        raise NotNow(f"{actor.agency_name} has no action still to do, so there is nothing to take offline.")
    note_taken_offline(actor, refs=[each.ref for each in rows], at=clock.now())
    today = clock.today()
    promise = promise_of(actor, rows, on=today)
    content = as_book(rows, agency=actor.agency_name, day=today, promise=promise)
    answer = HttpResponse(content, content_type=FORMS["xlsx"][1])
    answer["Content-Disposition"] = f'attachment; filename="heed-actions-{today.isoformat()}.xlsx"'
    return answer


def _returned(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the file that was sent would change; nothing is changed yet, and the file is not kept."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("Choose the workbook first.")
    name = file.name or "workbook"
    data = read_harmless(name=name, size=file.size or 0, chunks=file.chunks())
    try:
        tables = call_in_process("heed.kit.reading.grid.grids", data, name)
    except Unreadable as reason:
        raise Invalid(f"“{name}” was not taken. {reason.message}") from reason
    promised = read_promise(actor, tables)
    rows, faults, gone = read_returned(tables, promised, today=clock.today())
    proposed, lost = proposals_of(actor, rows)
    note_shown("action", [each.row.ref for each in proposed])
    kept = signing.dumps(
        {
            "person": actor.person_ref,
            "rows": [[_as_words(each.row), each.action.version] for each in proposed],
        },
        salt=_KEPT,
        compress=True,
    )
    page = returned_page(promised, proposed, [*faults, *lost], gone, name=name, kept=kept)
    return render(request, "plans/returned.html", page)


def _as_words(row: ReturnedRow) -> dict[str, Any]:
    given = asdict(row)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def _as_row(given: dict[str, Any]) -> ReturnedRow:
    days = {name: date.fromisoformat(given[name]) for name in ("wanted", "complete_on") if given[name]}
    return ReturnedRow(**{**given, **days})


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Carry out what was ticked, each action by itself; what is refused is said, and the rest stands."""
    actor = actor_of_request(request)
    check_may(actor, Permission.REPORT_COMPLETE)
    wanted = _wanted(request, actor)
    if not wanted:
        raise Invalid("Tick at least one change, or leave the workbook as it is.")
    refused = bring_back(actor, wanted=wanted, at=clock.now())
    done = len(wanted) - len(refused)
    if refused:
        return render(request, "plans/applied.html", applied_page(done, refused))
    messages.success(request, f"{count(done, 'action')} changed, as you wrote offline.")
    return redirect(f"{reverse('plans:list')}?{_of_agency(actor)}")


def _of_agency(actor: Actor) -> str:
    return f"agency={actor.agency_ref}"


def _wanted(request: HttpRequest, actor: Actor) -> Sequence[Wanted]:
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=_KEPT, max_age=_LONG_ENOUGH)
    except signing.BadSignature:
        kept = {}
    if kept.get("person") != actor.person_ref:
        raise Invalid("What the workbook said is not here any more. Bring it back again.")
    ticked = set(request.POST.getlist("change"))
    found = []
    for given, version in kept["rows"]:
        kinds = frozenset(kind for kind in Proposed if f"{given['ref']}:{kind}" in ticked)
        if kinds:
            found.append(Wanted(row=_as_row(given), kinds=kinds, version=version))
    return found
