"""Building the demo partnership from `demo/`: its documents come in through the same reading as anyone's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import connection, transaction

from heed.agencies.operations import set_name_aside
from heed.cli.demo_access import build_access
from heed.cli.demo_answers import build_answers
from heed.cli.demo_approvals import build_approvals
from heed.cli.demo_assurance import build_assurance
from heed.cli.demo_cases import build_cases
from heed.cli.demo_chronologies import build_chronologies
from heed.cli.demo_information import build_information
from heed.cli.demo_lessons import build_lessons
from heed.cli.demo_log import finish_log
from heed.cli.demo_meetings import build_meetings
from heed.cli.demo_notices import build_notices
from heed.cli.demo_plans import build_plans
from heed.cli.demo_publishing import build_publishing
from heed.cli.demo_reports import build_reports
from heed.cli.demo_review_course import build_review_course
from heed.cli.demo_review_work import build_review_work
from heed.cli.demo_strategies import build_strategies
from heed.cli.demo_whole_case import build_whole_case
from heed.intake.operations import accept_import, begin_import, correct_proposal, decide
from heed.intake.queries import find_import, list_proposals, proposed_review
from heed.intake.types import Decision, ImportState, ProposalKind, ReviewChoice
from heed.library.operations import adopt_document, own_document, say_of_link
from heed.library.queries import DocumentFilter, LinkFilter, filter_documents, filter_links
from heed.memory.upkeep import follow_records
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.base import clock
from heed.platform.jobs.worker import work
from heed.platform.partnerships.models import Agency, Area, Group, Partnership
from heed.platform.partnerships.operations import add_agency, add_member
from heed.platform.partnerships.queries import agencies_by_name, fold_name

PASSWORD = "demo demo demo"
"""Everybody's password in the demo; one click signs in without it."""
_BEGAN = date(2019, 9, 29)


_DATABASE = ("heed.sqlite3", "heed.sqlite3-wal", "heed.sqlite3-shm")
_KEPT_BY_HEED = (*_DATABASE, clock.FILE, "files", "pages", "secret-key", "backups", "backup-key")
"""What Heed itself puts into a data folder; nothing else in it is ever removed."""


def holds_partnership(*, is_demo: bool) -> bool:
    """Whether the database holds a demo partnership, or a real one; False for a database that is still empty."""
    if Partnership._meta.db_table not in connection.introspection.table_names():
        return False
    return Partnership.objects.filter(is_demo=is_demo).exists()


