"""Days on which nothing comes out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb, Fact
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import moment
from heed.publishing import forms
from heed.publishing import operations as do
from heed.publishing.presenters.words import DATES, HOME
from heed.publishing.queries.dates import (
    constraint_names,
    days_in_words,
    find_forbidden_date,
    forbidden_dates,
)
from heed.publishing.queries.seeing import publishes
from heed.publishing.views.publications import reviews_to_choose


@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest) -> HttpResponse:
    """The calendar of days on which nothing comes out, with why and who said so."""
    actor = actor_of_request(request)
    form = bound(request, "forbid", forms.ForbidForm, reviews=reviews_to_choose(actor))
    doings = (
        (Doing(key="forbid", title="Keep days free", button="Keep them", form=form),)
        if publishes(actor)
        else ()
    )

    def forbid(given: dict[str, Any]) -> str:
        do.forbid_dates(actor, **given, at=clock.now())
        return "Kept. No publication can be planned for these days."

    if done := carry_out(request, doings, {"forbid": forbid}):
        return done
    names = constraint_names()
    page = ThingPage(
        title="Days on which nothing comes out",
        crumbs=(HOME, Crumb(text="Days")),
        lead="What the family wishes, what a court says, anniversaries, school terms, elections. "
        "What the family asked for in a review counts as well, from that review's page.",
        tables=(
            Table(
                heading="Days kept free",
                columns=columns("Days", "Of", "Why", "Who said so"),
                rows=rows(
                    [
                        (
                            link(days_in_words(each), reverse("publishing:date", args=[each.public_id])),
                            link(each.review.name, reverse("reviews:review", args=[each.review.public_id]))
                            if each.review
                            else "The partnership",
                            f"{names[each.kind]}: {each.reason}",
                            each.source,
                        )
                        for each in forbidden_dates(actor)
                    ]
                ),
                empty="No days are kept free. Keep those that a family, a court or an election forbids.",
            ),
        ),
        beside=doings,
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def date(request: HttpRequest, ref: str) -> HttpResponse:
    """Some days, and lifting them."""
    actor = actor_of_request(request)
    found = find_forbidden_date(actor, ref)
    form = bound(request, "lift", forms.ReasonForm)
    may = publishes(actor) and found.lifted_at is None
    doings = (Doing(key="lift", title="Let them be used again", button="Lift", form=form),) if may else ()

    def lift(given: dict[str, Any]) -> str:
        do.lift_forbidden_date(actor, ref=ref, **given, at=clock.now())
        return "Lifted. What was kept stays to be read."

    if done := carry_out(request, doings, {"lift": lift}):
        return done
    lifted = (
        f"Lifted by {found.lifted_by}, {moment(found.lifted_at)}: {found.lifted_why}"
        if found.lifted_at
        else ""
    )
    page = ThingPage(
        title=days_in_words(found),
        crumbs=(HOME, DATES, Crumb(text="Days")),
        notice=lifted,
        facts=(
            Fact(name="Why", value=f"{constraint_names()[found.kind]}: {found.reason}"),
            Fact(name="Who said so", value=found.source),
            Fact(
                name="Of",
                value=link(str(found.review), reverse("reviews:review", args=[found.review.public_id]))
                if found.review
                else "The whole partnership",
            ),
            Fact(name="Kept", value=f"{moment(found.kept_at)}, by {found.kept_by}"),
        ),
        beside=doings,
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
