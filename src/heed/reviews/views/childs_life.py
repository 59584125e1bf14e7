"""What daily life was like for each child of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.childs_life import LeaveOutForm, LifeForm
from heed.reviews.operations.childs_life import keep_life, mend_life, withdraw_life
from heed.reviews.policies.submissions import runs_reviews
from heed.reviews.presenters.childs_life import children_page, life_page
from heed.reviews.queries import find_review
from heed.reviews.queries.childs_life import find_life, lives_of, untold_children
from heed.reviews.types.childs_life import LABELS


@require_http_methods(["GET", "POST"])
def children(request: HttpRequest, ref: str) -> HttpResponse:
    """Every child of a review, and a form for the next."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    check_may(actor, Permission.RUN_REVIEWS if request.method == "POST" else Permission.READ_DRAFTS)
    untold = untold_children(review)
    form: Any = bound(request, "keep", LifeForm, initial={"child": next(iter(untold), "")})
    doing = Doing(key="keep", title="Write of a child", button="Keep it", form=form, tone="primary")
    doings = (doing,) if runs_reviews(actor) else ()

    def keep(_: dict[str, Any]) -> str:
        row = keep_life(actor, review_ref=ref, told=form.told(), at=clock.now())
        return f"Kept: {row}."

    if done := carry_out(request, doings, {"keep": keep}):
        return done
    lives = lives_of(actor, review)
    note_shown("childs_life", [each.public_id for each in lives])
    page = children_page(actor, review, lives, untold, doings)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def childs_life(request: HttpRequest, ref: str) -> HttpResponse:
    """One child in one period: put right, or taken out."""
    actor = actor_of_request(request)
    row = find_life(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
    known = {name: getattr(row, name) for name in (*LABELS, "version")}
    form: Any = bound(request, "mend", LifeForm, initial=known)
    out = bound(request, "out", LeaveOutForm, initial={"version": row.version})
    doings: tuple[Doing, ...] = ()
    if runs_reviews(actor):
        doings = (
            Doing(key="mend", title="Put it right", button="Save", form=form),
            Doing(key="out", title="Take it out", button="Take it out", form=out),
        )

    def mend(given: dict[str, Any]) -> str:
        mend_life(actor, ref=ref, told=form.told(), version=given["version"], at=clock.now())
        return "Mended. What it said before stays in its history."

    def leave(given: dict[str, Any]) -> str:
        withdraw_life(actor, ref=ref, **given, at=clock.now())
        return "Taken out. It stays on record with your reason."

    if carry_out(request, doings, {"mend": mend, "out": leave}):
        return redirect("reviews:children", ref=row.review.public_id)
    page = life_page(actor, row, doings)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)
