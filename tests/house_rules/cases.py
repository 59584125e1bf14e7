"""Cases, rapid reviews and clocks for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Partnership
from heed.reviews.models import Attachment, CaseHandover, CaseReferral, OfferedCase, Review
from heed.reviews.operations import (
    acknowledge_referral,
    answer_for_rapid_review,
    answer_safety,
    close_rapid_review,
    keep_panel_reply,
    keep_rapid_meeting,
    know_of_incident,
    move_review,
    note_letter_taken,
    note_rapid_sent,
    pause_clock,
    propose_step,
    resume_clock,
    tie_cases,
)
from heed.reviews.operations.attachments import attach_files, note_attachment_copied, take_attachment_out
from heed.reviews.operations.handovers import confirm_handover, decline_case, offer_case
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.cases import clocks_of, rapid_of
from heed.reviews.queries.handovers import offered_to_us
from heed.reviews.types.handovers import Destination, Offer
from tests.cast import AT, Cast, Register
from tests.cast_cases import a_rapid_review, a_recommendation, a_referral, decided, everybody_asked

DAY = AT.date()


def a_case(cast: Cast) -> CaseReferral:
    """A case with a rapid review, agencies asked, and a recommendation that waits for the partners."""
    known = CaseReferral.objects.visible_to(cast.manager).filter(children=["Child H"]).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    # By the agency lead, so that each role that may answer its first question gets the same answer.
    row = a_referral(cast.of[Role.AGENCY_LEAD], children=["Child H"], safety="", incident="4 January 2025")
    a_rapid_review(cast, row.review)
    everybody_asked(cast, row.review)
    a_recommendation(cast.officer, row.review)
    attached(cast, row)
    return row


def attached(cast: Cast, row: CaseReferral) -> Attachment:
    """A file with a referral."""
    files = [("notes.txt", [b"What we know."])]
    given = {"review_ref": row.review.public_id, "about": row.reference, "files": files}
    return attach_files(cast.officer, **given, at=AT)[0]


def things(cast: Cast) -> dict[str, str]:
    """Of cases: one of each."""
    row = a_case(cast)
    fresh = a_referral(cast.officer, children=["Child F"], incident="2 January 2024")
    review = decided_case(cast)
    return {
        "case": row.review.public_id,
        "case.referral": row.public_id,
        "case.attachment": attached_to(cast.officer, row.review, row.reference)[0].public_id,
        "case.fresh": fresh.review.public_id,
        "case.decided": review.public_id,
        "case.clock": clocks_of(cast.officer, review)[0].public_id,
    }


def offered(cast: Cast) -> OfferedCase:
    """A case that the other partnership hands over to this one."""
    handed(cast.outsider, cast.manager)
    return offered_to_us(cast.manager)[0]


def handed_over(cast: Cast) -> None:
    """Both sides' rows, all of them of this partnership: one it gave away, and one that was offered by somebody."""
    handed(cast.manager, cast.outsider, outside="Northmoor Partnership")
    OfferedCase.objects.create(
        partnership_id=cast.manager.partnership_id,
        scope=get_partnership_scope(cast.manager.partnership_id),
        handover_ref="elsewhere",
        from_name="Northmoor Partnership",
        their_reference="NM-1",
        why="The child lives here.",
        offered_on=DAY,
    )


def handed(giver: Actor, taker: Actor, *, outside: str = "") -> CaseHandover:
    """A case put forward and offered: to the other's partnership, or to somebody elsewhere."""
    row = a_referral(giver, children=["Child O"], incident="5 January 2024")
    here = Partnership.objects.get(pk=taker.partnership_id).public_id
    kind = Destination.OUTSIDE if outside else Destination.PARTNERSHIP
    offer = Offer(kind, outside or here, "The child lives there.", "What agencies gave.")
    return offer_case(giver, review_ref=row.review.public_id, offer=offer, at=AT)


def decided_case(cast: Cast) -> Review:
    """One of which it is decided that there is a review."""
    row = a_referral(cast.officer, children=["Child D"], incident="3 January 2024")
    decided(cast, row.review)
    return row.review


def related(cast: Cast) -> None:
    """Two cases of one child."""
    refs = [a_referral(cast.officer).review.public_id for _ in range(2)]
    tie_cases(cast.officer, ref=refs[0], other_ref=refs[1], tie="same_child", why="", at=AT)


