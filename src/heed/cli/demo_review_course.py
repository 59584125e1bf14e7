"""How the demo's reviews are carried out, from `demo/review_course.yaml`, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heed.cli.demo_cases import partners_agree
from heed.learning.operations import issue_early_learning, write_finding
from heed.learning.types import WhatLiesBehind
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency, Membership
from heed.reviews.operations.childs_life import keep_life
from heed.reviews.operations.participation import (
    answer_question,
    keep_contact,
    keep_family_request,
    keep_participant,
    keep_question,
    keep_views,
    mark_told,
)
from heed.reviews.operations.people import (
    appoint_reviewer,
    keep_declaration,
    keep_panel_meeting,
    keep_reviewer,
    seat_panel_member,
)
from heed.reviews.operations.proceedings import (
    Holds,
    end_proceedings,
    note_proceedings,
    resume_after_proceedings,
)
from heed.reviews.operations.terms import approve_terms, write_terms
from heed.reviews.queries import find_review, list_reviews
from heed.reviews.queries.cases import ReferralFilter, filter_referrals
from heed.reviews.queries.participation import find_participant
from heed.reviews.queries.proposals import standing_of
from heed.reviews.queries.terms import questions_of_review, standard_questions, terms_of_review
from heed.reviews.types.childs_life import LABELS, Told
from heed.reviews.types.terms import NewTerms

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """Whom the file names, and the moment at which the demo is built."""

    manager: Actor
    people: Mapping[str, Actor]
    agencies: Mapping[str, Agency]
    now: datetime
    reviewers: dict[str, str] = field(default_factory=dict)

    def at(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def on(self, days: int | None) -> date | None:
        return None if days is None else timezone.localdate(self.at(days))

    def agency_refs(self, keys: list[str]) -> tuple[str, ...]:
        return tuple(self.agencies[key].public_id for key in keys)

    def place(self, key: str) -> str:
        person = self.people.get(key)
        return Membership.objects.get(pk=person.membership_id).public_id if person else ""


def build_review_course(
    manager: Actor, folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> str:
    """Proceedings, people and panel, terms of reference, participation, findings and early learning."""
    written = yaml.safe_load((folder / "review_course.yaml").read_text(encoding="utf-8"))
    known = Known(manager, people, agencies, clock.now())
    known.reviewers.update(keep_reviewers(known, written["reviewers"]))
    named = {each.name: each.public_id for each in list_reviews(manager)}
    cases = [each.review.public_id for each in filter_referrals(manager, ReferralFilter())]
    for each in written["reviews"]:
        ref = cases[each["case"]] if "case" in each else named[each["review"]]
        carry_out(known, ref, each)
    return f"{len(written['reviews'])} carried out"


def keep_reviewers(known: Known, written: Mapping[str, Said]) -> dict[str, str]:
    """Public ids of those who can be appointed, by the file's keys; whoever is kept already is who is meant."""
    return {
        key: keep_reviewer(
            known.manager,
            name=each["name"],
            firm=each.get("firm", ""),
            experience=each["experience"],
            member_ref=known.place(each.get("member", "")),
            at=known.at(-80),
        ).public_id
        for key, each in written.items()
    }


def carry_out(known: Known, ref: str, written: Said) -> None:
    """All that the file says of one review."""
    for part, build in _PARTS.items():
        for said in written.get(part, []):
            build(known, ref, said)
    _panel(known, ref, written.get("panel", []), written.get("meetings", []))


def _appointment(known: Known, ref: str, said: Said) -> None:
    row = appoint_reviewer(
        known.manager,
        review_ref=ref,
        reviewer_ref=known.reviewers[said["who"]],
        role=said["as"],
        appointed_on=known.on(said["day"]),
        at=known.at(said["day"]),
    )
    joint = standing_of(known.manager, row)
    if joint is not None and "agreed" in said:
        partners_agree(known.people, joint, at=known.at(said["agreed"]))
    if "declared" in said:
        keep_declaration(
            known.manager,
            ref=row.public_id,
            independent=True,
            interests=str(said["interests"]),
            declared_on=known.on(said["declared"]),
            begins_on=None,
            at=known.at(said["declared"]),
        )


def _panel(known: Known, ref: str, members: list[Said], meetings: list[Said]) -> None:
    refs = {}
    for said in members:
        name = said.get("name", "")
        row = seat_panel_member(
            known.manager,
            review_ref=ref,
            agency=known.agencies[said["agency"]].public_id,
            name=name,
            member_ref=known.place(said.get("who", "")),
            part=said["as"],
            involved=False,
            independence=said["why"],
            joined_on=known.on(said["day"]),
            at=known.at(said["day"]),
        )
        refs[said.get("who") or name.split(",")[0].split()[-1].lower()] = row.public_id
    for said in meetings:
        keep_panel_meeting(
            known.manager,
            review_ref=ref,
            held_on=known.on(said["day"]),
            came={refs[key]: how for key, how in said["came"].items()},
            substitutes={refs[key]: name for key, name in said.get("for", {}).items()},
            words=said["words"],
            at=known.at(said["day"]),
        )


