"""A partnership's own templates for taking a register away: kept with their versions, documented, and filled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from heed.kit.writing.templates import example_template
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.operations import (
    add_template_version,
    end_template,
    keep_template,
    note_template_taken,
)
from heed.platform.registers.queries import find_template, list_templates
from heed.platform.registers.taking import as_attachment
from heed.platform.registers.template_presenters import template_page, templates_page
from heed.platform.registers.templates import fields_of, usual_fields
from heed.platform.registers.types import Register
from heed.platform.registers.views import REGISTERS
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.typed import line


class FileForm(forms.Form):
    """A template's file."""

    file = forms.FileField(
        label="The file",
        help_text="Word (.docx) or Excel (.xlsx), at most 2 MB, without macros",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx"}),
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )


class NewForm(FileForm):
    """A new template."""

    field_order = ("name", "file")
    name = line("Its name", "Give it a name", most=80, hint="As it is offered beside the list")


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest, key: str) -> HttpResponse:
    """The templates for a register, what they may ask for, and a form for a new one."""
    actor, register = _keeper(request), _register(key)
    doing = Doing(
        key="new",
        title="A new template",
        button="Keep it",
        form=bound(request, "new", NewForm),
        files=True,
    )

    def run(given: dict[str, Any]) -> str:
        row = keep_template(
            actor,
            register=register,
            name=given["name"],
            file_name=given["file"].name,
            chunks=given["file"].chunks(),
            at=clock.now(),
        )
        return f"“{row.name}” is kept, and offered beside the list."

    if done := carry_out(request, [doing], {"new": run}):
        return done
    page = templates_page(register, list_templates(actor, key), fields_of(register), doing)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, ref: str) -> HttpResponse:
    """One template: its versions, what the newest asks for, a form for a newer one, and an end to it."""
    actor = _keeper(request)
    found = find_template(actor, ref)
    register = _register(found.register)
    doings = (
        Doing(
            key="version",
            title="A newer version",
            button="Keep it",
            form=bound(request, "version", FileForm),
            files=True,
        ),
        Doing(
            key="end",
            title="Offer it no more",
            button="Offer it no more",
            form=bound(request, "end", forms.Form),
            lead="Its versions stay here to be read.",
        ),
    )
    if done := carry_out(request, doings if found.ended_at is None else (), _runs(actor, ref, register)):
        return done
    page = template_page(register, found, fields_of(register), doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _runs(actor: Actor, ref: str, register: Register) -> dict[str, Run]:
    def version(given: dict[str, Any]) -> str:
        file = given["file"]
        add_template_version(
            actor, ref=ref, register=register, file_name=file.name, chunks=file.chunks(), at=clock.now()
        )
        return "The newer version is kept, and filled from now on."

    def end(given: dict[str, Any]) -> str:
        end_template(actor, ref=ref, at=clock.now())
        return "It is not offered any more."

    return {"version": version, "end": end}


@require_safe
def template_file(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """A version of a template as it was sent."""
    version = note_template_taken(_keeper(request), ref=ref, number=number, at=clock.now())
    return FileResponse(
        path_of(version.file).open("rb"),
        as_attachment=True,
        filename=version.file_name,
        content_type=FORMS[version.form][1],
    )


@require_safe
def template_example(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """A template to begin with."""
    _keeper(request)
    register = _register(key)
    if form not in ("docx", "xlsx"):
        raise NotVisible
    made = example_template(form, fields_of(register), usual_fields(register))
    return as_attachment(HttpResponse(made, content_type=FORMS[form][1]), f"template-{key}.{form}")


def _keeper(request: HttpRequest) -> Actor:
    actor = actor_of_request(request)
    check_may(actor, Permission.KEEP_TEMPLATES)
    return actor


def _register(key: str) -> Register:
    register = REGISTERS.get(key)
    if register is None:
        raise NotVisible
    return register
