"""Putting actions into the register as documents state them, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from heed.learning.operations import set_threads
from heed.plans.events import ActionRegistered, ActionWithdrawn
from heed.plans.models import Action, ActionStep, DifferenceJudgement
from heed.plans.operations.threads import deliveries_of
from heed.plans.queries import actions_to_pass
from heed.plans.rules import state_as_stated
from heed.plans.types import BUILT_ON
from heed.platform.access.policies import check_may
from heed.platform.access.queries import references_seen
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.batches import batches
from heed.platform.base.errors import NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.base.operations import references_for
from heed.platform.base.versions import hold
from heed.platform.partnerships.models import Post
from heed.platform.partnerships.queries import fold_name


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


@transaction.atomic
def assign_agency(
    actor: Actor,
    *,
    names: Set[str] = frozenset(),
    was: int | None = None,
    since: datetime | None = None,
    agency_id: int,
    at: datetime,
) -> int:
    """As `learning.operations.assign_agency`, for actions. Returns how many; `agencies` records the event.

    What passes from an agency to another is a change like any other, so that a form opened before it cannot undo it
    unseen. Posts that own actions of an agency that was merged go with them: the same title in the one that came after.
    """
    check_may(actor, Permission.MANAGE_AGENCIES)
    if was is not None and not names:
        return _pass_on(actor, was, agency_id)
    rows = Action.objects.visible_to(actor).filter(agency=was)
    if since:
        rows = rows.filter(registered_at__gte=since)
    if was is None or names:
        rows = rows.filter(pk__in=[row.pk for row in rows if fold_name(row.agency_words) in names])
    return int(rows.update(agency_id=agency_id, version=F("version") + int(was is not None)))


@transaction.atomic
def actions_come_back(
    actor: Actor,
    *,
    was: int,
    agency_id: int,
    held: Mapping[str, Sequence[Sequence[int]]],
    since: datetime,
    at: datetime,
) -> list[str]:
    """Undo the passing of an agency's actions to another, with the posts that own them; those that were given to a
    third one since stay there. Returns the references of those that were worked on since ("" for one that the actor
    may not see); where there is one, nothing is done."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    # Merges of before held no agency: then it was the merged one.
    before = {
        pk: (version, post, agency[0] if agency else was) for pk, version, post, *agency in held["actions"]
    }
    everything = Action.objects.for_everyone(because="an agency's actions come back to it")
    passed = Q(agency=agency_id) | Q(owner_post__in=Post.objects.filter(agency=agency_id))
    there = hold(everything.filter(passed, partnership_id=actor.partnership_id))
    rows = [
        row for row in there.order_by("pk") if row.pk in before and _still_there(row, was, agency_id, before)
    ]
    if worked_on := [row for row in rows if row.version != before[row.pk][0]]:
        return references_seen(actor, worked_on)
    alike: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        alike.setdefault(before[row.pk][1:], []).append(row.pk)
    for (post, agency), keys in alike.items():
        for some in batches(keys):
            everything.filter(pk__in=some).update(
                agency_id=agency or None, owner_post_id=post or None, version=F("version") + 1
            )
    return []


def _still_there(row: Action, was: int, agency_id: int, before: Mapping[int, tuple[int, int, int]]) -> bool:
    """Whether the action is where the passing put it: one that was given to a third agency since is not."""
    had = before[row.pk][2]
    return row.agency_id == (agency_id if had == was else had or None)


def _pass_on(actor: Actor, was: int, agency_id: int) -> int:
    """The actions of an agency, and those that its posts own; returns how many were its own."""
    keys = list(actions_to_pass(actor, was).values_list("pk", flat=True))
    mine, own = Action.objects.visible_to(actor), 0
    for some in batches(keys):
        for post in Post.objects.filter(agency=was, pk__in=mine.filter(pk__in=some).values("owner_post")):
            passed, _ = Post.objects.get_or_create(agency_id=agency_id, title=post.title)
            mine.filter(pk__in=some, owner_post=post).update(owner_post=passed)
        own += mine.filter(pk__in=some, agency=was).update(agency_id=agency_id)
        mine.filter(pk__in=some).update(version=F("version") + 1)
    return own
