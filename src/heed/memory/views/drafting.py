"""Drafting recommendations of a review, with advice as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.memory.forms import DraftAnswerForm, DraftForm, DropForm, RegisterForm
from heed.memory.operations import (
    DraftWords,
    answer_draft,
    change_draft,
    drop_draft,
    register_draft,
    write_draft,
)
from heed.memory.policies import judges, registers_drafts
from heed.memory.presenters import searched_words
from heed.memory.presenters.before import before_shown
from heed.memory.presenters.drafting import (
    DraftPage,
    advice_lines,
    draft_facts,
    drafting_page,
    registered_words,
)
from heed.memory.queries import (
    Advised,
    advise,
    budget,
    drafts_of,
    dropped_of,
    earlier_words,
    find_drafted,
    lessons_of,
    registered_of,
)
from heed.memory.types import ANSWER_NAMES, Likeness
from heed.plans.queries import came_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.acting import Run, bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import agencies_by_name, fold_name, list_agencies
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import moment
from heed.reviews.queries import find_review

if TYPE_CHECKING:
    from heed.memory.models import Drafted
    from heed.platform.access.types import Actor


@require_http_methods(["GET", "POST"])
def drafting(request: HttpRequest, review: str) -> HttpResponse:
    """The drafts of a review with their number, advice and what each repeats; and one more."""
    actor = actor_of_request(request)
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    row = find_review(actor, review)
    form = DraftForm(request.POST if request.method == "POST" else None)

    def run(given: dict[str, Any]) -> str:
        write_draft(actor, review_ref=review, words=_words(given), at=clock.now())
        return "The draft is kept."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("memory:drafting", review=review)
    drafts = drafts_of(actor, row.pk)
    found = advise(actor, row, drafts)
    came = came_of(actor, [key for each in found for key in each.before.keys[:1]])
    page = drafting_page(
        row,
        found,
        budget(drafts),
        registered_of(actor, row.pk),
        dropped_of(actor, row.pk),
        came,
        form=form,
        searched=searched_words(found[0].before.searched, True) if found else "",
        registers=registers_drafts(actor),
    )
    return render(request, "memory/drafting.html", page, status=422 if form.errors else 200)


def _words(given: dict[str, Any]) -> DraftWords:
    return DraftWords(**{name: words for name, words in given.items() if name != "version"})


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """One draft: changed, answered whether it repeats an earlier one, put into the register, or dropped."""
    actor = actor_of_request(request)
    row = find_drafted(actor, ref)
    [found] = advise(actor, row.review, [row])
    doings = _doings(request, actor, row, found)
    if done := carry_out(request, doings, _runs(actor, row)):
        stays = request.POST.get("do") == "answer"
        return done if stays else redirect("memory:drafting", review=row.review.public_id)
    page = _draft_page(actor, row, found, doings)
    return render(request, "memory/draft.html", page, status=422 if page.has_errors else 200)


_FIELDS = ("text", "asked_of", "by_when", "how_we_will_know", "outcome")


def _doings(request: HttpRequest, actor: Actor, row: Drafted, found: Advised) -> tuple[Doing, ...]:
    if row.dropped_at or row.registered_as_id:
        return ()
    initial = {"version": row.version, **{name: getattr(row, name) for name in _FIELDS}}
    changing = bound(request, "change", DraftForm, initial=initial)
    dropping = bound(request, "drop", DropForm)
    doings = [
        Doing(key="change", title="Its words", button="Keep the changes", form=changing, tone="primary")
    ]
    earlier = [
        (each.ref, f"{each.reference} {' '.join(each.text.split())[:120]}")
        for each in found.before.matches
        if each.key
    ]
    if earlier and judges(actor):
        asked = request.GET.get("earlier", "")
        answering = bound(request, "answer", DraftAnswerForm, earlier=earlier, initial={"earlier": asked})
        doings.append(
            Doing(
                key="answer",
                title="Is it the same lesson?",
                button="Keep the answer",
                form=answering,
                lead="It goes with the draft into the register, and nobody is asked again.",
            )
        )
    if registers_drafts(actor):
        doings.append(_registering(request, actor, row))
    doings.append(Doing(key="drop", title="Drop it", button="Drop this draft", form=dropping))
    return tuple(doings)


def _registering(request: HttpRequest, actor: Actor, row: Drafted) -> Doing:
    """Whom it asks is ticked where their names stand in the draft."""
    agencies = [each for each in list_agencies(actor.partnership_id) if each.ended_on is None]
    said = fold_name(row.asked_of)
    of_names = agencies_by_name(actor.partnership_id).items()
    named = {each.public_id for name, each in of_names if name in said}
    form = bound(
        request,
        "register",
        RegisterForm,
        agencies=[(each.public_id, each.name) for each in agencies],
        initial={"version": row.version, "agencies": sorted(named)},
    )
    return Doing(
        key="register",
        title="Put it in the register",
        button="Put it in the register",
        form=form,
        lead="It is a recommendation of this review from then on, in the words above that were kept last: asked, "
        "answered and followed like any other. Those words do not change after that.",
        tone="primary",
    )


def _runs(actor: Actor, row: Drafted) -> dict[str, Run]:
    def answered(given: dict[str, Any]) -> str:
        chosen = Likeness(given["answer"])
        answer_draft(
            actor,
            ref=row.public_id,
            earlier_ref=given["earlier"],
            answer=chosen,
            reason=given["reason"],
            why_not_held=given["why_not_held"],
            at=clock.now(),
        )
        return f"Kept: {ANSWER_NAMES[chosen].lower()}. It goes with the draft into the register."

    def registered(given: dict[str, Any]) -> str:
        made = register_draft(
            actor,
            ref=row.public_id,
            label=given["label"],
            agencies=given["agencies"],
            as_read=given["version"] or 0,
            at=clock.now(),
        ).registered_as
        return f"{made.reference if made else 'It'} is in the register."

    def changed(given: dict[str, Any]) -> str:
        seen = given["version"] or 0
        change_draft(actor, ref=row.public_id, words=_words(given), version=seen, at=clock.now())
        return "The draft is changed. What it said before is kept."

    def dropped(given: dict[str, Any]) -> str:
        drop_draft(actor, ref=row.public_id, reason=given["reason"], at=clock.now())
        return "The draft is dropped. It can still be read."

    return {"change": changed, "answer": answered, "register": registered, "drop": dropped}


def _draft_page(actor: Actor, row: Drafted, found: Advised, doings: tuple[Doing, ...]) -> DraftPage:
    keys = found.before.keys
    back = reverse("memory:drafting", args=[row.review.public_id])
    return DraftPage(
        title=f"Draft {row.position}",
        crumbs=(
            Crumb(text="Reviews", href=reverse("reviews:list")),
            Crumb(text=row.review.name, href=reverse("reviews:review", args=[row.review.public_id])),
            Crumb(text="Draft recommendations", href=back),
            Crumb(text=f"Draft {row.position}"),
        ),
        doings=doings,
        advice=advice_lines(found.tests),
        earlier=tuple(
            (each.words, each.changed_by, moment(each.until)) for each in earlier_words(actor, row)
        ),
        before=before_shown(
            found.before,
            came_of(actor, keys),
            on=row.review.ordered_on or clock.today(),
            lessons=lessons_of(actor, keys),
            draft=row.public_id if doings else "",
            judges=judges(actor),
        ),
        typed_href=reverse("memory:typed"),
        registered=registered_words(row),
        facts=draft_facts(row) if not doings else (),
    )
