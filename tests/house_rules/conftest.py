"""What addresses can point at, by the names that the permission table uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from heed.agencies.models import AsideName
from heed.agencies.operations import add_agency, merge_agencies
from heed.intake.operations import withdraw_import
from heed.intake.queries import list_proposals
from heed.learning.operations import set_themes
from heed.library.models import Link
from heed.library.operations import keep_links
from heed.library.queries import path_of_page_image
from heed.library.types import FoundLink
from heed.plans.operations import RowChange, change_actions
from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.drafts.named import FormNamed
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import ask_emergency_access, make_deputy
from heed.platform.registers.operations import save_view
from heed.successions.models import Succession
from tests import cast as the_cast
from tests import cast_plans
from tests.cast import AT, Cast, Register, bring_in, browser
from tests.house_rules import (
    answers,
    approvals,
    assurance,
    cases,
    chronologies,
    drafts,
    information,
    lessons,
    meetings,
    notices,
    plan_sheets,
    publishing,
    reports,
    review_work,
    searching,
    sharing,
    signing_in,
    templates,
)


def form_of_manager(cast: Cast) -> FormNamed:
    """A form that the business manager has open."""
    return FormNamed(
        cast.manager.person_ref, cast.manager.partnership_id, "agency", "", "/agencies/", "Agencies"
    )


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """What addresses point at, made once for a module, in a transaction that its tests' own stand in."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = the_cast.find() or the_cast.make()
        made = make_things(the_cast.find_register(cast), cast, asking=False)
        connection.check_constraints()  # PostgreSQL empties no table about which a check is still to come
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(made_once: dict[str, str], django_db_blocker: Any) -> Callable[[str], Client]:
    """A function that opens a browser for somebody, by role or by what they are to the partnership. They signed in
    once for the module: that takes as long as asking for a page."""
    with django_db_blocker.unblock():
        cast = the_cast.find()
        assert cast is not None
        before = dict(Person.objects.values_list("pk", "last_login"))
        actors = {role.value: cast.of[role] for role in the_cast.NAMES} | {"outsider": cast.outsider}
        signed = {who: the_cast.client_of(actor) for who, actor in actors.items()}
        for who, name in (("stranger", the_cast.STRANGER), ("former", the_cast.FORMER)):
            signed[who] = browser()
            signed[who].force_login(Person.objects.get(name=name))
        for pk, at in before.items():  # a link for a new password ends where somebody signs in after it
            Person.objects.filter(pk=pk).update(last_login=at)
    sessions = {who: client.cookies[settings.SESSION_COOKIE_NAME].value for who, client in signed.items()}

    def open_browser(who: str) -> Client:
        client = browser()
        if who in sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
        return client

    return open_browser


@dataclass
class Rooms:
    """What addresses of some rooms point at, made when a test first asks of them, and gone when one asks of others: it
    stands in a transaction within that of `made_once`, outside those of the tests."""

    asked: tuple[str, ...] = ()
    made: dict[str, str] = field(default_factory=dict)
    held: transaction.Atomic | None = None

    def enter(self, asked: tuple[str, ...]) -> None:
        if asked == self.asked:
            return
        self.leave()
        self.held = transaction.atomic()
        self.held.__enter__()
        cast = the_cast.find()
        assert cast is not None
        register = the_cast.find_register(cast)
        self.made = {name: ref for room in asked for name, ref in ROOMS[room](register, cast).items()}
        connection.check_constraints()
        self.asked = asked

    def leave(self) -> None:
        if self.held:
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)
        self.held, self.made, self.asked = None, {}, ()


@pytest.fixture(scope="module")
def rooms(made_once: dict[str, str], browsers: object, django_db_blocker: Any) -> Iterator[Rooms]:
    """Begins after everybody has signed in, who would else be signed out when one room is left for another."""
    found = Rooms()
    yield found
    with django_db_blocker.unblock():
        found.leave()


@pytest.fixture
def of_rooms(rooms: Rooms, request: pytest.FixtureRequest, django_db_blocker: Any) -> dict[str, str]:
    """Names to public ids of what this test's rooms hold, made before the test's own transaction begins."""
    with django_db_blocker.unblock():
        rooms.enter(tuple(room for room, urls in URLS.items() if any(_asks_of(request, url) for url in urls)))
    return rooms.made


@pytest.fixture
def things(
    made_once: dict[str, str],
    of_rooms: dict[str, str],
    request: pytest.FixtureRequest,
    register: Register,
    cast: Cast,
) -> dict[str, str]:
    """Names of the table to public ids of the cast's register.

    What agencies are asked, and what is said of recommendations, keeps an import from being undone, so it is made for
    the addresses of those rooms alone. What is shared is made by reading whatever waits to be read: for one test.
    """
    return {**made_once, **of_rooms, **(sharing.things(cast) if _asks_of(request, "shared:") else {})}


def _asks_of(request: pytest.FixtureRequest, room: str) -> bool:
    """Whether a test is of an address of this room, or of all addresses."""
    asked = getattr(request.node, "callspec", None)
    given = asked.params if asked else {}
    url = given["row"].url if "row" in given else given.get("url", room)
    return str(url).startswith(room)


def asking_things(register: Register, cast: Cast) -> dict[str, str]:
    return {**answers.things(cast, register), **assurance.things(cast)}


