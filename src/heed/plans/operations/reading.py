"""Putting actions into the register as documents state them, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heed.learning.operations import set_threads
from heed.plans.events import ActionRegistered, ActionWithdrawn
from heed.plans.models import Action, ActionStep, DifferenceJudgement
from heed.plans.operations.threads import deliveries_of
from heed.plans.rules import state_as_stated
from heed.plans.types import BUILT_ON
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.batches import batches
from heed.platform.base.errors import NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.base.operations import references_for


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
    ActionStep.objects.bulk_create(
        ActionStep(action=row, to_state=row.state, at=at, by_id=actor.person_id) for row in made
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
        first_due=new.due_latest,
        reading_id=reading_id,
        spans=new.spans,
        registered_at=at,
    )


@transaction.atomic
def withdraw_actions(actor: Actor, *, reading_id: int, at: datetime) -> int:
    """Take a Reading's actions out of the register while nobody has changed them; returns how many."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    rows = Action.objects.visible_to(actor).filter(reading_id=reading_id)
    if rows.filter(version__gt=1).exists():
        raise NotNow("Somebody has worked on an action of this document, so it stays in the register.")
    for some in batches(list(rows.values_list("pk", flat=True))):
        if why := next(filter(None, (built(some) for built in BUILT_ON)), ""):
            raise NotNow(why)
    links = Action.recommendations.through.objects.filter(action__in=rows)
    if DifferenceJudgement.objects.filter(recommendation__reading_id=reading_id).exists():
        raise NotNow("Somebody has judged what came of this document's recommendations, so it stays.")
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
