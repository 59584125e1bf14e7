"""What agencies are asked to give to a review: asked for, followed, looked over, signed off."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing, ThingPage
from heed.platform.ui.wording import count, day
from heed.reviews.forms.common import ChaseForm, MoveForm, ReasonForm
from heed.reviews.forms.submissions import (
    AskSubmissionsForm,
    CheckForm,
    CommissionForm,
    EndCommissionForm,
    EngagedForm,
    SignForm,
    SpokenForm,
)
from heed.reviews.operations.giving import (
    check_submission,
    note_submission_file_taken,
    sign_off_submission,
)
from heed.reviews.operations.non_compliance import (
    close_non_compliance,
    end_commission,
    keep_commission,
    send_on_non_compliance,
)
from heed.reviews.operations.submissions import (
    ask_for_submissions,
    chase_submission,
    move_submission_day,
    withdraw_submission,
)
from heed.reviews.policies.submissions import (
    can,
    check_looks_over,
    check_reads,
    check_signs_off,
    check_writes,
    runs_reviews,
)
from heed.reviews.presenters.attachments import attached_tables
from heed.reviews.presenters.submissions import (
    commissions_table,
    submission_page,
    submissions_page,
    version_page,
)
from heed.reviews.queries import find_review
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.methods import kinds_of_method
from heed.reviews.queries.submissions import (
    find_submission,
    find_version,
    lacking,
    last_version,
    list_commissions,
    open_case,
    return_day,
    signers_of_submission,
    submission_rules,
    submissions_of_review,
)
from heed.reviews.rules.submissions import next_stage, signing_role
from heed.reviews.types.submissions import Spoken, Stage, SubmissionState
from heed.reviews.views.attachments import attaching_doings, attaching_runs


@require_http_methods(["GET", "POST"])
def submissions(request: HttpRequest, ref: str) -> HttpResponse:
    """What is asked of agencies for one review."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
    doings = (_asking(request, actor, review),) if runs_reviews(actor) else ()

    def ask(given: dict[str, Any]) -> str:
        made = ask_for_submissions(actor, review_ref=ref, **given, at=clock.now())
        return f"{count(len(made), 'submission')} asked for, to come by {day(given['due_on'])}."

    if done := carry_out(request, doings, {"ask": ask}):
        return done
    found = submissions_of_review(actor, review.pk)
    page = submissions_page(actor, review, found, doings, today=clock.today())
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _asking(request: HttpRequest, actor: Actor, review: Any) -> Doing:
    agencies = [
        (each.public_id, each.name)
        for each in list_agencies(actor.partnership_id)
        if each.ended_on is None and each.kind != "partnership"
    ]
    usual = next(iter([*kinds_of_method(review), *submission_rules().kinds]))
    initial = {"due_on": return_day(actor.partnership_id, on=clock.today()), "kind": usual}
    form = bound(request, "ask", AskSubmissionsForm, agencies=agencies, initial=initial)
    return Doing(key="ask", title="Ask for submissions", button="Ask for it", form=form, tone="primary")


@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, ref: str) -> HttpResponse:
    """One submission, and what this person can do about it."""
    actor = actor_of_request(request)
    row = find_submission(actor, ref)
    files = attached_to(actor, row.review, row.reference)
    doings = (*_doings(request, actor, row), *attaching_doings(request, actor, [row], files))
    runs = {**_runs(actor, ref), **attaching_runs(actor, row.review.public_id, [row])}
    if done := carry_out(request, doings, runs):
        return done
    today = clock.today()
    role = signing_role(submission_rules(), row.agency.kind)
    reads = can(lambda: check_reads(actor, row))
    page = submission_page(
        actor,
        row,
        signers=signers_of_submission(row, role, on=today),
        reads=reads,
        writes=can(lambda: check_writes(actor, row)),
        doings=doings,
        today=today,
        attached=attached_tables(files, given=reads),
    )
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, row: Any) -> tuple[Doing, ...]:
    version = last_version(row)
    number = {"number": version.number if version else 0}
    found: list[Doing] = []
    if can(lambda: check_signs_off(actor, row)):
        found.append(
            Doing(
                key="sign",
                title="Sign it off",
                button="Sign it off",
                lead=f"You stand by version {number['number']} for {row.agency}. It is final then, and what it "
                "recommends goes into the register.",
                form=bound(request, "sign", SignForm, initial=number),
                tone="primary",
            )
        )
    if can(lambda: check_looks_over(actor, row, at=clock.now())):
        found.append(
            Doing(
                key="check",
                title="Look it over",
                button="Keep what you found",
                lead=f"Read version {number['number']} first. It goes to be signed off, or back to the agency.",
                form=bound(request, "check", CheckForm, initial=number),
                tone="primary",
            )
        )
    return (*found, *(_chasing(request, row) if runs_reviews(actor) else ()))