ROOMS: dict[str, Callable[[Register, Cast], dict[str, str]]] = {
    "asking": asking_things,
    "memory": lessons.things,
    "reviews": lambda register, cast: review_work.things(cast, register),
    "reports": lambda register, cast: reports.things(cast, register),
    "chronologies": lambda register, cast: chronologies.things(cast),
}
URLS = {
    "asking": ("learning:", "assurance:"),
    "memory": ("memory:",),
    "reviews": ("reviews:", "learning:early"),
    "reports": ("reports:",),
    "chronologies": ("chronologies:",),
}
"""For addresses that begin so, what `ROOMS` makes."""


def make_things(register: Register, cast: Cast, *, asking: bool = True) -> dict[str, str]:
    """As `things`, for those who ask outside a test."""
    accepted, proposals = register.accepted, list_proposals(register.open)
    picture = path_of_page_image(accepted.reading, 1)
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    withdrawn = bring_in(cast.manager, "mistaken.txt")
    withdraw_import(cast.manager, ref=withdrawn.public_id, reason="A mistake", at=AT)
    view = save_view(
        cast.manager, register="recommendations", name="Mine", query="state=registered", shared=False, at=AT
    )
    place = Membership.objects.get(person__name="Nadia Nightingale")
    stand_in = Membership.objects.get(pk=cast.of[Role.AGENCY_CONTRIBUTOR].membership_id)
    deputy = make_deputy(
        cast.manager,
        ref=place.public_id,
        deputy_ref=Membership.objects.get(pk=cast.of[Role.AGENCY_LEAD].membership_id).public_id,
        starts_on=AT.date(),
        ends_on=AT.date(),
        reason="On leave",
        at=AT,
    )
    asked = ask_emergency_access(cast.reader, words="Alder", reason="A child may be unsafe.", at=AT)
    # Proposed by somebody who could not agree to it, so that every role that may gets the same answer.
    proposed = Succession.objects.create(
        partnership_id=cast.manager.partnership_id,
        predecessor=cast.manager.partnership_name,
        successor="Westmere Vale Partnership",
        on=AT.date(),
        basis="Order of 2025",
        proposed_by_id=cast.administrator.person_id,
        proposed_at=AT,
    )
    spare = Agency.objects.filter(partnerships=cast.manager.partnership_id).exclude(pk=place.agency_id)
    change = change_actions(
        cast.manager,
        changes=[
            RowChange(register.actions[0].public_id, register.actions[0].version, owner="Head of Service")
        ],
        reason="",
        at=AT,
    )
    assert change is not None
    keep_links(
        cast.manager,
        reading=accepted.reading,
        links=[FoundLink("our toolkit", "https://toolkit.example/start", [[0, 5, 1]])],
        at=AT,
    )
    merged, into = (
        add_agency(cast.manager, name=f"Westmere Youth {name}", kind="youth_justice", at=AT)
        for name in ("Service", "Justice")
    )
    merge_agencies(cast.manager, ref=merged.public_id, into_ref=into.public_id, version=1, at=AT)
    aside = AsideName.objects.create(
        partnership_id=cast.manager.partnership_id,
        name="Agencies",
        folded="agencies",
        set_aside_at=AT,
        set_aside_by_id=cast.manager.person_id,
    )
    made = {
        **signing_in.things(cast),
        **signing_in.things_of_links(cast, register),
        **(asking_things(register, cast) if asking else {}),
        **(lessons.things(register, cast) if asking else {}),
        **(review_work.things(cast, register) if asking else {}),
        **(chronologies.things(cast) if asking else {}),
        **cast_plans.things(cast),
        **approvals.things(register, cast),
        **notices.things(register, cast),
        **searching.things(cast),
        **(sharing.things(cast) if asking else {}),
        **information.things(cast),
        **meetings.things(cast),
        **cases.things(cast),
        "case.offered": cases.offered(cast).public_id,
        **drafts.things(cast),
        **(reports.things(cast, register) if asking else {}),
        **templates.things(cast),
        **publishing.things(cast),
    }
    alone = the_cast.nobody_built_on(cast.manager)
    agency, other = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[:2]
    return {
        **made,
        "agency_name": aside.public_id,
        "themed": set_themes(
            cast.manager, seen={register.recommendations["4"].public_id: 1}, theme="Being heard", at=AT
        ).together,
        "plan_sheet": plan_sheets.begun(cast).public_id,
        "plan_sheet.accepted": plan_sheets.came_in(cast),
        "document": accepted.document.public_id,
        "reading": accepted.reading.public_id,
        "review": register.review.public_id,
        "link": Link.objects.get(reading=accepted.reading).public_id,
        "recommendation": register.recommendations["1"].public_id,
        "recommendation.seen": f"{register.recommendations['1'].public_id}:1",
        "action": register.actions[0].public_id,
        "finding": register.findings[0].public_id,
        "import.accepted": accepted.public_id,
        "import.open": register.open.public_id,
        "import.alone": alone.public_id,
        "import.left": alone.public_id,
        "import.decided": register.open.public_id,
        "import.reading": register.reading.public_id,
        "proposal": proposals[0].public_id,
        "agency": agency.public_id,
        "agency.other": other.public_id,
        "agency.merged": merged.public_id,
        "view": view.public_id,
        "change": change.public_id,
        "document.withdrawn": withdrawn.document.public_id,
        "draft.token": form_of_manager(cast).signed(),
        "person": place.person.public_id,
        "place": place.public_id,
        "place.other": stand_in.public_id,
        "deputy": deputy.public_id,
        "agency.spare": spare.order_by("pk")[0].public_id,
        "emergency": asked.public_id,
        "succession": proposed.public_id,
        "member": Membership.objects.get(pk=cast.manager.membership_id).public_id,
    }
