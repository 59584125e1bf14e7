"""People of a partnership, their places, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from heed.platform.access.models import Level, Scope
from heed.platform.access.policies import check_may
from heed.platform.access.queries import known_roles
from heed.platform.access.roles import Permission, permissions_of
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.partnerships.models import Agency, Deputy, Group, GroupMembership, Membership, Post
from heed.platform.partnerships.queries import deputies_in_force, memberships_in_force


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which places to show; empty means all. `state`: "in_force" or "ended"."""

    words: str = ""
    agency: str = ""
    role: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()


def filter_places(actor: Actor, wanted: PeopleFilter, *, order: str = "") -> QuerySet[Any]:
    """Places in the actor's partnership, a row for each; a person may have several."""
    check_may(actor, Permission.SEE_PEOPLE)
    in_force = memberships_in_force(clock.today()).order_by().values("pk")
    rows = Membership.objects.filter(partnership_id=actor.partnership_id)
    if wanted.state == "ended":
        rows = rows.exclude(pk__in=in_force)
    elif wanted.state:
        rows = rows.filter(pk__in=in_force) if wanted.state == "in_force" else rows.none()
    if wanted.agency:
        rows = rows.filter(agency__public_id=wanted.agency)
    if wanted.role:
        # Roles are a list in JSON; a quoted name is found alike in both databases.
        rows = rows.filter(roles__icontains=f'"{wanted.role}"')
    if wanted.words:
        words = wanted.words
        rows = rows.filter(
            Q(person__name__icontains=words)
            | Q(person__email__icontains=words)
            | Q(post__title__icontains=words)
        )
    if wanted.refs:
        rows = rows.filter(public_id__in=wanted.refs)
    ordered = {"agency": ("agency__name", "person__name", "pk"), "newest": ("-starts_on", "-pk")}
    by = ordered.get(order, ("person__name", "pk"))
    return rows.select_related("person", "agency", "post").order_by(F("ended_at").asc(nulls_first=True), *by)


def find_person(actor: Actor, ref: str) -> Person:
    """Somebody who has or had a place in the actor's partnership, for those who may see people; oneself always."""
    if ref != actor.person_ref:
        check_may(actor, Permission.SEE_PEOPLE)
    rows = Person.objects.filter(public_id=ref, memberships__partnership_id=actor.partnership_id)
    person = rows.distinct().first()
    if person is None:
        raise NotVisible
    return person


