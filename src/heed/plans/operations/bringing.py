"""Bringing actions in from another list: a spreadsheet or table in which a plan was kept until now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from heed.learning.operations import set_threads
from heed.plans.events import ActionBroughtIn
from heed.plans.models import Action, ActionStep
from heed.plans.operations.threads import deliveries_of
from heed.plans.rules import brought_state
from heed.plans.types import BroughtAction, SaidElsewhere
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record_many
from heed.platform.base.operations import take_references
from heed.platform.partnerships.models import Post

_AT_ONCE = 500
"""Rows in one statement: databases have their limits."""


@transaction.atomic
def bring_in_actions(
    actor: Actor, *, review_id: int | None, scope_id: int, actions: Sequence[BroughtAction], at: datetime
) -> list[Action]:
    """Put these actions into the plan, all of them or none: for one review, or for the partnership's own plan.

    What is said to be closed is closed elsewhere, unverified here: nothing that is brought in counts as reported.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    references = take_references(partnership_id=actor.partnership_id, name="ACT", how_many=len(actions))
    everything = Action.objects.for_everyone(because="numbering within one review").filter(review=review_id)
    last = everything.aggregate(last=Max("position"))["last"] or 0
    posts = _posts(actions)
    made = Action.objects.bulk_create(
        [
            _row(actor, new, posts, review_id, scope_id, reference, position, at)
            for position, (reference, new) in enumerate(zip(references, actions, strict=True), start=last + 1)
        ],
        batch_size=_AT_ONCE,
    )
    served = _link(made, actions)
    ActionStep.objects.bulk_create(
        [
            ActionStep(action=row, to_state=row.state, at=at, by_id=actor.person_id, reason=new.why)
            for row, new in zip(made, actions, strict=True)
        ],
        batch_size=_AT_ONCE,
    )
    happened = [(ActionBroughtIn(reference=row.reference, state=row.state), row.public_id) for row in made]
    record_many(actor, happened, subject_kind="action", at=at)
    if served:
        set_threads(actor, deliveries=deliveries_of(served))
    return made


def _link(made: Sequence[Action], actions: Sequence[BroughtAction]) -> set[int]:
    """Tie each to the recommendations that it serves; returns all of these."""
    link = Action.recommendations.through
    links = [
        link(action_id=row.pk, recommendation_id=served)
        for row, new in zip(made, actions, strict=True)
        for served in new.recommendation_ids
    ]
    link.objects.bulk_create(links, batch_size=_AT_ONCE)
    return {served for new in actions for served in new.recommendation_ids}


def _posts(actions: Iterable[BroughtAction]) -> dict[tuple[int, str], Post]:
    wanted = {(each.agency_id, each.owner) for each in actions if each.agency_id and each.owner}
    return {
        (agency_id, title): Post.objects.get_or_create(agency_id=agency_id, title=title)[0]
        for agency_id, title in wanted
        if agency_id
    }


def _row(
    actor: Actor,
    new: BroughtAction,
    posts: dict[tuple[int, str], Post],
    review_id: int | None,
    scope_id: int,
    reference: str,
    position: int,
    at: datetime,
) -> Action:
    post = posts.get((new.agency_id, new.owner)) if new.agency_id else None
    return Action(
        partnership_id=actor.partnership_id,
        scope_id=scope_id,
        reference=reference,
        review_id=review_id,
        position=position,
        text=new.text,
        kind=new.kind,
        state=brought_state(new),
        agency_id=new.agency_id,
        agency_words=new.agency_words[:200],
        owner_post=post,
        owner_words=(new.owner_words or ("" if post else new.owner))[:200],
        due_text=new.due_text[:120],
        due_earliest=new.due_earliest,
        due_latest=new.due_latest,
        first_due=new.due_latest,
        how_we_will_know=new.how_we_will_know,
        outcome=new.outcome,
        risk=new.risk,
        stalled_why=new.why if new.said is SaidElsewhere.STALLED else "",
        made_by_id=actor.person_id,
        registered_at=at,
    )
