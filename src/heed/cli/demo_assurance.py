"""What the demo partnership seeks assurance about, from `demo/assurance.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from heed.assurance.operations import (
    ask_assurance,
    escalate_assurance,
    reply_to_assurance,
    view_reply,
)
from heed.assurance.queries import find_assurance
from heed.learning.queries import RecommendationFilter, answers_to_challenge, filter_recommendations
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.reviews.queries import list_reviews


def build_assurance(
    officer: Actor, folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> str:
    """Requests, a letter and challenges, in every state."""
    written = yaml.safe_load((folder / "assurance.yaml").read_text(encoding="utf-8"))["assurance"]
    reviews = {review.name: review.public_id for review in list_reviews(officer)}
    made = sum(_one(each, reviews, agencies, people) for each in written)
    return f"{made} asked of agencies"


def _one(
    written: dict[str, Any],
    reviews: Mapping[str, str],
    agencies: Mapping[str, Agency],
    people: Mapping[str, Actor],
) -> int:
    made = ask_assurance(
        people[written["by"]],
        kind=written["kind"],
        agencies=[agencies[key].public_id for key in written["to"]],
        topic=written["topic"],
        question=written["question"],
        asked_for=written["asked_for"],
        review_ref=reviews.get(written["review"], ""),
        due_on=_day(written["due"]),
        challenged=_challenged(people[written["by"]], written),
        at=_moment(written["asked"]),
    )
    refs = {key: row.public_id for key, row in zip(written["to"], made, strict=True)}
    for key, said in written.get("replies", {}).items():
        reply_to_assurance(
            people[said["by"]],
            ref=refs[key],
            answer=said.get("answer", ""),
            words=said["words"],
            restricted=said.get("restricted", ""),
            at=_moment(said["day"]),
        )
    for key, taken in written.get("further", {}).items():
        escalate_assurance(
            people[written["by"]],
            ref=refs[key],
            whom=taken["whom"],
            words=taken["words"],
            at=_moment(taken["day"]),
        )
    for key, found in written.get("view", {}).items():
        viewer = people[found["by"]]
        view_reply(
            viewer,
            ref=refs[key],
            grade=found["grade"],
            words=found["words"],
            effect=found.get("effect", ""),
            again_by=_day(found["again"]) if "again" in found else None,
            version=find_assurance(viewer, refs[key]).version,
            at=_moment(found["day"]),
        )
    return len(made)


def _challenged(actor: Actor, written: dict[str, Any]) -> tuple[str, str] | None:
    """The answer that is challenged, where one is: the first that the agency gave to the recommendation."""
    about = written.get("answer")
    if about is None:
        return None
    found = filter_recommendations(actor, RecommendationFilter(review=_review(actor, written["review"])))
    row = found.get(label=about)
    return row.public_id, answers_to_challenge(actor, row)[0][0]


def _review(actor: Actor, name: str) -> str:
    return next(each.public_id for each in list_reviews(actor) if each.name == name)


def _moment(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)
