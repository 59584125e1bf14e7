"""Putting a case forward, the register of what was put forward, and the decision about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.cases import case_titles
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.policies import may_keep
from heed.platform.approvals.types import State
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.reviews.forms.cases import (
    FrontDoorForm,
    NothingForm,
    RecommendForm,
    ReferralForm,
    TieForm,
    recommended,
)
from heed.reviews.operations import (
    acknowledge_referral,
    recommend_decision,
    refer_case,
    tie_cases,
)
from heed.reviews.presenters.decision import CaseFacts, decision_page
from heed.reviews.presenters.part import IntakePage, front_door_words
from heed.reviews.queries import find_review
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.cases import (
    approval_of,
    cases_of_same_child,
    criteria_for,
    decisions_of,
    family_history,
    front_door,
    possible_duplicates,
    referrals_of,
    related_to,
)
from heed.reviews.queries.safety import questions_of
from heed.reviews.registers import REFERRALS
from heed.reviews.types import Tie
from heed.reviews.views.attachments import attaching_doings, attaching_runs, given_files
from heed.reviews.views.safety import safety_doings, safety_runs


@require_safe
def referrals(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, REFERRALS, template="reviews/referrals.html", more=_refer)


def _refer(actor: Actor) -> tuple[tuple[str, str], ...]:
    """What can be done on the register's page: words and address, the first the most important."""
    refer = (("Refer a case", reverse("reviews:refer")),) if actor.may(Permission.REFER_CASES) else ()
    if actor.may(Permission.HAND_OVER):
        refer = (*refer, ("Cases that others hand over", reverse("reviews:offered")))
    rules = actor.may(Permission.CHANGE_RULES)
    return (*refer, *((("Your front door", reverse("reviews:front_door")),) if rules else ()))


