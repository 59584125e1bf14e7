"""Handing a case over: offered with what passes, received or declined by the others, and kept on both sides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.partnerships.models import Partnership
from heed.platform.partnerships.queries import list_areas
from heed.platform.ui.wording import words as listed
from heed.reviews.events.handovers import CaseHandedOver, CaseOfferAnswered, CaseOfferArrived, CaseOffered
from heed.reviews.models import CaseHandover, CaseReferral, OfferedCase, Review
from heed.reviews.operations.attachments import keep_attachments
from heed.reviews.operations.cases import refer_case
from heed.reviews.operations.stages import enter_stage
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.cases import decisions_of, referrals_of
from heed.reviews.queries.handovers import (
    find_handover,
    find_offered,
    other_partnerships,
    passing_files,
    still_asked,
)
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.days import past_day, refuse, words_of
from heed.reviews.types import OUTCOMES, STAGES, ReviewState
from heed.reviews.types.handovers import Destination, HandoverState, Offer

_MAY_GO = {
    ReviewState.REFERRED,
    ReviewState.DECIDED,
    ReviewState.COMMISSIONED,
    ReviewState.GATHERING,
    ReviewState.DRAFTING,
}
_BECAUSE = "the other side of a handover is written down there too"


@transaction.atomic
def offer_case(actor: Actor, *, review_ref: str, offer: Offer, at: datetime) -> CaseHandover:
    """Hand a case to another area of the partnership, which has it at once, or offer it to another partnership or body.

    All of it stays here. The words of its referrals and decisions pass, with the files that are chosen; the others say
    whether they take it, and only then is the case closed here.
    """
    check_may(actor, Permission.HAND_OVER)
    review = find_review(actor, review_ref)
    if review.state not in _MAY_GO or not referrals_of(actor, review):
        raise NotNow(
            f"This review is {STAGES[ReviewState(review.state)].casefold()}. A case is handed over after it was put "
            "forward, and before its report is accepted."
        )
    files = [each for each in attached_to(actor, review) if each.taken_out_at is None]
    chosen = [each for each in files if each.public_id in offer.files]
    partnership, name = _destination(actor, review, offer)
    why = words_of(offer.why, field="why", needed="Say why it is handed over", most=5000)
    refuse({"passes": "Choose from the list"} if len(chosen) != len(set(offer.files)) else {})
    if offer.kind != Destination.AREA and (left := still_asked(review)):
        raise NotNow(f"Agencies are still asked for {listed(left)}. Take those requests back first.")
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            row: CaseHandover = CaseHandover.objects.create(
                partnership_id=actor.partnership_id,
                scope=scope_for_new_rows(actor.partnership_id, review.public_id),
                review=review,
                to_name=name,
                to_partnership=partnership,
                why=why,
                stays=words_of(offer.stays, field="stays", needed="", most=5000),
                files=[each.public_id for each in chosen],
                offered_by_id=actor.person_id,
                offered_on=today,
            )
    except IntegrityError as offered:
        raise NotNow("It is offered to somebody already. Take that back first.") from offered
    happened = CaseOffered(reference=review.reference, to=name[:120], files=len(chosen))
    record(actor, happened, subject_kind="review", subject_ref=review_ref, at=at)
    if offer.kind == Destination.AREA:
        _to_area(actor, review, row, name, at)
    elif partnership is not None:
        _arrives(actor, review, row, partnership, at)
    return find_handover(actor, row.public_id)


def _destination(actor: Actor, review: Review, offer: Offer) -> tuple[Partnership | None, str]:
    """The partnership here that it goes to, where it is one, and what whoever it goes to is called."""
    to = " ".join(offer.to.split())
    if offer.kind == Destination.PARTNERSHIP:
        for each in other_partnerships(actor):
            if each.public_id == to:
                return each, each.name
    elif offer.kind == Destination.AREA:
        areas = {each.name for each in list_areas(actor.partnership_id)}
        if to in areas and (review.area is None or review.area.name != to):
            return None, to
    elif offer.kind == Destination.OUTSIDE and 0 < len(to) <= 160:
        return None, to
    wrong = "Say to whom it goes"
    raise Invalid(f"{wrong}.", fields={"to": wrong, "to_name": wrong})


def _to_area(actor: Actor, review: Review, row: CaseHandover, name: str, at: datetime) -> None:
    area = next(each for each in list_areas(actor.partnership_id) if each.name == name)
    Review.objects.visible_to(actor).filter(pk=review.pk).update(area=area, version=F("version") + 1)
    _answered(row, HandoverState.RECEIVED, at, by=actor.name, reference=review.reference)
    happened = CaseHandedOver(reference=review.reference, to=name[:120])
    record(actor, happened, subject_kind="review", subject_ref=review.public_id, at=at)


def _arrives(actor: Actor, review: Review, row: CaseHandover, to: Partnership, at: datetime) -> None:
    made = OfferedCase.objects.create(
        partnership=to,
        scope=get_partnership_scope(to.pk),
        handover_ref=row.public_id,
        from_name=actor.partnership_name,
        their_reference=review.reference,
        why=row.why,
        stays=row.stays,
        papers=_papers(actor, review),
        files=len(row.files),
        offered_on=row.offered_on,
    )
    happened = CaseOfferArrived(giver=actor.partnership_name[:120], reference=review.reference)
    record(
        actor,
        happened,
        subject_kind="offeredcase",
        subject_ref=made.public_id,
        at=at,
        partnership_id=to.pk,
    )


def _papers(actor: Actor, review: Review) -> dict[str, Any]:
    """What passes in words, as it is now."""
    referrals = referrals_of(actor, review)
    stood = [each for each in decisions_of(actor, review) if each.stands_from]
    return {
        "children": list(dict.fromkeys(child for each in referrals for child in each.children)),
        "category": referrals[0].category,
        "incident": review.incident_text,
        "told": [
            f"{each.agency.name}, {each.referred_on:%-d %B %Y}: {each.what_happened}" for each in referrals
        ],
        "factors": "\n".join(each.factors for each in referrals if each.factors),
        "family": "\n".join(each.family for each in referrals if each.family),
        "before": "\n".join(each.before for each in referrals if each.before),
        "known": "\n".join(each.agencies_known for each in referrals if each.agencies_known),
        "decided": [
            f"{timezone.localdate(each.stands_from):%-d %B %Y}: {OUTCOMES[each.outcome]}. {each.reasons}"
            for each in stood
            if each.stands_from
        ],
    }


@transaction.atomic
def receive_case(
    actor: Actor, *, ref: str, safety: str, who_acted: str, acted_when: str, at: datetime
) -> CaseReferral:
    """Take a case that another partnership offered. It is a case of its own here, from its first question on, with
    what passed; there it is closed, with the reference that it has here."""
    check_may(actor, Permission.HAND_OVER)
    offered = _claim(actor, ref)
    giver = _of_giver(offered)
    papers = offered.papers
    referral = refer_case(
        actor,
        safety=safety,
        who_acted=who_acted,
        acted_when=acted_when,
        children=papers["children"],
        category=papers["category"],
        incident=papers["incident"],
        what_happened=_told(offered),
        factors=papers["factors"],
        agencies_known=papers["known"],
        family=papers.get("family", ""),
        before=papers.get("before", ""),
        at=at,
    )
    stored = [(each.file_name, each.file) for each in passing_files(giver)]
    keep_attachments(actor, review=referral.review, about=referral.reference, stored=stored, at=at)
    OfferedCase.objects.visible_to(actor).filter(pk=offered.pk).update(
        state=HandoverState.RECEIVED,
        review=referral.review,
        scope=referral.review.scope,
        answered_by=actor.person_id,
        answered_on=timezone.localdate(at),
        version=F("version") + 1,
    )
    _tell_giver(actor, giver, offered, HandoverState.RECEIVED, at, reference=referral.reference)
    _close(giver, referral.reference, on=timezone.localdate(at), person_id=actor.person_id, at=at)
    return referral


def _told(offered: OfferedCase) -> str:
    """What happened, as whoever handed it over told it."""
    said = [f"Handed over by {offered.from_name} ({offered.their_reference} there): {offered.why}"]
    said += offered.papers["told"]
    said += [f"Decided there, {each}" for each in offered.papers["decided"]]
    return "\n\n".join(said)


@transaction.atomic
def decline_case(actor: Actor, *, ref: str, words: str, at: datetime) -> OfferedCase:
    """Say that the partnership does not take a case that was offered, and why. It stays with whoever has it."""
    check_may(actor, Permission.HAND_OVER)
    offered = _claim(actor, ref)
    said = words_of(words, field="words", needed="Say why it is not taken", most=5000)
    OfferedCase.objects.visible_to(actor).filter(pk=offered.pk).update(
        state=HandoverState.DECLINED,
        answered_by=actor.person_id,
        answered_on=timezone.localdate(at),
        answer=said,
        version=F("version") + 1,
    )
    _tell_giver(actor, _of_giver(offered), offered, HandoverState.DECLINED, at, words=said)
    return find_offered(actor, ref)


def _claim(actor: Actor, ref: str) -> OfferedCase:
    """The offer while it waits, held: of two who answer, the second is told."""
    row = find_offered(actor, ref)
    waiting = OfferedCase.objects.visible_to(actor).filter(pk=row.pk, state=HandoverState.OFFERED)
    if not waiting.update(version=F("version") + 1):
        raise NotNow("This is answered already, or was taken back. Load the page again.")
    return row


def _of_giver(offered: OfferedCase) -> CaseHandover:
    rows = CaseHandover.objects.for_everyone(because=_BECAUSE).filter(public_id=offered.handover_ref)
    return rows.select_related("review").get()  # type: ignore[no-any-return]


def _tell_giver(
    actor: Actor,
    giver: CaseHandover,
    offered: OfferedCase,
    state: HandoverState,
    at: datetime,
    *,
    reference: str = "",
    words: str = "",
) -> None:
    """Write the answer down on both sides, with an event in each log."""
    _answered(
        giver, state, at, by=f"{actor.name}, {actor.partnership_name}", reference=reference, words=words
    )
    happened = CaseOfferAnswered(reference=offered.their_reference, state=state.value)
    record(actor, happened, subject_kind="offeredcase", subject_ref=offered.public_id, at=at)
    record(
        actor,
        happened,
        subject_kind="review",
        subject_ref=giver.review.public_id,
        at=at,
        partnership_id=giver.partnership_id,
    )


def _answered(
    row: CaseHandover,
    state: HandoverState,
    at: datetime,
    *,
    by: str,
    reference: str = "",
    words: str = "",
    on: date | None = None,
) -> None:
    waiting = CaseHandover.objects.for_everyone(because=_BECAUSE).filter(
        pk=row.pk, state=HandoverState.OFFERED
    )
    if not waiting.update(
        state=state,
        answered_on=on or timezone.localdate(at),
        answered_by=by[:200],
        their_reference=reference[:40],
        answer=words,
        version=F("version") + 1,
    ):
        raise NotNow("This is answered already, or was taken back. Load the page again.")


def _close(row: CaseHandover, reference: str, *, on: date, person_id: int | None, at: datetime) -> None:
    """The case is with the others now: closed here, with its clocks; nothing of it goes."""
    why = f"Handed over to {row.to_name}{f', {reference} there' if reference else ''}"
    enter_stage(row.review, ReviewState.CLOSED, on=on, why=why, person_id=person_id, at=at)
    running = row.review.clocks.for_everyone(because="all clocks of a case that is handed over stop")
    running.filter(ended_on__isnull=True).update(ended_on=on, end_words=why[:200])


@transaction.atomic
def confirm_handover(
    actor: Actor, *, ref: str, received_on: date | None, received_by: str, their_reference: str, at: datetime
) -> CaseHandover:
    """A body that does not work in this Heed has confirmed that it has the case: who there, and when."""
    check_may(actor, Permission.HAND_OVER)
    row = find_handover(actor, ref)
    if row.to_partnership_id:
        raise NotNow(f"{row.to_name} answers here itself.")
    who = words_of(received_by, field="received_by", needed="Say who there has confirmed it", most=160)
    on = past_day(
        received_on,
        today=timezone.localdate(at),
        field="received_on",
        what="the day they confirmed it",
        since=row.offered_on,
        since_what="it was offered",
    )
    reference = " ".join(their_reference.split())[:40]
    _answered(row, HandoverState.RECEIVED, at, by=who, reference=reference, on=on)
    _close(row, reference, on=on, person_id=actor.person_id, at=at)
    happened = CaseHandedOver(reference=row.review.reference, to=row.to_name[:120])
    record(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)
    return find_handover(actor, ref)


@transaction.atomic
def take_back_offer(actor: Actor, *, ref: str, why: str, at: datetime) -> CaseHandover:
    """Offer a case no longer, before the others have answered. That it was offered stays, on both sides."""
    check_may(actor, Permission.HAND_OVER)
    row = find_handover(actor, ref)
    reason = words_of(why, field="why", needed="Say why", most=300)
    _answered(row, HandoverState.TAKEN_BACK, at, by=actor.name, words=reason)
    theirs = OfferedCase.objects.for_everyone(because=_BECAUSE).filter(handover_ref=row.public_id)
    theirs.update(
        state=HandoverState.TAKEN_BACK,
        answered_on=timezone.localdate(at),
        answer=reason,
        version=F("version") + 1,
    )
    happened = CaseOfferAnswered(reference=row.review.reference, state=HandoverState.TAKEN_BACK.value)
    record(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)
    for each in theirs:
        record(
            actor,
            happened,
            subject_kind="offeredcase",
            subject_ref=each.public_id,
            at=at,
            partnership_id=each.partnership_id,
        )
    return find_handover(actor, ref)
