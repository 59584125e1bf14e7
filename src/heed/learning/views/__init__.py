"""The register of recommendations, and each one with its thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.learning.operations import name_recommendation, say_what_it_led_to
from heed.learning.policies import asks_agencies, judges
from heed.learning.presenters import (
    beginning_of,
    choosable_row,
    finding_page,
    recommendation_page,
)
from heed.learning.presenters.answers import answer_row
from heed.learning.presenters.asking import requests_table
from heed.learning.queries import (
    find_finding,
    find_recommendation,
    findings_of_recommendation,
    judgements_by_response,
    list_responses,
    recommendations_of_review,
    requests_of_recommendation,
)
from heed.learning.queries.superseding import stands_for
from heed.learning.registers import FINDINGS, RECOMMENDATIONS, RESPONSES
from heed.platform.access.policies import check_may
from heed.platform.access.queries import bodies_of
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Choice
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for

if TYPE_CHECKING:
    from heed.learning.models import Recommendation, Response
    from heed.platform.access.types import Actor


@require_safe
def recommendations(request: HttpRequest) -> HttpResponseBase:
    return show_register(
        request,
        RECOMMENDATIONS,
        listed=choosable_row,
        template="learning/list.html",
        more=_more,
    )


@dataclass(frozen=True, kw_only=True)
class MoreOfRecommendations:
    """Where the register leads those who may: to ask agencies about several, and to put them under a theme."""

    ask: str = ""
    theme: str = ""


def _more(actor: Actor) -> MoreOfRecommendations:
    return MoreOfRecommendations(
        ask=reverse("learning:ask") if asks_agencies(actor) else "",
        theme=reverse("learning:theme") if actor.may(Permission.NAME_RECORDS) else "",
    )


@require_safe
def responses(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, RESPONSES)


@require_safe
def findings(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, FINDINGS)


@require_safe
def finding(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    row = find_finding(actor, ref)
    panels = panels_for("finding", actor, row)
    page = finding_page(
        row,
        may_link=actor.may(Permission.NAME_RECORDS),
        may_publish=actor.may(Permission.PUBLISH),
        panels=panels,
    )
    return render(request, "learning/finding.html", page)


@dataclass(frozen=True, kw_only=True)
class LedToPage:
    title: str
    reference: str
    quote: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...]
    version: int
    back: str


@require_http_methods(["GET", "POST"])
def led_to(request: HttpRequest, ref: str) -> HttpResponse:
    """Say which recommendations of its review a finding led to."""
    actor = actor_of_request(request)
    check_may(actor, Permission.NAME_RECORDS)
    row = find_finding(actor, ref)
    if request.method == "POST":
        say_what_it_led_to(
            actor,
            ref=ref,
            recommendation_refs=" ".join(request.POST.getlist("recommendation")).split(),
            version=version_of(request),
            at=clock.now(),
        )
        messages.success(request, "Saved. The words of the finding and of the recommendations are unchanged.")
        return redirect("learning:finding", ref=ref)
    of_review = recommendations_of_review(actor, row.review_id)
    note_shown("recommendation", [each.public_id for each in of_review])
    page = LedToPage(
        title=f"What did {row.reference} lead to?",
        reference=row.reference,
        quote=row.text,
        choices=tuple(
            Choice(value=each.public_id, text=_choice_words(each.reference, each.label, each.text))
            for each in of_review
        ),
        chosen=tuple(link.recommendation.public_id for link in row.led_to),  # type: ignore[attr-defined]
        version=row.version,
        back=reverse("learning:finding", args=[row.public_id]),
    )
    return render(request, "learning/led_to.html", page)


def _choice_words(reference: str, label: str, text: str) -> str:
    return f"{f'{reference} ({label})' if label else reference}: {beginning_of(text)}"


@require_safe
def recommendation(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    row = find_recommendation(actor, ref)
    answers, judged = list_responses(actor, row), judgements_by_response(actor, row)
    note_shown("response", [each.public_id for each in answers])
    asked, bodies = requests_of_recommendation(actor, row), bodies_of(actor, at=clock.now())
    page = recommendation_page(
        row,
        findings_of_recommendation(actor, row.pk),
        [
            answer_row(each, judged.get(each.pk, ()), judge_href=_judge_href(actor, row, each, bodies))
            for each in answers
        ],
        panels_for("recommendation", actor, row),
        requests=requests_table(asked, clock.today()) if asked else None,
        stands_for=stands_for(actor, row),
        may_name=actor.may(Permission.NAME_RECORDS),
        may_ask=actor.may(Permission.ASK_AGENCIES),
        may_publish=actor.may(Permission.PUBLISH),
    )
    return render(request, "learning/recommendation.html", page)


def _judge_href(actor: Actor, row: Recommendation, answer: Response, bodies: frozenset[int]) -> str:
    """Where this answer is judged, for those who may judge it."""
    if not judges(actor, answer, at=clock.now(), bodies=bodies):
        return ""
    return reverse("learning:judge", args=[row.public_id, answer.public_id])


@dataclass(frozen=True, kw_only=True)
class NamePage:
    title: str
    reference: str
    quote: str
    short_name: str
    version: int
    back: str
    error: str


@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a recommendation a short name."""
    actor = actor_of_request(request)
    check_may(actor, Permission.NAME_RECORDS)
    row = find_recommendation(actor, ref)
    error, typed = "", row.short_name
    if request.method == "POST":
        typed = request.POST.get("short_name", "")
        try:
            name_recommendation(actor, ref=ref, short_name=typed, version=version_of(request), at=clock.now())
        except Invalid as refusal:
            error = refusal.fields["short_name"]
        else:
            messages.success(request, "The short name is saved. The words as printed are unchanged.")
            return redirect("learning:recommendation", ref=ref)
    page = NamePage(
        title=f"Short name for {row.reference}",
        reference=row.reference,
        quote=row.text,
        short_name=typed,
        version=version_of(request) or row.version,
        back=reverse("learning:recommendation", args=[row.public_id]),
        error=error,
    )
    return render(request, "learning/name.html", page, status=422 if error else 200)
