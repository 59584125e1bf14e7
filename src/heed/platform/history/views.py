"""The whole log for auditors, and each record's own history."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.records import RECORDS, REF
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.history.export import write_log
from heed.platform.history.presenters import history_page, log_page
from heed.platform.history.queries import (
    find_label,
    get_chain,
    history_of,
    list_lines,
    list_people,
    revisions_of,
    sightings_of,
)
from heed.platform.history.types import Wanted
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.downloads import FORMS
from heed.platform.ui.frame import render


@require_safe
def log(request: HttpRequest) -> HttpResponseBase:
    """Who did and saw what in the partnership, the newest first."""
    actor = actor_of_request(request)
    wanted = _wanted(request)
    form = request.GET.get("download", "")
    if form in FORMS:
        return _download(actor, wanted, form)
    lines, more = list_lines(actor, wanted)
    chain, waiting, same_disk = get_chain(actor)
    page = log_page(
        lines,
        more,
        chain,
        people=list_people(actor),
        query=dict(request.GET.lists()),
        waiting=waiting,
        same_disk=same_disk,
    )
    return render(request, "history/log.html", page)


def _wanted(request: HttpRequest) -> Wanted:
    given = {name: request.GET.get(name, "").strip()[:200] for name in ("person", "kind", "result", "record")}
    found = REF.search(given["record"])
    if given["record"] and not found:
        raise Invalid("Give a record by the address of its page, or by the twelve letters and figures in it.")
    return Wanted(
        person=given["person"],
        kind=given["kind"],
        result=given["result"],
        record=found[0] if found else "",
        first=_day(request, "first"),
        last=_day(request, "last"),
        before=number_of(request, "before", most=10**9 - 1),
    )


def _day(request: HttpRequest, name: str) -> date | None:
    typed = request.GET.get(name, "").strip()
    if not typed:
        return None
    for pattern, order in (
        (r"(\d{4})-(\d\d?)-(\d\d?)", (0, 1, 2)),
        (r"(\d\d?)[/.](\d\d?)[/.](\d{4})", (2, 1, 0)),
    ):
        match = re.fullmatch(pattern, typed, re.ASCII)
        if match:
            try:
                return date(*(int(match.groups()[place]) for place in order))
            except ValueError:
                break
    raise Invalid("Type a day like 4/3/2025 or 2025-03-04.")


def _download(actor: Actor, wanted: Wanted, form: str) -> StreamingHttpResponse:
    at = clock.now()
    response = StreamingHttpResponse(write_log(actor, wanted, form=form, at=at), content_type=FORMS[form][1])
    name = f"heed-audit-log-{timezone.localdate(at).isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def record(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """What was done to a record, with its earlier words; for those who read the log, who saw it."""
    actor = actor_of_request(request)
    label = find_label(actor, kind, ref)
    reads_log = actor.may(Permission.READ_AUDIT_LOG)
    revisions = revisions_of(actor, kind, ref)
    if revisions:
        RECORDS[kind].shows_earlier(actor, ref)
    page = history_page(
        kind,
        ref,
        label,
        history_of(actor, kind, ref),
        revisions,
        sightings_of(actor, ref) if reads_log else None,
    )
    return render(request, "history/record.html", page)
