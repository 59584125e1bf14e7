"""Where an agency's people write what their agency gives to a review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Content, DraftShown
from heed.platform.ui.frame import render
from heed.platform.ui.wording import moment
from heed.reviews.forms.submissions import WriteForm, as_typed
from heed.reviews.operations.giving import hand_in_submission, save_submission_draft
from heed.reviews.policies.submissions import check_writes
from heed.reviews.presenters.frame import ReviewFrame, review_frame
from heed.reviews.presenters.part import first_href, intake_words
from heed.reviews.presenters.submissions import PART, state_tag, title_of
from heed.reviews.queries.submissions import (
    find_submission,
    find_submission_draft,
    possible_authors,
    submission_rules,
)


@dataclass(frozen=True, kw_only=True)
class WritePage:
    """A submission being written."""

    title: str
    review: ReviewFrame
    state: Any
    drafted: str
    words: str
    questions: tuple[str, ...]
    form: WriteForm
    back: str
    draft: DraftShown
    front_door: Content


@require_http_methods(["GET", "POST"])
def write_submission(request: HttpRequest, ref: str) -> HttpResponse:
    """Write a submission, keep it for a colleague, or hand it in."""
    actor = actor_of_request(request)
    row = find_submission(actor, ref)
    check_writes(actor, row)
    if before := first_href(actor, row.review, agency=row.agency, about=row.reference, then=request.path):
        return redirect(before)
    saved = find_submission_draft(row)
    people = possible_authors(row, on=clock.today())
    open_form = OpenForm(request, "submission", subject=ref, title=title_of(row))
    form = WriteForm(
        request.POST or None,
        request.FILES or None,
        sections=row.sections,
        authors=[(each.public_id, each.person.name) for each in people],
        own=bool(submission_rules().kinds[row.kind].own),
    )
    first = {**as_typed(saved.written if saved else {}), "version": saved.version if saved else 0}
    form.initial = open_form.initial(first, form)
    if request.method == "POST" and (said := _done(request, actor, ref, form)):
        messages.success(request, said)
        return redirect("reviews:submission", ref=ref)
    page = WritePage(
        title=title_of(row),
        review=review_frame(actor, row.review, current=PART, title=row.reference),
        state=state_tag(row, clock.today()),
        drafted=f"Kept last by {saved.written_by}, {moment(saved.written_at)}" if saved else "",
        words=row.words,
        questions=tuple(row.questions),
        form=form,
        back=reverse("reviews:submission", args=[ref]),
        draft=open_form.shown,
        front_door=intake_words(
            actor, row.review, agency=row.agency, about=row.reference, today=clock.today()
        ),
    )
    return render(request, "reviews/write_submission.html", page, status=422 if form.errors else 200)


def _done(request: HttpRequest, actor: Actor, ref: str, form: WriteForm) -> str | None:
    """Hand in or keep what was typed, as the button says; None where something is wrong, which then stands in it."""
    handing_in = request.POST.get("do") == "hand_in"

    def run(given: dict[str, Any]) -> str:
        written, version = form.written(given), given["version"]
        if handing_in:
            file = given["file"] and (given["file"].name, given["file"].chunks())
            made = hand_in_submission(
                actor, ref=ref, written=written, version=version, file=file or None, at=clock.now()
            )
            return f"Version {made.number} is handed in{', as a part' if made.missing else ''}."
        save_submission_draft(actor, ref=ref, written=written, version=version, at=clock.now())
        return "Kept. Your agency's people see it; nobody else does until it is handed in."

    return run_form(form, run)
