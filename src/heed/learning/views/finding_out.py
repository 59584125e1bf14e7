"""What a review finds: findings, what lies behind them, recommendations, and what was learned early."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.learning.forms import (
    BehindForm,
    EarlyForm,
    FindingForm,
    MarkForm,
    MendEarlyForm,
    MendFindingForm,
    PublicForm,
    QuestionsForm,
    RecommendationForm,
    TakeOutForm,
    TieForm,
)
from heed.learning.operations import (
    explain_finding,
    issue_early_learning,
    mend_early_learning,
    mend_finding,
    say_what_is_public,
    say_which_questions,
    take_up_mark,
    tie_early_learning,
    withdraw_early_learning,
    withdraw_finding,
    write_finding,
    write_recommendation,
)
from heed.learning.policies import can_mend
from heed.learning.presenters import beginning_of, title_of
from heed.learning.presenters.finding_out import finding_out_page
from heed.learning.queries import find_finding
from heed.learning.queries.written import (
    Matching,
    behind_finding,
    early_learning_of_review,
    find_early_learning,
    marks_to_take_up,
    matching_of_review,
)
from heed.learning.types import WHILE_WRITING, PairsSaid
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies, owners_to_offer
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing, ThingPage
from heed.platform.ui.typed import offer
from heed.reviews.queries import find_review
from heed.reviews.queries.terms import questions_of_review


@require_http_methods(["GET", "POST"])
def of_review(request: HttpRequest, ref: str) -> HttpResponse:
    """What one review asked, found and recommends so far."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    found, early = matching_of_review(actor, review.pk), early_learning_of_review(actor, review.pk)
    note_shown("recommendation", [each.public_id for each in found.recommendations])
    doings: tuple[Doing, ...] = ()
    if actor.may(Permission.DRAFT_RECOMMENDATIONS):
        doings = _doings(request, actor, review, found, early)
    if done := carry_out(request, doings, _runs(actor, ref, doings)):
        return done
    may = actor.may(Permission.DRAFT_RECOMMENDATIONS)
    page = finding_out_page(actor, review, found, early, doings, may_mend=may)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest, actor: Actor, review: Any, found: Matching, early: list[Any]
) -> tuple[Doing, ...]:
    questions = [(each.public_id, each.text) for each in questions_of_review(actor, review.pk)]
    findings = [(each.public_id, f"{each.reference}: {beginning_of(each.text)}") for each in found.findings]
    final = [
        (each.public_id, f"{each.reference}: {title_of(each)}")
        for each in found.recommendations
        if each.source != "early learning"
    ]
    agencies = [
        (each.public_id, each.name)
        for each in list_agencies(actor.partnership_id)
        if each.ended_on is None and each.kind != "partnership"
    ]
    writing = bound(request, "finding", FindingForm, questions=questions, recommendations=final)
    issuing = bound(request, "early", EarlyForm, agencies=agencies)
    offer(issuing, owners_to_offer(actor.partnership_id, on=clock.today()))
    doings = [
        Doing(key="finding", title="Write a finding", button="Put it in the register", form=writing),
        _asking(
            actor, review, Doing(key="early", title="Issue early learning", button="Issue it", form=issuing)
        ),
    ]
    if actor.may(Permission.ACCEPT_PROPOSALS):
        form = bound(
            request,
            "recommend",
            RecommendationForm,
            agencies=agencies,
            questions=questions,
            findings=findings,
        )
        recommending = "Put a recommendation in the register"
        doing = Doing(key="recommend", title=recommending, button="Put it there", form=form)
        doings.append(_asking(actor, review, doing))
    if marks := marks_to_take_up(actor, review):
        choices = [(each.public_id, f"{each.entry.written}: {beginning_of(each.words)}") for each in marks]
        title, form_ = "A finding of the chronology", bound(request, "mark", MarkForm, marks=choices)
        doings.append(Doing(key="mark", title=title, button="Put it in the register", form=form_))
    untied = [(each.public_id, title_of(each.recommendation)) for each in early if each.tied_to_id is None]
    if untied and final:
        form_ = bound(request, "tie", TieForm, early=untied, recommendations=final)
        doings.append(Doing(key="tie", title="Early learning is taken up", button="Tie them", form=form_))
    return tuple(doings)


