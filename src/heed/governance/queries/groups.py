"""Groups with who is in them, and who was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.governance.models import Handover
from heed.governance.types import Part, Quorum
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.partnerships.models import Deputy, Group, GroupMembership, Membership
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.rules.queries import find_edition, rules_of

NAME = "meetings"
"""Of the rules that a partnership may change."""


def meeting_rules(actor: Actor, *, on: date) -> dict[str, Any]:
    """The rules of meetings in force for the actor's partnership: Heed's own, and what it has said otherwise."""
    return {**rules_of(NAME), **find_edition(actor, NAME, on=on).content}


def frequency_names() -> dict[str, str]:
    """How often, by what is stored."""
    return {key: each["name"] for key, each in rules_of(NAME)["frequencies"].items()}


def list_groups(actor: Actor) -> list[Group]:
    """The partnership's groups that have not ended first, by name."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Group.objects.filter(partnership_id=actor.partnership_id).select_related("reports_to")
    return sorted(rows, key=lambda each: (each.ended_on is not None, each.name))


def find_group(actor: Actor, ref: str) -> Group:
    """The group with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Group.objects.filter(partnership_id=actor.partnership_id, public_id=ref)
    group = rows.select_related("reports_to").first()
    if group is None:
        raise NotVisible
    return group


def labels_of_groups(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """What these groups are called, by public id."""
    rows = Group.objects.filter(partnership_id=actor.partnership_id, public_id__in=list(refs))
    return dict(rows.values_list("public_id", "name")) if actor.may(Permission.READ_REGISTER) else {}


def places_in(group: Group) -> QuerySet[GroupMembership]:
    """Everybody who is or was in the group, the chair first, then by agency and name."""
    rows = GroupMembership.objects.filter(group=group).select_related(
        "membership__person", "membership__agency", "membership__post"
    )
    return rows.order_by("-ends_on", "membership__agency__name", "membership__person__name", "pk")


def members_on(group: Group, day: date) -> list[GroupMembership]:
    """Who is in the group on the day: chair, deputy, then members by agency and name."""
    rank = {Part.CHAIR: 0, Part.DEPUTY: 1}
    begun = places_in(group).filter(starts_on__lte=day)
    rows = begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    in_force = rows.filter(membership__in=memberships_in_force(day).order_by().values("pk"))
    unique = {each.membership_id: each for each in in_force.order_by("starts_on", "pk")}
    return sorted(
        unique.values(),
        key=lambda each: (
            rank.get(Part(each.part), 2),
            each.membership.agency.name,
            each.membership.person.name,
        ),
    )


def chair_of(group: Group) -> GroupMembership | None:
    """Who chairs the group now."""
    return places_in(group).filter(part=Part.CHAIR, ends_on__isnull=True).first()


def own_memberships(actor: Actor) -> list[int]:
    """The places in which this actor is asked: their own, or the one that they stand in for."""
    if actor.deputy_id is None:
        return [actor.membership_id]
    return list(Deputy.objects.filter(pk=actor.deputy_id).values_list("stands_in_for_id", flat=True))


def groups_of(actor: Actor, *, on: date, parts: Iterable[Part] = Part) -> list[int]:
    """The keys of the groups that this actor is in on the day, in one of these parts."""
    rows = GroupMembership.objects.filter(
        membership__in=own_memberships(actor), part__in=list(parts), starts_on__lte=on
    )
    return list(rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).values_list("group_id", flat=True))


def people_for_groups(actor: Actor, *, on: date) -> list[Membership]:
    """Every place in the partnership that is in force, by name: who can be put into a group."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    rows = memberships_in_force(on).filter(partnership_id=actor.partnership_id)
    return list(rows.select_related("post").order_by("person__name", "pk"))


def find_member(actor: Actor, ref: str, *, on: date) -> Membership:
    """A place in the partnership that is in force, or `Invalid`."""
    row = memberships_in_force(on).filter(partnership_id=actor.partnership_id, public_id=ref).first()
    if row is None:
        raise Invalid("Choose somebody.", fields={"member": "Choose somebody of the list"})
    return row


def quorum_of(row: Any) -> Quorum:
    """The quorum rule of a group or of a meeting."""
    return Quorum(row.quorum_members, row.quorum_agencies, row.quorum_statutory)


def handovers_of(actor: Actor, group: Group) -> list[Any]:
    """Who handed the chair to whom, the newest first."""
    return list(Handover.objects.visible_to(actor).filter(group=group))


def independent_chairs(actor: Actor) -> list[Membership]:
    """Everybody who is or was the partnership's independent chair, the newest first."""
    rows = Membership.objects.filter(
        partnership_id=actor.partnership_id, roles__icontains=f'"{Role.INDEPENDENT_CHAIR.value}"'
    )
    return list(rows.select_related("person", "agency").order_by("-starts_on", "-pk"))


def find_chair(actor: Actor, ref: str, *, on: date) -> Membership:
    """The place of whoever was the independent chair on the day, or `Invalid`. The chair's own decisions are theirs."""
    row = next((each for each in independent_chairs(actor) if each.public_id == ref), None)
    if row is None:
        raise Invalid("Choose the chair.", fields={"chair": "Choose who was the independent chair"})
    own = actor.membership_id if Role.INDEPENDENT_CHAIR in actor.roles else row.pk
    if row.pk != own:
        raise Invalid("Keep your own decisions here.", fields={"chair": "Choose yourself"})
    if not (row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)):
        raise Invalid(
            f"{row.person.name} was not the independent chair on that day.",
            fields={"decided_on": f"{row.person.name} was not the independent chair on this day"},
        )
    return row
