"""Agencies over time: one row each, all its names, its end and what came after; documents keep their own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from heed.agencies.forms import AgencyForm
from heed.agencies.operations import add_agency, change_agency, merge_agencies, say_who_is_meant
from heed.learning.models import Addressee
from heed.plans.models import Action
from heed.plans.operations import (
    NewVersion,
    RowChange,
    Speaks,
    add_evidence_version,
    change_actions,
    reopen_action,
    report_complete,
    undo_change,
)
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.notices.queries import what_needs
from heed.platform.partnerships.models import Agency, AgencyName, Membership, Partnership
from heed.platform.partnerships.operations import add_member
from heed.platform.partnerships.queries import agencies_by_name
from tests import cast_plans
from tests.cast import AT, BEGAN, Cast, Register, client_of


def agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


@pytest.mark.capability("H01")
@pytest.mark.capability("H06")
def test_a_renamed_agency_is_found_under_both_names_and_keeps_its_history(
    register: Register, cast: Cast
) -> None:
    before = agency("Westmere Council")
    change_agency(
        cast.manager,
        ref=before.public_id,
        name="Westmere City Council",
        kind="council",
        other_names=["WCC"],
        ended_on=None,
        successor_ref="",
        version=1,
        at=AT,
    )
    known = agencies_by_name(cast.manager.partnership_id)
    assert {known[name].pk for name in ("westmere council", "westmere city council", "wcc")} == {before.pk}
    assert Revision.objects.get(subject_ref=before.public_id, field="name").words == "Westmere Council"
    printed = Addressee.objects.get(recommendation=register.recommendations["1"], agency=before)
    assert printed.words == "The Westmere Council"


@pytest.mark.capability("H01")
def test_an_agency_that_ended_names_what_came_after_it(cast: Cast) -> None:
    before, after = agency("Westmere Police"), agency("Vale NHS Trust")
    change_agency(
        cast.manager,
        ref=before.public_id,
        name=before.name,
        kind="police",
        other_names=[],
        ended_on=date(2024, 3, 31),
        successor_ref=after.public_id,
        version=1,
        at=AT,
    )
    before.refresh_from_db()
    assert (before.ended_on, before.successor) == (date(2024, 3, 31), after)
    page = client_of(cast.reader).get(reverse("agencies:agency", args=[before.public_id])).content.decode()
    assert after.name in page


@pytest.mark.capability("H06")
def test_a_name_met_in_documents_is_given_to_an_agency_and_its_records_follow(
    register: Register, cast: Cast
) -> None:
    police = agency("Westmere Police")
    assert say_who_is_meant(cast.manager, words="All agencies", ref=police.public_id, at=AT) == 1
    asked = register.recommendations["2a"].addressees.get()
    assert (asked.words, asked.agency) == ("All agencies", police)


def test_two_agencies_cannot_share_a_name(cast: Cast) -> None:
    with pytest.raises(Invalid, match="is a name of Westmere Council already"):
        add_agency(cast.manager, name="the westmere COUNCIL", kind="council", at=AT)


def test_an_agency_cannot_come_after_itself(cast: Cast) -> None:
    council = agency("Westmere Council")
    with pytest.raises(Invalid, match="after itself"):
        change_agency(
            cast.manager,
            ref=council.public_id,
            name=council.name,
            kind="council",
            other_names=[],
            ended_on=None,
            successor_ref=council.public_id,
            version=1,
            at=AT,
        )


@pytest.mark.capability("H06")
def test_merging_gives_everything_to_the_other_and_leaves_words_as_they_were(
    register: Register, cast: Cast
) -> None:
    trust, council = agency("Vale NHS Trust"), agency("Westmere Council")
    actions = Action.objects.visible_to(cast.manager).filter(agency=trust)
    words = sorted(actions.values_list("agency_words", flat=True))
    assert words
    merge_agencies(cast.manager, ref=trust.public_id, into_ref=council.public_id, version=1, at=AT)
    assert not Action.objects.visible_to(cast.manager).filter(agency=trust).exists()
    moved = Action.objects.visible_to(cast.manager).filter(agency=council, agency_words__in=words)
    assert sorted(moved.values_list("agency_words", flat=True)) == words
    assert AgencyName.objects.get(folded="vale nhs trust").agency == council
    trust.refresh_from_db()
    assert (trust.successor, trust.ended_on) == (council, AT.date())


def test_nothing_is_merged_by_pressing_the_button_alone(register: Register, cast: Cast) -> None:
    trust = agency("Vale NHS Trust")
    client = client_of(cast.manager)
    page = client.get(reverse("agencies:agency", args=[trust.public_id])).content.decode()
    assert "Choose an agency" in page.split('name="into"')[1].split("</option>")[0]
    answer = client.post(reverse("agencies:merge", args=[trust.public_id]), {"into": "", "version": "1"})
    assert answer.status_code == 422
    assert "Choose the agency to merge it into." in answer.content.decode()
    trust.refresh_from_db()
    assert trust.ended_on is None


def test_work_passes_to_the_successor_with_its_owner_and_history_stays(
    register: Register, cast: Cast
) -> None:
    trust, police = agency("Vale NHS Trust"), agency("Westmere Police")
    row, moved = cast_plans.verified(cast), cast_plans.agreed(cast)
    steps = list(row.steps.values_list("to_state", "at"))
    wanted = RowChange(moved.public_id, moved.version, owner="Head of Audit")
    change = change_actions(cast.manager, changes=[wanted], reason="", at=AT)
    assert change is not None
    merge_agencies(cast.manager, ref=trust.public_id, into_ref=police.public_id, version=trust.version, at=AT)
    now = cast_plans.again(row)
    assert now.owner_post is not None
    assert (now.agency, now.owner_post.title, now.owner_post.agency) == (police, "Named Nurse", police)
    assert list(now.steps.values_list("to_state", "at")) == steps
    assert {mark.agency for mark in now.marks.all() if mark.kind == "reported"} == {trust}
    assert undo_change(cast.manager, ref=change.public_id, at=AT) == (0, 1)
    after = cast_plans.again(moved).owner_post
    assert after is not None
    assert (after.title, after.agency) == ("Head of Audit", police)


def test_who_may_not_and_who_may_not_see(cast: Cast) -> None:
    council = agency("Westmere Council").public_id
    with pytest.raises(NotAllowed):
        add_agency(cast.reader, name="Any", kind="agency", at=AT)
    with pytest.raises(NotVisible):
        merge_agencies(cast.outsider, ref=council, into_ref=council, version=1, at=AT)


@pytest.fixture
def shared(cast: Cast) -> Agency:
    """An ambulance service that sits in both partnerships, with somebody of Harrowdale's in it."""
    service = add_agency(cast.manager, name="Moor and Vale Ambulance Service", kind="ambulance", at=AT)
    harrowdale = Partnership.objects.get(pk=cast.outsider.partnership_id)
    service.partnerships.add(harrowdale)
    person = Membership.objects.get(pk=cast.outsider.membership_id).person
    add_member(harrowdale, person=person, agency=service, roles=["agency_lead"], starts_on=BEGAN)
    return service


