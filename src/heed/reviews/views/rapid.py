"""A rapid review, step by step, and the letter to the Panel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from heed.kit.writing import to_word
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms import rapid as forms
from heed.reviews.operations import (
    answer_for_rapid_review,
    ask_agencies,
    close_rapid_review,
    keep_panel_reply,
    keep_rapid_meeting,
    know_of_incident,
    note_letter_taken,
    note_rapid_sent,
    notify_rapid_review,
)
from heed.reviews.presenters.rapid import letter_document, rapid_page
from heed.reviews.queries import find_review
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.cases import (
    asked_of,
    clocks_of,
    decisions_of,
    front_door,
    rapid_of,
    referrals_of,
)
from heed.reviews.types import UNDECIDED
from heed.reviews.views.attachments import attaching_doings, attaching_runs
from heed.reviews.views.safety import safety_doings, safety_runs

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "POST"])
def rapid(request: HttpRequest, ref: str) -> HttpResponse:
    """A case's rapid review, with the next step for whoever takes it."""
    actor = actor_of_request(request)
    found = find_review(actor, ref)
    row, asked = rapid_of(actor, found), asked_of(actor, found)
    answering, running = _answering(request, actor, asked), _running(request, actor, found, row, asked)
    answered = [each for each in asked if each.safety]
    files = attached_to(actor, found, row.reference) if row and row.reference else []
    with_files = [row] if row and row.reference else []
    beside = (
        *safety_doings(request, actor, answered),
        *attaching_doings(request, actor, with_files, files),
    )
    runs = {
        **_runs(actor, ref),
        **safety_runs(actor, answered),
        **attaching_runs(actor, ref, with_files),
    }
    done = carry_out(request, (*answering, *running, *beside), runs)
    if done:
        return done
    page = rapid_page(
        actor,
        found,
        row,
        asked,
        clocks_of(actor, found),
        answering,
        running,
        beside,
        door=front_door(actor, on=clock.today()),
        today=clock.today(),
        letter=actor.may(Permission.RUN_REVIEWS),
        attached=files,
    )
    return render(request, "reviews/part_thing.html", page, status=422 if page.has_errors else 200)


def _answering(request: HttpRequest, actor: Actor, asked: Any) -> tuple[Doing, ...]:
    mine = next((each for each in asked if each.agency_id == actor.agency_id), None)
    if mine is None or mine.answered_at or not actor.may(Permission.ANSWER_FOR_AGENCY):
        return ()
    form = bound(request, "answer", forms.AnswerForm)
    title = f"What does {actor.agency_name} know?"
    return (Doing(key="answer", title=title, button="Send it to the partnership", form=form, tone="primary"),)


def _running(request: HttpRequest, actor: Actor, review: Any, row: Any, asked: Any) -> tuple[Doing, ...]:
    """The steps that can be taken now, the next one first."""
    if not actor.may(Permission.RUN_REVIEWS) or review.state == "closed" or (row and row.closed_on):
        return ()
    notified = "The council has notified the Panel"
    begins = "Begin the rapid review"
    if row is None:
        if not referrals_of(actor, review):
            return ()
        knows, starts = "The council knows of a serious incident", "Start its clock"
        return (
            _doing(request, "know", knows, starts, forms.KnowForm),
            _doing(request, "notify", notified, begins, forms.NotifyForm),
        )
    left = [
        (each.public_id, each.name)
        for each in list_agencies(actor.partnership_id)
        if each.ended_on is None and each.pk not in {one.agency_id for one in asked}
    ]
    ready = row.met_on and row.notified_on and review.decision not in UNDECIDED
    steps: tuple[tuple[str, Any, str, str, Any, dict[str, Any]], ...] = (
        ("notify", row.notified_on is None, notified, begins, forms.NotifyForm, {"known": True}),
        (
            "ask",
            left and not row.sent_on,
            "Ask agencies what they know",
            "Ask them",
            forms.AskForm,
            {"agencies": left},
        ),
        ("met", asked and not row.met_on, "Its one meeting", "Keep what it found", forms.MeetingForm, {}),
        ("sent", ready and not row.sent_on, "Sent to the Panel", "Keep the day", forms.SentForm, {}),
        (
            "reply",
            row.sent_on and not row.replied_on,
            "The Panel’s reply",
            "Keep the reply",
            forms.ReplyForm,
            {},
        ),
        ("close", not row.sent_on, "The criteria are not met", "Close the rapid review", forms.CloseForm, {}),
    )
    return tuple(
        _doing(request, key, title, button, form, **more)
        for key, now, title, button, form, more in steps
        if now
    )


def _doing(request: HttpRequest, key: str, title: str, button: str, form: Any, **more: Any) -> Doing:
    return Doing(key=key, title=title, button=button, form=bound(request, key, form, **more))


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def does(operation: Any, said: str) -> Any:
        def run(given: dict[str, Any]) -> str:
            operation(actor, ref=ref, **given, at=clock.now())
            return said

        return run

    return {
        "know": does(know_of_incident, "Kept. The clock runs until the council has notified the Panel."),
        "notify": does(notify_rapid_review, "The rapid review has begun, and its clock with it."),
        "ask": does(ask_agencies, "They are asked, and each finds it on its first page."),
        "answer": does(answer_for_rapid_review, "Thank you. The partnership’s team has it."),
        "met": does(keep_rapid_meeting, "Kept."),
        "sent": does(note_rapid_sent, "Kept. The clock has stopped."),
        "reply": does(keep_panel_reply, "Kept."),
        "close": does(close_rapid_review, "Closed, with its reasons."),
    }


@require_safe
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter to the Panel as Word."""
    actor = actor_of_request(request)
    check_may(actor, Permission.RUN_REVIEWS)
    found = find_review(actor, ref)
    row = rapid_of(actor, found)
    if row is None:
        raise NotVisible
    stands = [each for each in decisions_of(actor, found) if each.stands_from]
    document = letter_document(
        found,
        row,
        referrals_of(actor, found),
        asked_of(actor, found),
        max(stands, key=lambda each: (each.stands_from, each.number), default=None),
        partnership=actor.partnership_name,
        today=clock.today(),
    )
    note_letter_taken(actor, ref=ref, at=clock.now())
    answer = HttpResponse(to_word(document), content_type=_WORD)
    answer["Content-Disposition"] = (
        f'attachment; filename="{(row.reference or found.reference).lower()}-letter.docx"'
    )
    return answer
