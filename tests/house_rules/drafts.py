"""Drafts of reports for the house rules: what addresses point at, how each event happens, two people at once."""

from __future__ import annotations

from collections.abc import Callable

from heed.platform.access.roles import Role
from heed.reviews.models import Review
from heed.reviews.operations import answer_challenge, note_draft_taken
from heed.reviews.operations.frameworks import withdraw_framework
from tests import cast_drafts as drafting
from tests.cast import AT, Cast, Register


def drafted(cast: Cast) -> Review:
    """A review with two versions of its report, the newest at its first gate, and a challenge without an answer."""
    known = Review.objects.visible_to(cast.manager).filter(referrals__children=["Child S"]).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    review = drafting.a_review(cast, child="Child S")
    one = drafting.a_draft(cast, review)
    drafting.pass_gate(cast, one, "panel", outcome="sent_back", words="Say what his days were like.", met=[])
    two = drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("He was cold at night."))
    drafting.a_challenge(cast.of[Role.INDEPENDENT_SCRUTINEER], two)
    return review


def things(cast: Cast) -> dict[str, str]:
    """Of drafts: a review that has some, and one that gathers and has none; and a framework document."""
    drafting.a_framework(cast, name="How children are heard", standards=[])
    return {
        "case.drafted": drafted(cast).public_id,
        "case.gathers": drafting.a_review(cast, child="Child T").public_id,
    }


def _answered(cast: Cast) -> object:
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    ref = drafting.a_challenge(cast.manager, draft).public_id
    return answer_challenge(cast.officer, ref=ref, outcome="stays", answer="It is what was recorded.", at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "draft.sent": lambda register, cast: drafting.a_draft(cast, drafting.a_review(cast)),
    "draft.gate_decided": lambda register, cast: drafted(cast),
    "draft.challenged": lambda register, cast: drafted(cast),
    "draft.challenge_answered": lambda register, cast: _answered(cast),
    "framework.kept": lambda register, cast: drafting.a_framework(cast),
    "framework.withdrawn": lambda register, cast: withdraw_framework(
        cast.manager, ref=drafting.a_framework(cast).public_id, reason="Kept twice.", at=AT
    ),
    "draft.file_taken": lambda register, cast: note_draft_taken(
        cast.officer, review_ref=drafted(cast).public_id, number=1, at=AT
    ),
}

_O = "heed.reviews.operations"
WITHOUT_ACTOR = {
    f"{_O}.clocks.reopen_clock": "part of the caller's operation, which says who",
    f"{_O}.stages.end_clocks_of": "part of the caller's operation, which says who",
    f"{_O}.accepting.settle_acceptance": "what the approval, whose operation calls it, makes of the report",
}
WITHOUT_MOMENT = {
    f"{_O}.clocks.reopen_clock": "runs on from the day on which it began",
    f"{_O}.stages.end_clocks_of": "of a day, which is given",
    f"{_O}.accepting.settle_acceptance": "given in order, as the approvals give it",
}
WITHOUT_EVENT = {
    f"{_O}.clocks.reopen_clock": "part of the caller's operation",
    f"{_O}.stages.end_clocks_of": "part of the caller's operation",
    f"{_O}.accepting.settle_acceptance": "the approval that settles it is the event",
}
WITHOUT_VERSION = {
    f"{_O}.frameworks.withdraw_framework": "claims the edition while it stands: the second is told",
    f"{_O}.clocks.reopen_clock": "lets a stopped clock run: the second changes nothing",
    f"{_O}.accepting.settle_acceptance": "what is accepted follows from the approvals, whoever was first",
    f"{_O}.drafts.answer_challenge": "claims the challenge while it has no answer: the second is told",
}
