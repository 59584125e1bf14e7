"""Saying that one recommendation stands for another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.learning.forms import StandsAgainForm, SupersedeForm
from heed.learning.operations import supersede_recommendation, take_back_superseded
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
def supersede(request: HttpRequest, ref: str) -> HttpResponse:
    """Which one stands for this one; or, where one does, that it stands for itself again."""
    actor = actor_of_request(request)
    check_may(actor, Permission.NAME_RECORDS)
    row = find_recommendation(actor, ref)
    again = row.superseded_by_id is not None
    form = (StandsAgainForm if again else SupersedeForm)(
        request.POST or None, initial={"version": row.version}
    )

    def run(given: dict[str, Any]) -> str:
        if again:
            take_back_superseded(actor, ref=ref, **given, at=clock.now())
            return f"{row.reference} stands for itself again."
        supersede_recommendation(actor, ref=ref, **given, at=clock.now())
        return f"{row.reference} is superseded. It stays to be read and counted."

    back = reverse("learning:recommendation", args=[ref])
    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(back)
    title = f"{row.reference} stands for itself again" if again else f"Another stands for {row.reference}"
    page = AddPage(
        title=title,
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text=row.reference, href=back),
            Crumb(text=title),
        ),
        form=form,
        button="Take it back" if again else "Say so",
        back=back,
        lead=title_of(row)
        if again
        else f"{title_of(row)} It stays to be read and counted, and is asked of nobody any more.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)