def _chasing(request: HttpRequest, row: Any) -> list[Doing]:
    """What those who run the review do while it does not come."""
    case, found = open_case(row), []
    if case:
        engaged = bound(request, "close", EngagedForm)
        found.append(Doing(key="close", title="The agency takes part now", button="Close it", form=engaged))
    to = next_stage(Stage(case.stage)) if case else Stage.REVIEW_GROUP
    if to and (case or lacking(row, clock.today())):
        name = submission_rules().stages[to]
        found.append(
            Doing(
                key="send_on",
                title=f"Send it on to {name}",
                button="Send it on",
                lead="Speak to the agency first. Your name stands beside what you write here.",
                form=bound(request, "send_on", SpokenForm, initial={"stage": to.value}),
            )
        )
    if row.state == SubmissionState.ASKED:
        moving = {"due_on": row.due_on, "version": row.version}
        found += [
            Doing(
                key="chase", title="Remind them", button="Keep it", form=bound(request, "chase", ChaseForm)
            ),
            Doing(
                key="day",
                title="Give them another day",
                button="Save",
                form=bound(request, "day", MoveForm, initial=moving),
            ),
            Doing(
                key="withdraw",
                title="Ask no more",
                button="Take it back",
                form=bound(request, "withdraw", ReasonForm),
            ),
        ]
    return found


def _runs(actor: Actor, ref: str) -> dict[str, Run]:
    def sign(given: dict[str, Any]) -> str:
        row = sign_off_submission(
            actor, ref=ref, words=given["words"], number=given["number"] or 0, at=clock.now()
        )
        return f"{row.reference} is signed off and final."

    def check(given: dict[str, Any]) -> str:
        met = dict.fromkeys(given.pop("met"), True)
        number = given.pop("number") or 0
        made = check_submission(actor, ref=ref, met=met, number=number, **given, at=clock.now())
        return "Sent back to the agency." if made.sent_back else "Kept. It can be signed off now."

    def chase(given: dict[str, Any]) -> str:
        chase_submission(actor, ref=ref, **given, at=clock.now())
        return f"Kept: {given['whom']} was told."

    def move(given: dict[str, Any]) -> str:
        row = move_submission_day(actor, ref=ref, **given, at=clock.now())
        return f"To come by {day(row.due_on)}. The earlier day stays in the history."

    def take_back(given: dict[str, Any]) -> str:
        withdraw_submission(actor, ref=ref, reason=given["reason"], at=clock.now())
        return "Taken back. The request stays on record with your reason."

    def send_on(given: dict[str, Any]) -> str:
        spoken = Spoken(given["to"], given["on"], given["words"])
        case = send_on_non_compliance(actor, ref=ref, spoken=spoken, stage=given["stage"], at=clock.now())
        return f"{case.reference} is sent on to {submission_rules().stages[given['stage']]}."

    def close(given: dict[str, Any]) -> str:
        case = close_non_compliance(actor, ref=ref, **given, at=clock.now())
        return f"{case.reference} is closed. What shows that the agency takes part stays with it."

    return {
        "sign": sign,
        "check": check,
        "chase": chase,
        "day": move,
        "withdraw": take_back,
        "send_on": send_on,
        "close": close,
    }


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One version to be read, by those who may."""
    actor = actor_of_request(request)
    row = find_submission(actor, ref)
    found = find_version(actor, ref, number)
    check_reads(actor, row)
    return render(request, "reviews/work.html", version_page(actor, row, found))


@require_safe
def submission_file(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """A version's file as it came, to be saved."""
    actor = actor_of_request(request)
    file = find_version(actor, ref, number).file
    if file is None:
        raise NotVisible
    found = note_submission_file_taken(actor, ref=ref, number=number, at=clock.now())
    ending = found.file_name.rsplit(".", 1)[-1].lower() if "." in found.file_name else "bin"
    named = f"{found.submission.reference.lower()}-{number}"
    return FileResponse(
        path_of(file).open("rb"),
        as_attachment=True,
        filename=f"{named}.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}",
        content_type="application/octet-stream",
    )


@require_http_methods(["GET", "POST"])
def commissions(request: HttpRequest) -> HttpResponse:
    """Who commissions whom: the way to whoever can make an agency take part."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
    found = list_commissions(actor)
    doings = _keeping(request, actor, found) if runs_reviews(actor) else ()

    def keep(given: dict[str, Any]) -> str:
        return f"Kept: {keep_commission(actor, **given, at=clock.now())}."

    def end(given: dict[str, Any]) -> str:
        end_commission(actor, ref=given["which"], ends_on=given["ends_on"], at=clock.now())
        return "Ended. That it was commissioned so stays."

    if done := carry_out(request, doings, {"keep": keep, "end": end}):
        return done
    page = ThingPage(
        title="Commissioners",
        crumbs=(Crumb(text="Reviews", href=reverse("reviews:list")), Crumb(text="Commissioners")),
        lead="Where an agency takes no part in a review, whoever commissions it is told last.",
        tables=(commissions_table(found, clock.today()),),
        beside=doings,
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _keeping(request: HttpRequest, actor: Actor, found: list[Any]) -> tuple[Doing, ...]:
    agencies = [
        (each.public_id, each.name) for each in list_agencies(actor.partnership_id) if each.ended_on is None
    ]
    form = bound(request, "keep", CommissionForm, agencies=agencies)
    doings = [Doing(key="keep", title="Keep who commissions whom", button="Keep it", form=form)]
    if open_ := [(each.public_id, str(each)) for each in found if each.ends_on is None]:
        ending = bound(request, "end", EndCommissionForm, commissions=open_)
        doings.append(Doing(key="end", title="One has ended", button="End it", form=ending))
    return tuple(doings)
