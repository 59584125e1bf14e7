"""Merging two agencies that are one, and undoing it while nothing was built on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.agencies.events import AgencyMerged, AgencyMergeUndone
from heed.agencies.models import AgencyMerge
from heed.agencies.operations.passing import WORK
from heed.agencies.policies import check_can_undo_merge, check_is_ours_alone
from heed.agencies.queries import find_agency, merged_into, open_merge
from heed.agencies.rules import comes_after
from heed.agencies.types import Work
from heed.learning.operations import addressed_come_back
from heed.learning.operations import assign_agency as assign_in_learning
from heed.learning.queries import addressed_held
from heed.library.operations import documents_come_back, pass_documents
from heed.library.queries import documents_held
from heed.plans.operations import actions_come_back
from heed.plans.operations import assign_agency as assign_in_plans
from heed.plans.queries import actions_held
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Agency, AgencyName, Membership, Post
from heed.platform.partnerships.queries import fold_name
from heed.platform.people.operations import cases_come_back, pass_cases
from heed.platform.people.queries import cases_held

_RECORDS: dict[str, Work] = {
    "addressed": Work(addressed_held, assign_in_learning, addressed_come_back),
    "actions": Work(actions_held, assign_in_plans, actions_come_back),
    "documents": Work(documents_held, pass_documents, documents_come_back),
    "cases": Work(cases_held, pass_cases, cases_come_back),
}
"""What a merged agency was asked in print, said, promised, owns and alone sees; whatever comes after one that ended
does not have it."""


@transaction.atomic
def merge_agencies(actor: Actor, *, ref: str, into_ref: str, version: int, at: datetime) -> Agency:
    """Two that are one: everything of the first belongs to the second from now on.

    The first stays as a row with its end and its successor, so that history and old words can be followed; how it
    stood and what passed is kept, so that it can be undone. `version` is the first one's, as the person saw it.
    """
    check_may(actor, Permission.MANAGE_AGENCIES)
    agency, into = find_agency(actor, ref), find_agency(actor, into_ref)
    if agency.pk == into.pk:
        raise Invalid("Choose another agency to merge it into.", fields={"into": "Choose another agency"})
    check_is_ours_alone(actor, agency)
    if comes_after(agency, into):
        raise NotNow(f"{into.name} came before {agency.name}. Change its successor first.")
    merge = AgencyMerge(
        partnership_id=actor.partnership_id,
        agency=agency,
        into=into,
        merged_at=at,
        merged_by_id=actor.person_id,
        ended_before=agency.ended_on,
        successor_before=agency.successor,
    )
    take_version(
        agency,
        version=version,
        differences=lambda now: [
            Difference("into", "What came after it", str(now.successor or ""), into.name, free=False)
        ],
        by=last_changed_by("agency", agency.public_id),
        ended_on=agency.ended_on or at.date(),
        successor=into,
    )
    take_version(into, version=None, differences=lambda _: ())
    records = 0
    for key, work in (_RECORDS | WORK).items():
        merge.work.append([key, work.held(actor, agency_id=agency.pk)])
        records += work.passes(actor, was=agency.pk, agency_id=into.pk, at=at)
    merge.names, merge.new_names = _pass_names(agency, into)
    merge.people = _pass_people(agency, into)
    merge.save()
    _record(actor, AgencyMerged(into=into.public_id, records=records), agency, at)
    return into


def _pass_names(agency: Agency, into: Agency) -> tuple[list[str], list[str]]:
    """Its names, and those of them, folded, that are new to the other."""
    known = set(into.names.values_list("folded", flat=True))
    names = list(agency.names.order_by("pk"))
    new = [each for each in names if each.folded not in known]
    AgencyName.objects.bulk_create(
        AgencyName(agency=into, name=each.name, folded=each.folded) for each in new
    )
    agency.names.all().delete()
    return [each.name for each in names], [each.folded for each in new]


def _pass_people(agency: Agency, into: Agency) -> list[list[int]]:
    """Its memberships, each with the post it had and the one it has: of the same title, for the other."""
    people = []
    posts = {post.pk: post.title for post in Post.objects.filter(agency=agency)}
    for pk, post in Membership.objects.filter(agency=agency).values_list("pk", "post"):
        held = Post.objects.get_or_create(agency=into, title=posts[post])[0].pk if post in posts else post
        Membership.objects.filter(pk=pk).update(agency=into, post=held)
        people.append([pk, post or 0, held or 0])
    return people


@transaction.atomic
def undo_merge(actor: Actor, *, ref: str, reason: str, at: datetime) -> Agency:
    """The merged agency stands as it did, with all that passed to the other: records, requests, names and people; and
    with what came in since under one of its names. What was given to a third agency since stays there.

    Refused where something that passed was worked on since, for it was worked on as the other's.
    """
    check_may(actor, Permission.MANAGE_AGENCIES)
    agency, why = find_agency(actor, ref), " ".join(reason.split())
    if not why or len(why) > 300:
        raise Invalid("Say why.", fields={"reason": "Enter the reason, in at most 300 letters"})
    merge = open_merge(actor, agency)
    if merge is None:
        raise NotNow(f"{agency.name} is not merged, or its merge was undone already.")
    check_is_ours_alone(actor, agency)
    check_can_undo_merge(actor, merge)
    claimed = AgencyMerge.objects.filter(pk=merge.pk, undone_at__isnull=True)
    if not claimed.update(undone_at=at, undone_by_id=actor.person_id, undone_why=why):
        raise NotNow("Somebody else has just undone it.")
    into = merge.into
    take_version(
        agency,
        version=None,
        differences=lambda _: (),
        ended_on=merge.ended_before,
        successor=merge.successor_before,
    )
    take_version(into, version=None, differences=lambda _: ())
    records = _work_comes_back(actor, merge, at)
    _others_know(actor, merge)
    _names_come_back(merge)
    _people_come_back(merge)
    names = {fold_name(name) for name in merge.names}
    for assign in (assign_in_learning, assign_in_plans):
        records += assign(actor, names=names, was=into.pk, since=merge.merged_at, agency_id=agency.pk, at=at)
    _record(actor, AgencyMergeUndone(into=into.public_id, records=records), agency, at)
    return find_agency(actor, ref)


def _work_comes_back(actor: Actor, merge: AgencyMerge, at: datetime) -> int:
    """All of it, or a sentence that names what was worked on since."""
    known, worked_on, records = _RECORDS | WORK, list[str](), 0
    for key, held in merge.work:
        records += sum(map(len, held.values()))
        worked_on += known[key].comes_back(
            actor,
            was=merge.agency_id,
            agency_id=merge.into_id,
            held=held,
            since=merge.merged_at,
            at=at,
        )
    if worked_on:
        raise NotNow(_worked_on(worked_on, merge.into.name))
    return records


_RAISED = frozenset({"actions", "documents", "scopes"})
"""Kinds of records of which passing raises the version."""


def _others_know(actor: Actor, merge: AgencyMerge) -> None:
    """What had come by an earlier merge, went on by this one and is back was not worked on for that: the earlier one
    can still be undone."""
    back = {
        (kind, pk): version
        for _, held in merge.work
        for kind, rows in held.items()
        if kind in _RAISED
        for pk, version, *_ in rows
    }
    for earlier in merged_into(actor, merge.agency):
        for _, held in earlier.work:
            for kind, rows in held.items():
                for row in rows:
                    if row[1] + 1 == back.get((kind, row[0])):
                        row[1] += 2
        earlier.save(update_fields=["work"])


def _worked_on(references: Sequence[str], into: str) -> str:
    """Which they are, of those that may be named."""
    named = [each for each in references if each]
    rest = len(references) - len(named[:5])
    more = f" and {rest} more" if rest else ""
    which = ", ".join(named[:5]) + more if named else "What passed to it"
    return (
        f"{which} was worked on as {into}’s since the merge, so it cannot be undone as a whole. Take the end and "
        f"the successor away on this page, and give the agency what is its own."
    )


def _names_come_back(merge: AgencyMerge) -> None:
    """A name that somebody took away from the other meanwhile comes back, too."""
    AgencyName.objects.filter(agency=merge.into, folded__in=merge.new_names).delete()
    by_folded = {fold_name(name): name for name in merge.names}
    AgencyName.objects.bulk_create(
        AgencyName(agency=merge.agency, name=name, folded=folded) for folded, name in by_folded.items()
    )


def _people_come_back(merge: AgencyMerge) -> None:
    """Whoever still acts for the other, in the post they had unless they were given another since."""
    for pk, before, since in merge.people:
        mine = Membership.objects.filter(pk=pk, agency=merge.into)
        mine.filter(post=since or None).update(post=before or None)
        mine.update(agency=merge.agency)


def _record(actor: Actor, happened: object, agency: Agency, at: datetime) -> None:
    record(actor, happened, subject_kind="agency", subject_ref=agency.public_id, at=at)
