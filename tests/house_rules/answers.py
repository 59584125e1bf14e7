"""Asking and answering for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from heed.agencies.operations import merge_agencies
from heed.learning.models import AnswerRequest
from heed.learning.operations import chase, move_answer_day, withdraw_request
from tests.cast import AT, Cast, Register
from tests.cast_answers import DUE, agency, ask_one, draft, lead, sign


def things(cast: Cast, register: Register) -> dict[str, str]:
    """A request that waits for the cast's agency lead."""
    return {
        "answer_request": ask_one(cast, register).public_id,
        "agency.asked": agency("Westmere Police").public_id,
        "next_year": str(timezone.localdate().year + 1),
    }


def merged(register: Register, cast: Cast) -> object:
    ask_one(cast, register)
    vale, police = agency("Vale NHS Trust"), agency("Westmere Police")
    return merge_agencies(
        cast.manager, ref=vale.public_id, into_ref=police.public_id, version=vale.version, at=AT
    )


def moved(request: AnswerRequest, cast: Cast, days: int = 7, reason: str = "Half term.") -> object:
    return move_answer_day(
        cast.officer,
        ref=request.public_id,
        due_on=DUE + timedelta(days=days),
        reason=reason,
        version=request.version,
        at=AT,
    )


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "answer.asked": lambda register, cast: ask_one(cast, register),
    "answer.chased": lambda register, cast: chase(
        cast.officer, refs=[ask_one(cast, register).public_id], whom="Aled Avery", words="", at=AT
    ),
    "answer.day_moved": lambda register, cast: moved(ask_one(cast, register), cast),
    "answer.not_asked_any_more": lambda register, cast: withdraw_request(
        cast.officer, ref=ask_one(cast, register).public_id, reason="Not theirs.", at=AT
    ),
    "answer.passed_on": merged,
    "answer.drafted": lambda register, cast: draft(lead(cast), ask_one(cast, register), "We agree."),
    "answer.signed": lambda register, cast: sign(lead(cast), ask_one(cast, register)),
}

_O = "heed.learning.operations"
WITHOUT_MOMENT = {f"{_O}.recommendations.refresh_answers": "writes what is computed, at no moment of its own"}
WITHOUT_EVENT = {
    f"{_O}.recommendations.refresh_answers": "the change that moves a thread is the event",
    f"{_O}.asking.settle_request": "what settles it, the answer or its taking back, is the event",
}
WITHOUT_VERSION = {
    f"{_O}.asking.settle_request": "claims the request while it waits: the second is told so",
    f"{_O}.asking.pass_requests": "changes whose it is; words and the name it was asked under stay",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]


def _day(register: Register, cast: Cast) -> Two:
    request = ask_one(cast, register)
    days = {"8 Apr 2025": 7, "15 Apr 2025": 14}
    return request, ("8 Apr 2025", "15 Apr 2025"), lambda mine: moved(request, cast, days[mine])


def _draft(register: Register, cast: Cast) -> Two:
    request = ask_one(cast, register)
    return request, ("We agree.", "We do not know."), lambda mine: draft(lead(cast), request, mine)


def _signature(register: Register, cast: Cast) -> Two:
    """A colleague keeps a draft while the lead has the page open to sign."""
    request = ask_one(cast, register)

    def save(mine: str) -> object:
        if mine == "We agree.":
            return draft(lead(cast), request, mine)
        return sign(lead(cast), request, text=mine)

    return request, ("We agree.", "We do not know."), save


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_O}.asking.move_answer_day": _day,
    f"{_O}.answering.save_answer_draft": _draft,
    f"{_O}.answering.sign_answer": _signature,
}
"""Every operation that is told which version was seen."""
