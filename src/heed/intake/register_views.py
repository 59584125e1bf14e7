"""The last step of bringing in: name the review, say which recommendations are there already, and register."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.intake.forms import RegisterForm
from heed.intake.matching import Known, Match
from heed.intake.operations import accept_import
from heed.intake.presenters.meant import LikeLine, like_lines, what_came_in, what_goes_in
from heed.intake.queries import (
    Tally,
    find_import,
    find_meant,
    list_known,
    list_proposals,
    match_recommendations,
    proposed_review,
    tally,
)
from heed.intake.types import ImportState
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Choice, DraftShown
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count
from heed.reviews.queries import list_reviews


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    title: str
    lead: str
    form: RegisterForm
    like: tuple[LikeLine, ...]
    doubt: str
    """What cannot be told without a person, as a sentence; "" where nothing is in doubt."""
    problem: str
    draft: DraftShown
    back: str


@dataclass(frozen=True, kw_only=True)
class MatchLine:
    """A recommendation of the document, and which of the register's it is taken to be."""

    ref: str
    label: str
    text: str
    sure: bool
    why: str
    chosen: str


@dataclass(frozen=True, kw_only=True)
class MatchPage:
    title: str
    lead: str
    lines: tuple[MatchLine, ...]
    choices: tuple[Choice, ...]
    review: str
    back: str


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, ref: str) -> HttpResponse:
    """Put everything that was accepted into the register at once."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    if row.state == ImportState.ACCEPTED:
        raise NotNow("This document is in the register already.")
    reviews = [(each.public_id, f"{each.name} ({each.reference})") for each in list_reviews(actor)]
    open_form = OpenForm(request, "register", subject=ref, title=f"Put {row.document.name} into the register")
    meant = find_meant(actor, row)
    usual = open_form.initial({**proposed_review(row), "review": meant.review_ref}, RegisterForm)
    form = RegisterForm(
        request.POST or None,
        initial=usual,
        reviews=reviews,
        found=bool(meant.review_ref),
        doubted=bool(meant.doubt),
    )
    counted = tally(list_proposals(row))
    problem = ""
    if request.method == "POST" and form.is_valid():
        choice = form.choice()
        if choice.review_ref and request.POST.get("matched") != "yes":
            known = list_known(actor, choice.review_ref)
            if known:
                return _ask_matches(request, row, choice.review_ref, known)
        try:
            matches = _matches(request)
            review = accept_import(actor, ref=ref, choice=choice, at=clock.now(), matches=matches)
        except Invalid as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, what_came_in(counted, len(matches)))
            return redirect("reviews:review", ref=review.public_id)
    page = RegisterPage(
        title="Put it into the register",
        lead=_lead(counted, row.document.name),
        form=form,
        like=like_lines(row, meant.like),
        doubt=f"Look at what is meant: {meant.doubt}." if meant.doubt else "",
        problem=problem,
        draft=open_form.shown,
        back=reverse("intake:import", args=[ref]),
    )
    return render(request, "intake/register.html", page, status=422 if problem or form.errors else 200)


def _lead(counted: Tally, name: str) -> str:
    with_them = " with any answers and actions" if counted.accepted else ""
    lead = f"{what_goes_in(counted)}{with_them}, from {name}."
    if counted.findings_open:
        left = count(counted.findings_open, "finding")
        lead += f" {left} nobody decided on {'stays' if counted.findings_open == 1 else 'stay'} out."
    return lead


def _matches(request: HttpRequest) -> dict[str, str]:
    prefix = "match_"
    return {
        name.removeprefix(prefix): value
        for name, value in request.POST.items()
        if name.startswith(prefix) and isinstance(value, str) and value
    }


def _ask_matches(request: HttpRequest, row: Any, review_ref: str, known: list[Known]) -> HttpResponse:
    values = {each.public_id: each.values for each in list_proposals(row)}
    found = match_recommendations(actor_of_request(request), row, known)
    lines = sorted((_line(each, values[each.proposal_ref]) for each in found), key=lambda line: line.sure)
    unsure = sum(not line.sure for line in lines)
    said = f"{count(unsure, 'match', 'matches')} to look at" if unsure else "Heed is sure of every one below"
    page = MatchPage(
        title="Which recommendations are there already?",
        lead=f"{said}. Answers to a recommendation that is there already "
        "become a new round of it; nothing is doubled.",
        lines=tuple(lines),
        choices=(
            Choice(value="", text="A new recommendation"),
            *(Choice(value=each.ref, text=_choice_words(each)) for each in known),
        ),
        review=review_ref,
        back=reverse("intake:register", args=[row.public_id]),
    )
    return render(request, "intake/match.html", page)


def _choice_words(known: Known) -> str:
    return f"{known.reference} {known.label}: {shorten(known.text, 80, placeholder='…')}"


def _line(match: Match, values: dict[str, Any]) -> MatchLine:
    return MatchLine(
        ref=match.proposal_ref,
        label=values.get("label") or "no number",
        text=values["text"],
        sure=match.sure,
        why=match.why,
        chosen=match.known.ref if match.known else "",
    )
