"""Who takes part in a review: told, contacted, heard, answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies, owners_to_offer
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.typed import offer
from heed.reviews.forms import participation as forms
from heed.reviews.operations.entries import correct_contact, mend_entry
from heed.reviews.operations.participation import (
    answer_question,
    end_family_request,
    keep_contact,
    keep_family_request,
    keep_participant,
    keep_question,
    keep_views,
    mark_told,
)
from heed.reviews.presenters.participation import participant_page, participation_page
from heed.reviews.queries import find_review
from heed.reviews.queries.participation import (
    entries_of,
    find_participant,
    names_of,
    participants_of,
    participation_rules,
)
from heed.reviews.types.participation import Part


@require_http_methods(["GET", "POST"])
def participation(request: HttpRequest, ref: str) -> HttpResponse:
    """Everybody who takes part in one review."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    check_may(actor, Permission.SEE_PARTICIPATION)
    agencies = [
        (each.public_id, each.name) for each in list_agencies(actor.partnership_id) if each.ended_on is None
    ]
    form = bound(request, "keep", forms.ParticipantForm, agencies=agencies)
    doings = (Doing(key="keep", title="Somebody takes part", button="Put them in", form=form),)

    def keep(given: dict[str, Any]) -> str:
        row = keep_participant(actor, review_ref=ref, **given, at=clock.now())
        return f"{row.reference} is kept. Tell them that records may be disclosed before they say anything."

    if done := carry_out(request, doings, {"keep": keep}):
        return done
    page = participation_page(actor, review, participants_of(actor, review.pk), doings)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def participant(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, and what can be kept of them."""
    actor = actor_of_request(request)
    row = find_participant(actor, ref)
    doings = _doings(request, row)
    if done := carry_out(request, doings, _runs(actor, ref)):
        return done
    page = participant_page(actor, row, doings)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, row: Any) -> tuple[Doing, ...]:
    found = []
    if row.told_on is None:
        told = bound(request, "told", forms.ToldForm)
        said = participation_rules()["told"]
        found.append(Doing(key="told", title="They were told", button="Keep it", form=told, lead=f"“{said}”"))
    saying = {"views": row.views, "support": row.support, "version": row.version}
    contacting = bound(request, "contact", forms.ContactForm)
    viewing = bound(request, "views", forms.ViewsForm, initial=saying)
    asking = bound(request, "question", forms.QuestionForm)
    offer(asking, owners_to_offer(row.partnership_id, on=clock.today()))
    found += [
        Doing(key="contact", title="Keep a contact", button="Keep it", form=contacting),
        Doing(key="views", title="Their views, and their support", button="Save", form=viewing),
        Doing(key="question", title="They ask something", button="Keep the question", form=asking),
    ]
    if open_ := [(each.public_id, each.text[:100]) for each in row.questions.all() if not each.answered_on]:
        form = bound(request, "answer", forms.AnswerQuestionForm, questions=open_)
        found.append(Doing(key="answer", title="They were answered", button="Keep the answer", form=form))
    if row.part == Part.FAMILY:
        form = bound(request, "request", forms.RequestForm)
        found.append(
            Doing(
                key="request",
                title="They ask for something that binds publication",
                button="Keep it",
                form=form,
            )
        )
    if open_entries := [(each.key, each.shown[:100]) for each in entries_of(row) if not each.settled]:
        mending = bound(request, "mend", forms.MendEntryForm, entries=open_entries)
        if contacts := [pair for pair in open_entries if pair[0].startswith("contact:")]:
            form = bound(request, "correct", forms.CorrectContactForm, entries=contacts)
            title = "Put a contact’s day right, or how it was"
            found.append(Doing(key="correct", title=title, button="Put it right", form=form))
        found.append(Doing(key="mend", title="Put right what was kept", button="Put it right", form=mending))
    names = names_of("requests")
    kept = [
        (each.public_id, f"{names[each.kind]}: {each.words[:80]}")
        for each in row.requests.all()
        if not each.ended_on
    ]
    if kept:
        form = bound(request, "end", forms.EndRequestForm, requests=kept)
        found.append(Doing(key="end", title="They ask for it no longer", button="End it", form=form))
    return tuple(found)


def _runs(actor: Actor, ref: str) -> dict[str, Run]:
    def told(given: dict[str, Any]) -> str:
        mark_told(actor, ref=ref, told_on=given["told_on"], at=clock.now())
        return "Kept. What they say can be kept now."

    def contact(given: dict[str, Any]) -> str:
        keep_contact(actor, ref=ref, **given, at=clock.now())
        return "Kept."

    def views(given: dict[str, Any]) -> str:
        keep_views(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    def question(given: dict[str, Any]) -> str:
        row = keep_question(actor, ref=ref, **given, at=clock.now())
        return f"Kept. {row.owner} is to answer it before the final draft."

    def answer(given: dict[str, Any]) -> str:
        answer_question(actor, ref=given.pop("which"), **given, at=clock.now())
        return "Kept."

    def request(given: dict[str, Any]) -> str:
        keep_family_request(actor, ref=ref, **given, at=clock.now())
        return "Kept. It binds publication until they say otherwise."

    def end(given: dict[str, Any]) -> str:
        end_family_request(actor, ref=given.pop("which"), **given, at=clock.now())
        return "Kept. It binds no more; that it was asked stays."

    def mend(given: dict[str, Any]) -> str:
        mend_entry(actor, ref=ref, **given, at=clock.now())
        return "Put right. What it said before stays in the history."

    def correct(given: dict[str, Any]) -> str:
        correct_contact(actor, ref=ref, **given, at=clock.now())
        return "Put right. What it said before stays in the history."

    return {
        "mend": mend,
        "correct": correct,
        "told": told,
        "contact": contact,
        "views": views,
        "question": question,
        "answer": answer,
        "request": request,
        "end": end,
    }
