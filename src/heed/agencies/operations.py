"""Agencies over time: names, ends, successors, merging. Documents and records keep their own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from heed.agencies.comparing import AgencyFields, differences_of, fields_of
from heed.agencies.events import AgencyAdded, AgencyChanged, AgencyMerged, NameMet
from heed.agencies.queries import find_agency
from heed.learning.operations import assign_agency as assign_in_learning
from heed.learning.operations import pass_requests
from heed.plans.operations import assign_agency as assign_in_plans
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Agency, AgencyName, Membership, Partnership, Post
from heed.platform.partnerships.operations import add_agency as make_agency
from heed.platform.partnerships.queries import agencies_by_name, agency_now, fold_name

Passes = Callable[..., int]
"""From an actor, the agency that `was`, the one it is now and the moment, to how many records passed on."""

_PASSES: list[Passes] = []


def when_work_passes(passes: Passes) -> None:
    """Called at start-up by a room above, whose records go to whatever came after an agency; nothing is changed."""
    _PASSES.append(passes)


def _pass_on(actor: Actor, was: Agency, now: Agency, at: datetime) -> None:
    for passes in (pass_requests, *_PASSES):
        passes(actor, was=was.pk, agency_id=now.pk, at=at)


@transaction.atomic
def add_agency(actor: Actor, *, name: str, kind: str, at: datetime) -> Agency:
    """A new agency of the partnership; names it already has in documents are found from now on."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    _check_name(actor, name, apart_from=None)
    partnership = Partnership.objects.get(pk=actor.partnership_id)
    agency = make_agency(partnership, name=" ".join(name.split()), kind=kind)
    _record(actor, AgencyAdded(kind=kind), agency, at)
    _assign(actor, agency, [agency.name], at)
    return agency


@transaction.atomic
def change_agency(
    actor: Actor,
    *,
    ref: str,
    name: str,
    kind: str,
    other_names: list[str],
    ended_on: date | None,
    successor_ref: str,
    version: int,
    at: datetime,
) -> Agency:
    """Change what an agency is called, what it is, when it ended and what came after it.

    An earlier name stays among its other names, and in its history; so do other names that are taken away.
    `version` is the one the person saw: where somebody saved since, `ChangedMeanwhile` with both.
    """
    check_may(actor, Permission.MANAGE_AGENCIES)
    agency = find_agency(actor, ref)
    _check_is_ours_alone(actor, agency)
    wanted = " ".join(name.split())
    for each in (wanted, *other_names):
        _check_name(actor, each, apart_from=agency)
    successor = find_agency(actor, successor_ref) if successor_ref else None
    if successor and _comes_after(agency, successor):
        raise Invalid("An agency cannot come after itself.", fields={"successor": "Choose another agency"})
    as_sent = AgencyFields(wanted, kind, tuple(other_names), ended_on, successor)
    before = fields_of(agency)
    taken = take_version(
        agency,
        version=version,
        differences=lambda now: differences_of(fields_of(now), as_sent),
        by=last_changed_by("agency", agency.public_id),
        name=wanted,
        kind=kind,
        ended_on=ended_on,
        successor=successor,
    )
    agency = find_agency(actor, ref)
    if not taken:
        return agency
    _keep_words(actor, agency, before, as_sent, at)
    kept = [before.name, *other_names] if before.name != wanted else other_names
    agency.names.all().delete()
    by_folded = {fold_name(each): each for each in (wanted, *kept) if fold_name(each)}
    AgencyName.objects.bulk_create(
        AgencyName(agency=agency, name=each, folded=folded) for folded, each in by_folded.items()
    )
    _record(actor, AgencyChanged(what="name, kind, other names, end or successor"), agency, at)
    _assign(actor, agency, list(by_folded.values()), at)
    after = agency_now(agency) if ended_on and ended_on <= at.date() else None
    if after and after.pk != agency.pk:
        _pass_on(actor, agency, after, at)
    return agency