def _rapid(cast: Cast) -> Review:
    return a_case(cast).review


def _answered(cast: Cast) -> Review:
    review = _rapid(cast)
    lead = cast.of[Role.AGENCY_LEAD]
    answer_for_rapid_review(
        lead, ref=review.public_id, safety="no", who_acted="", acted_when="", answer="Known to us.", at=AT
    )
    return review


def _met(cast: Cast) -> Review:
    review = decided_case(cast)
    if rapid_of(cast.officer, review) is None:
        a_rapid_review(cast, review)
    keep_rapid_meeting(cast.officer, ref=review.public_id, met_on=DAY, words="Found.", at=AT)
    return review


def _sent(cast: Cast) -> Review:
    review = _met(cast)
    note_rapid_sent(cast.officer, ref=review.public_id, sent_on=DAY, at=AT)
    return review


def _paused(cast: Cast) -> str:
    ref = clocks_of(cast.officer, decided_case(cast))[0].public_id
    pause_clock(cast.officer, ref=ref, began_on=DAY, reason="A trial", at=AT)
    return ref


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "case.referred": lambda register, cast: a_referral(cast.officer),
    "case.acknowledged": lambda register, cast: acknowledge_referral(
        cast.officer, ref=a_referral(cast.officer).public_id, at=AT
    ),
    "case.safety_answered": lambda register, cast: answer_safety(
        cast.officer,
        ref=a_referral(cast.officer, safety="").public_id,
        safety="no",
        who_acted="",
        acted_when="",
        at=AT,
    ),
    "case.tied": lambda register, cast: tie_cases(
        cast.officer,
        ref=a_referral(cast.officer).review.public_id,
        other_ref=a_referral(cast.officer).review.public_id,
        tie="same_child",
        why="",
        at=AT,
    ),
    **dict.fromkeys(["case.offered", "case.offer_arrived"], lambda register, cast: offered(cast)),
    "case.offer_answered": lambda register, cast: decline_case(
        cast.manager, ref=offered(cast).public_id, words="Not ours.", at=AT
    ),
    "case.handed_over": lambda register, cast: confirm_handover(
        cast.manager,
        ref=handed(cast.manager, cast.outsider, outside="Northmoor Partnership").public_id,
        received_on=DAY,
        received_by="Their manager",
        their_reference="",
        at=AT,
    ),
    "attachment.added": lambda register, cast: attached(cast, a_referral(cast.officer)),
    "attachment.taken_out": lambda register, cast: take_attachment_out(
        cast.officer, ref=attached(cast, a_referral(cast.officer)).public_id, why="Another case.", at=AT
    ),
    "attachment.copied": lambda register, cast: note_attachment_copied(
        cast.officer, ref=attached(cast, a_referral(cast.officer)).public_id, at=AT
    ),
    "case.recommended": lambda register, cast: a_case(cast),
    "review.moved": lambda register, cast: move_review(
        cast.officer,
        ref=decided_case(cast).public_id,
        to="commissioned",
        on=DAY,
        why="",
        method="systems",
        at=AT,
    ),
    "review.step_proposed": lambda register, cast: propose_step(
        cast.officer, ref=decided_case(cast).public_id, to="closed", why="Nothing is left to do.", at=AT
    ),
    "rapid.notified": lambda register, cast: a_case(cast),
    "rapid.known": lambda register, cast: know_of_incident(
        cast.officer, ref=a_referral(cast.officer).review.public_id, aware_on=DAY, at=AT
    ),
    "rapid.asked": lambda register, cast: a_case(cast),
    "rapid.answered": lambda register, cast: _answered(cast),
    "rapid.met": lambda register, cast: _met(cast),
    "rapid.sent": lambda register, cast: _sent(cast),
    "rapid.replied": lambda register, cast: keep_panel_reply(
        cast.officer,
        ref=_sent(cast).public_id,
        replied_on=DAY,
        reply_by="Reviewer 4",
        agrees=True,
        words="",
        at=AT,
    ),
    "rapid.closed": lambda register, cast: close_rapid_review(
        cast.officer, ref=_rapid(cast).public_id, closed_on=DAY, why="An accident.", at=AT
    ),
    "rapid.letter_taken": lambda register, cast: note_letter_taken(
        cast.officer, ref=_rapid(cast).public_id, at=AT
    ),
    "review.clock_paused": lambda register, cast: _paused(cast),
    "review.clock_resumed": lambda register, cast: resume_clock(
        cast.officer, ref=_paused(cast), ended_on=DAY + timedelta(days=1), at=AT + timedelta(days=2)
    ),
}

