"""Lessons of the demo partnership, from `demo/lessons.yaml`: what people said of pairs, named and drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from heed.learning.operations import supersede_recommendation
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.memory.operations import DraftWords, answer_pair, name_lesson, write_draft
from heed.memory.operations.sharing import share_review
from heed.memory.queries.shared import to_share
from heed.memory.types import Likeness
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.people.operations import set_case_level
from heed.reviews.queries import find_review, list_reviews


def build_lessons(folder: Path, people: Mapping[str, Actor], repeats: Sequence[Mapping[str, Any]]) -> str:
    """Every answer, lesson and draft of the file, by the person and on the day it names."""
    written = yaml.safe_load((folder / "lessons.yaml").read_text(encoding="utf-8"))
    somebody = people[written["lessons"][0]["by"]]
    found = list(filter_recommendations(somebody, RecommendationFilter()).select_related("review"))
    for each in written["answers"]:
        answer_pair(
            people[each["by"]],
            one_ref=_ref(found, each["later"]),
            other_ref=_ref(found, each["earlier"]),
            answer=Likeness(each["answer"]),
            reason=each["why"],
            why_not_held=each.get("not_held", ""),
            version=0,
            at=_moment(each["day"]),
        )
    for each in written["superseded"]:
        row = _found(found, each["of"])
        supersede_recommendation(
            people[each["said_by"]],
            ref=row.public_id,
            by=_found(found, each["by"]).reference,
            reason=each["why"],
            version=row.version,
            at=_moment(each["day"]),
        )
    families = {each["lesson"]: each["recommendations"] for each in repeats}
    for each in written["lessons"]:
        name_lesson(
            people[each["by"]],
            name=each["name"],
            recommendation_refs=[
                _ref(found, one) for one in [*families[each["name"]], *each.get("also", ())]
            ],
            at=_moment(each["day"]),
        )
    reviews = {each.name: each.public_id for each in list_reviews(somebody)}
    for each in written["drafts"]:
        write_draft(
            people[each["by"]],
            review_ref=reviews[each["review"]],
            words=DraftWords(
                text=each["text"],
                asked_of=each.get("asked_of", ""),
                by_when=each.get("by_when", ""),
                how_we_will_know=each.get("know", ""),
                outcome=each.get("outcome", ""),
            ),
            at=_moment(each["day"]),
        )
    for each in written["shared"]:
        _share(people[each["by"]], reviews[each["review"]], each["why"], _moment(each["day"]))
    return (
        f"{len(written['lessons'])} lessons named, {len(written['answers'])} pairs answered, "
        f"{len(written['shared'])} reviews shared"
    )


def _share(actor: Actor, review: str, why: str, at: datetime) -> None:
    """Mark a review as published, and put it into the library of all without whatever may be a name."""
    set_case_level(actor, ref=review, level="published", agency_ref="", reason=why, version=0, at=at)
    found = to_share(actor, find_review(actor.looking_once(), review))
    share_review(actor, review_ref=review, seal=found.seal, let_through=(), read_it=True, at=at)


def _ref(found: Sequence[Any], wanted: Mapping[str, str]) -> str:
    return str(_found(found, wanted).public_id)


def _found(found: Sequence[Any], wanted: Mapping[str, str]) -> Any:
    """A recommendation by its review and label, or, where it has none, its first words."""
    begins = wanted.get("begins", "")
    for row in found:
        same = (
            row.text.startswith(begins) if begins else row.label.strip("().") == wanted["label"].strip("().")
        )
        if row.review.name == wanted["review"] and same and wanted.get("kind", row.kind) == row.kind:
            return row
    raise LookupError(f"{wanted} is not in the demo")


def _moment(days: int) -> datetime:
    return clock.now() + timedelta(days=days)