def _asking(actor: Actor, review: Any, doing: Doing) -> Doing:
    """The same, told what was recommended before: while it is typed, and when it is sent for the first time."""
    form = doing.form
    for each in WHILE_WRITING:
        words = form["text"].data if form.is_bound else ""
        if words and (before := each.says(actor, review, words)).content:
            form.ask_whether(before)
            doing = replace(doing, told=before.content)
        doing = replace(doing, asks=each.asks(review, form.add_prefix("text")))
    return doing


def _form(doings: tuple[Doing, ...], key: str) -> Any:
    return next(each.form for each in doings if each.key == key)


def _runs(actor: Actor, ref: str, doings: tuple[Doing, ...]) -> dict[str, Run]:
    def finding(given: dict[str, Any]) -> str:
        form = _form(doings, "finding")
        row = write_finding(
            actor,
            review_ref=ref,
            kind=given["kind"],
            text=given["text"],
            behind=form.behind(),
            questions=given.get("questions", ()),
            led_to=given.get("led_to", ()),
            at=clock.now(),
        )
        return f"{row.reference} is in the register."

    def early(given: dict[str, Any]) -> str:
        said = PairsSaid.taken_from(given)
        row = issue_early_learning(actor, review_ref=ref, **given, beside=said, at=clock.now())
        return f"Issued as {row.recommendation.reference}. It is followed like any recommendation."

    def recommend(given: dict[str, Any]) -> str:
        said = PairsSaid.taken_from(given)
        row = write_recommendation(actor, review_ref=ref, **given, beside=said, at=clock.now())
        return f"{row.reference} is in the register."

    def tie(given: dict[str, Any]) -> str:
        tie_early_learning(
            actor, ref=given["early_ref"], recommendation_ref=given["recommendation_ref"], at=clock.now()
        )
        return "Tied. Both stay in the register."

    def mark(given: dict[str, Any]) -> str:
        row = take_up_mark(actor, mark_ref=given["mark_ref"], at=clock.now())
        return f"{row.reference} is in the register, with the event that it hangs on as its source."

    return {"finding": finding, "early": early, "recommend": recommend, "tie": tie, "mark": mark}


