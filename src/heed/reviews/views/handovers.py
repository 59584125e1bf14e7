"""Handing a case over, and taking one that is offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_areas
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.cases import SafetyForm
from heed.reviews.forms.handovers import ConfirmForm, DeclineForm, OfferForm, WhyForm, offer_typed
from heed.reviews.operations.handovers import (
    confirm_handover,
    decline_case,
    offer_case,
    receive_case,
    take_back_offer,
)
from heed.reviews.presenters.handovers import handover_page, offered_case_page, offered_page
from heed.reviews.queries import find_review
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.cases import front_door
from heed.reviews.queries.handovers import (
    came_from,
    find_offered,
    handovers_of,
    offered_to_us,
    other_partnerships,
)
from heed.reviews.types.handovers import Destination, HandoverState


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, ref: str) -> HttpResponse:
    """To whom a case was or is handed over."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    found = handovers_of(actor, review)
    if request.method == "POST":
        check_may(actor, Permission.HAND_OVER)
    doings = _doings(request, actor, review, found) if actor.may(Permission.HAND_OVER) else ()
    if done := carry_out(request, doings, _runs(actor, ref, found)):
        return done
    page = handover_page(actor, review, found, came_from(actor, review), doings)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, review: Any, found: Sequence[Any]) -> tuple[Doing, ...]:
    """Offering it, or, while it is offered, what becomes of that."""
    waiting = next((each for each in found if each.state == HandoverState.OFFERED), None)
    if waiting is None:
        if review.state in ("closed", "accepted", "published", "withheld") or not review.guidance:
            return ()
        form = bound(
            request,
            "offer",
            OfferForm,
            destinations=_destinations(actor, review),
            files=_files(actor, review),
        )
        lead = "An area of this partnership has it at once. Anybody else says first whether they take it."
        return (Doing(key="offer", title="Hand the case over", button="Hand it over", form=form, lead=lead),)
    back = bound(request, "back", WhyForm)
    doings = [Doing(key="back", title="Offer it no longer", button="Take it back", form=back)]
    if waiting.to_partnership_id is None:
        form = bound(request, "confirm", ConfirmForm)
        title = f"{waiting.to_name} has it"
        doings.insert(
            0, Doing(key="confirm", title=title, button="Keep it, and close the case here", form=form)
        )
    return tuple(doings)


def _destinations(actor: Actor, review: Any) -> list[tuple[str, str]]:
    areas = [each.name for each in list_areas(actor.partnership_id) if each.pk != review.area_id]
    return [
        *((f"{Destination.AREA}:{each}", f"{each}, an area of this partnership") for each in areas),
        *((f"{Destination.PARTNERSHIP}:{each.public_id}", each.name) for each in other_partnerships(actor)),
        (f"{Destination.OUTSIDE}:", "Somebody who does not work in this Heed"),
    ]


def _files(actor: Actor, review: Any) -> list[tuple[str, str]]:
    found = attached_to(actor, review)
    return [(each.public_id, each.file_name) for each in found if each.taken_out_at is None]


def _runs(actor: Actor, ref: str, found: Sequence[Any]) -> dict[str, Run]:
    waiting = next((each.public_id for each in found if each.state == HandoverState.OFFERED), "")

    def offer(given: dict[str, Any]) -> str:
        row = offer_case(actor, review_ref=ref, offer=offer_typed(given), at=clock.now())
        return (
            f"{row.to_name} has it." if row.state == HandoverState.RECEIVED else f"Offered to {row.to_name}."
        )

    def confirm(given: dict[str, Any]) -> str:
        row = confirm_handover(actor, ref=waiting, **given, at=clock.now())
        return f"Kept: {row.to_name} has it. The case is closed here, and stays to be read."

    def back(given: dict[str, Any]) -> str:
        take_back_offer(actor, ref=waiting, why=given["why"], at=clock.now())
        return "Taken back. That it was offered stays."

    return {"offer": offer, "confirm": confirm, "back": back}


@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """What other partnerships offer."""
    actor = actor_of_request(request)
    return render(request, "things/thing.html", offered_page(offered_to_us(actor)))


@require_http_methods(["GET", "POST"])
def offered_case(request: HttpRequest, ref: str) -> HttpResponse:
    """A case that is offered, and whether it is taken."""
    actor = actor_of_request(request)
    row = find_offered(actor, ref)
    doings = _answering(request) if row.state == HandoverState.OFFERED else ()
    if done := carry_out(request, doings, _answers(actor, ref)):
        return done
    page = offered_case_page(row, doings, door=front_door(actor, on=clock.today()))
    return render(request, "reviews/offered.html", page, status=422 if page.has_errors else 200)


def _answering(request: HttpRequest) -> tuple[Doing, ...]:
    asked, declined = bound(request, "take", SafetyForm), bound(request, "leave", DeclineForm)
    lead = "First, as of every case that comes in: is any child unsafe now, who acted, and when?"
    return (
        Doing(key="take", title="Take it", button="Take the case", form=asked, lead=lead, tone="primary"),
        Doing(key="leave", title="Do not take it", button="Tell them that you do not", form=declined),
    )


def _answers(actor: Actor, ref: str) -> dict[str, Run]:
    def take(given: dict[str, Any]) -> str:
        return f"It is {receive_case(actor, ref=ref, **given, at=clock.now()).reference} here."

    def leave(given: dict[str, Any]) -> str:
        decline_case(actor, ref=ref, words=given["words"], at=clock.now())
        return "They are told that you do not take it, and why."

    return {"take": take, "leave": leave}
