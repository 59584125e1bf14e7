"""Whom publications reached, campaigns, bulletins and questions for teams."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.publishing import forms
from heed.publishing import operations as do
from heed.publishing.presenters.reaching import (
    bulletin_page,
    bulletin_text,
    campaign_page,
    campaigns_page,
    questions_page,
    reach_page,
)
from heed.publishing.presenters.words import CAMPAIGNS, HOME
from heed.publishing.queries.learning import learning_of, question_texts
from heed.publishing.queries.publications import find_publication, list_publications, newest_edition
from heed.publishing.queries.reach import (
    assurances_to_choose,
    bulletins,
    campaigns,
    find_campaign,
    matrix_of,
    reached_by,
)
from heed.publishing.queries.seeing import check_publishes, check_sees, publishes
from heed.publishing.views.publications import reviews_to_choose
from heed.reviews.queries import find_review


@require_http_methods(["GET", "POST"])
def reach(request: HttpRequest, ref: str) -> HttpResponse:
    """Agencies by channel, who has nothing written down, and whether it was understood."""
    actor = actor_of_request(request)
    found = find_publication(actor, ref)
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    assurances = assurances_to_choose(actor, found)
    form = bound(request, "reach", forms.ReachForm, agencies=agencies, assurances=assurances)
    doings = (
        (Doing(key="reach", title="Write down whom it reached", button="Write it down", form=form),)
        if publishes(actor)
        else ()
    )

    def run(given: dict[str, Any]) -> str:
        do.keep_reach(actor, ref=ref, **given, at=clock.now())
        return "Written down."

    if done := carry_out(request, doings, {"reach": run}):
        return done
    entries = reached_by(actor, found)
    page = reach_page(found, newest_edition(found), entries, matrix_of(actor, entries), doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    page = campaigns_page(list(campaigns(actor)), may_add=publishes(actor))
    return render(request, "things/thing.html", page)


@require_http_methods(["GET", "POST"])
def add_campaign(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_publishes(actor)
    form = forms.CampaignForm(request.POST or None, reviews=reviews_to_choose(actor))
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(do.keep_campaign(actor, **given, at=clock.now()))
        return f"{made[0].reference} is kept. Say whether it is launched, and why."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("publishing:campaign", ref=made[0].public_id)
    page = AddPage(
        title="Think of a campaign",
        crumbs=(HOME, CAMPAIGNS, Crumb(text="Add")),
        form=form,
        button="Keep it",
        back=reverse("publishing:campaigns"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def campaign(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_campaign(actor, ref)
    names = ("decision", "reason", "starts_on", "ends_on", "materials", "reached", "out_of", "evaluation")
    initial = {name: getattr(found, name) for name in names}
    initial |= {"channels_used": found.channels, "version": found.version}
    form = bound(request, "decide", forms.DecideCampaignForm, initial=initial)
    title = "What it came to" if found.decision else "Decide"
    doing = Doing(key="decide", title=title, button="Save", form=form)
    doings = (doing,) if publishes(actor) else ()

    def run(given: dict[str, Any]) -> str:
        do.decide_campaign(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    if done := carry_out(request, doings, {"decide": run}):
        return done
    page = campaign_page(found, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def bulletin(request: HttpRequest) -> HttpResponse:
    """A bulletin of what is published: mailed by Heed, a mail to open in one's own mail program, or plain text."""
    actor = actor_of_request(request)
    check_publishes(actor)
    public = [each for each in list_publications(actor, today=clock.today()) if each.public]
    items = [(each.publication.public_id, each.public.title) for each in public if each.public]
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    mails = agencies if settings.MAIL_SENT else []
    form = forms.BulletinForm(request.POST or None, items=items, agencies=mails)
    made: list[HttpResponse] = []

    def run(given: dict[str, Any]) -> str:
        do.check_own_words(actor, title=given["title"], opening=given["opening"])
        chosen = [each for each in public if each.publication.public_id in given["items"]]
        text = bulletin_text(given["title"], given["opening"], chosen, by=actor.partnership_name)
        if request.POST.get("as") == "send":
            to = given.get("agencies", [])
            do.mail_bulletin(actor, title=given["title"], words=text, agency_refs=to, at=clock.now())
            messages.success(request, "Heed mails it now, to each of them alone.")
            made.append(redirect("publishing:bulletin"))
        else:
            made.append(_download(text, as_mail=request.POST.get("as") == "mail"))
        return "Made."

    if request.method == "POST" and run_form(form, run):
        return made[0]
    page = bulletin_page(form, list(bulletins(actor)[:20]), mails=bool(mails))
    return render(request, "publishing/bulletin.html", page, status=422 if form.errors else 200)


def _download(text: str, *, as_mail: bool) -> HttpResponse:
    kind, name = (
        ("message/rfc822", "bulletin.eml") if as_mail else ("text/plain; charset=utf-8", "bulletin.txt")
    )
    body = _mail(text) if as_mail else text.encode()
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _mail(text: str) -> bytes:
    """A mail without a sender, that a mail program opens as a draft."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"] = text.splitlines()[0][:150]
    mail["X-Unsent"] = "1"
    mail.set_content(text)
    return mail.as_bytes()


@require_safe
def questions(request: HttpRequest, ref: str) -> HttpResponse:
    """Questions for team meetings and challenge events, from the review's learning."""
    actor = actor_of_request(request)
    check_sees(actor)
    review = find_review(actor, ref)
    page = questions_page(review, learning_of(actor, review), texts=question_texts())
    return render(request, "publishing/questions.html", page)
