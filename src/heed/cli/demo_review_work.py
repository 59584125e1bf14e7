"""The work of the demo's reviews, from `demo/review_work.yaml`, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency, Membership
from heed.reviews.operations import answer_first_question
from heed.reviews.operations.giving import check_submission, hand_in_submission, sign_off_submission
from heed.reviews.operations.non_compliance import keep_commission, send_on_non_compliance
from heed.reviews.operations.submissions import ask_for_submissions, chase_submission
from heed.reviews.queries import list_reviews
from heed.reviews.queries.safety import first_answer
from heed.reviews.queries.submissions import find_submission, last_version, submission_rules
from heed.reviews.types.submissions import Spoken, Written


@dataclass(frozen=True)
class Known:
    """What the file names, by key, and the moment at which the demo is built."""

    manager: Actor
    people: Mapping[str, Actor]
    agencies: Mapping[str, Agency]
    reviews: Mapping[str, str]
    now: datetime

    def at(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def on(self, days: int) -> date:
        return timezone.localdate(self.at(days))


def build_review_work(
    manager: Actor, folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> str:
    """Submissions in every state, and who commissions whom."""
    written = yaml.safe_load((folder / "review_work.yaml").read_text(encoding="utf-8"))
    reviews = {each.name: each.public_id for each in list_reviews(manager)}
    known = Known(manager, people, agencies, reviews, clock.now())
    for each in written["commissions"]:
        keep_commission(
            manager,
            agency=agencies[each["agency"]].public_id,
            commissioner=agencies[each["commissioner"]].public_id,
            service=each["service"],
            clause=each["clause"],
            begins_on=known.on(each["since"]),
            at=known.now,
        )
    made = sum(ask_agencies(known, each) for each in written["submissions"])
    return f"{made} submissions"


def ask_agencies(known: Known, said: Mapping[str, Any]) -> int:
    """What agencies are asked for one review, and what each did about it."""
    for key, deeds in said["to"].items():
        [row] = ask_for_submissions(
            known.manager,
            review_ref=known.reviews[said["review"]],
            kind=said["kind"],
            agencies=[known.agencies[key].public_id],
            questions=said["questions"],
            words=said["words"],
            due_on=known.on(said["due"]),
            at=known.at(said["day"]),
        )
        for deed in deeds:
            _DEEDS[deed["do"]](known, row, deed)
    return len(said["to"])


def _hand_in(known: Known, row: Any, said: Mapping[str, Any]) -> None:
    author = said["author"]
    person = known.people.get(author)
    place = Membership.objects.get(pk=person.membership_id).public_id if person else ""
    written = Written(
        words=said["words"],
        recommendations=tuple(said.get("recommendations", ())),
        author="" if place else author,
        author_ref=place,
        independent=True,
        missing=said.get("missing", ""),
    )
    _first(known, row, said)
    hand_in_submission(
        known.people[said["by"]], ref=row.public_id, written=written, version=0, at=known.at(said["day"])
    )


def _first(known: Known, row: Any, said: Mapping[str, Any]) -> None:
    by = known.people[said["by"]]
    if first_answer(by, row.review, agency_id=row.agency_id, about=row.reference) is None:
        answer_first_question(
            by,
            review_ref=row.review.public_id,
            agency_ref=row.agency.public_id,
            about=row.reference,
            safety=said.get("safety", "no"),
            who_acted="",
            acted_when="",
            at=known.at(said["day"]),
        )


def _check(known: Known, row: Any, said: Mapping[str, Any]) -> None:
    check_submission(
        known.people[said["by"]],
        ref=row.public_id,
        met=dict.fromkeys(submission_rules().checklist, True),
        grade=said["grade"],
        words=said["words"],
        again_by=None,
        number=_number(known, row),
        at=known.at(said["day"]),
    )


def _number(known: Known, row: Any) -> int:
    version = last_version(find_submission(known.manager, row.public_id))
    return version.number if version else 0


def _sign(known: Known, row: Any, said: Mapping[str, Any]) -> None:
    sign_off_submission(
        known.people[said["by"]],
        ref=row.public_id,
        words=said.get("words", ""),
        number=_number(known, row),
        at=known.at(said["day"]),
    )


def _chase(known: Known, row: Any, said: Mapping[str, Any]) -> None:
    chase_submission(
        known.people[said["by"]],
        ref=row.public_id,
        whom=said["whom"],
        words=said["words"],
        at=known.at(said["day"]),
    )


def _send_on(known: Known, row: Any, said: Mapping[str, Any]) -> None:
    spoken = Spoken(said["to"], known.on(said["day"]), said["words"])
    send_on_non_compliance(
        known.people[said["by"]],
        ref=row.public_id,
        spoken=spoken,
        stage=said["stage"],
        at=known.at(said["day"]),
    )


_DEEDS: dict[str, Callable[[Known, Any, Mapping[str, Any]], None]] = {
    "hand_in": _hand_in,
    "check": _check,
    "sign": _sign,
    "chase": _chase,
    "send_on": _send_on,
}