_O = "heed.reviews.operations"
WITHOUT_ACTOR = {
    f"{_O}.attachments.store_files": "part of the caller's operation, which says who",
    f"{_O}.clocks.start_clock": "part of the caller's operation, which says who",
    f"{_O}.clocks.end_clock": "part of the caller's operation, which says who",
    f"{_O}.stages.enter_stage": "part of the caller's operation, which says who",
    f"{_O}.deciding.settle_decision": "what the approval, whose operation calls it, makes of the case",
    f"{_O}.proposing.settle_step": "what the approval, whose operation calls it, makes of the review",
    f"{_O}.proposing.settle_appointment": "what the approval, whose operation calls it, makes of the appointment",
}
WITHOUT_MOMENT = {
    f"{_O}.clocks.start_clock": "begins on a day, which is given",
    f"{_O}.clocks.end_clock": "ends on a day, which is given",
    f"{_O}.deciding.settle_decision": "given in order, as the approvals give it",
    f"{_O}.proposing.settle_step": "given in order, as the approvals give it",
    f"{_O}.proposing.settle_appointment": "given in order, as the approvals give it",
}
WITHOUT_EVENT = {
    f"{_O}.participation.checked_contact": "looks at what was typed, nothing is changed",
    f"{_O}.attachments.store_files": "attaching them is the event",
    f"{_O}.clocks.start_clock": "part of the caller's operation",
    f"{_O}.clocks.end_clock": "part of the caller's operation",
    f"{_O}.stages.enter_stage": "part of the caller's operation",
    f"{_O}.deciding.settle_decision": "the approval that settles it is the event",
    f"{_O}.proposing.settle_step": "the approval that settles it is the event",
    f"{_O}.proposing.settle_appointment": "the approval that settles it is the event",
}
WITHOUT_VERSION = {
    f"{_O}.handovers.receive_case": "claims the offer while it waits: the second is told so",
    f"{_O}.handovers.decline_case": "claims the offer while it waits: the second is told so",
    f"{_O}.handovers.take_back_offer": "claims the offer while it waits: the second is told so",
    f"{_O}.handovers.confirm_handover": "claims the offer while it waits: the second is told so",
    f"{_O}.handovers.offer_case": "the database has one offer of a case at a time: the second is told so",
    f"{_O}.attachments.take_attachment_out": "claims it while it is there: the second is told so",
    f"{_O}.cases.acknowledge_referral": "claims it while nobody has acknowledged it",
    f"{_O}.safety.answer_safety": "says which answer was seen: the second is told what the first said",
    f"{_O}.cases.tie_cases": "moves referrals as a whole; words stay",
    f"{_O}.clocks.start_clock": "makes it; its day is counted again for the pauses that it begins with",
    f"{_O}.clocks.end_clock": "ends it, once: the second changes nothing",
    f"{_O}.clocks.pause_clock": "the database has one pause at a time for a cause",
    f"{_O}.clocks.pause_clocks": "the database has one pause at a time for a cause",
    f"{_O}.clocks.resume_clock": "ends the pause, once: the second is told",
    f"{_O}.clocks.resume_clocks": "ends the pauses, once: the second changes nothing",
    f"{_O}.deciding.settle_decision": "what stands follows from the approvals, whoever was first",
    f"{_O}.proposing.settle_step": "what is so follows from the approvals, whoever was first",
    f"{_O}.proposing.settle_appointment": "what is so follows from the approvals, whoever was first",
    f"{_O}.rapid.notify_rapid_review": "claims it while the Panel is not notified",
    f"{_O}.rapid.know_of_incident": "a case has one rapid review, by the database",
    f"{_O}.rapid.answer_for_rapid_review": "claims the request while nobody has answered it",
    f"{_O}.rapid.keep_rapid_meeting": "claims the step while nobody has written it down",
    f"{_O}.rapid.note_rapid_sent": "claims the step while nobody has written it down",
    f"{_O}.rapid.keep_panel_reply": "claims the step while nobody has written it down",
    f"{_O}.rapid.close_rapid_review": "claims it while it is open",
    f"{_O}.stages.enter_stage": "adds a row; the state follows from it",
    f"{_O}.stages.move_review": "only from where the review is, which is held meanwhile",
}
