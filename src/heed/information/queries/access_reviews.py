"""Who acts for which agency, when its lead last looked through them, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from heed.information.models import AccessReview, ConfirmedPerson
from heed.kit.dates import months_after
from heed.platform.access.policies import check_may
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.rules.queries import rules_of


@dataclass(frozen=True, slots=True)
class AgencyPerson:
    """Somebody who acts for an agency: `ref` is the membership's, `last_seen` when they last signed in."""

    ref: str
    membership_id: int
    name: str
    post: str
    roles: str
    since: date
    last_seen: date | None


@dataclass(frozen=True, slots=True)
class AgencyTurn:
    """An agency with people: when they were last looked through (None: never), and when they must be again."""

    ref: str
    name: str
    people: int
    lead: str
    last_on: date | None
    due_on: date
    late: bool


def find_agency_to_confirm(actor: Actor, ref: str) -> Agency:
    """The actor's own agency, or any of the partnership for those who manage people; else `NotVisible`."""
    if not (actor.may(Permission.CONFIRM_PEOPLE) or actor.may(Permission.MANAGE_PEOPLE)):
        raise NotAllowed(
            "Agency leads confirm who acts for their agency; business managers may do it for them."
        )
    agency = Agency.objects.filter(partnerships=actor.partnership_id, public_id=ref).first()
    if agency is None or not (actor.may(Permission.MANAGE_PEOPLE) or agency.pk == actor.agency_id):
        raise NotVisible
    return agency


def people_of_agency(actor: Actor, agency: Agency, *, on: date) -> list[AgencyPerson]:
    """Everybody who acts for the agency on the day, by name."""
    return [
        AgencyPerson(
            ref=each.public_id,
            membership_id=each.pk,
            name=each.person.name,
            post=each.post.title if each.post else "",
            roles=actor_of(each.person, each).role_name,
            since=each.starts_on,
            last_seen=timezone.localtime(each.person.last_login).date() if each.person.last_login else None,
        )
        for each in _in_force(actor, on).filter(agency=agency).order_by("person__name", "pk")
    ]


def _in_force(actor: Actor, on: date) -> Any:
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        partnership_id=actor.partnership_id,
        person__is_active=True,
        starts_on__lte=on,
    ).select_related("person", "agency", "partnership", "post")


def list_turns(actor: Actor, *, on: date) -> list[AgencyTurn]:
    """Every agency that has people on the day, those whose review is longest overdue first."""
    if not (actor.may(Permission.GOVERN_INFORMATION) or actor.may(Permission.MANAGE_PEOPLE)):
        raise NotAllowed("Your role cannot see when agencies looked through their people.")
    last = dict(AccessReview.objects.visible_to(actor).values_list("agency").annotate(newest=Max("done_at")))
    by_agency: dict[int, list[Membership]] = {}
    for each in _in_force(actor, on).order_by("pk"):
        by_agency.setdefault(each.agency_id, []).append(each)
    turns = [_turn(people, last.get(agency), on) for agency, people in by_agency.items()]
    return sorted(turns, key=lambda turn: (turn.due_on, turn.name))


def _turn(people: list[Membership], last: Any, on: date) -> AgencyTurn:
    last_on = timezone.localtime(last).date() if last else None
    due_on = next_turn(last_on, first=min(each.starts_on for each in people))
    leads = [each.person.name for each in people if Role.AGENCY_LEAD in each.roles]
    return AgencyTurn(
        ref=people[0].agency.public_id,
        name=people[0].agency.name,
        people=len(people),
        lead=", ".join(leads),
        last_on=last_on,
        due_on=due_on,
        late=due_on < on,
    )


def next_turn(last_on: date | None, *, first: date) -> date:
    """When an agency's people must be looked through again; counted from its first membership where never."""
    return months_after(last_on or first, rules_of("information")["access_reviews"]["every_months"])


def own_turn(actor: Actor, *, on: date) -> AgencyTurn | None:
    """The turn of the agency that an agency's lead acts for; None for others."""
    if not actor.may(Permission.CONFIRM_PEOPLE):
        return None
    people = list(_in_force(actor, on).filter(agency_id=actor.agency_id).order_by("pk"))
    if not people:
        return None
    newest = AccessReview.objects.visible_to(actor).filter(agency_id=actor.agency_id)
    return _turn(people, newest.aggregate(newest=Max("done_at"))["newest"], on)


def list_ends_asked_for(actor: Actor) -> list[ConfirmedPerson]:
    """Memberships that a lead asked to end and no manager has settled, oldest first."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    reviews = AccessReview.objects.visible_to(actor)
    rows = ConfirmedPerson.objects.filter(review__in=reviews, said="end", settled_at__isnull=True)
    return list(
        rows.select_related("membership__person", "membership__agency", "review__done_by").order_by("pk")
    )


def find_end_asked_for(actor: Actor, membership_ref: str) -> ConfirmedPerson:
    """What a lead asked of this membership and nobody has settled, or `NotVisible`."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    found = [each for each in list_ends_asked_for(actor) if each.membership.public_id == membership_ref]
    if not found:
        raise NotVisible
    return found[0]


def past_reviews(actor: Actor, agency: Agency) -> Iterable[AccessReview]:
    """When the agency's people were looked through before, and by whom, the newest first."""
    rows = AccessReview.objects.visible_to(actor).filter(agency=agency)
    return list(rows.select_related("done_by").order_by("-done_at")[:20])
