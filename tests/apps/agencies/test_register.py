"""Agencies as a register: narrowed, taken away, and the names that documents use set aside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from heed.agencies.models import AsideName
from heed.agencies.operations import (
    add_agency,
    change_agency,
    merge_agencies,
    put_name_back,
    say_who_is_meant,
    set_name_aside,
)
from heed.agencies.queries import list_names_met, list_names_set_aside
from heed.agencies.registers import AGENCIES
from heed.learning.models import Addressee
from heed.learning.queries import agency_choices
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Agency
from heed.platform.people.operations import restrict_case
from heed.platform.registers.types import Asked
from tests.cast import AT, Cast, Register, client_of


def names(actor: Actor, **filters: str) -> list[str]:
    return [row.name for row in AGENCIES.page(actor, Asked(filters=filters), 0, 100)[0]]


def met(actor: Actor) -> list[str]:
    return [each.words for each in list_names_met(actor)]


@pytest.mark.capability("H06")
def test_agencies_are_narrowed_to_those_still_there_and_those_that_ended(cast: Cast) -> None:
    trust, council = (Agency.objects.get(name=name) for name in ("Vale NHS Trust", "Westmere Council"))
    merge_agencies(cast.manager, ref=trust.public_id, into_ref=council.public_id, version=1, at=AT)
    with time_machine.travel(datetime(2025, 4, 1, tzinfo=UTC)):
        everything = names(cast.reader)
        assert everything[-1] == trust.name
        assert names(cast.reader, state="ended") == [trust.name]
        assert names(cast.reader, state="current") == everything[:-1]
        assert names(cast.reader, state="no such state") == []
        # What the merged one was called finds the one that has its names now, and itself.
        assert names(cast.reader, words="vale nhs") == [council.name, trust.name]


def test_a_merged_agency_that_no_row_has_is_no_choice_any_more(register: Register, cast: Cast) -> None:
    trust, council = (Agency.objects.get(name=name) for name in ("Vale NHS Trust", "Westmere Council"))
    assert (trust.public_id, trust.name) in agency_choices(cast.reader)
    merge_agencies(cast.manager, ref=trust.public_id, into_ref=council.public_id, version=1, at=AT)
    assert trust.name not in dict(agency_choices(cast.reader)).values()
    assert council.name in dict(agency_choices(cast.reader)).values()
    row = register.recommendations["3"]
    Addressee.objects.create(recommendation=row, words="the Trust", agency=trust)
    assert trust.name in dict(agency_choices(cast.reader)).values()


def test_an_agency_that_will_end_is_still_there(cast: Cast) -> None:
    Agency.objects.filter(name="Vale NHS Trust").update(ended_on="2026-03-31")
    with time_machine.travel(datetime(2026, 3, 30, 12, tzinfo=UTC)):
        assert "Vale NHS Trust" in names(cast.reader, state="current")
    with time_machine.travel(datetime(2026, 3, 31, 12, tzinfo=UTC)):
        assert names(cast.reader, state="ended") == ["Vale NHS Trust"]


def test_an_agency_is_found_by_the_areas_that_ask_it_but_not_by_one_whose_review_the_reader_may_not_see(
    register: Register, cast: Cast
) -> None:
    add_agency(cast.manager, name="Westmere Fire Service", kind="agency", at=AT)
    asked = names(cast.reader, area="Westmere")
    assert asked
    assert "Westmere Fire Service" not in asked
    assert names(cast.reader, area="Nowhere") == []
    restrict_case(
        cast.of[Role.INFORMATION_GOVERNANCE_LEAD],
        ref=register.review.public_id,
        people=[cast.officer.person_ref],
        reason="A trial is going on.",
        version=0,
        at=AT,
    )
    assert names(cast.reader, area="Westmere") == []
    assert names(cast.outsider, area="Westmere") == []


@pytest.mark.capability("H06")
def test_the_register_is_taken_away_as_it_is_narrowed(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    page = client.get(reverse("agencies:list"), {"kind": "police"})
    assert "1 agency that match" in page.content.decode()
    taken = client.get(
        reverse("agencies:list"), {"kind": "police", "download": "csv", "column": ["name", "kind"]}
    )
    lines = b"".join(taken).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert lines == ["Agency,Kind", "Westmere Police,Police"]


@pytest.mark.capability("H06")
def test_a_name_that_is_no_agency_is_never_asked_about_again_until_it_is_put_back(
    register: Register, cast: Cast
) -> None:
    asked = register.recommendations["2a"].addressees.get()
    assert "All agencies" in met(cast.manager)
    row = set_name_aside(cast.manager, words="all  AGENCIES", at=AT)
    assert (row.name, row.set_aside_by_id, row.set_aside_at) == ("All agencies", cast.manager.person_id, AT)
    assert "All agencies" not in met(cast.officer)
    asked.refresh_from_db()
    assert (asked.words, asked.agency) == ("All agencies", None)
    page = client_of(cast.manager).get(reverse("agencies:name_met")).content.decode()
    assert f"{cast.manager.name}, 4 Mar 2025" in page
    put_name_back(cast.officer, ref=row.public_id, at=AT)
    assert "All agencies" in met(cast.manager)
    row.refresh_from_db()
    assert (row.back_by_id, row.set_aside_by_id) == (cast.officer.person_id, cast.manager.person_id)
    # Once more, beside what was: both are kept.
    set_name_aside(cast.manager, words="All agencies", at=AT)
    assert AsideName.objects.filter(folded="all agencies").count() == 2
    assert list(Event.objects.filter(kind__startswith="agency.name_").values_list("kind", flat=True)) == [
        "agency.name_set_aside",
        "agency.name_put_back",
        "agency.name_set_aside",
    ]


def test_a_list_narrowed_to_an_agency_says_what_names_nobody_knows_leave_out(
    register: Register, cast: Cast
) -> None:
    council = Agency.objects.get(name="Westmere Council")
    page, narrowed = reverse("learning:list"), {"agency": council.public_id}
    said = "1 name that documents use belongs to no agency yet"
    assert said in client_of(cast.manager).get(page, narrowed).content.decode()
    assert said not in client_of(cast.manager).get(page).content.decode()
    assert said not in client_of(cast.reader).get(page, narrowed).content.decode()
    for words in met(cast.manager):
        set_name_aside(cast.manager, words=words, at=AT)
    assert said not in client_of(cast.manager).get(page, narrowed).content.decode()


def test_two_who_set_a_name_aside_or_put_it_back_at_once(register: Register, cast: Cast) -> None:
    row = set_name_aside(cast.manager, words="All agencies", at=AT)
    with pytest.raises(Invalid, match="dealt with already"):
        set_name_aside(cast.officer, words="All agencies", at=AT)
    put_name_back(cast.manager, ref=row.public_id, at=AT)
    with pytest.raises(NotNow):
        put_name_back(cast.officer, ref=row.public_id, at=AT)


def test_only_a_name_that_is_met_and_only_by_those_who_manage_agencies(
    register: Register, cast: Cast
) -> None:
    for nothing in ("", "   ", "No such agency", "Westmere Police", "x" * 5000):
        with pytest.raises(Invalid):
            set_name_aside(cast.manager, words=nothing, at=AT)
    with pytest.raises(NotAllowed):
        set_name_aside(cast.reader, words="All agencies", at=AT)
    with pytest.raises(Invalid):
        set_name_aside(cast.outsider, words="All agencies", at=AT)
    row = set_name_aside(cast.manager, words="All agencies", at=AT)
    for stranger, refusal in ((cast.reader, NotAllowed), (cast.outsider, NotVisible)):
        with pytest.raises(refusal):
            put_name_back(stranger, ref=row.public_id, at=AT)


def test_a_name_of_records_that_one_may_not_see_is_not_shown_to_have_been_set_aside(
    register: Register, cast: Cast
) -> None:
    set_name_aside(cast.manager, words="All agencies", at=AT)
    assert [row.name for row in list_names_set_aside(cast.officer)] == ["All agencies"]
    register.recommendations["2a"].addressees.update(words="Everybody")
    assert list_names_set_aside(cast.officer) == []


def test_a_name_set_aside_can_still_be_given_to_an_agency(register: Register, cast: Cast) -> None:
    police = Agency.objects.get(name="Westmere Police")
    set_name_aside(cast.manager, words="All agencies", at=AT)
    assert say_who_is_meant(cast.manager, words="All agencies", ref=police.public_id, at=AT) == 1
    assert list_names_set_aside(cast.manager) == []


@pytest.mark.parametrize(
    ("printed", "likely"),
    [
        ("Westmere Councils", "Westmere Council"),
        ("Eastwold Council", ""),
        ("Westmere Polices", "Westmere Police"),
    ],
)
def test_an_agency_is_proposed_for_a_name_like_one_of_its_own_and_not_for_one_of_its_words(
    printed: str, likely: str, register: Register, cast: Cast
) -> None:
    council = Agency.objects.get(name="Westmere Council")
    change_agency(
        cast.manager,
        ref=council.public_id,
        name=council.name,
        kind=council.kind,
        other_names=["Council"],
        ended_on=None,
        successor_ref="",
        version=council.version,
        at=AT,
    )
    Addressee.objects.filter(words="All agencies").update(words=printed)
    [found] = [each for each in list_names_met(cast.manager) if each.words == printed]
    assert found.likely == (Agency.objects.get(name=likely).public_id if likely else "")