def labels_of_people(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The names of these people, those of the actor's partnership and oneself, by public id."""
    rows = Person.objects.filter(public_id__in=refs)
    if not actor.may(Permission.SEE_PEOPLE):
        rows = rows.filter(pk=actor.person_id)
    here = rows.filter(memberships__partnership_id=actor.partnership_id)
    return dict(here.values_list("public_id", "name"))


def places_of(actor: Actor, person: Person) -> list[Membership]:
    """A person's places in the actor's partnership, the newest first, with groups and who stands in."""
    groups = GroupMembership.objects.filter(ends_on__isnull=True).select_related("group")
    deputies = Deputy.objects.select_related("membership__person").order_by("-pk")
    return list(
        Membership.objects.filter(person=person, partnership_id=actor.partnership_id)
        .select_related("agency", "post", "person", "employer")
        .prefetch_related(Prefetch("groups", groups), Prefetch("deputies", deputies))
        .order_by("-starts_on", "-pk")
    )


def stands_in(actor: Actor, person: Person) -> list[Deputy]:
    """Whom this person stands in for, now or later, in the actor's partnership."""
    rows = Deputy.objects.filter(
        membership__person=person,
        membership__partnership_id=actor.partnership_id,
        ended_at__isnull=True,
        ends_on__gte=clock.today(),
    )
    return list(rows.select_related("stands_in_for__person", "stands_in_for__agency").order_by("starts_on"))


def find_membership(actor: Actor, ref: str) -> Membership:
    """A place in the actor's partnership, or `NotVisible`."""
    rows = Membership.objects.filter(public_id=ref, partnership_id=actor.partnership_id)
    row = rows.select_related("person", "agency", "partnership").first()
    if row is None:
        raise NotVisible
    return row


def find_deputy(actor: Actor, ref: str) -> Deputy:
    """A standing in of the actor's partnership, or `NotVisible`."""
    rows = Deputy.objects.filter(public_id=ref, stands_in_for__partnership_id=actor.partnership_id)
    row = rows.select_related("membership__person", "stands_in_for__person").first()
    if row is None:
        raise NotVisible
    return row


def find_group(actor: Actor, ref: str) -> Group:
    """A group of the actor's partnership, or `NotVisible`."""
    group = Group.objects.filter(public_id=ref, partnership_id=actor.partnership_id).first()
    if group is None:
        raise NotVisible
    return group


def list_groups(actor: Actor) -> list[Group]:
    """The standing groups of the actor's partnership."""
    return list(Group.objects.filter(partnership_id=actor.partnership_id).order_by("name"))


def readers_of(
    partnership_id: int, *, on: date, who_may: Permission = Permission.READ_REGISTER
) -> list[Membership]:
    """The places in force whose roles may do this, by name: by default, whoever reads the register at all."""
    rows = memberships_in_force(on).filter(partnership_id=partnership_id).select_related("post")
    return [row for row in rows.order_by("person__name", "pk") if who_may in permissions_of(known_roles(row))]


def find_reader(actor: Actor, ref: str) -> Person:
    """Somebody in the actor's partnership who can be named or excluded: anybody with a place in force."""
    rows = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    row = rows.filter(person__public_id=ref).first()
    if row is None:
        raise Invalid("Choose a person of the partnership.", fields={"person": "Choose a person"})
    return row.person


def deputies_of_partnership(partnership_id: int, *, on: date) -> list[Deputy]:
    """Who stands in for whom on the day."""
    return list(deputies_in_force(on).filter(stands_in_for__partnership_id=partnership_id))


def list_choices(actor: Actor) -> list[tuple[str, str]]:
    """People of the actor's partnership to choose from: reference and name with agency."""
    rows = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    found: dict[str, str] = {}
    for row in rows.order_by("person__name", "pk"):
        found.setdefault(row.person.public_id, f"{row.person.name}, {row.agency.name}")
    return list(found.items())


def agency_choices(actor: Actor) -> list[tuple[str, str]]:
    """Agencies of the actor's partnership that have not ended."""
    rows = Agency.objects.filter(partnerships=actor.partnership_id, ended_on__isnull=True).order_by("name")
    return list(rows.values_list("public_id", "name"))


def place_choices(actor: Actor) -> list[tuple[str, str]]:
    """Places in force in the actor's partnership: reference, and person with agency."""
    rows = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    return [
        (row.public_id, f"{row.person.name}, {row.agency.name}")
        for row in rows.order_by("person__name", "pk")
    ]


def vacant_posts(actor: Actor) -> list[tuple[str, str, date | None]]:
    """Posts of the partnership's agencies that somebody held and nobody holds now: title, agency, since when."""
    check_may(actor, Permission.SEE_PEOPLE)
    today = clock.today()
    held = memberships_in_force(today).order_by().filter(post__isnull=False).values("post")
    posts = Post.objects.filter(agency__partnerships=actor.partnership_id, agency__ended_on__isnull=True)
    last = Membership.objects.filter(partnership_id=actor.partnership_id, post__isnull=False)
    ends = {row.post_id: row.ends_on for row in last.order_by("ends_on")}
    vacant = (
        posts.filter(pk__in=[each for each in ends if each])
        .exclude(pk__in=held)
        .select_related("agency")
        .order_by("title")
    )
    return [(post.title, post.agency.name, ends[post.pk]) for post in vacant]


def cases_of_agency(actor: Actor, agency_id: int) -> QuerySet[Scope]:
    """The scopes of the partnership's cases that are for one agency, whoever may see them."""
    rows = Scope.objects.filter(partnership_id=actor.partnership_id, level=Level.AGENCY, agency=agency_id)
    return rows.exclude(case_ref="")


def cases_held(actor: Actor, *, agency_id: int) -> dict[str, list[list[int]]]:
    """The scopes of cases that are for an agency, each with the version that it has once it has passed to another.
    Whoever merges agencies need not see them."""
    rows = cases_of_agency(actor, agency_id).order_by("pk").values_list("pk", "version")
    return {"scopes": [[pk, version + 1] for pk, version in rows]}
