"""What the permission matrix is asked in: people in every role and agency, and one case in every state to them.

Which of the table's things belong to the case is found out by restricting it: whatever moves with it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bench.bars.bar_01 import Asker
from heed.platform.access.models import Level, Record
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Membership, Partnership
from heed.platform.partnerships.operations import add_agency, add_member
from heed.platform.people.operations import exclude_person, restrict_case, set_case_level
from tests import cast as the_cast
from tests.house_rules.conftest import make_things
from tests.house_rules.permission_table import Row, expected, read_table
from tests.house_rules.test_permissions import MISSING, ask, signed_in

AN_AGENCYS = "another agency's"
"""There for nobody who asks but those who may say who sees a case."""
HIDDEN = ("restricted, not named", "excluded", "missing")
DONE_OR_IN_ANOTHER_STATE = frozenset({409, 422})
"""What somebody allowed may be told where there is more, or something else, than what the table's row is for: that
they are let in is what this bar asks; that it then works, `tests/house_rules/test_permissions.py`."""


@dataclass(frozen=True)
class Wanted:
    """The statuses that are right; `exact` is the one the table names."""

    exact: int
    others: frozenset[int] = frozenset()

    def __eq__(self, got: object) -> bool:
        return got == self.exact or got in self.others

    def __hash__(self) -> int:
        return hash(self.exact)

    def __str__(self) -> str:
        return str(self.exact)


@dataclass(frozen=True)
class Setting:
    """Rows of the table, who asks, what there is to ask for, and which of it is the case's."""

    rows: list[Row]
    groups: dict[str, list[str]]
    askers: list[Asker]
    things: dict[str, str]
    of_case: frozenset[str]
    guard: Actor
    people: list[str]
    elsewhere: str

    def points_at_case(self, row: Row) -> bool:
        return any(value in self.of_case for value in row.at.values() if isinstance(value, str))

    @contextmanager
    def standing(self, case: str) -> Iterator[None]:
        """The case in this state to those who ask, until the end of the block."""
        with transaction.atomic():
            if case == "restricted, named":
                restrict(self.guard, self.things["review"], self.people)
            elif case == "restricted, not named":
                restrict(self.guard, self.things["review"], [])
            elif case == AN_AGENCYS:
                give_to_agency(self.guard, self.things["review"])
            elif case == "excluded":
                exclude(self.guard, self.things["review"], self.people)
            yield
            transaction.set_rollback(True)

    def ask(self, row: Row, asker: Asker, case: str) -> Any:
        """With a browser of its own each time: some addresses end a session."""
        client = Client(raise_request_exception=False)
        client.cookies.load({name: each.value for name, each in asker.client.cookies.items()})
        gone = dict.fromkeys(self.of_case, MISSING) if case == "missing" else {}
        return ask(row, client, {**self.things, **gone})

    def wanted(self, row: Row, asker: Asker, case: str) -> Wanted:
        """What the table, and the case's own access, say; an answer that hides is 404, or 403 by role alone."""
        by_role = Wanted(expected(row, asker.who, self.groups))
        if row.may == "anybody" or asker.who in ("stranger", "former", "visitor"):
            return by_role
        allowed = by_role == row.works
        if asker.agency == self.elsewhere and row.outsider and allowed:
            # The table says it of the other partnership's business manager; a page of one's own is one's own, and what
            # is shared is for both.
            return Wanted(row.outsider, frozenset({row.works}) if row.method == "GET" else frozenset())
        if (
            case in HIDDEN
            or (case == AN_AGENCYS and not asker.guards)
            or (asker.agency == self.elsewhere and row.at)
        ):
            return Wanted(404) if allowed else Wanted(by_role.exact, frozenset({404}))
        others = set(DONE_OR_IN_ANOTHER_STATE) if allowed and row.method == "POST" else set()
        if row.by_person and not asker.of_cast:
            others |= {row.works, row.refused, 403, 404}
        return Wanted(by_role.exact, frozenset(others))


