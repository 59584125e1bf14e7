"""Several actions are given to an agency at once: those that match on all pages, or those ticked; and it is undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.plans.models import Action
from heed.plans.operations import give_back, give_to_agency
from heed.plans.queries import ActionFilter, find_agency_change
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Agency
from tests.cast import AT, Ask, Cast, Promise, Register, Written, register_of

Browser = Callable[[Actor], Client]
MANY = 120


@pytest.fixture
def many(cast: Cast) -> str:
    """A review with more actions, all with nobody named, than two pages of the register hold."""
    promises = tuple(Promise(f"Write to family number {number}.") for number in range(MANY))
    asks = (Ask(label="1", text="Write to all families.", promises=promises),)
    return register_of(cast.manager, Written(title="Letters", asks=asks), review="Letters").public_id


def agency(cast: Cast, name: str = "Westmere Police") -> Agency:
    return Agency.objects.get(partnerships=cast.manager.partnership_id, name=name)


def of(cast: Cast, review: str) -> list[Action]:
    rows = Action.objects.visible_to(cast.manager).filter(review__public_id=review)
    return list(rows.select_related("agency").order_by("position"))


def test_all_that_match_on_all_pages(many: str, cast: Cast) -> None:
    before = Event.objects.count()
    change = give_to_agency(
        cast.officer,
        wanted=ActionFilter(review=many),
        seen=MANY,
        agency_ref=agency(cast).public_id,
        at=AT,
    )
    assert {row.agency.name for row in of(cast, many)} == {"Westmere Police"}
    assert {row.version for row in of(cast, many)} == {2}
    (event,) = Event.objects.order_by("pk")[before:]
    assert (event.kind, event.facts["actions"], event.subject_ref) == (
        "actions.given_to_agency",
        MANY,
        change.public_id,
    )


def test_it_is_undone_as_it_was(register: Register, cast: Cast) -> None:
    before = {row.pk: row.agency_id for row in register.actions}
    change = give_to_agency(
        cast.officer,
        wanted=ActionFilter(),
        seen=len(before),
        agency_ref=agency(cast).public_id,
        at=AT,
    )
    undone, left = give_back(cast.officer, ref=change.public_id, at=AT)
    assert {row.pk: row.agency_id for row in of(cast, register.review.public_id)} == before
    assert left == 0
    assert undone == sum(each != agency(cast).pk for each in before.values())
    with pytest.raises(NotNow, match="undone already"):
        give_back(cast.officer, ref=change.public_id, at=AT)


def test_what_somebody_gave_elsewhere_since_stays(register: Register, cast: Cast) -> None:
    one = ActionFilter(refs=(register.actions[0].public_id,))
    first = give_to_agency(
        cast.officer,
        wanted=ActionFilter(),
        seen=len(register.actions),
        agency_ref=agency(cast).public_id,
        at=AT,
    )
    trust = agency(cast, "Vale NHS Trust")
    give_to_agency(cast.manager, wanted=one, seen=1, agency_ref=trust.public_id, at=AT)
    _, left = give_back(cast.officer, ref=first.public_id, at=AT)
    assert left == 1
    assert of(cast, register.review.public_id)[0].agency == trust


def test_a_list_that_changed_meanwhile_is_looked_at_again(many: str, cast: Cast) -> None:
    with pytest.raises(NotNow, match=f"there were 100 actions, now there are {MANY}"):
        give_to_agency(
            cast.officer,
            wanted=ActionFilter(review=many),
            seen=100,
            agency_ref=agency(cast).public_id,
            at=AT,
        )
    assert {row.agency for row in of(cast, many)} == {None}


def test_it_is_refused_to_readers_elsewhere_and_without_an_agency(register: Register, cast: Cast) -> None:
    wanted, mine = ActionFilter(), agency(cast).public_id
    with pytest.raises(NotAllowed):
        give_to_agency(cast.reader, wanted=wanted, seen=5, agency_ref=mine, at=AT)
    with pytest.raises(Invalid):
        give_to_agency(cast.outsider, wanted=wanted, seen=0, agency_ref=mine, at=AT)
    with pytest.raises(Invalid):
        give_to_agency(cast.officer, wanted=wanted, seen=5, agency_ref="", at=AT)


def test_only_who_made_a_change_sees_and_undoes_it(register: Register, cast: Cast) -> None:
    change = give_to_agency(
        cast.officer,
        wanted=ActionFilter(),
        seen=len(register.actions),
        agency_ref=agency(cast).public_id,
        at=AT,
    )
    with pytest.raises(NotVisible):
        find_agency_change(cast.manager, change.public_id)
    with pytest.raises(NotVisible):
        give_back(cast.outsider, ref=change.public_id, at=AT)


def test_threads_do_not_move(register: Register, cast: Cast) -> None:
    rows = Recommendation.objects.visible_to(cast.manager)
    before = [row.thread for row in rows.order_by("pk")]
    give_to_agency(
        cast.officer,
        wanted=ActionFilter(),
        seen=len(register.actions),
        agency_ref=agency(cast).public_id,
        at=AT,
    )
    assert [row.thread for row in rows.all().order_by("pk")] == before


def test_ticks_are_kept_over_pages(many: str, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.officer)
    refs = [row.public_id for row in of(cast, many)]
    address = reverse("plans:list")
    first = client.get(address, {"review": many}).content.decode()
    assert "Keep what is ticked and go to the next page" in first
    second = client.get(address, {"review": many, "of": "ticked", "chosen": refs[:3], "page": "2"})
    page = second.content.decode()
    assert "3 ticked, 3 of them on other pages" in page
    assert refs[60] in page
    assert f'type="hidden" name="chosen" value="{refs[0]}"' in page
    third = client.get(address, {"review": many, "chosen": [*refs[:3], refs[55]], "page": "2"})
    assert f'value="{refs[55]}" checked' in third.content.decode()
    rows = client.get(address, {"of": "ticked", "chosen": [refs[0], refs[110]], "download": "csv"})
    words = b"".join(rows).decode()  # type: ignore[arg-type]
    assert words.count("Write to family") == 2
    every = client.get(address, {"of": "all", "review": many, "chosen": refs[:1], "download": "csv"})
    assert b"".join(every).decode().count("Write to family") == MANY  # type: ignore[arg-type]


def test_the_page_asks_which_and_changes_them(many: str, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.officer)
    refs = [row.public_id for row in of(cast, many)]
    address = reverse("plans:give")
    page = client.get(address, {"review": many, "chosen": refs[:2]}).content.decode()
    assert "The 2 actions ticked" in page
    assert f"The {MANY} actions that match, on all pages" in page
    sent = {"review": many, "chosen": refs[:2], "seen_ticked": "2", "seen_all": str(MANY)}
    assert client.post(address, {**sent, "which": "ticked", "to": ""}).status_code == 422
    answer = client.post(address, {**sent, "which": "ticked", "to": agency(cast).public_id})
    assert answer.status_code == 302
    assert [row.agency is not None for row in of(cast, many)[:3]] == [True, True, False]
    undo = answer["Location"]
    assert "2 actions given to Westmere Police" in client.get(undo).content.decode()
    assert client.post(undo).status_code == 302
    assert {row.agency for row in of(cast, many)} == {None}
    assert client.post(address, {**sent, "which": "others", "to": ""}).status_code == 422
    assert "undone" in client.get(reverse("plans:changes")).content.decode()


def test_only_those_with_nobody_named(register: Register, cast: Cast, client_of: Browser) -> None:
    client, address = client_of(cast.officer), reverse("plans:give")
    nobody = [row for row in register.actions if row.agency is None]
    assert 0 < len(nobody) < len(register.actions)
    page = client.get(address).content.decode()
    assert f"The {len(nobody)} action{'s' if len(nobody) > 1 else ''} that match and have no agency" in page
    sent = {
        "which": "nobody",
        "seen_nobody": str(len(nobody)),
        "to": agency(cast, "Vale NHS Trust").public_id,
    }
    assert client.post(address, sent).status_code == 302
    before = {row.pk: row.agency_id for row in register.actions if row.agency}
    after = {row.pk: row.agency_id for row in of(cast, register.review.public_id)}
    assert {pk: after[pk] for pk in before} == before
    assert None not in after.values()


def test_readers_are_offered_no_change(register: Register, cast: Cast, client_of: Browser) -> None:
    page = client_of(cast.reader).get(reverse("plans:list")).content.decode()
    assert "Say whose they are" not in page