def _proceedings(known: Known, ref: str, said: Said) -> None:
    holds = Holds(
        tuple(said["holds"]), known.on(said.get("since")), known.on(said.get("expected")), said["words"]
    )
    row = note_proceedings(
        known.manager,
        review_ref=ref,
        kind=said["kind"],
        body=said["body"],
        began_on=known.on(said["day"]),
        holds=holds,
        at=known.at(said.get("since", said["day"])),
    )
    act: dict[str, Any] = {"ref": row.public_id}
    if "ended" in said:
        ended = known.on(said["ended"])
        end_proceedings(
            known.manager, ended_on=ended, outcome=said["outcome"], at=known.at(said["ended"]), **act
        )
    if "resumed" in said:
        resume_after_proceedings(known.manager, words=said["goes_on"], at=known.at(said["resumed"]), **act)


def _terms(known: Known, ref: str, said: Said) -> None:
    by, at = known.people[said["by"]], known.at(said["day"])
    new = NewTerms(
        period_from=known.on(said["from"]),
        period_to=known.on(said["to"]),
        agencies=known.agency_refs(said["agencies"]),
        standard=tuple(said["standard"]),
        own=tuple(said["own"]),
    )
    number = _newest(known, ref)
    row = write_terms(by, review_ref=ref, terms=new, after=number, at=at)
    if "approved" in said:
        approve_terms(
            by,
            review_ref=ref,
            number=row.number,
            approved_on=known.on(said["approved"]),
            approved_by=said["approved_by"],
            at=known.at(said["approved"]),
        )


def _newest(known: Known, ref: str) -> int:
    versions = terms_of_review(known.manager, find_review(known.manager, ref).pk)
    return versions[0].number if versions else 0


def _participant(known: Known, review_ref: str, said: Said) -> None:
    actor = known.manager
    days = [each["day"] for each in said["contacts"]]
    agency = known.agencies[said["agency"]].public_id if "agency" in said else ""
    row = keep_participant(
        actor,
        review_ref=review_ref,
        part=said["part"],
        name=said["name"],
        called=said["called"],
        agency=agency,
        at=known.at(min(days)),
    )
    ref = row.public_id
    if "told" in said:
        mark_told(actor, ref=ref, told_on=known.on(said["told"]), at=known.at(said["told"]))
    for each in said["contacts"]:
        keep_contact(
            actor,
            ref=ref,
            on=known.on(each["day"]),
            kind=each["kind"],
            outcome=each["outcome"],
            stage=each.get("stage", ""),
            words=each.get("words", ""),
            allowed_by=each.get("allowed", ""),
            at=known.at(each["day"]),
        )
    if "views" in said:
        keep_views(
            actor,
            ref=ref,
            views=said["views"],
            support=said["support"],
            version=find_participant(actor, ref).version,
            at=known.at(max(days)),
        )
    _asked(known, ref, said)


def _asked(known: Known, ref: str, said: Said) -> None:
    """What somebody who takes part asks, and asks for."""
    for each in said.get("questions", []):
        asked = keep_question(
            known.manager,
            ref=ref,
            text=each["text"],
            owner=each["owner"],
            asked_on=known.on(each["day"]),
            at=known.at(each["day"]),
        )
        if "answered" in each:
            answer_question(
                known.manager,
                ref=asked.public_id,
                answer=each["answer"],
                answered_on=known.on(each["answered"]),
                at=known.at(each["answered"]),
            )
    for each in said.get("requests", []):
        keep_family_request(
            known.manager,
            ref=ref,
            kind=each["kind"],
            words=each["words"],
            days_from=known.on(each.get("from")),
            days_to=known.on(each.get("to")),
            asked_on=known.on(each["day"]),
            at=known.at(each["day"]),
        )


def _finding(known: Known, ref: str, said: Said) -> None:
    standard = standard_questions()
    answers = {standard.get(each, each) for each in said["answers"]}
    asked = questions_of_review(known.manager, find_review(known.manager, ref).pk)
    write_finding(
        known.people[said["by"]],
        review_ref=ref,
        kind=said["kind"],
        text=said["text"],
        behind=WhatLiesBehind(**said["behind"]),
        questions=[each.public_id for each in asked if each.text in answers],
        at=known.at(said["day"]),
    )


def _early(known: Known, ref: str, said: Said) -> None:
    issue_early_learning(
        known.people[said["by"]],
        review_ref=ref,
        text=said["text"],
        spotted_on=known.on(said["spotted"]),
        audience=said["audience"],
        owner=said["owner"],
        agencies=list(known.agency_refs(said["agencies"])),
        at=known.at(said["day"]),
    )


def _life(known: Known, ref: str, said: Said) -> None:
    told = Told(**{name: said.get(name, "") for name in LABELS})
    keep_life(known.people[said["by"]], review_ref=ref, told=told, at=known.at(said["day"]))


_PARTS = {
    "lives": _life,
    "appointments": _appointment,
    "proceedings": _proceedings,
    "terms": _terms,
    "participants": _participant,
    "findings": _finding,
    "early": _early,
}
