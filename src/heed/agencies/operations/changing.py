"""Agencies over time: names, ends, successors. Documents and records keep their own words."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from heed.agencies.comparing import AgencyFields, differences_of, fields_of
from heed.agencies.events import AgencyAdded, AgencyChanged, NameMet
from heed.agencies.operations.passing import pass_on
from heed.agencies.policies import check_is_ours_alone
from heed.agencies.queries import find_agency
from heed.agencies.rules import comes_after
from heed.learning.operations import assign_agency as assign_in_learning
from heed.plans.operations import assign_agency as assign_in_plans
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Agency, AgencyName, Partnership
from heed.platform.partnerships.operations import add_agency as make_agency
from heed.platform.partnerships.queries import agencies_by_name, agency_now, fold_name


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
    check_is_ours_alone(actor, agency)
    wanted = " ".join(name.split())
    for each in (wanted, *other_names):
        _check_name(actor, each, apart_from=agency)
    successor = find_agency(actor, successor_ref) if successor_ref else None
    if successor and comes_after(agency, successor):
        raise Invalid("An agency cannot come after itself.", fields={"successor": "Choose another agency"})
    if ended_on and ended_on > timezone.localdate(at) and ended_on != agency.ended_on:
        raise Invalid(
            "An agency has ended once its last day is over. Until then its work stays with it: come back "
            f"after {ended_on:%-d %B %Y}, and its work passes on at once.",
            fields={"ended_on": "Enter a day that has come"},
        )
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
    after = agency_now(agency) if ended_on and ended_on <= timezone.localdate(at) else None
    if after and after.pk != agency.pk:
        pass_on(actor, was=agency, now=after, at=at)
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


def _record(actor: Actor, happened: object, agency: Agency, at: datetime) -> None:
    record(actor, happened, subject_kind="agency", subject_ref=agency.public_id, at=at)
