"""Showing registers, taking them away, and keeping views of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.http.requests import actor_of_request, number_of, version_of
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.operations import forget_view, save_view
from heed.platform.registers.presenters import register_page
from heed.platform.registers.taking import OWN, by_template, download
from heed.platform.registers.types import Asked, Register
from heed.platform.ui.components import address_with
from heed.platform.ui.frame import render

PAGE = 50
REGISTERS: dict[str, Register] = {}
"""Every register by its key; each app adds its own at start-up."""


def show_register(
    request: HttpRequest,
    register: Register,
    *,
    listed: Callable[[Any, bool], Any] | None = None,
    template: str = "registers/register.html",
    more: Callable[[Actor], Any] = lambda _: None,
) -> HttpResponseBase:
    """A register's page, or the rows it asks for as a file. `listed` draws a row, told whether it is ticked; `more`
    is what its own template shows beside."""
    actor = actor_of_request(request)
    query = dict(request.GET.lists())
    asked = asked_of(request.GET, register)
    form = request.GET.get("download", "")
    if form in FORMS or form.startswith(OWN):
        if request.GET.get("of") == "ticked" and not asked.refs:
            raise Invalid("Tick at least one row first, or download the whole list.")
        if form.startswith(OWN):
            return by_template(register, actor, asked, form.removeprefix(OWN))
        return download(register, actor, asked, register.chosen_columns(query.get("column", ())), form)
    said = {name: kept for name, values in query.items() if (kept := [each for each in values if each])}
    if said != query:
        # A form sends what was left empty, too; an address that is passed on says only what is asked.
        return redirect(request.path + (address_with(said) if said else ""))
    page = register_page(
        register,
        actor,
        replace(asked, refs=()),
        query,
        ticked=_kept_ticks(asked),
        page=number_of(request, "page") or 1,
        size=PAGE,
        listed=listed,
        more=more(actor),
    )
    return render(request, template, page)


def asked_of(given: QueryDict, register: Register) -> Asked:
    """What an address, or a form made from one, asks of a register. Rows that were ticked limit what is done with
    them, unless it is done with all that match (`of` is "all")."""
    filters = {name: given.get(name, "").strip()[:200] for name in register.filter_names()}
    order = given.get("order", "")
    return Asked(
        filters={name: value for name, value in filters.items() if value},
        order=order if order in {each.key for each in register.orders} else "",
        refs=() if given.get("of") == "all" else tuple(given.getlist("chosen")[:_MOST_TICKED]),
    )


_MOST_TICKED = 1000
_MOST_KEPT = 100
"""Ticks travel in the address, which has an end."""


def _kept_ticks(asked: Asked) -> frozenset[str]:
    """The rows ticked on this page and others, while one turns pages."""
    ticked = frozenset(asked.refs)
    if len(ticked) > _MOST_KEPT:
        raise Invalid(
            f"At most {_MOST_KEPT} ticked rows are kept over pages. Narrow the list, and take all that match."
        )
    return ticked


@require_POST
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the view that the page shows under a name."""
    register = REGISTERS.get(key)
    if register is None:
        raise NotVisible
    view = save_view(
        actor_of_request(request),
        register=key,
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        shared=request.POST.get("shared") == "yes",
        version=version_of(request),
        at=clock.now(),
    )
    messages.success(request, f"The view “{view.name}” is saved.")
    return redirect(f"{reverse(register.url_name)}?{view.query}")


@require_POST
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    """Remove one of one's own views, or one that somebody shared, for those who keep them."""
    key = forget_view(actor_of_request(request), ref=ref, at=clock.now())
    messages.success(request, "The view is removed.")
    return redirect(REGISTERS[key].url_name if key in REGISTERS else "home")
