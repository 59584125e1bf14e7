"""What an agency promised goes to the one it is now, or that came after it; and comes back where that was a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from heed.plans.events import ActionPassedOn
from heed.plans.models import Action
from heed.plans.queries import actions_to_pass, still_owed
from heed.platform.access.policies import check_may
from heed.platform.access.queries import references_seen
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.batches import batches
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import hold
from heed.platform.partnerships.models import Agency, Post
from heed.platform.partnerships.queries import fold_name


@transaction.atomic
def pass_open_actions(actor: Actor, *, was: int, agency_id: int, at: datetime) -> int:
    """What an agency that ended had still to do or to have verified is of the one that came after it, with the posts
    that own it; whose it was stays in its history, and what was settled stays its own. Returns how many passed."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    rows = list(hold(still_owed(actor, agency_id=was)).order_by("pk"))
    before = Agency.objects.get(pk=was).name
    for row in rows:
        if row.agency_id == was:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="action",
                subject_ref=row.public_id,
                field="agency",
                words=before,
                by=actor.name,
                at=at,
            )
        happened = ActionPassedOn(reference=row.reference)
        record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)
    return _pass(still_owed(actor, agency_id=was), was, agency_id)


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
        return _pass(actions_to_pass(actor, was), was, agency_id)
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


def _pass(rows: QuerySet[Any], was: int, agency_id: int) -> int:
    """These actions, of an agency or owned by its posts; returns how many were its own."""
    keys, own = list(rows.values_list("pk", flat=True)), 0
    every = Action.objects.for_everyone(because="they were found for the actor, or go with their agency")
    for some in batches(keys):
        mine = every.filter(pk__in=some)
        for post in Post.objects.filter(agency=was, pk__in=mine.values("owner_post")):
            passed, _ = Post.objects.get_or_create(agency_id=agency_id, title=post.title)
            mine.filter(owner_post=post).update(owner_post=passed)
        own += mine.filter(agency=was).update(agency_id=agency_id)
        mine.update(version=F("version") + 1)
    return own
