"""The drafts of a review's report: sent, decided about at their gates, challenged, read and compared."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.types import Actor
from heed.platform.approvals.panels import panel_of
from heed.platform.approvals.policies import may_keep
from heed.platform.base import clock
from heed.platform.base.errors import NotNow
from heed.platform.files.operations import path_of
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Doing
from heed.reviews.forms.drafts import AnswerChallengeForm, ChallengeForm, DecideGateForm, SendDraftForm
from heed.reviews.operations import (
    answer_challenge,
    challenge_draft,
    decide_gate,
    note_draft_taken,
    send_draft,
)
from heed.reviews.policies.drafts import (
    check_answers,
    check_challenges,
    check_decides,
    check_report_ready,
    check_sends,
)
from heed.reviews.policies.submissions import can
from heed.reviews.presenters.draft_changes import changes_page
from heed.reviews.presenters.drafts import DraftFacts, draft_facts, draft_page, drafts_page
from heed.reviews.queries import find_review
from heed.reviews.queries.drafts import REPORT, drafts_of, find_draft, is_put, waits_at
from heed.reviews.queries.frameworks import standards_on
from heed.reviews.types.drafts import GateOutcome


@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest, ref: str) -> HttpResponse:
    """Every draft of a review's report, and what this person can do about the newest."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    facts = draft_facts(actor, review)
    doings = _doings(request, actor, review, facts)
    if done := carry_out(request, doings, _runs(actor, ref)):
        return done
    why_not = _why_not(actor, facts)
    put_href = _put_href(actor, facts) if not why_not else ""
    page = drafts_page(
        actor, review, facts, doings, _accepting(actor, facts), put_href=put_href, why_not=why_not
    )
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _why_not(actor: Actor, facts: DraftFacts) -> str:
    """What keeps the newest version from those who accept it, where it has passed every gate before; "" for nothing."""
    last = facts.last
    if last is None or last.accepted_on or not waits_at(last).decision:
        return ""
    try:
        check_report_ready(actor, last.public_id)
    except NotNow as waits:
        return waits.sentence
    return ""


def _put_href(actor: Actor, facts: DraftFacts) -> str:
    """Where the newest version is put to those who accept it, once it has passed every gate before and is not yet."""
    last, view = facts.last, facts.acceptance
    if last is None or last.accepted_on or not may_keep(actor) or (view is not None and view.current):
        return ""
    return reverse("approvals:put", args=[REPORT, last.public_id]) if waits_at(last).decision else ""


def _accepting(actor: Actor, facts: DraftFacts) -> tuple[Panel, ...]:
    """What those who accept it have said, where it was put to them."""
    panel = panel_of(REPORT)(actor, facts.last) if facts.last and facts.acceptance else None
    return (panel,) if panel else ()


def _doings(request: HttpRequest, actor: Actor, review: Any, facts: DraftFacts) -> tuple[Doing, ...]:
    last, found = facts.last, []
    number = last.number if last else 0
    if last and can(lambda: check_decides(actor, last, waits_at(last), facts.drafts)):
        found.append(_deciding(request, facts))
    if open_ := [each for each in facts.open_ if can(lambda: check_answers(actor, each, facts.drafts))]:  # noqa: B023
        named = [(each.public_id, f"{each.number}: {each.words[:80]}") for each in open_]
        form = bound(request, "answer", AnswerChallengeForm, challenges=named)
        found.append(Doing(key="answer", title="Answer a challenge", button="Answer it", form=form))
    if can(lambda: check_sends(actor, review, facts.drafts)) and not is_put(facts.acceptance):
        title = "Send another version" if last else "Send the first draft"
        form = bound(request, "send", SendDraftForm, initial={"last_seen": number})
        tone = "secondary" if found else "primary"
        found.append(Doing(key="send", title=title, button="Send it", form=form, files=True, tone=tone))
    if last and can(lambda: _challengeable(actor, facts)):
        form = bound(request, "challenge", ChallengeForm, initial={"number": number})
        lead = "It stands beside the report with your name, and has to be answered before the report is accepted."
        found.append(
            Doing(key="challenge", title="Challenge it", button="Challenge it", form=form, lead=lead)
        )
    return tuple(found)


def _challengeable(actor: Actor, facts: DraftFacts) -> None:
    check_challenges(actor, facts.drafts)


def _deciding(request: HttpRequest, facts: DraftFacts) -> Doing:
    assert facts.last is not None
    gate, today = waits_at(facts.last), clock.today()
    standards = standards_on(facts.last.partnership_id, today)
    initial = {"number": facts.last.number, "gate": gate.key}
    form = bound(request, "gate", DecideGateForm, standards=standards.items(), initial=initial)
    return Doing(
        key="gate",
        title=f"{gate.name}: what was decided",
        button="Keep what was decided",
        lead=f"{gate.does}. It is decided once; what is kept here stays.",
        form=form,
        tone="primary",
    )


def _runs(actor: Actor, ref: str) -> dict[str, Run]:
    def send(given: dict[str, Any]) -> str:
        file = (given["file"].name, given["file"].chunks())
        row = send_draft(
            actor,
            review_ref=ref,
            file=file,
            note=given["note"],
            last_seen=given["last_seen"] or 0,
            at=clock.now(),
        )
        return f"Version {row.number} is sent, and waits at: {waits_at(row).name}."

    def decide(given: dict[str, Any]) -> str:
        row = decide_gate(actor, review_ref=ref, **{**given, "number": given["number"] or 0}, at=clock.now())
        passed = row.outcome == GateOutcome.PASSED
        return "Kept. It goes to the next gate." if passed else "Kept. Another version is needed."

    def challenge(given: dict[str, Any]) -> str:
        row = challenge_draft(
            actor, review_ref=ref, **{**given, "number": given["number"] or 0}, at=clock.now()
        )
        return f"Kept as challenge {row.number}. It is answered before the report is accepted."

    def answer(given: dict[str, Any]) -> str:
        row = answer_challenge(
            actor, ref=given["which"], outcome=given["outcome"], answer=given["answer"], at=clock.now()
        )
        return f"Challenge {row.number} is answered."

    return {"send": send, "gate": decide, "challenge": challenge, "answer": answer}


@require_safe
def draft(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One version, to be read."""
    actor = actor_of_request(request)
    found = find_draft(actor, ref, number)
    return render(request, "reviews/work.html", draft_page(actor, found, drafts_of(actor, found.review)))


@require_safe
def draft_file(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """A version's file as it was sent, to be saved."""
    actor = actor_of_request(request)
    found = note_draft_taken(actor, review_ref=ref, number=number, at=clock.now())
    ending = found.file_name.rsplit(".", 1)[-1].lower() if "." in found.file_name else "bin"
    named = f"{found.review.reference.lower()}-draft-{number}"
    return FileResponse(
        path_of(found.file).open("rb"),
        as_attachment=True,
        filename=f"{named}.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}",
        content_type="application/octet-stream",
    )


@require_safe
def draft_changes(request: HttpRequest, ref: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side."""
    actor = actor_of_request(request)
    page = changes_page(actor, find_draft(actor, ref, before), find_draft(actor, ref, after))
    return render(request, "reviews/work.html", page)