def prepare(cast: the_cast.Cast) -> Setting:
    """A case, and every role in two agencies of its partnership and in one of another."""
    things = make_things(the_cast.find_register(cast), cast)
    guard = _actor("Nadia Nightingale")
    rows, groups = read_table()
    askers, people = _askers(cast)
    return Setting(
        rows=[row for row in rows if not row.house and row.may != "owner"],
        groups=groups,
        askers=askers,
        things=things,
        of_case=_of_case(guard, things),
        guard=guard,
        people=people,
        elsewhere=Membership.objects.get(pk=cast.outsider.membership_id).agency.name,
    )


def _of_case(guard: Actor, things: dict[str, str]) -> frozenset[str]:
    """The names of what moves with the case when it is restricted."""
    with transaction.atomic():
        restrict(guard, things["review"], [])
        moved = {ref for model in apps.get_models() for ref in _moved(model, things["review"])}
        transaction.set_rollback(True)
    return frozenset(name for name, ref in things.items() if ref in moved)


def _moved(model: type[Any], case_ref: str) -> Iterator[str]:
    """The public ids of a table's rows that stand in the case's own scope, or hang on rows that do."""
    fields = model._meta.get_fields()
    if "public_id" not in {each.name for each in fields}:
        return
    own = issubclass(model, Record)
    ways = ["scope"] if own else [f"{each.name}__scope" for each in fields if _leads_to_record(each)]
    rows = model.objects.for_everyone(because="a bar asks what is the case's") if own else model.objects.all()
    for way in ways:
        yield from rows.filter(**{f"{way}__case_ref": case_ref}).values_list("public_id", flat=True)


def _leads_to_record(field: Any) -> bool:
    return field.concrete and field.many_to_one and issubclass(field.related_model, Record)


def restrict(actor: Actor, ref: str, people: list[str]) -> None:
    restrict_case(actor, ref=ref, people=people, reason="A trial", version=0, at=timezone.now())


def give_to_agency(actor: Actor, ref: str) -> None:
    """For an agency in which nobody is."""
    partnership = Partnership.objects.get(pk=actor.partnership_id)
    agency = add_agency(partnership, name="Fernleigh Youth Justice Service", kind="other")
    set_case_level(
        actor,
        ref=ref,
        level=Level.AGENCY,
        agency_ref=agency.public_id,
        reason="A trial",
        version=0,
        at=timezone.now(),
    )


def exclude(actor: Actor, ref: str, people: list[str]) -> None:
    for version, person in enumerate(people):
        exclude_person(
            actor, ref=ref, person=person, reason="Own practice", version=version, at=timezone.now()
        )


def _askers(cast: the_cast.Cast) -> tuple[list[Asker], list[str]]:
    """Everybody who asks, and the references of those of Westmere."""
    westmere = Partnership.objects.get(pk=cast.manager.partnership_id)
    agencies = list(westmere.agencies.order_by("pk"))
    outside = Membership.objects.get(pk=cast.outsider.membership_id)
    askers, people = [], []
    for order, role in enumerate(ROLES):
        own = cast.of[role]
        other = _member(westmere, agencies[(order + 1) % len(agencies)], role, f"Second {role}")
        abroad = _member(outside.partnership, outside.agency, role, f"Third {role}")
        for actor in (own, other, abroad):
            guards = actor.may(Permission.RESTRICT_CASES)
            client = the_cast.client_of(actor)
            askers.append(Asker(role.value, client, actor.agency_name, actor is own, guards))
        people += [own.person_ref, other.person_ref]
    askers += [Asker("stranger", signed_in(the_cast.STRANGER)), Asker("former", signed_in(the_cast.FORMER))]
    return [*askers, Asker("visitor", Client(raise_request_exception=False))], people


def _member(partnership: Partnership, agency: Any, role: Role, name: str) -> Actor:
    person = Person.objects.create_person(
        email=f"{name.replace(' ', '.')}@{agency.pk}.example",
        name=name.title().replace("_", " "),
        password=the_cast.PASSWORD,
    )
    add_member(partnership, person=person, agency=agency, roles=[role], starts_on=the_cast.BEGAN)
    return _actor(person.name)


def _actor(name: str) -> Actor:
    from heed.platform.access.queries import find_actor

    actor = find_actor(Person.objects.get(name=name), on=timezone.localdate())
    assert actor is not None
    return actor