@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest) -> HttpResponse:
    """The form by which any agency puts a case forward."""
    actor = actor_of_request(request)
    check_may(actor, Permission.REFER_CASES)
    form = ReferralForm(request.POST or None, request.FILES or None)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        seen = given.pop("seen")
        alike = cases_of_same_child(actor, given["children"])
        if alike and seen != alike[0].public_id:
            form.data = {**request.POST.dict(), "seen": alike[0].public_id}
            wrong = (
                f"{alike[0].name} ({alike[0].reference}) names the same child. If it is the same case, leave this one "
                "and tell the partnership’s team; if it is another, send this again"
            )
            raise Invalid(f"{wrong}.", fields={"children": wrong})
        given["files"] = given_files(given.pop("attached"))
        made.append(refer_case(actor, **given, at=clock.now()))
        return f"Thank you. The case is {made[0].reference}. Its decision is due within the time that stands here."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("reviews:decision", ref=made[0].review.public_id)
    page = IntakePage(
        title="Refer a case for possible review",
        crumbs=(
            Crumb(text="Reviews", href=reverse("reviews:list")),
            Crumb(text="Case referrals", href=reverse("reviews:referrals")),
            Crumb(text="Refer a case"),
        ),
        form=form,
        button="Refer the case",
        back=reverse("reviews:referrals"),
        files=True,
        front_door=front_door_words(front_door(actor, on=clock.today())),
    )
    return render(request, "reviews/intake.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def say_front_door(request: HttpRequest) -> HttpResponse:
    """Where a concern about a child goes, as every page says it on which a case comes in."""
    actor = actor_of_request(request)
    check_may(actor, Permission.CHANGE_RULES)
    door, edition = front_door(actor, on=clock.today()), find_edition(actor, "front-door", on=clock.today())
    known = {"name": door.name, "contact": door.contact, "after": edition.number}
    form = FrontDoorForm(request.POST or None, initial=known)

    def run(given: dict[str, Any]) -> str:
        after = given.pop("after")
        make_edition(actor, name="front-door", content=given, after=after, source="", at=clock.now())
        return "Kept. It stands on every page where a case is put forward."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("reviews:referrals")
    page = AddPage(
        title="Your front door",
        crumbs=(
            Crumb(text="Case referrals", href=reverse("reviews:referrals")),
            Crumb(text="Your front door"),
        ),
        form=form,
        button="Save",
        back=reverse("reviews:referrals"),
        lead="Where somebody tells a concern about a child. It is shown, with 999, wherever a case comes in: Heed is "
        "not a route for reporting concerns.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """A case with what was decided about it, and what can be done about that."""
    actor = actor_of_request(request)
    found = find_review(actor, ref)
    case = _facts(actor, found)
    doings = _recommending(request, actor, found, case)
    beside = (
        *_beside(request, actor, case),
        *attaching_doings(request, actor, case.referrals, case.attached),
    )
    done = carry_out(request, (*doings, *beside), _runs(actor, ref, case))
    if done:
        return redirect("reviews:decision", ref=request.POST["tie-other"]) if _joined(request) else done
    page = decision_page(
        actor, found, case, doings, beside, door=front_door(actor, on=clock.today()), today=clock.today()
    )
    return render(request, "reviews/part_thing.html", page, status=422 if page.has_errors else 200)


def _joined(request: HttpRequest) -> bool:
    """The case's own page is gone: its referrals are with the other."""
    return request.POST.get("do") == "tie" and request.POST.get("tie-tie") == Tie.SAME_CASE


def _facts(actor: Actor, review: Any) -> CaseFacts:
    decisions, referrals = decisions_of(actor, review), referrals_of(actor, review)
    ties = {each.other_ref: each.why for each in related_to(actor, review) if each.tie == Tie.SAME_CHILD}
    titles = case_titles(actor, list(ties))
    return CaseFacts(
        referrals=referrals,
        questions=questions_of(actor, review),
        told=family_history(actor, review),
        attached=_attached(actor, review, referrals),
        decisions=decisions,
        approvals={each.public_id: approval_of(actor, each) for each in decisions},
        alike=possible_duplicates(actor, review) if actor.may(Permission.RUN_REVIEWS) else (),
        puts=may_keep(actor),
        related=[(*titles[other], why) for other, why in ties.items() if other in titles],
    )


def _attached(actor: Actor, review: Any, referrals: Sequence[Any]) -> list[Any]:
    own = {each.reference for each in referrals}
    return [each for each in attached_to(actor, review) if each.about in own]


def _recommending(request: HttpRequest, actor: Actor, review: Any, case: CaseFacts) -> tuple[Doing, ...]:
    """The form for a recommendation, while none waits for those who decide."""
    views = [case.approvals[each.public_id] for each in case.decisions if each.stands_from is None]
    waits = any(view is None or view.state == State.WAITING for view in views)
    over = review.state not in ("referred", "decided", "commissioned") or not review.guidance
    if waits or over or not actor.may(Permission.RECOMMEND_DECISIONS):
        return ()
    asked = criteria_for(clock.today())
    checked = (
        f"confirmed by {asked.confirmed_by}" if asked.confirmed_by else "in Heed's words, not confirmed yet"
    )
    return (
        Doing(
            key="recommend",
            title="Recommend another decision" if review.decision else "Recommend a decision",
            button="Recommend it",
            lead=f"The criteria are those of {asked.name} ({asked.source}; {checked}). Whoever recommends does not "
            "decide: it is put to those who do, and stands when all of them agree.",
            form=bound(request, "recommend", RecommendForm, questions=asked.questions),
        ),
    )


def _beside(request: HttpRequest, actor: Actor, case: CaseFacts) -> tuple[Doing, ...]:
    runs, found = actor.may(Permission.RUN_REVIEWS), list(safety_doings(request, actor, case.questions))
    for each in case.referrals:
        if actor.may(Permission.RECOMMEND_DECISIONS) and each.acknowledged_at is None:
            key, title = f"received-{each.public_id}", f"Acknowledge {each.reference}"
            lead = (
                f"{each.referred_by.name} of {each.agency.name} sees here that it was received, and by whom."
            )
            form = bound(request, key, NothingForm)
            found.append(Doing(key=key, title=title, button="Acknowledge it", form=form, lead=lead))
    if runs and case.alike:
        others = [(each.review.public_id, str(each.review)) for each in case.alike]
        form = bound(request, "tie", TieForm, others=others)
        found.append(Doing(key="tie", title="Do two cases belong together?", button="Say so", form=form))
    return tuple(found)


def _runs(actor: Actor, ref: str, case: CaseFacts) -> dict[str, Any]:
    def recommend(given: dict[str, Any]) -> str:
        recommend_decision(actor, ref=ref, **recommended(given), at=clock.now())
        return "It is recommended, and stays with its reasons."

    def tie(given: dict[str, Any]) -> str:
        tie_cases(
            actor, ref=ref, other_ref=given["other"], tie=given["tie"], why=given["why"], at=clock.now()
        )
        return "Kept."

    runs = {
        "recommend": recommend,
        "tie": tie,
        **safety_runs(actor, case.questions),
        **attaching_runs(actor, ref, case.referrals),
    }
    for each in case.referrals:
        runs[f"received-{each.public_id}"] = _acknowledging(actor, each.public_id)
    return runs


def _acknowledging(actor: Actor, referral: str) -> Any:
    def run(given: dict[str, Any]) -> str:
        return f"{acknowledge_referral(actor, ref=referral, at=clock.now()).reference} is acknowledged."

    return run
