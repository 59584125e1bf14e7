"""Saying whether the public reads a recommendation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.learning.forms import WithholdForm
from heed.learning.operations import withhold_recommendation
from heed.learning.presenters import title_of
from heed.learning.queries import find_recommendation
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage


@require_http_methods(["GET", "POST"])
def withhold(request: HttpRequest, ref: str) -> HttpResponse:
    """Whether it stands in reports for the public, and where not, why."""
    actor = actor_of_request(request)
    check_may(actor, Permission.PUBLISH)
    row = find_recommendation(actor, ref)
    known = {"version": row.version, "withheld": row.withheld, "why": row.withheld_why}
    form = WithholdForm(request.POST or None, initial=known)

    def run(given: dict[str, Any]) -> str:
        now = withhold_recommendation(actor, ref=ref, **given, at=clock.now())
        return (
            f"{row.reference} stands in no report for the public. It is followed as before."
            if now.withheld
            else f"{row.reference} stands in reports for the public, in its own words."
        )

    back = reverse("learning:recommendation", args=[ref])
    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(back)
    title = f"What the public reads of {row.reference}"
    page = AddPage(
        title=title,
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text=row.reference, href=back),
            Crumb(text="Public"),
        ),
        form=form,
        button="Save",
        back=back,
        lead=f"“{title_of(row)}” Withheld, it is followed and counted as before; published layouts say only how "
        "many are left out, and the check before publishing finds its sentences in any text.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)
