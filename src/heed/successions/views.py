"""Who held this work before, and handing it on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.successions.forms import SuccessionForm
from heed.successions.operations import agree_succession, propose_succession, take_back_succession
from heed.successions.presenters import successions_page
from heed.successions.queries import count_inherited, list_successions


@require_http_methods(["GET", "POST"])
def successions(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    form = SuccessionForm(request.POST or None)
    if request.method == "POST":
        check_may(actor, Permission.HAND_OVER)
        if form.is_valid():
            try:
                propose_succession(actor, **form.cleaned_data, at=clock.now())
            except Invalid as refusal:
                for field, sentence in refusal.fields.items():
                    form.add_error(field, sentence)
            else:
                messages.success(request, "Proposed. Somebody else who may hand work over has to agree.")
                return redirect("successions:list")
    found = [(row, count_inherited(actor, row)) for row in list_successions(actor)]
    page = successions_page(actor, found, form)
    return render(request, "successions/list.html", page, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree to a proposal, or take it back."""
    actor = actor_of_request(request)
    check_may(actor, Permission.HAND_OVER)
    if request.POST.get("do") == "agree":
        row = agree_succession(actor, ref=ref, at=clock.now())
        messages.success(request, f"The work of {row.predecessor} is now that of {row.successor}.")
    elif request.POST.get("do") == "take_back":
        take_back_succession(actor, ref=ref, at=clock.now())
        messages.success(request, "The proposal is taken back.")
    else:
        raise Invalid("Choose whether to agree or to take it back.")
    return redirect("successions:list")
