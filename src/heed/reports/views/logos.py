"""The partnership's logo for its reports."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb, Fact, element
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing, ThingPage
from heed.platform.ui.wording import day
from heed.reports.forms import LogoForm
from heed.reports.operations import end_logo, keep_logo
from heed.reports.presenters.pages import REPORTS
from heed.reports.queries.logos import find_logo, logo_on_paper


@require_http_methods(["GET", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    """The logo that counts, a form for another one, and a way to have none."""
    actor = actor_of_request(request)
    check_may(actor, Permission.KEEP_TEMPLATES)
    row = find_logo(actor)
    form = bound(request, "keep", LogoForm)
    doings = [Doing(key="keep", title="Keep a logo", button="Keep it", form=form, files=True, tone="primary")]
    if row is not None:
        end = bound(request, "end", forms.Form)
        doings.append(
            Doing(key="end", title="Write reports without a logo", button="Use it no more", form=end)
        )

    def keep(given: dict[str, Any]) -> str:
        file = given["file"]
        keep_logo(actor, file_name=file.name, chunks=file.chunks(), words=given["words"], at=clock.now())
        return "It is kept. It stands at the head of reports from now on."

    def stop(given: dict[str, Any]) -> str:
        end_logo(actor, at=clock.now())
        return "Reports are written without a logo again."

    if done := carry_out(request, doings, {"keep": keep, "end": stop}):
        return done
    page = ThingPage(
        title="Logo for reports",
        crumbs=(REPORTS, Crumb(text="Logo")),
        lead="It stands above the title in PDF, Word and HTML, and in what is published. The picture is made anew: "
        "nothing that was hidden in the file goes along. A Word template of your own has its own logo.",
        facts=_facts(actor, row),
        doings=tuple(doings),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _facts(actor: Any, row: Any) -> tuple[Fact, ...]:
    shown = logo_on_paper(actor)
    if row is None or shown is None:
        return (Fact(name="Now", value="Reports have no logo"),)
    address = f"data:image/png;base64,{b64encode(shown.png).decode()}"
    return (
        Fact(name="Now", value=element("img", src=address, alt=shown.words, width=240)),
        Fact(name="It says", value=f"{row.words}, kept {day(row.kept_at)} by {row.kept_by}"),
    )
