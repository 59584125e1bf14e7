"""An agency's file: how it is understood, what would come in, and taking it out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.chronologies.forms import BringInForm, NothingForm, SendForm
from heed.chronologies.operations import (
    bring_in_file,
    leave_file,
    look_through,
    say_file,
    send_file,
    undo_file,
)
from heed.chronologies.policies import check_writes_for, writes_for
from heed.chronologies.presenters.files import file_page
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.queries import LookedAt, find_chronology, find_file, look_at_file
from heed.chronologies.queries.access import reads_raw
from heed.chronologies.types import FileState, Understood
from heed.chronologies.views.agencies import agency_named
from heed.chronologies.views.asking import show_raw
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.ui.components import Problem
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import count
from heed.reviews.presenters import IntakePage, first_href, intake_words, review_frame
from heed.reviews.queries.safety import CHRONOLOGY


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, ref: str, agency: str) -> HttpResponse:
    """Choose an agency's file. Nothing comes in before its columns were looked at."""
    actor = actor_of_request(request)
    chronology = find_chronology(actor, ref)
    whose = agency_named(actor, agency)
    check_writes_for(actor, whose.pk, whose.name)
    if first := first_href(actor, chronology.review, agency=whose, about=CHRONOLOGY, then=request.path):
        return redirect(first)
    posted = request.method == "POST"
    form = SendForm(request.POST, request.FILES) if posted else SendForm()
    if posted and (sent := run_form(form, lambda given: _keep(actor, ref, agency, given["file"]))):
        if reads_raw(actor, whose.pk):
            return redirect("chronologies:file", ref=sent)
        messages.success(request, "Kept. It waits for somebody who may see people's own names to look at it.")
        return redirect("chronologies:agency", ref=ref, agency=agency)
    title = f"Send a file for {whose.name}"
    page = IntakePage(
        title=title,
        crumbs=review_frame(actor, chronology.review, current=KEY, title=title).crumbs,
        form=form,
        button="Send it",
        back=reverse("chronologies:agency", args=[ref, agency]),
        front_door=intake_words(
            actor, chronology.review, agency=whose, about=CHRONOLOGY, today=clock.today()
        ),
        lead="You see how its columns are understood and what would come in before anything does.",
        files=True,
    )
    return render(request, "reviews/intake.html", page, status=422 if form.errors else 200)


def _keep(actor: Actor, ref: str, agency: str, file: Any) -> str:
    """The public id of the file, which is kept and waits."""
    row = send_file(
        actor,
        review_ref=ref,
        agency_ref=agency,
        name=file.name or "chronology",
        size=file.size or 0,
        chunks=file.chunks(),
        at=clock.now(),
    )
    return row.public_id


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm its columns and the order of its dates; bring it in; undo it."""
    actor = actor_of_request(request)
    row = find_file(actor, ref)
    show_raw(actor, row.chronology, row.agency_id)
    looked = look_at_file(actor, row)
    problems: tuple[Problem, ...] = ()
    columns = request.method == "POST" and request.POST.get("do") == "columns"
    if columns:
        try:
            _say(request, actor, ref, looked)
        except Invalid as refusal:
            problems = (Problem(text=refusal.sentence, field_id="columns"),)
        else:
            return redirect("chronologies:file", ref=ref)
    doings = _doings(request, actor, row, looked)
    if not columns and (done := carry_out(request, doings, _runs(actor, row))):
        return done
    sent = request.POST if columns else None
    page = file_page(actor, row, looked, doings=doings, problems=problems, sent=sent)
    return render(request, "chronologies/file.html", page, status=422 if page.has_errors else 200)


def _say(request: HttpRequest, actor: Actor, ref: str, looked: LookedAt) -> None:
    uses = {head: request.POST.get(f"column_{at}", "") for at, head in enumerate(looked.heads)}
    order = {"month": True, "day": False}.get(request.POST.get("order", ""))
    say_file(
        actor,
        ref=ref,
        said=Understood(uses=uses, month_first=order),
        version=version_of(request),
        at=clock.now(),
    )
    messages.success(request, "Kept. This is how the file is understood now.")


def _doings(request: HttpRequest, actor: Actor, row: Any, looked: LookedAt) -> tuple[Doing, ...]:
    if not writes_for(actor, row.agency_id):
        return ()
    if row.state == FileState.IN:
        lead = "What it brought in is taken out, and what it replaced comes back."
        form = bound(request, "undo", NothingForm)
        return (Doing(key="undo", title="Undo this file", button="Undo it", form=form, lead=lead),)
    if row.state != FileState.OPEN:
        return ()
    leave = Doing(
        key="leave", title="Leave it", button="Leave this file", form=bound(request, "leave", NothingForm)
    )
    ready = looked.table is not None and not looked.table.order_asked
    if not ready or not (looked.new or looked.gone):
        return (leave,)
    form = bound(request, "bring", BringInForm, initial={"seen": len(looked.new), "version": row.version})
    if not looked.gone:
        del form.fields["replaces"]
    many = count(len(looked.new), "entry", "entries")
    bring = Doing(key="bring", title="Bring it in", button=f"Bring in {many}", form=form, tone="primary")
    return (bring, leave)


def _runs(actor: Actor, row: Any) -> dict[str, Any]:
    ref, review = row.public_id, row.chronology.review.public_id

    def bring(given: dict[str, Any]) -> str:
        looked = bring_in_file(
            actor,
            ref=ref,
            seen=given["seen"],
            seen_version=given["version"],
            replaces=given.get("replaces", False),
            at=clock.now(),
        )
        look_through(actor, review_ref=review, at=clock.now())
        return f"{count(len(looked.new), 'entry', 'entries')} came in."

    def undo(given: dict[str, Any]) -> str:
        out, back = undo_file(actor, ref=ref, at=clock.now())
        look_through(actor, review_ref=review, at=clock.now())
        more = f", {back} came back" if back else ""
        return f"Undone: {count(out, 'entry was', 'entries were')} taken out{more}."

    def leave(given: dict[str, Any]) -> str:
        leave_file(actor, ref=ref, at=clock.now())
        return "Left. Nothing of it came in."

    return {"bring": bring, "undo": undo, "leave": leave}
