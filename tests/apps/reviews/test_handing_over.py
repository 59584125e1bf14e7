"""A case goes to another area, another partnership here, or a body elsewhere: both sides keep it, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Area, Partnership
from heed.reviews.models import CaseHandover, CaseReferral, OfferedCase, ReviewClock
from heed.reviews.operations.attachments import attach_files
from heed.reviews.operations.handovers import (
    confirm_handover,
    decline_case,
    offer_case,
    receive_case,
    take_back_offer,
)
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.handovers import handovers_of, offered_to_us
from heed.reviews.types.handovers import Destination, Offer
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_referral, decided

NO_CHILD: dict[str, Any] = {"safety": "no", "who_acted": "", "acted_when": "", "at": AT}
STAYS = "What agencies told us; ask the manager."


def offer_to(taker: Actor, **other: Any) -> Offer:
    here = Partnership.objects.get(pk=taker.partnership_id).public_id
    return Offer(
        **{"kind": "partnership", "to": here, "why": "The child lives there.", "stays": STAYS, **other}
    )


def give(giver: Actor, row: CaseReferral, offer: Offer) -> CaseHandover:
    return offer_case(giver, review_ref=row.review.public_id, offer=offer, at=AT)


def fresh(row: Any) -> Any:
    return type(row).objects.for_everyone(because="a test looks at both sides").get(pk=row.pk)


def test_a_case_passes_to_another_partnership_and_stays_to_be_read(cast: Cast) -> None:
    row = a_referral(cast.officer)
    decided(cast, row.review, outcome="no_review")
    one, _ = attach_files(
        cast.officer,
        review_ref=row.review.public_id,
        about=row.reference,
        files=[("passes.txt", [b"It passes."]), ("stays.txt", [b"It stays."])],
        at=AT,
    )
    made = give(cast.manager, row, offer_to(cast.outsider, files=(one.public_id,)))
    [offered] = offered_to_us(cast.outsider)
    client = client_of(cast.outsider)
    page = reverse("reviews:offered_case", args=[offered.public_id])
    shown = client.get(page).content.decode()
    assert "A baby was seriously injured at home." in shown
    assert "Agencies worked apart." in shown
    assert "999" in shown
    assert client_of(cast.manager).get(page).status_code == 404
    theirs = client.get(reverse("history:log")).content.decode()
    assert "Somebody of another partnership" in theirs
    assert cast.manager.name not in theirs  # named in their own log, not in that of whoever was offered it
    assert cast.manager.name in client_of(cast.manager).get(reverse("history:log")).content.decode()
    assert client.post(page, {"do": "take", "take-safety": ""}).status_code == 422
    assert client.post(page, {"do": "take", "take-safety": "not_known"}).status_code == 302
    there = CaseReferral.objects.visible_to(cast.outsider).get()
    assert there.children == row.children
    assert there.is_open
    assert f"Handed over by {cast.manager.partnership_name} ({row.reference} there)" in there.what_happened
    assert [each.file_name for each in attached_to(cast.outsider, there.review)] == ["passes.txt"]
    assert client.get(reverse("reviews:handover", args=[there.review.public_id])).status_code == 200
    before, made = fresh(row.review), fresh(made)
    assert (before.state, made.state, made.their_reference) == ("closed", "received", there.reference)
    clocks = ReviewClock.objects.visible_to(cast.officer).filter(review=before)
    assert not clocks.filter(ended_on__isnull=True).exists()
    assert len(attached_to(cast.officer, before)) == 2
    kept = client_of(cast.officer).get(reverse("reviews:handover", args=[before.public_id])).content.decode()
    assert there.reference in kept
    assert STAYS in kept
    with pytest.raises(NotNow, match="answered already"):
        receive_case(cast.outsider, ref=offered.public_id, **NO_CHILD)
    with pytest.raises(NotNow, match="This review is closed"):
        give(cast.manager, row, offer_to(cast.outsider))


def test_what_is_not_taken_or_is_taken_back_stays(cast: Cast) -> None:
    row = a_referral(cast.officer)
    made = give(cast.manager, row, offer_to(cast.outsider))
    with pytest.raises(NotNow, match="offered to somebody already"):
        give(cast.manager, row, offer_to(cast.outsider))
    [offered] = offered_to_us(cast.outsider)
    with pytest.raises(Invalid):
        decline_case(cast.outsider, ref=offered.public_id, words=" ", at=AT)
    decline_case(cast.outsider, ref=offered.public_id, words="The child has moved on.", at=AT)
    assert (fresh(made).state, fresh(made).answer) == ("declined", "The child has moved on.")
    assert fresh(row.review).state == "referred"
    again = give(cast.manager, row, offer_to(cast.outsider))
    confirmed = {"received_on": AT.date(), "received_by": "A", "their_reference": "", "at": AT}
    with pytest.raises(NotNow, match="answers here itself"):
        confirm_handover(cast.manager, ref=again.public_id, **confirmed)
    take_back_offer(cast.manager, ref=again.public_id, why="It stays with us.", at=AT)
    newest = offered_to_us(cast.outsider)[0]
    assert newest.state == "taken_back"
    with pytest.raises(NotNow, match="taken back"):
        receive_case(cast.outsider, ref=newest.public_id, **NO_CHILD)
    assert [each.state for each in handovers_of(cast.officer, row.review)] == ["declined", "taken_back"]
    assert not CaseReferral.objects.visible_to(cast.outsider).exists()


def test_an_area_has_it_at_once_and_a_body_elsewhere_once_it_says_so(cast: Cast) -> None:
    area = Area.objects.create(partnership_id=cast.manager.partnership_id, name="Northside")
    row = a_referral(cast.officer)
    page = reverse("reviews:handover", args=[row.review.public_id])
    client = client_of(cast.manager)
    sent: dict[str, Any] = {"do": "offer", "offer-to": "area:Northside", "offer-why": ""}
    assert "Say why it is handed over" in client.post(page, sent).content.decode()
    assert client.post(page, {**sent, "offer-why": "The family moved."}).status_code == 302
    review = fresh(row.review)
    assert (review.area_id, review.state) == (area.pk, "referred")
    assert client.post(page, {**sent, "offer-why": "Again."}).status_code == 422
    sent = {"do": "offer", "offer-to": "outside:", "offer-why": "The child lives there."}
    assert "Say to whom it goes" in client.post(page, sent).content.decode()
    assert client.post(page, {**sent, "offer-to_name": "Northmoor Partnership"}).status_code == 302
    assert not OfferedCase.objects.visible_to(cast.outsider).exists()
    today = timezone.localdate()
    parts = ("day", "month", "year")
    day = {f"confirm-received_on_{part}": getattr(today, part) for part in parts}
    sent = {"do": "confirm", **day, "confirm-their_reference": "NM-7"}
    assert "Say who there has confirmed it" in client.post(page, sent).content.decode()
    assert client.post(page, {**sent, "confirm-received_by": "Their manager"}).status_code == 302
    assert fresh(row.review).state == "closed"
    assert "NM-7 there" in client.get(page).content.decode()


def test_who_hands_over_and_what_holds_it_up(cast: Cast, register: Register) -> None:
    row = a_referral(cast.officer)
    with pytest.raises(NotAllowed):
        give(cast.officer, row, offer_to(cast.outsider))
    with pytest.raises(NotVisible):
        give(cast.outsider, row, offer_to(cast.manager))
    with pytest.raises(NotNow, match="published"):
        offer_case(cast.manager, review_ref=register.review.public_id, offer=offer_to(cast.outsider), at=AT)
    nowhere = {"kind": Destination.AREA, "to": "Nowhere"}
    for wrong in ({"to": "nobody"}, {"to": ""}, nowhere, {"files": ("x",)}, {"why": " "}):
        with pytest.raises(Invalid):
            give(cast.manager, row, offer_to(cast.outsider, **wrong))
    asked = work.ask(cast, register)
    rows = type(asked).objects.visible_to(cast.manager).filter(pk=asked.pk)
    rows.update(review=row.review)
    with pytest.raises(NotNow, match=asked.reference):
        give(cast.manager, row, offer_to(cast.outsider))
    rows.update(review=register.review)
    give(cast.manager, row, offer_to(cast.outsider))
    reader = cast.of[Role.AGENCY_CONTRIBUTOR]
    page = reverse("reviews:handover", args=[row.review.public_id])
    assert "The child lives there." in client_of(reader).get(page).content.decode()
    exclude(cast, row, reader)  # type: ignore[arg-type]
    assert client_of(reader).get(page).status_code == 404
    with pytest.raises(NotAllowed):
        offered_to_us(cast.of[Role.READER])
