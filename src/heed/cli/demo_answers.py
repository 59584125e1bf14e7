"""What the demo partnership asks of its agencies and what they answer, from `demo/answers.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from heed.learning.operations import (
    Ask,
    ask_for_answers,
    chase,
    judge_answer,
    save_answer_draft,
    sign_answer,
    withdraw_request,
)
from heed.learning.queries import (
    OF_RECOMMENDATION,
    OF_REVIEW,
    RecommendationFilter,
    answered_parts,
    asked_parts,
    filter_recommendations,
    find_answer,
    find_request,
)
from heed.learning.types import Said, Verdict
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval, sign_approval
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.reviews.queries import list_reviews


def build_answers(
    officer: Actor, folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> str:
    """Requests in every state: half written, due, late and chased, answered part by part in every way, judged and
    sent back, taken back."""
    written = yaml.safe_load((folder / "answers.yaml").read_text(encoding="utf-8"))
    found = filter_recommendations(officer, RecommendationFilter()).select_related("review")
    refs = {(each.review.name, each.label.rstrip(".")): each.public_id for each in found}
    made = [
        _request(officer, each, refs[each["review"], each["label"]], agencies, people)
        for each in written["requests"]
        if (each["review"], each["label"]) in refs
    ]
    for each in written["endorsements"]:
        _endorse(officer, each, refs, people)
    return f"{len(made)} requests to agencies, {sum(made)} answered"


def _endorse(
    officer: Actor, written: dict[str, Any], refs: Mapping[tuple[str, str], str], people: Mapping[str, Actor]
) -> None:
    """Answers put to the partners, to a whole review or to one recommendation, and signed by some of them."""
    if about := written.get("recommendation"):
        kind, ref = OF_RECOMMENDATION, refs[about["review"], about["label"]]
    else:
        kind = OF_REVIEW
        ref = next(each.public_id for each in list_reviews(officer) if each.name == written["review"])
    joint = open_joint_approval(officer, kind=kind, ref=ref, decision="endorse_response", at=_moment(-2))
    seats = {each.agency: each.ref for each in joint.seats}
    for key in written["signed"]:
        partner = people[key]
        sign_approval(
            partner,
            seat=seats[partner.agency_name],
            sha256=joint.sha256,
            agrees=True,
            words="",
            at=_moment(-1),
        )


def _request(
    officer: Actor,
    written: dict[str, Any],
    recommendation: str,
    agencies: Mapping[str, Agency],
    people: Mapping[str, Actor],
) -> bool:
    """One request with what came of it; whether it was answered."""
    [row] = ask_for_answers(
        officer,
        asks=[Ask(recommendation, agencies[written["agency"]].public_id)],
        words=written["words"],
        due_on=_day(written["due"]),
        at=_moment(written["asked"]),
    )
    for each in written.get("chased", []):
        chase(officer, refs=[row.public_id], whom=each["whom"], words=each["words"], at=_moment(each["day"]))
    if draft := written.get("draft"):
        writer = people[draft["by"]]
        said = _said(writer, row.public_id, draft["parts"])
        save_answer_draft(writer, ref=row.public_id, said=said, version=0, at=_moment(-1))
    if answer := written.get("answer"):
        lead = people[answer["by"]]
        said = _said(lead, row.public_id, answer["parts"])
        signed = sign_answer(lead, ref=row.public_id, said=said, version=0, at=_moment(answer["day"]))
        if judged := written.get("judged"):
            _judge(people[judged["by"]], recommendation, signed.public_id, judged)
    if back := written.get("taken_back"):
        withdraw_request(officer, ref=row.public_id, reason=back["reason"], at=_moment(back["day"]))
    return "answer" in written


def _judge(judge: Actor, recommendation: str, answer: str, written: dict[str, Any]) -> None:
    parts = answered_parts(*find_answer(judge, recommendation, answer))
    judge_answer(
        judge,
        ref=answer,
        recommendation_ref=recommendation,
        verdicts=[
            Verdict(part.key, each["grade"], each.get("reason", "").strip())
            for part, each in zip(parts, written["parts"], strict=True)
        ],
        send_back_by=_day(written["again"]) if "again" in written else None,
        after=0,
        at=_moment(written["day"]),
    )


def _said(actor: Actor, ref: str, parts: list[dict[str, str]]) -> list[Said]:
    asked = asked_parts(find_request(actor, ref))
    return [
        Said(part.key, each["stance"], each["text"].strip(), each.get("reason", "").strip())
        for part, each in zip(asked, parts, strict=True)
    ]


def _moment(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)
