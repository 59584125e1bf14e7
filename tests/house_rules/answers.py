"""Asking and answering for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from heed.agencies.operations import merge_agencies, undo_merge
from heed.learning.models import AnswerRequest, Response
from heed.learning.operations import (
    chase,
    divide_recommendation,
    move_answer_day,
    say_who_answered,
    withdraw_request,
)
from heed.platform.access.roles import Role
from tests.cast import AT, Cast, Register
from tests.cast_answers import DUE, agency, answer_of, ask_one, draft, judge, lead, sign


def things(cast: Cast, register: Register) -> dict[str, str]:
    """A request that waits for the cast's agency lead."""
    return {
        "answer_request": ask_one(cast, register).public_id,
        "answer": answer_of(register.recommendations["1"]).public_id,
        "agency.asked": agency("Westmere Police").public_id,
        "next_year": str(timezone.localdate().year + 1),
    }


def merged(register: Register, cast: Cast) -> object:
    ask_one(cast, register)
    vale, police = agency("Vale NHS Trust"), agency("Westmere Police")
    return merge_agencies(
        cast.manager, ref=vale.public_id, into_ref=police.public_id, version=vale.version, at=AT
    )


def unmerged(register: Register, cast: Cast) -> object:
    merged(register, cast)
    ref = agency("Vale NHS Trust").public_id
    return undo_merge(cast.manager, ref=ref, reason="They are two.", at=AT)


def moved(request: AnswerRequest, cast: Cast, days: int = 7, reason: str = "Half term.") -> object:
    return move_answer_day(
        cast.officer,
        ref=request.public_id,
        due_on=DUE + timedelta(days=days),
        reason=reason,
        version=request.version,
        at=AT,
    )


def judged(register: Register, cast: Cast, reason: str = "No visit is named.", **other: Any) -> object:
    """The scrutineer finds that the Trust's answer, as a document printed it, answers some of what was asked."""
    answer = answer_of(register.recommendations["4"])
    return judge(cast.of[Role.INDEPENDENT_SCRUTINEER], answer, grade="partial", reason=reason, **other)


def named(register: Register, cast: Cast, name: str) -> object:
    """Somebody says whose answer it is that a document printed without a name."""
    row = register.recommendations["1"]
    answer = Response.objects.visible_to(cast.manager).get(recommendation=row, agency_words="")
    return say_who_answered(
        cast.manager,
        ref=answer.public_id,
        recommendation_ref=row.public_id,
        agency_ref=agency(name).public_id,
        version=1,
        at=AT,
    )


def divided(register: Register, cast: Cast, second: str) -> object:
    """A recommendation in two parts, the second of which begins with these words."""
    row = register.recommendations["4"]
    first, rest = row.text.split(second)
    return divide_recommendation(
        cast.manager, ref=row.public_id, parts=[first, second + rest], version=row.version, at=AT
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
    "answer.came_back": unmerged,
    "agency.merge_undone": unmerged,
    "answer.drafted": lambda register, cast: draft(lead(cast), ask_one(cast, register), "We agree."),
    "answer.signed": lambda register, cast: sign(lead(cast), ask_one(cast, register)),
    "answer.judged": lambda register, cast: judged(register, cast),
    "answer.sent_back": lambda register, cast: judged(register, cast, send_back_by=DUE),
    "answer.agency_named": lambda register, cast: named(register, cast, "Westmere Police"),
    "recommendation.divided": lambda register, cast: divided(register, cast, "tell the partnership"),
}

_O = "heed.learning.operations"
WITHOUT_ACTOR = {f"{_O}.threads.count_answers": "counts within the caller's operation, nothing is changed"}
WITHOUT_MOMENT = {
    f"{_O}.threads.{name}": "writes what is computed, at no moment of its own"
    for name in ("set_threads", "refresh_answers")
}
WITHOUT_EVENT = {
    f"{_O}.threads.set_threads": "the change that moves a thread is the event",
    f"{_O}.threads.refresh_answers": "the change that moves a thread is the event",
    f"{_O}.recommendations.keep_theme": "giving an action the theme is the event",
    f"{_O}.asking.settle_request": "what settles it, the answer or its taking back, is the event",
}
WITHOUT_VERSION = {
    f"{_O}.threads.set_threads": "writes what is computed, which nobody types",
    f"{_O}.asking.settle_request": "claims the request while it waits: the second is told so",
    f"{_O}.asking.pass_requests": "changes whose it is; words and the name it was asked under stay",
    f"{_O}.asking.requests_come_back": "changes whose it is; words and the name it was asked under stay",
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


def _judgement(register: Register, cast: Cast) -> Two:
    answer = answer_of(register.recommendations["4"])
    return (
        answer,
        ("No visit is named.", "It says no more than yes."),
        lambda mine: judged(register, cast, mine),
    )


def _agency(register: Register, cast: Cast) -> Two:
    row = register.recommendations["1"]
    answer = Response.objects.visible_to(cast.manager).get(recommendation=row, agency_words="")
    return answer, ("Westmere Police", "Vale NHS Trust"), lambda mine: named(register, cast, mine)


def _parts(register: Register, cast: Cast) -> Two:
    texts = ("when a visit did not take place.", "did not take place.")
    row = register.recommendations["4"]
    return row, texts, lambda mine: divided(register, cast, mine)


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_O}.asking.move_answer_day": _day,
    f"{_O}.answering.save_answer_draft": _draft,
    f"{_O}.answering.sign_answer": _signature,
    f"{_O}.judging.judge_answer": _judgement,
    f"{_O}.judging.say_who_answered": _agency,
    f"{_O}.parts.divide_recommendation": _parts,
}
"""Every operation that is told which version was seen."""
