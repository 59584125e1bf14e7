"""One case of the demo from its referral to its accepted report, from `demo/whole_case.yaml`, by the operations that
people use."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from heed.chronologies.operations import add_entry, look_through, open_chronology
from heed.chronologies.types import NewEntry
from heed.cli import demo_cases, demo_review_course, demo_review_work
from heed.cli.demo_drafts import build_drafts
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.approvals.queries import standing_approval
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.platform.people.operations import exclude_person
from heed.reviews.queries.drafts import REPORT, find_draft

Said = Mapping[str, Any]


def build_whole_case(
    manager: Actor, folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> str:
    """A decision that is reversed, an agency that is late, a step that is held up, somebody who is excluded; and a
    report that all three partners accept."""
    written = yaml.safe_load((folder / "whole_case.yaml").read_text(encoding="utf-8"))
    known = demo_cases.Known(people, agencies, clock.now())
    ref = demo_cases.refer(known, written["refer"])
    for each in written["decide"]:
        demo_cases.decide(known, ref, each)
    for key, reason in written["excluded"].items():
        who = Person.objects.get(pk=people[key].person_id).public_id
        exclude_person(manager, ref=ref, person=who, reason=reason, version=0, at=known.at(-183))
    for each in written["begins"]:
        demo_cases.take_step(known, ref, each)
    course = demo_review_course.Known(manager, people, agencies, known.now)
    course.reviewers.update(demo_review_course.keep_reviewers(course, written["reviewers"]))
    demo_review_course.carry_out(course, ref, written["course"])
    work = demo_review_work.Known(manager, people, agencies, {"": ref}, known.now)
    for each in written["submissions"]:
        demo_review_work.ask_agencies(work, {"review": "", **each})
    _chronology(known, ref, written["chronology"])
    demo_review_course.carry_out(course, ref, written["found"])
    for each in written["goes_on"]:
        demo_cases.take_step(known, ref, each)
    build_drafts(known, ref, written["drafts"])
    _accept(manager, known, ref, len(written["drafts"]), written["accepted"])
    return "one, to its accepted report"


def _chronology(known: demo_cases.Known, ref: str, said: Said) -> None:
    open_chronology(known.officer, review_ref=ref, at=known.at(said["opened"]))
    for each in said["entries"]:
        add_entry(
            known.people[each["by"]],
            review_ref=ref,
            agency_ref=known.agencies[each["agency"]].public_id,
            given=NewEntry(
                written=f"{known.on(each['of']):%-d %B %Y}",
                event=each["event"],
                source=each["source"],
                child_seen=each.get("seen", ""),
                recorded_by=each.get("post", ""),
                recorded_on=f"{known.on(each['of']):%-d %B %Y}",
            ),
            at=known.at(each["day"]),
        )
    look_through(known.officer, review_ref=ref, at=known.at(said["looked"]))


def _accept(manager: Actor, known: demo_cases.Known, ref: str, number: int, said: Said) -> None:
    draft = find_draft(manager, ref, number).public_id
    open_joint_approval(
        manager,
        kind=REPORT,
        ref=draft,
        decision="accept_report",
        decided_on=known.on(said["put"]),
        at=known.at(said["put"]),
    )
    joint = standing_approval(manager, kind=REPORT, ref=draft)
    assert joint is not None
    demo_cases.partners_agree(known.people, joint, at=known.at(said["agreed"]))
