"""A review's terms of reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for
from heed.platform.ui.things import Doing
from heed.reviews.forms.terms import ApproveTermsForm, TermsForm, WithdrawTermsForm, new_terms
from heed.reviews.operations.terms import approve_terms, withdraw_terms, write_terms
from heed.reviews.policies.submissions import runs_reviews
from heed.reviews.presenters.terms import terms_page
from heed.reviews.queries import find_review
from heed.reviews.queries.terms import standard_questions, terms_of_review


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, ref: str) -> HttpResponse:
    """What one review asks, in versions."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
    versions = terms_of_review(actor, review.pk, withdrawn=True)
    doings = _doings(request, actor, versions) if runs_reviews(actor) else ()
    if done := carry_out(request, doings, _runs(actor, ref)):
        return done
    page = terms_page(actor, review, versions, doings, panels_for("review_terms", actor, review))
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, versions: Sequence[Any]) -> tuple[Doing, ...]:
    newest = next((each for each in versions if each.withdrawn_at is None), None)
    initial = {**_initial(newest), "after": versions[0].number if versions else 0}
    agencies = [
        (each.public_id, each.name) for each in list_agencies(actor.partnership_id) if each.ended_on is None
    ]
    writing = Doing(
        key="write",
        title="Write a new version" if newest else "Write the terms of reference",
        button="Keep this version",
        form=bound(request, "write", TermsForm, agencies=agencies, initial=initial),
    )
    if newest is None or newest.approved_on:
        return (writing,)
    approving = bound(request, "approve", ApproveTermsForm, initial={"number": newest.number})
    title = f"Version {newest.number} was approved"
    withdrawing = bound(request, "withdraw", WithdrawTermsForm, initial={"number": newest.number})
    return (
        Doing(key="approve", title=title, button="Keep it", form=approving),
        writing,
        Doing(
            key="withdraw",
            title=f"Withdraw version {newest.number}",
            button="Withdraw it",
            form=withdrawing,
            lead="It was not approved. The version before stands again; this one stays to be read.",
        ),
    )


def _initial(newest: Any) -> dict[str, Any]:
    if newest is None:
        return {"standard": list(standard_questions())}
    asked = [each.question for each in newest.asks.all()]
    return {
        "period_from": newest.period_from,
        "period_to": newest.period_to,
        "agencies": [each.public_id for each in newest.agencies.all()],
        "standard": [each.key for each in asked if each.key],
        "own": [each.text for each in asked if not each.key],
        "words": newest.words,
    }


def _runs(actor: Actor, ref: str) -> dict[str, Run]:
    def write(given: dict[str, Any]) -> str:
        after = given.get("after") or 0
        row = write_terms(actor, review_ref=ref, terms=new_terms(given), after=after, at=clock.now())
        return f"Version {row.number} is kept. It is in force once it is approved."

    def approve(given: dict[str, Any]) -> str:
        number = given.pop("number") or 0
        row = approve_terms(actor, review_ref=ref, number=number, **given, at=clock.now())
        return f"Kept: version {row.number} was approved by {row.approved_by}."

    def withdraw(given: dict[str, Any]) -> str:
        number = given["number"] or 0
        withdraw_terms(actor, review_ref=ref, number=number, why=given["why"], at=clock.now())
        return f"Version {number} is withdrawn. It stays to be read, with your reason."

    return {"write": write, "approve": approve, "withdraw": withdraw}
