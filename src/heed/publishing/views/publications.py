"""Publications: begun, written, said how they come out, approved, published, corrected, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.types import Actor
from heed.platform.approvals.panels import panel_of
from heed.platform.base import clock
from heed.platform.files.operations import path_of
from heed.platform.http.acting import Run, bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Content, Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing, link
from heed.publishing import forms
from heed.publishing import operations as do
from heed.publishing.policies import conditions
from heed.publishing.presenters.publications import list_page, publication_page
from heed.publishing.presenters.words import HOME
from heed.publishing.queries.dates import standing_for
from heed.publishing.queries.publications import (
    APPROVED,
    approval_of,
    discarded_edition,
    find_publication,
    list_publications,
    newest_edition,
    state_of,
    tellings,
)
from heed.publishing.queries.seeing import check_publishes, publishes
from heed.publishing.types import FORMS, PUBLIC, State
from heed.reviews.queries import list_reviews

if TYPE_CHECKING:
    from heed.publishing.models import Edition, Publication


def reviews_to_choose(actor: Actor) -> list[tuple[str, str]]:
    """Reviews by reference, as a form offers them."""
    return [(each.public_id, str(each)) for each in list_reviews(actor)]


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    page = list_page(list_publications(actor, today=clock.today()), links=_list_links(actor))
    return render(request, "things/thing.html", page)


def _list_links(actor: Actor) -> tuple[Content, ...]:
    names = [
        ("Begin a publication", "publishing:add"),
        ("Make a bulletin", "publishing:bulletin"),
    ]
    common = [
        ("Days on which nothing comes out", "publishing:dates"),
        ("Campaigns", "publishing:campaigns"),
        ("The public library", "published:library"),
    ]
    return tuple(link(text, reverse(name)) for text, name in [*(names if publishes(actor) else []), *common])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_publishes(actor)
    initial = {"review_ref": request.GET.get("review", "")}
    form = forms.BeginForm(request.POST or None, reviews=reviews_to_choose(actor), initial=initial)
    made: list[Publication] = []

    def run(given: dict[str, Any]) -> str:
        made.append(do.begin_publication(actor, **given, at=clock.now()))
        return f"{made[0].reference} is begun. Bring its text."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("publishing:text", ref=made[0].public_id)
    page = AddPage(
        title="Begin a publication",
        crumbs=(HOME, Crumb(text="Begin")),
        form=form,
        button="Begin",
        back=reverse("publishing:list"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, ref: str) -> HttpResponse:
    """A publication, what stops it, and everything that can be done about it now."""
    actor = actor_of_request(request)
    found = find_publication(actor, ref)
    edition, today = newest_edition(found), clock.today()
    view = approval_of(actor, edition)
    state = state_of(found, edition, bool(view and view.approved), today)
    needed = conditions(actor, found, edition, on=found.publish_on or today)
    ready = all(each.met for each in needed)
    doings = _doings(request, found, edition, state, ready=ready) if publishes(actor) else ()
    if done := carry_out(request, doings, _runs(actor, ref)):
        return done
    shown = edition.checked_at and not edition.discarded_at
    panel = panel_of(APPROVED)(actor, edition) if shown else None
    page = publication_page(
        found,
        edition,
        state,
        needed,
        standing_for(actor, found.review_id),
        doings,
        panels=(panel,) if panel else (),
        today=today,
    )
    return render(request, "publishing/publication.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest, found: Publication, edition: Edition, state: State, *, ready: bool
) -> tuple[Doing, ...]:
    doings: list[Doing] = []

    def offer(key: str, title: str, button: str, form: Any, *, folded: bool = True, **more: Any) -> None:
        given = bound(request, key, form, **more)
        doings.append(Doing(key=key, title=title, button=button, form=given, folded=folded))

    if state is State.PREPARING and edition.words:
        offer("check", "Finish the check", "Make the files", forms.ButtonForm, folded=False)
    open_ = edition.published_at is None and state not in (State.WITHDRAWN, State.DISCARDED)
    if open_:
        on = {"publish_on": found.publish_on}
        offer("plan", "Plan the day", "Plan it", forms.PlanForm, initial=on)
    if state is State.APPROVED and ready:
        offer("publish", "Publish now", "Publish", forms.ButtonForm, folded=False)
    if state in PUBLIC:
        offer("correct", "Correct it", "Begin the correction", forms.CorrectForm)
        until = {"public_until": found.public_until}
        offer("copy", "Look at the public copy again", "Keep it until then", forms.CopyForm, initial=until)
    if open_:
        how = {
            "version": found.version,
            "impact": found.impact,
            "indexed": found.indexed,
            "status_shown": found.status_shown,
        }
        how |= {"public_until": found.public_until, "when_over": found.when_over}
        offer("how", "How it comes out", "Save", forms.HowForm, initial=how)
        listed = [(each.public_id, tellings()[each.key].name) for each in found.tellings.all()]
        if listed and not found.first_published_at:
            offer("tell", "Write down who was told", "Write it down", forms.TellingForm, tellings=listed)
    if open_:
        offer("discard", "Discard this edition", "Discard it", forms.DiscardForm)
    if discarded_edition(found):
        offer("again", "Take up the discarded edition again", "Take it up again", forms.ButtonForm)
    if state is not State.WITHDRAWN and found.first_published_at:
        offer("withdraw", "Withdraw it", "Withdraw", forms.WithdrawForm)
    return tuple(doings)


def _runs(actor: Actor, ref: str) -> dict[str, Run]:
    def check(_: dict[str, Any]) -> str:
        do.finish_check(actor, ref=ref, at=clock.now())
        return "The files are made. Put them to those who approve."

    def plan(given: dict[str, Any]) -> str:
        do.plan_publication(actor, ref=ref, **given, at=clock.now())
        return "Planned. It comes out by itself, unless something stops it."

    def publish(_: dict[str, Any]) -> str:
        do.publish(actor, ref=ref, at=clock.now())
        return "Published. Everybody can read it from now on."

    def correct(given: dict[str, Any]) -> str:
        edition = do.begin_correction(actor, ref=ref, **given, at=clock.now())
        return f"Edition {edition.number} is begun. Change its text, and have it approved."

    def copy(given: dict[str, Any]) -> str:
        do.look_at_copy(actor, ref=ref, **given, at=clock.now())
        return "Kept. The public copy stays until then."

    def how(given: dict[str, Any]) -> str:
        do.say_how_it_comes_out(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    def tell(given: dict[str, Any]) -> str:
        do.write_down_telling(actor, ref=ref, **given, at=clock.now())
        return "Written down."

    def discard(_: dict[str, Any]) -> str:
        do.discard_edition(actor, ref=ref, at=clock.now())
        return "Discarded. It can be taken up again here."

    def again(_: dict[str, Any]) -> str:
        do.take_up_again(actor, ref=ref, at=clock.now())
        return "Taken up again. Its files are made and approved anew."

    def withdraw(given: dict[str, Any]) -> str:
        do.withdraw_publication(actor, ref=ref, **given, at=clock.now())
        return "Withdrawn. Its address says so from now on."

    return {
        "check": check,
        "plan": plan,
        "publish": publish,
        "correct": correct,
        "copy": copy,
        "how": how,
        "tell": tell,
        "discard": discard,
        "again": again,
        "withdraw": withdraw,
    }


@require_safe
def file(request: HttpRequest, ref: str, form: str) -> HttpResponseBase:
    """The newest edition in one form: an advance copy before it comes out. The download is written down."""
    row = do.note_file_taken(actor_of_request(request), ref=ref, form=form, at=clock.now())
    name = f"{find_publication(actor_of_request(request), ref).reference}.{row.form}"
    return FileResponse(
        path_of(row.file).open("rb"), as_attachment=True, filename=name, content_type=FORMS[form][1]
    )