def throw_demo_away() -> None:
    """Remove what Heed keeps in the demo's data folder; refused unless it runs as the demo, on demo data only."""
    if not settings.DEMO or holds_partnership(is_demo=False):
        raise RuntimeError("only the demo may be thrown away")
    connection.close()
    Path(settings.ANCHOR).unlink(missing_ok=True)
    for name in _KEPT_BY_HEED:
        path = Path(settings.DATA) / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def build_demo(folder: Path, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Make the demo partnerships, their people, and their registers from the documents in `folder`."""
    written = yaml.safe_load((folder / "partnership.yaml").read_text(encoding="utf-8"))
    with transaction.atomic():
        people = _build_bodies(written)
    by_role = {role: actor for actor in people.values() for role in actor.roles}
    manager, administrator = by_role[Role.BUSINESS_MANAGER], by_role[Role.ADMINISTRATOR]
    say(
        f"{written['partnership']['name']}: {len(written['people'])} people, {len(written['agencies'])} agencies"
    )
    for document in written["documents"]:
        say(f"{Path(document['file']).name}: {_bring_in(manager, folder / document['file'], document)}")
    _share(manager, written)
    _look_at_links(manager, written)
    for name in written.get("not_agencies", []):
        set_name_aside(manager, words=name, at=clock.now())
    build_access(manager, administrator, written)
    known = agencies_by_name(manager.partnership_id)
    agencies = {each["key"]: known[fold_name(each["name"])] for each in written["agencies"]}
    say(f"Approvals: {build_approvals(manager, written, agencies)}")
    say(f"Answers: {build_answers(by_role[Role.OFFICER], folder, agencies, people)}")
    say(f"Assurance: {build_assurance(by_role[Role.OFFICER], folder, agencies, people)}")
    say(f"Plans: {build_plans(folder, agencies, people)}")
    say(f"Chronology: {build_chronologies(folder, agencies, people)}")
    say(f"Lessons: {build_lessons(folder, people, written['repeats'])}")
    say(f"Information governance: {build_information(manager, folder, agencies)}")
    say(f"Meetings: {build_meetings(manager, folder, agencies, written)}")
    front_door = written["partnership"]["front_door"]
    say(f"Cases: {build_cases(manager, folder, agencies, people, front_door)}")
    say(f"Work of reviews: {build_review_work(manager, folder, agencies, people)}")
    say(f"Course of reviews: {build_review_course(manager, folder, agencies, people)}")
    say(f"Strategies: {build_strategies(manager, folder, agencies, people, written)}")
    say(f"Reports: {build_reports(folder, people)}")
    say(f"Publishing: {build_publishing(manager, by_role[Role.OFFICER], folder, agencies, people)}")
    say(f"A whole case: {build_whole_case(manager, folder, agencies, people)}")
    say(f"Notices: {build_notices(by_role[Role.OFFICER], folder, people)}")
    say(f"Search: {follow_records()} passages")
    say(f"audit log: {finish_log(manager, at=clock.now())} events sealed")


def _share(manager: Actor, written: dict[str, Any]) -> None:
    """A document that areas share: one owner, each area with its day and what differs there."""
    known = agencies_by_name(manager.partnership_id)
    named = {each["key"]: each["name"] for each in written["agencies"]}
    for each in written.get("shared", []):
        [document] = filter_documents(manager, DocumentFilter(words=Path(each["file"]).name))
        own_document(
            manager,
            ref=document.public_id,
            owner_ref=known[fold_name(named[each["owner"]])].public_id,
            version=document.version,
            at=clock.now(),
        )
        for one in each["adopted"]:
            adopt_document(
                manager,
                ref=document.public_id,
                area=one["area"],
                adopted_on=one["since"],
                variation=one.get("differs", ""),
                at=clock.now(),
            )


def _look_at_links(manager: Actor, written: dict[str, Any]) -> None:
    """What somebody found who followed a link."""
    for each in written.get("links", []):
        [link] = filter_links(manager, LinkFilter()).filter(address=each["address"])
        say_of_link(
            manager,
            ref=link.public_id,
            state=each["state"],
            note=each.get("note", ""),
            version=link.version,
            at=clock.now(),
        )


def _build_bodies(written: dict[str, Any]) -> dict[str, Actor]:
    """The partnerships and their people; returns Westmere's, by their keys."""
    main = _partnership(written["partnership"])
    agencies = _agencies(main, written["agencies"])
    groups = {
        each["key"]: Group.objects.create(partnership=main, name=each["name"], kind=each["kind"])
        for each in written["groups"]
    }
    member_of = {
        person: [groups[each["key"]] for each in written["groups"] if person in each.get("members", [])]
        for person in (each["key"] for each in written["people"])
    }
    team = add_agency(main, name=f"{written['partnership']['short_name']} team", kind="partnership")
    actors = {
        each["key"]: _member(
            main,
            each,
            agencies.get(each["agency"], team),
            member_of[each["key"]],
            employer=agencies.get(each.get("employer", "")),
        )
        for each in written["people"]
    }
    for each in written.get("left", []):
        _member(main, each, agencies.get(each["agency"], team), [])
    for each in written["former_people"]:
        _was_member(main, each, team)
    for other in written.get("other_partnerships", []):
        partnership = _partnership(other)
        own = add_agency(partnership, name=f"{other['short_name']} team", kind="partnership")
        for each in other["people"]:
            _member(partnership, each, own, [])
    return actors


def _partnership(written: dict[str, Any]) -> Partnership:
    partnership = Partnership.objects.create(name=written["name"], is_demo=True)
    for area in [*written["areas"], *written.get("neighbours", [])]:
        Area.objects.create(partnership=partnership, name=area)
    return partnership


def _agencies(partnership: Partnership, written: list[dict[str, Any]]) -> dict[str, Agency]:
    made = {
        each["key"]: add_agency(
            partnership,
            name=each["name"],
            kind=each["kind"],
            other_names=[*each.get("aliases", []), each.get("short_name", "")],
            ended_on=each.get("ended"),
        )
        for each in written
    }
    for each in written:
        if each.get("successor"):
            made[each["key"]].successor = made[each["successor"]]
            made[each["key"]].save(update_fields=["successor"])
    return made


def _member(
    partnership: Partnership,
    written: dict[str, Any],
    agency: Agency,
    groups: list[Group],
    employer: Agency | None = None,
) -> Actor:
    person = Person.objects.create_person(email=written["email"], name=written["name"], password=PASSWORD)
    membership = add_member(
        partnership,
        person=person,
        agency=agency,
        roles=written["roles"],
        post=written["post"],
        employer=employer,
        groups=groups,
        starts_on=_BEGAN,
    )
    return actor_of(person, membership)


def _was_member(partnership: Partnership, written: dict[str, Any], agency: Agency) -> None:
    """Somebody whose place ended before Heed came."""
    person = Person.objects.create_person(email=written["email"], name=written["name"], password=PASSWORD)
    place = add_member(
        partnership,
        person=person,
        agency=agency,
        roles=written["roles"],
        post=written["post"],
        starts_on=written["since"],
    )
    place.ends_on = written["until"]
    place.save(update_fields=["ends_on"])


def _bring_in(actor: Actor, path: Path, written: dict[str, Any]) -> str:
    """Read a document, accept all that was found, and put it into the register; or say why not."""
    content = path.read_bytes()
    row = begin_import(actor, name=path.name, size=len(content), chunks=[content], at=clock.now())
    work(until_empty=True)
    row = find_import(actor, row.public_id)
    if row.state != ImportState.OPEN:
        return f"not read: {row.error}"
    done_before = written.get("before_publication", [])
    for proposal in list_proposals(row):
        if proposal.values.get("label") in done_before:
            correct_proposal(
                actor,
                ref=proposal.public_id,
                values={"before_publication": True},
                version=proposal.version,
                at=clock.now(),
            )
        if proposal.decision == Decision.OPEN and proposal.parent_id is None:
            decide(actor, ref=proposal.public_id, decision=Decision.ACCEPTED, at=clock.now())
    proposed = proposed_review(row)
    published: date = written["published"]
    accept_import(
        actor,
        ref=row.public_id,
        choice=ReviewChoice(
            name=written["review"],
            kind=written.get("kind", proposed["kind"]),
            area=written.get("area") or proposed["area"],
            body=written.get("body", proposed["body"]),
            published_text=f"{published:%-d %B %Y}",
            published_earliest=published.isoformat(),
            published_latest=published.isoformat(),
        ),
        at=clock.now(),
    )
    found = [each for each in list_proposals(row) if each.kind == ProposalKind.RECOMMENDATION]
    return f"{len(found)} recommendations in the register"