def test_one_partnership_alone_cannot_change_what_another_shares(shared: Agency, cast: Cast) -> None:
    council = agency("Westmere Council")
    with pytest.raises(NotNow, match="another partnership"):
        merge_agencies(cast.manager, ref=shared.public_id, into_ref=council.public_id, version=1, at=AT)
    with pytest.raises(NotNow, match="another partnership"):
        change_agency(
            cast.manager,
            ref=shared.public_id,
            name="Another name",
            kind="ambulance",
            other_names=[],
            ended_on=None,
            successor_ref="",
            version=1,
            at=AT,
        )
    assert Membership.objects.filter(partnership=cast.outsider.partnership_id, agency=shared).count() == 1


@pytest.mark.parametrize("typed", ["3/4/2022", "03/04/2022", "3 April 2022", "2022-04-03"])
def test_a_day_comes_before_its_month(typed: str, cast: Cast) -> None:
    form = AgencyForm({"name": "Vale", "kind": "police", "ended_on": typed}, others=[])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["ended_on"] == date(2022, 4, 3)


@pytest.mark.capability("B19")
def test_the_successor_of_an_agency_that_ended_is_reminded_of_what_it_left_and_answers_for_it(
    register: Register, cast: Cast
) -> None:
    trust, police = agency("Vale NHS Trust"), agency("Westmere Police")
    row, settled = cast_plans.agreed(cast), cast_plans.verified(cast)
    piece = cast_plans.evidence_for(cast, row, refresh_by=TOLD.date())
    lead = replace(cast.of[Role.AGENCY_LEAD], agency_id=police.pk, agency_name=police.name)
    assert not needed(lead) & {row.reference, piece.reference}
    change_agency(
        cast.manager,
        ref=trust.public_id,
        name=trust.name,
        kind=trust.kind,
        other_names=[],
        ended_on=AT.date(),
        successor_ref=police.public_id,
        version=trust.version,
        at=AT,
    )
    now = cast_plans.again(row)
    assert now.owner_post is not None
    assert (now.agency, now.owner_post.title, now.owner_post.agency) == (police, "Named Nurse", police)
    assert now.version == row.version + 1 + 1, "by its evidence, and by passing on"
    kept = Revision.objects.get(subject_kind="action", subject_ref=row.public_id, field="agency")
    assert kept.words == trust.name
    assert cast_plans.again(settled).agency == trust, "what was settled stays its own"
    assert needed(lead) >= {row.reference, piece.reference}
    assert row.reference not in needed(cast.of[Role.AGENCY_LEAD])
    add_evidence_version(
        lead, ref=piece.public_id, handed_in=NewVersion(note="The next."), speaks=Speaks(), at=AT
    )
    assert report_complete(lead, ref=row.public_id, note="Done.", at=TOLD).state == "reported"
    reopen_action(cast.manager, ref=settled.public_id, reason="It stopped", at=TOLD)
    assert settled.reference in needed(lead), (
        "what is open again as well, though it stands under the old name"
    )


TOLD = datetime(2025, 9, 30, 9, tzinfo=UTC)


def needed(actor: Actor) -> set[str]:
    return {each.due.reference for each in what_needs(actor, on=TOLD.date(), limit=100).rows}


def test_an_end_that_is_still_to_come_is_refused_and_the_work_stays(register: Register, cast: Cast) -> None:
    trust, police = agency("Vale NHS Trust"), agency("Westmere Police")
    row = cast_plans.agreed(cast)

    def end(on: date) -> None:
        change_agency(
            cast.manager,
            ref=trust.public_id,
            name=trust.name,
            kind=trust.kind,
            other_names=[],
            ended_on=on,
            successor_ref=police.public_id,
            version=trust.version,
            at=AT,
        )

    with pytest.raises(Invalid, match="Until then its work stays with it") as refused:
        end(AT.date() + timedelta(days=1))
    assert refused.value.fields == {"ended_on": "Enter a day that has come"}
    assert cast_plans.again(row).agency == trust
    end(AT.date())
    assert cast_plans.again(row).agency == police
