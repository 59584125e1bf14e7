"""Who carries a review out: reviewers, their declarations, the panel and its meetings."""

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
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.people import (
    DeclareForm,
    EndPartForm,
    LeaveForm,
    MeetingForm,
    ReviewerForm,
    SeatForm,
)
from heed.reviews.operations.people import (
    appoint_reviewer,
    end_appointment,
    keep_declaration,
    keep_panel_meeting,
    keep_reviewer,
    seat_panel_member,
    unseat_panel_member,
)
from heed.reviews.policies.submissions import runs_reviews
from heed.reviews.presenters.people import people_page
from heed.reviews.queries import find_review
from heed.reviews.queries.independence import excluded_reviewers
from heed.reviews.queries.people import (
    appointments_of,
    excluded_members,
    list_reviewers,
    panel_meetings,
    panel_of_review,
    possible_members,
    role_names,
    served_before,
    still_needed,
)


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, ref: str) -> HttpResponse:
    """Everybody who carries one review out, and what can be done about them."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
    appointed, panel = appointments_of(actor, review.pk), panel_of_review(actor, review.pk)
    doings = _doings(request, actor, review, appointed, panel) if runs_reviews(actor) else ()
    if done := carry_out(request, doings, _runs(actor, ref, doings)):
        return done
    page = people_page(
        actor,
        review,
        appointed,
        panel,
        panel_meetings(actor, review.pk),
        served=served_before(actor, review),
        lacks=still_needed(review, appointed),
        excluded=[*excluded_members(review, panel), *excluded_reviewers(review, appointed)],
        doings=doings,
    )
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest, actor: Actor, review: Any, appointed: list[Any], panel: list[Any]
) -> tuple[Doing, ...]:
    possible = [
        (each.public_id, f"{each.person.name}, {each.agency}")
        for each in possible_members(actor, review, on=clock.today())
    ]
    reviewers = [(each.public_id, str(each)) for each in list_reviewers(actor)]
    agencies = [
        (each.public_id, each.name) for each in list_agencies(actor.partnership_id) if each.ended_on is None
    ]
    waits = [
        _named(each)
        for each in appointed
        if each.agreed_on and each.declared_on is None and each.ended_on is None
    ]
    serving = [_named(each) for each in appointed if each.ended_on is None]
    seated = [(each.public_id, f"{each.name}, {each.agency}") for each in panel if each.left_on is None]
    appointing = bound(request, "appoint", ReviewerForm, reviewers=reviewers, people=possible)
    seating = bound(request, "seat", SeatForm, people=possible, agencies=agencies, initial={"part": "member"})
    found = [
        Doing(key="appoint", title="Appoint somebody", button="Appoint them", form=appointing),
        Doing(key="seat", title="Put somebody on the panel", button="Put them on it", form=seating),
    ]
    if waits:
        form = bound(request, "declare", DeclareForm, whose=waits)
        found.insert(0, Doing(key="declare", title="Keep a declaration", button="Keep it", form=form))
    if seated:
        meeting = bound(request, "meeting", MeetingForm, members=seated)
        leaving = bound(request, "leave", LeaveForm, whose=seated)
        found += [
            Doing(key="meeting", title="The panel met", button="Keep who came", form=meeting),
            Doing(key="leave", title="Somebody leaves the panel", button="Take them off it", form=leaving),
        ]
    if serving:
        form = bound(request, "end", EndPartForm, whose=serving)
        found.append(Doing(key="end", title="A reviewer’s part ends", button="End it", form=form))
    return tuple(found)


def _named(row: Any) -> tuple[str, str]:
    return row.public_id, f"{row.reviewer.name}, {role_names().get(row.role, row.role).lower()}"


def _runs(actor: Actor, ref: str, doings: tuple[Doing, ...]) -> dict[str, Run]:
    def appoint(given: dict[str, Any]) -> str:
        reviewer = given["reviewer_ref"]
        if not reviewer:
            new = {name: given[name] for name in ("name", "firm", "experience", "member_ref")}
            reviewer = keep_reviewer(actor, **new, at=clock.now()).public_id
        row = appoint_reviewer(
            actor,
            review_ref=ref,
            reviewer_ref=reviewer,
            role=given["role"],
            appointed_on=given["appointed_on"],
            at=clock.now(),
        )
        if row.agreed_on is None:
            return (
                f"{row.reviewer} is put forward. They are appointed once all of those who decide have agreed."
            )
        return f"{row.reviewer} is appointed. They begin when they have declared their interests."

    def declare(given: dict[str, Any]) -> str:
        row = keep_declaration(actor, ref=given.pop("which"), **given, at=clock.now())
        return f"Kept. {row.reviewer.name} begins."

    def end(given: dict[str, Any]) -> str:
        end_appointment(actor, ref=given.pop("which"), **given, at=clock.now())
        return "Ended. That they had this part stays."

    def seat(given: dict[str, Any]) -> str:
        row = seat_panel_member(actor, review_ref=ref, **given, at=clock.now())
        return f"{row.name} sits on the panel for {row.agency}."

    def leave(given: dict[str, Any]) -> str:
        unseat_panel_member(actor, ref=given.pop("which"), **given, at=clock.now())
        return "They sit on the panel no more. That they did stays."

    def meeting(given: dict[str, Any]) -> str:
        form = next(each.form for each in doings if each.key == "meeting")
        keep_panel_meeting(
            actor,
            review_ref=ref,
            held_on=given["held_on"],
            came=form.came(given),
            substitutes=form.substitutes(given),
            words=given["words"],
            at=clock.now(),
        )
        return "Kept."

    return {
        "appoint": appoint,
        "declare": declare,
        "end": end,
        "seat": seat,
        "leave": leave,
        "meeting": meeting,
    }
