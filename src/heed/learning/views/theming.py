"""Putting recommendations under a theme together, and undoing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heed.learning.forms import ThemeForm
from heed.learning.operations import MOST_THEMED, Themed, set_themes, undo_themes
from heed.learning.presenters import title_of
from heed.learning.queries import RecommendationFilter, filter_choices
from heed.learning.queries.theming import own_theme_changes, recommendations_to_theme
from heed.learning.registers import RECOMMENDATIONS
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import asked_of
from heed.platform.ui.frame import render
from heed.platform.ui.things import columns, rows
from heed.platform.ui.wording import count, moment


@dataclass(frozen=True, kw_only=True)
class ThemePage:
    """`seen` are the recommendations as they are shown: public id and version."""

    title: str
    form: ThemeForm
    columns: Any
    rows: Any
    seen: str
    more: str
    themes: tuple[str, ...]
    changes: tuple[tuple[str, str, bool], ...]
    back: str


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest) -> HttpResponse:
    """The recommendations that were ticked, or all that match, under one theme."""
    actor = actor_of_request(request)
    check_may(actor, Permission.NAME_RECORDS)
    asked = asked_of(request.GET, RECOMMENDATIONS)
    meant = bool(asked.refs or asked.filters)
    wanted = asked.wanted(RecommendationFilter)
    found, total = recommendations_to_theme(actor, wanted, most=MOST_THEMED if meant else 0)
    note_shown("recommendation", [each.public_id for each in found])
    form = ThemeForm(request.POST if request.method == "POST" else None)

    def run(typed: dict[str, Any]) -> str:
        return _said(
            set_themes(actor, seen=_seen(request), theme=typed["theme"], at=clock.now()),
            "under another theme now",
        )

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(request.get_full_path())
    page = ThemePage(
        title="Put recommendations under a theme",
        form=form,
        columns=columns("Recommendation", "Review", "Theme now"),
        rows=rows(
            [
                (
                    f"{each.reference} {title_of(each)}",
                    each.review.name,
                    each.theme.name if each.theme else "None",
                )
                for each in found
            ]
        ),
        seen=" ".join(f"{each.public_id}:{each.version}" for each in found),
        more=f"These are the first {len(found)} of {total:,}. Narrow the list for the others."
        if found and total > len(found)
        else "",
        themes=tuple(name for name, _ in filter_choices(actor).themes),
        changes=tuple(_change(each) for each in own_theme_changes(actor)),
        back=reverse("learning:list"),
    )
    return render(request, "learning/theme.html", page, status=422 if form.errors else 200)


def _seen(request: HttpRequest) -> dict[str, int]:
    pairs = [each.partition(":") for each in request.POST.get("seen", "").split()]
    return {ref: int(version) for ref, _, version in pairs if version.isascii() and version.isdigit()}


def _said(made: Themed, what: str) -> str:
    if not made.changed and not made.left:
        return "They stand there already: nothing was changed."
    done = f"{count(made.changed, 'recommendation')} {'is' if made.changed == 1 else 'are'} {what}."
    left = f" Somebody has changed {', '.join(made.left)} meanwhile: left as they are." if made.left else ""
    return done + left


def _change(row: dict[str, Any]) -> tuple[str, str, bool]:
    """A change in words, what it is undone by, and whether it was."""
    to = f"under “{row['theme']}”" if row["theme"] else "out of their themes"
    stayed = f", {row['stayed']} stayed" if row["stayed"] else ""
    undone = f" Undone {moment(row['undone'])}{stayed}." if row["undone"] else ""
    said = f"{moment(row['made_at'])}: {count(row['changed'], 'recommendation')} {to}.{undone}"
    return said, row["together"], bool(row["undone"])


@require_POST
def undo_theme(request: HttpRequest) -> HttpResponse:
    """Put back under their former themes what this person changed together."""
    actor = actor_of_request(request)
    made = undo_themes(actor, together=request.POST.get("together", ""), at=clock.now())
    messages.success(
        request, _said(made, "back where it was" if made.changed == 1 else "back where they were")
    )
    return redirect("learning:theme")
