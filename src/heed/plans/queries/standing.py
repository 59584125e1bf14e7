"""In which place somebody acts, and who holds a post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Subquery

from heed.plans.models import Action, Mark
from heed.plans.types import ActionState, MarkKind
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.queries import agency_now, memberships_in_force


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as they sign at this moment: for which agency they act, in which post, and who employs them."""

    membership_id: int
    post: str
    agency: Agency
    employer: Agency


def standing_of(actor: Actor) -> Standing:
    """A deputy acts for the other's agency, and is employed by their own employer."""
    own = Membership.objects.select_related("agency", "employer", "post").get(pk=actor.membership_id)
    agency = own.agency if own.agency_id == actor.agency_id else Agency.objects.get(pk=actor.agency_id)
    return Standing(
        membership_id=own.pk,
        post=own.post.title if own.post else "",
        agency=agency,
        employer=own.employer or own.agency,
    )


def own_bodies(actor: Actor) -> frozenset[int]:
    """The agency that an actor acts for and the one that employs them."""
    employer = Membership.objects.filter(pk=actor.membership_id).values_list("employer", flat=True).first()
    return frozenset(each for each in (actor.agency_id, employer) if each is not None)


def bodies_that_reported(action: Action) -> frozenset[int]:
    """The agencies for which an action was last reported and assured, and those who employ whoever did so."""
    pairs = marks_of_last_report(action).values_list("agency", "employer")
    return frozenset(each for pair in pairs for each in pair if each is not None)


def marks_of_last_report(action: Action) -> QuerySet[Mark]:
    """That an action was last reported complete, and that it was assured since."""
    last = action.marks.filter(kind=MarkKind.REPORTED).order_by("-pk").values("pk")[:1]
    return action.marks.filter(kind__in=(MarkKind.REPORTED, MarkKind.ASSURED), pk__gte=Subquery(last))


def bodies_now(agency_ids: Iterable[int]) -> dict[int, Agency]:
    """Who answers for each of these agencies today, by key; one that ended without a successor for itself."""
    rows = Agency.objects.filter(pk__in=set(agency_ids)).select_related("successor")
    return {each.pk: agency_now(each) or each for each in rows}


def is_same_body(one: Agency | None, other: Agency | None) -> bool:
    """Whether two agencies are one by now: the same, or merged into the same."""
    if one is None or other is None:
        return False
    return (agency_now(one) or one).pk == (agency_now(other) or other).pk


def is_own_work(actor: Actor, action: Action) -> bool:
    """Whether the action is for the agency that this person acts for."""
    return is_same_body(action.agency, Agency.objects.get(pk=actor.agency_id))


def holders_of(actor: Actor, post_ids: Iterable[int | None], *, on: date) -> dict[int, str]:
    """The names of those who hold these posts in the actor's partnership on the day; a post that is missing is
    vacant."""
    wanted = {each for each in post_ids if each is not None}
    if not wanted:
        return {}
    rows = memberships_in_force(on).filter(partnership_id=actor.partnership_id, post__in=wanted)
    found: dict[int, list[str]] = {}
    for post, name in rows.values_list("post_id", "person__name"):
        found.setdefault(post or 0, []).append(name)
    return {post: " and ".join(names) for post, names in found.items()}


def state_before(action: Action) -> ActionState:
    """Where an action was before it came to be in its present state, for going back there."""
    last = action.steps.filter(to_state=action.state).last()
    return ActionState(last.from_state) if last and last.from_state else ActionState.IN_PRINCIPLE
