"""Putting actions into the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from heed.learning.operations import set_threads
from heed.learning.types import Delivery
from heed.plans.events import ActionRegistered, ActionsGivenBack, ActionsGivenToAgency, ActionWithdrawn
from heed.plans.models import Action, ActionMoved, AgencyChange
from heed.plans.queries import ActionFilter, filter_actions, find_agency_change
from heed.plans.rules import count_delivery, state_as_stated
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.base.operations import references_for
from heed.platform.base.versions import hold
from heed.platform.partnerships.queries import fold_name, list_agencies


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action as accepted from a Reading: for these recommendations, counted once."""

    recommendation_ids: tuple[int, ...]
    theme_id: int | None
    text: str
    stated: str
    agency_words: str
    agency_id: int | None
    owner_words: str
    due_text: str
    due_earliest: date | None
    due_latest: date | None
    spans: list[list[int | None]]
    kept: Kept = NEW


@transaction.atomic
def register_actions(
    actor: Actor,
    *,
    review_id: int,
    scope_id: int,
    reading_id: int,
    recommendation_ids: Iterable[int],
    actions: Sequence[NewAction],
    at: datetime,
) -> list[Action]:
    """Put these actions into the register and write the threads of all these recommendations."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    references = references_for(
        partnership_id=actor.partnership_id, name="ACT", kept=[new.kept for new in actions]
    )
    made = Action.objects.bulk_create(
        _row(actor, new, reference, review_id, scope_id, reading_id, position, at)
        for position, (reference, new) in enumerate(zip(references, actions, strict=True), start=1)
    )
    link = Action.recommendations.through
    link.objects.bulk_create(
        link(action_id=row.pk, recommendation_id=recommendation_id)
        for row, new in zip(made, actions, strict=True)
        for recommendation_id in new.recommendation_ids
    )
    for row in made:
        record(
            actor,
            ActionRegistered(reference=row.reference, state=row.state),
            subject_kind="action",
            subject_ref=row.public_id,
            at=at,
        )
    set_threads(actor, deliveries=deliveries_of(recommendation_ids))
    return made


def _row(
    actor: Actor,
    new: NewAction,
    reference: str,
    review_id: int,
    scope_id: int,
    reading_id: int,
    position: int,
    at: datetime,
) -> Action:
    kind, state = state_as_stated(new.stated)
    return Action(
        **new.kept.as_field,
        partnership_id=actor.partnership_id,
        scope_id=scope_id,
        reference=reference,
        review_id=review_id,
        theme_id=new.theme_id,
        position=position,
        text=new.text,
        kind=kind,
        stated=new.stated,
        state=state,
        agency_id=new.agency_id,
        agency_words=new.agency_words[:200],
        owner_words=new.owner_words[:200],
        due_text=new.due_text[:120],
        due_earliest=new.due_earliest,
        due_latest=new.due_latest,
        reading_id=reading_id,
        spans=new.spans,
        registered_at=at,
    )


def deliveries_of(recommendation_ids: Iterable[int]) -> dict[int, Delivery]:
    """What was promised and came of it, for each of these recommendations."""
    wanted = list(recommendation_ids)
    links = Action.recommendations.through.objects.filter(recommendation_id__in=wanted)
    found: dict[int, list[tuple[str, str]]] = {each: [] for each in wanted}
    for recommendation_id, kind, state in links.values_list(
        "recommendation_id", "action__kind", "action__state"
    ):
        found[recommendation_id].append((kind, state))
    return {each: count_delivery(actions) for each, actions in found.items()}


@transaction.atomic
def withdraw_actions(actor: Actor, *, reading_id: int, at: datetime) -> int:
    """Take a Reading's actions out of the register while nobody has changed them; returns how many."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    rows = Action.objects.visible_to(actor).filter(reading_id=reading_id)
    if rows.filter(version__gt=1).exists():
        raise NotNow("Somebody has worked on an action of this document, so it stays in the register.")
    links = Action.recommendations.through.objects.filter(action__in=rows)
    served = set(links.values_list("recommendation_id", flat=True))
    gone = list(rows)
    for row in gone:
        record(
            actor,
            ActionWithdrawn(reference=row.reference),
            subject_kind="action",
            subject_ref=row.public_id,
            at=at,
        )
    rows.delete()
    set_threads(actor, deliveries=deliveries_of(served))
    return len(gone)


@transaction.atomic
def assign_agency(
    actor: Actor, *, names: Set[str] = frozenset(), was: int | None = None, agency_id: int, at: datetime
) -> int:
    """As `learning.operations.assign_agency`, for actions. Returns how many; `agencies` records the event."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    rows = Action.objects.visible_to(actor).filter(agency=was)
    if was is None:
        rows = rows.filter(pk__in=[row.pk for row in rows if fold_name(row.agency_words) in names])
    return int(rows.update(agency_id=agency_id))


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
