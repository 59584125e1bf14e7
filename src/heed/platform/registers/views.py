"""Showing registers, taking them away, and keeping views of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.http.requests import actor_of_request, number_of, version_of
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.operations import forget_view, note_download, save_view
from heed.platform.registers.presenters import register_page
from heed.platform.registers.types import Asked, Cell, Column, Register
from heed.platform.ui.frame import render

PAGE = 50
REGISTERS: dict[str, Register] = {}
"""Every register by its key; each app adds its own at start-up."""


def show_register(
    request: HttpRequest,
    register: Register,
    *,
    listed: Callable[[Any], Any] | None = None,
    template: str = "registers/register.html",
    more: Callable[[Actor], Any] = lambda _: None,
) -> HttpResponseBase:
    """A register's page, or the rows it asks for as a file. `more` is what its own template shows beside."""
    actor = actor_of_request(request)
    query = dict(request.GET.lists())
    asked = _asked(request, register)
    form = request.GET.get("download", "")
    if request.GET.get("of") == "ticked" and not asked.refs:
        raise Invalid("Tick at least one row first, or download the whole list.")
    if form in FORMS:
        return _download(register, actor, asked, register.chosen_columns(query.get("column", ())), form)
    page = register_page(
        register,
        actor,
        asked,
        query,
        page=number_of(request, "page") or 1,
        size=PAGE,
        listed=listed,
        more=more(actor),
    )
    return render(request, template, page)


def _asked(request: HttpRequest, register: Register) -> Asked:
    given = {name: request.GET.get(name, "").strip()[:200] for name in register.narrowed_by}
    order = request.GET.get("order", "")
    return Asked(
        filters={name: value for name, value in given.items() if value},
        order=order if order in {each.key for each in register.orders} else "",
        refs=tuple(request.GET.getlist("chosen")[:1000]),
    )


def _download(
    register: Register, actor: Actor, asked: Asked, columns: tuple[Column, ...], form: str
) -> StreamingHttpResponse:
    _, media_type, write = FORMS[form]
    refs = register.refs_of_every(actor, asked)
    kind = register.kind or register.one
    note_download(actor, register=register.key, form=form, kind=kind, refs=refs, at=timezone.now())
    rows = rows_noted(register, actor, asked, columns, frozenset(refs))
    content = write(register.title, [column.label for column in columns], rows)
    response = StreamingHttpResponse(content, content_type=media_type)
    name = f"heed-{register.key}-{timezone.localdate().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def rows_noted(
    register: Register, actor: Actor, asked: Asked, columns: tuple[Column, ...], noted: Set[str]
) -> Iterator[list[Cell]]:
    """The cells of every row that the audit log was told of; one that came in meanwhile is left out."""
    for row in register.every(actor, asked):
        if register.ref(row) in noted:
            yield [column.value(row) for column in columns]


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
        at=timezone.now(),
    )
    messages.success(request, f"The view “{view.name}” is saved.")
    return redirect(f"{reverse(register.url_name)}?{view.query}")


@require_POST
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    """Remove one of one's own views."""
    key = forget_view(actor_of_request(request), ref=ref, at=timezone.now())
    messages.success(request, "The view is removed.")
    return redirect(REGISTERS[key].url_name if key in REGISTERS else "home")
