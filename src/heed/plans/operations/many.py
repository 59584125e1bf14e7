"""Changing whose many actions are, at once, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.plans.events import ActionsGivenBack, ActionsGivenToAgency
from heed.plans.models import Action, ActionMoved, AgencyChange
from heed.plans.queries import ActionFilter, filter_actions, find_agency_change
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.versions import hold
from heed.platform.partnerships.queries import list_agencies


@transaction.atomic
def give_to_agency(
    actor: Actor, *, wanted: ActionFilter, seen: int, agency_ref: str, at: datetime
) -> AgencyChange:
    """Say that all actions that match are this agency's. Their words stay as printed; it can be undone.

    `seen` is how many the person was told of: where there are more or fewer by now, nothing is changed.
    """
    check_may(actor, Permission.MANAGE_AGENCIES)
    agency = {each.public_id: each for each in list_agencies(actor.partnership_id)}.get(agency_ref)
    if agency is None:
        raise Invalid("Choose an agency.", fields={"to": "Choose an agency"})
    rows = list(hold(filter_actions(actor, wanted)).values_list("pk", "agency_id"))
    if len(rows) != seen:
        raise NotNow(
            f"The list has changed meanwhile: there were {seen} actions, now there are {len(rows)}. "
            "Go back to the list and look again."
        )
    moving = {pk: before for pk, before in rows if before != agency.pk}
    change = AgencyChange.objects.create(
        partnership_id=actor.partnership_id, made_by_id=actor.person_id, made_at=at, agency=agency
    )
    ActionMoved.objects.bulk_create(
        [ActionMoved(change=change, action_id=pk, agency_before_id=before) for pk, before in moving.items()],
        batch_size=1000,
    )
    _give(actor, list(moving), agency.pk)
    _record_change(actor, ActionsGivenToAgency(actions=len(moving), agency=agency.public_id), change, at)
    return change


@transaction.atomic
def give_back(actor: Actor, *, ref: str, at: datetime) -> tuple[int, int]:
    """Undo such a change: how many actions are as they were, and how many were given elsewhere since and stay."""
    change = find_agency_change(actor, ref)
    check_may(actor, Permission.MANAGE_AGENCIES)
    claimed = AgencyChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=at)
    if not claimed:
        raise NotNow("This has been undone already.")
    moved = dict(change.moved.values_list("action_id", "agency_before_id"))
    rows = hold(Action.objects.visible_to(actor).filter(agency=change.agency_id))
    still = [pk for pk in rows.values_list("pk", flat=True) if pk in moved]
    by_agency: dict[int | None, list[int]] = {}
    for pk in still:
        by_agency.setdefault(moved[pk], []).append(pk)
    for before, keys in by_agency.items():
        _give(actor, keys, before)
    _record_change(actor, ActionsGivenBack(actions=len(still)), change, at)
    return len(still), len(moved) - len(still)


def _give(actor: Actor, keys: Sequence[int], agency_id: int | None) -> None:
    for first in range(0, len(keys), _AT_ONCE):
        rows = Action.objects.visible_to(actor).filter(pk__in=keys[first : first + _AT_ONCE])
        rows.update(agency_id=agency_id, version=F("version") + 1)


_AT_ONCE = 1000
"""Keys in one statement: databases have their limits."""


def _record_change(actor: Actor, happened: object, change: AgencyChange, at: datetime) -> None:
    record(actor, happened, subject_kind="agency_change", subject_ref=change.public_id, at=at)
