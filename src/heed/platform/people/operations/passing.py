"""Cases that are for one agency, when it is merged into another: they are for the other, until the merge is undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.platform.access.cases import compute_after_settling, forget_seen
from heed.platform.access.models import Scope
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.partnerships.models import Agency
from heed.platform.people.events import CasePassed
from heed.platform.people.queries import cases_of_agency


@transaction.atomic
def pass_cases(actor: Actor, *, was: int, agency_id: int, at: datetime) -> int:
    """Cases that are for one agency are for another, as its people act for that one. They are not
    counted: the actor may see none of them."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    rows = list(cases_of_agency(actor, was))
    cases_of_agency(actor, was).update(agency_id=agency_id, version=F("version") + 1)
    _after(actor, rows, agency_id, at)
    return 0


@transaction.atomic
def cases_come_back(
    actor: Actor,
    *,
    was: int,
    agency_id: int,
    held: Mapping[str, Sequence[Sequence[int]]],
    since: datetime,
    at: datetime,
) -> list[str]:
    """They are for the agency that it `was` again, but for those of which somebody has said since who sees them. That
    stands against nothing."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    versions: dict[int, int] = {each[0]: each[1] for each in held["scopes"]}
    rows = [
        row
        for row in cases_of_agency(actor, agency_id).filter(pk__in=versions)
        if row.version == versions[row.pk]
    ]
    keys = [row.pk for row in rows]
    Scope.objects.filter(pk__in=keys).update(agency_id=was, version=F("version") + 1)
    _after(actor, rows, was, at)
    return []


def _after(actor: Actor, scopes: Sequence[Scope], agency_id: int, at: datetime) -> None:
    """Others see these cases than before."""
    forget_seen(actor)
    agency = Agency.objects.get(pk=agency_id).public_id
    for scope in scopes:
        compute_after_settling(actor, scope.case_ref)
        record(actor, CasePassed(agency=agency), subject_kind="review", subject_ref=scope.case_ref, at=at)