@require_http_methods(["GET", "POST"])
def behind(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what lies behind a finding, and which questions it answers."""
    actor = actor_of_request(request)
    row = find_finding(actor, ref)
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    kept = behind_finding(actor, row)
    names = [name for name in BehindForm.base_fields if name != "version"]
    initial = {name: getattr(kept, name, "") for name in names}
    initial["version"] = kept.version if kept else 0
    questions = [(each.public_id, each.text) for each in questions_of_review(actor, row.review_id)]
    explaining = bound(request, "behind", BehindForm, initial=initial)
    doings = [Doing(key="behind", title="What lies behind it", button="Save", form=explaining)]
    if questions:
        form = bound(request, "questions", QuestionsForm, questions=questions)
        title = "Which questions it answers"
        doings.append(Doing(key="questions", title=title, button="Save", form=form))
    doings += _mending(request, row)

    def explain(_: dict[str, Any]) -> str:
        typed: Any = explaining
        version = typed.cleaned_data["version"]
        explain_finding(actor, ref=ref, behind=typed.behind(), version=version, at=clock.now())
        return "Saved. The words of the finding stay as they are."

    def answer(given: dict[str, Any]) -> str:
        say_which_questions(actor, finding_ref=ref, questions=given["questions"], at=clock.now())
        return "Saved."

    def mend(given: dict[str, Any]) -> str:
        mend_finding(actor, ref=ref, **given, at=clock.now())
        return "Mended. What it said before stays in its history."

    def out(given: dict[str, Any]) -> str:
        withdraw_finding(actor, ref=ref, **given, at=clock.now())
        return f"{row.reference} is taken out. It stays on record with your reason."

    runs = {"behind": explain, "questions": answer, "mend": mend, "out": out}
    if carry_out(request, doings, runs):
        if request.POST.get("do") == "out":
            return redirect("learning:of_review", ref=row.review.public_id)
        return redirect("learning:finding", ref=ref)
    page = ThingPage(
        title=f"Behind {row.reference}",
        crumbs=(
            Crumb(text=row.review.name, href=reverse("learning:of_review", args=[row.review.public_id])),
            Crumb(text=row.reference, href=reverse("learning:finding", args=[ref])),
            Crumb(text="Behind it"),
        ),
        lead=beginning_of(row.text),
        doings=tuple(doings),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def public(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what reports for the public say of a finding."""
    actor = actor_of_request(request)
    row = find_finding(actor, ref)
    check_may(actor, Permission.PUBLISH)
    initial = {"withheld": row.withheld, "why": row.withheld_why, "public_text": row.public_text}
    form = bound(request, "public", PublicForm, initial={**initial, "version": row.version})
    doings = [Doing(key="public", title="For the public", button="Save", form=form, tone="primary")]

    def save(given: dict[str, Any]) -> str:
        say_what_is_public(actor, ref=ref, **given, at=clock.now())
        return "Saved. The words of the finding stay as they are."

    if carry_out(request, doings, {"public": save}):
        return redirect("learning:finding", ref=ref)
    page = ThingPage(
        title=f"What the public reads of {row.reference}",
        crumbs=(
            Crumb(text=row.reference, href=reverse("learning:finding", args=[ref])),
            Crumb(text="Public"),
        ),
        lead=beginning_of(row.text),
        doings=tuple(doings),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _mending(request: HttpRequest, row: Any) -> list[Doing]:
    """What was written here can be put right, and taken out."""
    if not can_mend(row):
        return []
    known = {"kind": row.kind, "text": row.text, "version": row.version}
    mending = bound(request, "mend", MendFindingForm, initial=known)
    out = bound(request, "out", TakeOutForm, initial={"version": row.version})
    lead = "It stays on record with the reason, and is in no list any more."
    return [
        Doing(key="mend", title="Put the finding right", button="Save", form=mending),
        Doing(key="out", title="Take it out", button="Take it out", form=out, lead=lead),
    ]


@require_http_methods(["GET", "POST"])
def early(request: HttpRequest, ref: str) -> HttpResponse:
    """Put right what was learned early, or take it back."""
    actor = actor_of_request(request)
    row = find_early_learning(actor, ref)
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    note_shown("recommendation", [row.recommendation.public_id])
    known = {name: getattr(row, name) for name in ("spotted_on", "audience", "owner", "version")}
    known["text"] = row.recommendation.text
    mending = bound(request, "mend", MendEarlyForm, initial=known)
    offer(mending, owners_to_offer(actor.partnership_id, on=clock.today()))
    out = bound(request, "out", TakeOutForm, initial={"version": row.version})
    doings = (
        Doing(key="mend", title="Put it right", button="Save", form=mending),
        Doing(key="out", title="Take it back", button="Take it back", form=out),
    )

    def mend(given: dict[str, Any]) -> str:
        mend_early_learning(actor, ref=ref, **given, at=clock.now())
        return "Mended. What it said before stays in its history."

    def take_back(given: dict[str, Any]) -> str:
        withdraw_early_learning(actor, ref=ref, **given, at=clock.now())
        return "Taken back. What it said stays in the history of its review."

    if carry_out(request, doings, {"mend": mend, "out": take_back}):
        return redirect("learning:of_review", ref=row.review.public_id)
    page = ThingPage(
        title=f"Learned early: {row.recommendation.reference}",
        crumbs=(
            Crumb(text=row.review.name, href=reverse("learning:of_review", args=[row.review.public_id])),
            Crumb(text=row.recommendation.reference),
        ),
        lead="What is asked of agencies changes only while none has answered or acts on it.",
        doings=doings,
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