def _keep_words(actor: Actor, agency: Agency, before: AgencyFields, now: AgencyFields, at: datetime) -> None:
    """What the agency was called stays in its history."""
    for field, earlier, later in (
        ("name", before.name, now.name),
        ("other_names", "\n".join(before.other_names), "\n".join(now.other_names)),
        ("facts", before.facts, now.facts),
    ):
        if earlier != later:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="agency",
                subject_ref=agency.public_id,
                field=field,
                words=earlier,
                by=actor.name,
                at=at,
            )


def _check_is_ours_alone(actor: Actor, agency: Agency) -> None:
    """One row serves every partnership that an agency sits in, so none of them changes it for the others."""
    if agency.partnerships.exclude(pk=actor.partnership_id).exists():
        raise NotNow(f"{agency.name} sits in another partnership too, so one alone cannot change it.")


def _comes_after(agency: Agency, other: Agency) -> bool:
    """Whether `agency` stands somewhere in the line of what came after `other`, or is it."""
    seen: Agency | None = other
    while seen is not None:
        if seen.pk == agency.pk:
            return True
        seen = seen.successor
    return False


def _check_name(actor: Actor, name: str, *, apart_from: Agency | None) -> None:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > 160:
        raise Invalid("Give the agency a name of at most 160 letters.", fields={"name": "Enter a name"})
    holder = agencies_by_name(actor.partnership_id).get(fold_name(wanted))
    if holder and (apart_from is None or holder.pk != apart_from.pk):
        raise Invalid(
            f"“{wanted}” is a name of {holder.name} already. Merge the two if they are the same.",
            fields={"name": f"{holder.name} has this name already"},
        )


@transaction.atomic
def say_who_is_meant(actor: Actor, *, words: str, ref: str, at: datetime) -> int:
    """A name met in documents means this agency, from now on and in what is there; returns how many records."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    agency = find_agency(actor, ref)
    _check_name(actor, words, apart_from=agency)
    _, added = AgencyName.objects.get_or_create(
        agency=agency, folded=fold_name(words), defaults={"name": " ".join(words.split())[:160]}
    )
    if added:  # a form opened before this would leave the new name out: it is told so
        take_version(agency, version=None, differences=lambda _: ())
    return _assign(actor, agency, [words], at)


def _assign(actor: Actor, agency: Agency, names: list[str], at: datetime) -> int:
    folded = {fold_name(each) for each in names}
    records = assign_in_learning(actor, names=folded, agency_id=agency.pk, at=at)
    records += assign_in_plans(actor, names=folded, agency_id=agency.pk, at=at)
    if records:
        _record(actor, NameMet(records=records), agency, at)
    return records


@transaction.atomic
def merge_agencies(actor: Actor, *, ref: str, into_ref: str, version: int, at: datetime) -> Agency:
    """Two that are one: everything of the first belongs to the second from now on.

    The first stays as a row with its end and its successor, so that history and old words can be followed.
    `version` is the first one's, as the person saw it.
    """
    check_may(actor, Permission.MANAGE_AGENCIES)
    agency, into = find_agency(actor, ref), find_agency(actor, into_ref)
    if agency.pk == into.pk:
        raise Invalid("Choose another agency to merge it into.", fields={"into": "Choose another agency"})
    _check_is_ours_alone(actor, agency)
    if _comes_after(agency, into):
        raise NotNow(f"{into.name} came before {agency.name}. Change its successor first.")
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
    records = assign_in_learning(actor, was=agency.pk, agency_id=into.pk, at=at)
    records += assign_in_plans(actor, was=agency.pk, agency_id=into.pk, at=at)
    _pass_on(actor, agency, into, at)
    known = set(into.names.values_list("folded", flat=True))
    for name in agency.names.all():
        if name.folded not in known:
            AgencyName.objects.create(agency=into, name=name.name, folded=name.folded)
    agency.names.all().delete()
    for post in Post.objects.filter(agency=agency):
        held, _ = Post.objects.get_or_create(agency=into, title=post.title)
        Membership.objects.filter(post=post).update(post=held)
    Membership.objects.filter(agency=agency).update(agency=into)
    _record(actor, AgencyMerged(into=into.public_id, records=records), agency, at)
    return into


def _record(actor: Actor, happened: object, agency: Agency, at: datetime) -> None:
    record(actor, happened, subject_kind="agency", subject_ref=agency.public_id, at=at)
