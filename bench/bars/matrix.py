"""What the permission matrix is asked in: people in every role and agency, and cases in every state to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from bench.bars.bar_01 import Asker
from heed.platform.access.roles import ROLES, Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Membership, Partnership
from heed.platform.partnerships.operations import add_member
from heed.platform.people.operations import exclude_person, restrict_case
from tests import cast as the_cast
from tests.house_rules.conftest import make_things
from tests.house_rules.permission_table import Row, expected, read_table
from tests.house_rules.test_permissions import MISSING, ask, signed_in

OF_A_CASE = {"document", "reading", "review", "recommendation", "action", "finding", "import.accepted"}
"""What an address can point at that belongs to a case."""
HIDDEN = ("restricted, not named", "excluded", "elsewhere", "missing")
DONE_OR_IN_ANOTHER_STATE = frozenset({409, 422})
"""What somebody allowed may be told of a case that is not in the state that the table's row is for."""


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
    """Rows of the table, who asks, and what each kind of case has."""

    rows: list[Row]
    groups: dict[str, list[str]]
    askers: list[Asker]
    things: dict[str, dict[str, str]]
    elsewhere: str

    def points_at_case(self, row: Row) -> bool:
        return bool(row.at) and all(value in OF_A_CASE for value in row.at.values() if isinstance(value, str))

    def ask(self, row: Row, asker: Asker, case: str) -> Any:
        """With a browser of its own each time: some addresses end a session."""
        client = Client(raise_request_exception=False)
        client.cookies.load({name: each.value for name, each in asker.client.cookies.items()})
        return ask(row, client, self.things[case or "open"])

    def wanted(self, row: Row, asker: Asker, case: str) -> Wanted:
        """What the table, and the case's own access, say; an answer that hides is 404, or 403 by role alone."""
        if row.may == "anybody" or asker.who in ("stranger", "former", "visitor"):
            return Wanted(expected(row, asker.who, self.groups))
        by_role = Wanted(expected(row, asker.who, self.groups))
        if asker.agency == self.elsewhere:
            case = {"elsewhere": "open", "": "elsewhere" if row.at else ""}.get(case, "elsewhere")
            if not row.at and row.outsider and by_role == row.works:
                return Wanted(row.outsider)
        if case in HIDDEN:
            return Wanted(404) if by_role == row.works else Wanted(by_role.exact, frozenset({404}))
        if case == "restricted, named" and by_role == row.works:
            return Wanted(row.works, DONE_OR_IN_ANOTHER_STATE if row.method == "POST" else frozenset())
        return by_role


def prepare(cast: the_cast.Cast) -> Setting:
    """Five cases, and every role in two agencies of one partnership and in one of another."""
    open_case = make_things(the_cast.find_register(cast), cast)
    nadia = _actor("Nadia Nightingale")
    rows, groups = read_table()
    askers, people = _askers(cast)
    cases = {
        "restricted, named": _case(nadia, "Beech", open_case),
        "restricted, not named": _case(nadia, "Cedar", open_case),
        "excluded": _case(nadia, "Dogwood", open_case),
        "elsewhere": _case(cast.outsider, "Elm", open_case),
    }
    _restrict(nadia, cases["restricted, named"]["review"], people)
    _restrict(nadia, cases["restricted, not named"]["review"], [])
    for version, person in enumerate(people):
        exclude_person(
            nadia,
            ref=cases["excluded"]["review"],
            person=person,
            reason="Own practice",
            version=version,
            at=timezone.now(),
        )
    nothing = {name: MISSING if name in OF_A_CASE else value for name, value in open_case.items()}
    outside = Membership.objects.get(pk=cast.outsider.membership_id).agency.name
    return Setting(
        rows=[row for row in rows if not row.house and row.may != "owner"],
        groups=groups,
        askers=askers,
        things={"open": open_case, "missing": nothing, **cases},
        elsewhere=outside,
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
            askers.append(Asker(role.value, the_cast.client_of(actor), actor.person_ref, actor.agency_name))
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


def _case(actor: Actor, name: str, like: dict[str, str]) -> dict[str, str]:
    """A case of this name with something for every address that points at one; the rest as in the open case."""
    from heed.intake.models import Import
    from heed.library.queries import path_of_page_image

    review = the_cast.register_of(actor, the_cast.ALDER, review=name)
    row = Import.objects.visible_to(actor).select_related("document", "reading").get(review=review)
    assert row.reading is not None
    picture = path_of_page_image(row.reading, 1)
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    found = {
        "review": review.public_id,
        "document": row.document.public_id,
        "reading": row.reading.public_id,
        "import.accepted": row.public_id,
        "recommendation": review.recommendations.visible_to(actor).get(label="1").public_id,
        "action": review.actions.visible_to(actor).order_by("position")[0].public_id,
        "finding": review.findings.visible_to(actor).order_by("position")[0].public_id,
    }
    return {**like, **found}


def _restrict(actor: Actor, ref: str, people: list[str]) -> None:
    restrict_case(actor, ref=ref, people=people, reason="A trial", version=0, at=timezone.now())
