"""What the cast asks of agencies and what these answer, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from heed.learning.models import AnswerRequest, Judgement, Recommendation, Response
from heed.learning.operations import Ask, ask_for_answers, judge_answer, save_answer_draft, sign_answer
from heed.learning.queries import answered_parts, asked_parts, find_answer, find_request
from heed.learning.types import Said, Verdict
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency, Membership
from tests.cast import AT

if TYPE_CHECKING:
    from datetime import datetime

    from tests.cast import Cast, Register

DUE = date(2025, 4, 1)


def lead(cast: Cast) -> Actor:
    """Who signs for the Vale NHS Trust."""
    return cast.of[Role.AGENCY_LEAD]


def contributor(cast: Cast) -> Actor:
    """Somebody who writes for the Vale NHS Trust: the cast's contributor, moved there."""
    own, there = cast.of[Role.AGENCY_CONTRIBUTOR], lead(cast)
    Membership.objects.filter(pk=own.membership_id).update(agency=there.agency_id)
    return replace(own, agency_id=there.agency_id, agency_name=there.agency_name, agency_ref=there.agency_ref)


def agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


def ask(
    cast: Cast,
    register: Register,
    *,
    label: str = "4",
    to: Sequence[str] = ("Vale NHS Trust",),
    due_on: date = DUE,
    at: datetime = AT,
) -> list[AnswerRequest]:
    """The officer asks these agencies about the recommendation with this label."""
    row = register.recommendations[label]
    asks = [Ask(row.public_id, agency(name).public_id) for name in to]
    return ask_for_answers(cast.officer, asks=asks, words="Please tell us.", due_on=due_on, at=at)


def ask_one(cast: Cast, register: Register, **other: Any) -> AnswerRequest:
    [made] = ask(cast, register, **other)
    return made


def saying(
    request: AnswerRequest, text: str = "We agree.", stance: str = "accepts", reason: str = ""
) -> list[Said]:
    """The same to every part that was asked."""
    return [Said(part.key, stance, text, reason) for part in asked_parts(request)]


def draft(actor: Actor, request: AnswerRequest, text: str, *, version: int = 0, at: datetime = AT) -> Any:
    return save_answer_draft(actor, ref=request.public_id, said=saying(request, text), version=version, at=at)


def sign(
    actor: Actor, request: AnswerRequest, *, version: int = 0, at: datetime = AT, **other: Any
) -> Response:
    found = find_request(actor, request.public_id)
    return sign_answer(actor, ref=request.public_id, said=saying(found, **other), version=version, at=at)


def answer_of(row: Recommendation) -> Response:
    """The first answer to a recommendation, as its document printed it."""
    rows = Response.objects.for_everyone(because="a test").filter(recommendation=row)
    found: Response = rows.order_by("pk")[0]
    return found


def judge(
    actor: Actor,
    answer: Response,
    *,
    grade: str = "full",
    reason: str = "",
    grades: Sequence[str] = (),
    send_back_by: date | None = None,
    after: int = 0,
    at: datetime = AT,
    row: Recommendation | None = None,
) -> list[Judgement]:
    """The same of every part that it covers, or `grades` in their order; with the reason where not in full."""
    about = row or answer.recommendation
    assert about is not None
    response, recommendation = find_answer(actor, about.public_id, answer.public_id)
    parts = answered_parts(response, recommendation)
    found = grades or [grade] * len(parts)
    verdicts = [
        Verdict(part.key, each, "" if each == "full" else reason)
        for part, each in zip(parts, found, strict=True)
    ]
    return judge_answer(
        actor,
        ref=answer.public_id,
        recommendation_ref=about.public_id,
        verdicts=verdicts,
        send_back_by=send_back_by,
        after=after,
        at=at,
    )


def answered_in_full(cast: Cast, row: Recommendation) -> None:
    """The trust is asked, accepts it, and somebody else finds that its answer answers every part."""
    [request] = ask_for_answers(
        cast.officer,
        asks=[Ask(row.public_id, agency("Vale NHS Trust").public_id)],
        words="Please tell us.",
        due_on=DUE,
        at=AT,
    )
    judge(cast.manager, sign(lead(cast), request), row=row)


def thread_of(cast: Cast, row: Recommendation) -> dict[str, str]:
    """How far each step is, as stored."""
    now = Recommendation.objects.visible_to(cast.manager).get(pk=row.pk)
    return {each["step"]: each["reach"] for each in now.thread}


def ensure(cast: Cast, register: Register) -> None:
    """A request that waits and an answer that was judged, once in a test. They are no part of the cast itself: they
    keep its import from being undone."""
    if not AnswerRequest.objects.for_everyone(because="a test").exists():
        ask_one(cast, register)
        judge(cast.of[Role.INDEPENDENT_SCRUTINEER], answer_of(register.recommendations["4"]))


LATER = timedelta(days=30)
