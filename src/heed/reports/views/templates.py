"""The partnership's own Word file for its reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.files.operations import path_of
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb, Fact
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing, ThingPage, link
from heed.platform.ui.wording import day
from heed.reports.forms import TemplateForm
from heed.reports.operations import end_word_template, keep_word_template, note_word_template_taken
from heed.reports.presenters.pages import REPORTS
from heed.reports.queries.templates import word_template as find_word_template
from heed.reports.types import MEDIA_TYPES, Form


@require_http_methods(["GET", "POST"])
def word_template(request: HttpRequest) -> HttpResponse:
    """The file that counts, a form for another one, and a way back to Heed's own styles."""
    actor = actor_of_request(request)
    check_may(actor, Permission.KEEP_TEMPLATES)
    row = find_word_template(actor)
    form = bound(request, "keep", TemplateForm)
    doings = [Doing(key="keep", title="Keep a file", button="Keep it", form=form, files=True, tone="primary")]
    if row is not None:
        end = bound(request, "end", forms.Form)
        doings.append(
            Doing(key="end", title="Write reports in Heed's own styles", button="Use it no more", form=end)
        )

    def keep(given: dict[str, Any]) -> str:
        file = given["file"]
        keep_word_template(actor, file_name=file.name, chunks=file.chunks(), at=clock.now())
        return "It is kept. Reports are written in it from now on, as Word."

    def stop(given: dict[str, Any]) -> str:
        end_word_template(actor, at=clock.now())
        return "Reports are written in Heed's own styles again."

    if done := carry_out(request, doings, {"keep": keep, "end": stop}):
        return done
    page = ThingPage(
        title="Word template for reports",
        crumbs=(REPORTS, Crumb(text="Word template")),
        lead="Your own Word file with logo, styles, header and footer. A paragraph of it says {{ report }}: there the "
        "report is written, in the file's Heading 1 to 3, List Bullet and Table Grid. {{ title }}, {{ partnership }} "
        "and {{ about }} are filled in wherever they stand.",
        facts=_facts(row),
        doings=tuple(doings),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _facts(row: Any) -> tuple[Fact, ...]:
    if row is None:
        return (Fact(name="Now", value="Reports are written in Heed's own styles"),)
    kept = f", kept {day(row.kept_at)} by {row.kept_by}"
    return (Fact(name="Now", value=link(f"{row.file_name}{kept}", reverse("reports:template_file"))),)


@require_safe
def word_template_file(request: HttpRequest) -> HttpResponseBase:
    """The file as it was sent."""
    row = note_word_template_taken(actor_of_request(request), at=clock.now())
    return FileResponse(
        path_of(row.file).open("rb"),
        as_attachment=True,
        filename=row.file_name,
        content_type=MEDIA_TYPES[Form.WORD],
    )
