"""Groups: who is in them, whom they report to, and who chaired when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from heed.governance.operations import add_group, change_group, end_part, give_part, hand_over_chair
from heed.governance.queries.groups import chair_of, handovers_of, members_on, places_in
from heed.governance.queries.meetings import attendance_of
from heed.governance.types import Part
from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible
from heed.platform.base.models import Revision
from heed.platform.partnerships.models import Group
from tests import cast_meetings
from tests.cast import AT, Cast, client_of
from tests.cast_meetings import a_group, a_meeting, place_of


@pytest.fixture
def group(cast: Cast) -> Group:
    return cast_meetings.ensure(cast, at=AT).group


def changed(group: Group, **other: object) -> dict[str, object]:
    """What a group's form says, but for what is said otherwise."""
    given: dict[str, object] = {
        name: getattr(group, name)
        for name in (
            "name",
            "kind",
            "remit",
            "meets",
            "quorum_members",
            "quorum_agencies",
            "quorum_statutory",
            "ended_on",
            "version",
        )
    }
    return {**given, "reports_to": "", **other}


@pytest.mark.capability("H02")
def test_a_group_says_what_it_is_for_and_who_reports_to_whom(group: Group, cast: Cast) -> None:
    page = client_of(cast.reader).get(reverse("governance:group", args=[group.public_id])).content.decode()
    for words in (
        "Looks after reviews",
        "every six weeks",
        "Executive",
        "Ivy Irwin",
        "2 members, 2 agencies",
    ):
        assert words in page
    above = client_of(cast.reader).get(reverse("governance:group", args=[group.reports_to.public_id]))  # type: ignore[union-attr]
    assert "Case Review Group" in above.content.decode()


def test_a_group_cannot_report_to_itself_by_any_way_round(group: Group, cast: Cast) -> None:
    executive = group.reports_to
    assert executive is not None
    for ref in (group.public_id, executive.public_id):
        with pytest.raises(Invalid) as refused:
            change_group(
                cast.manager,
                ref=executive.public_id,
                at=AT,
                **changed(executive, reports_to=ref),  # type: ignore[arg-type]
            )
        assert refused.value.fields == {"reports_to": "Choose a group that does not report to this one"}


def test_a_circle_is_said_at_its_field_and_what_was_typed_is_kept(group: Group, cast: Cast) -> None:
    executive = group.reports_to
    assert executive is not None
    sent = {f"change-{name}": "" if value is None else value for name, value in changed(executive).items()}
    answer = client_of(cast.officer).post(
        reverse("governance:group", args=[executive.public_id]),
        {**sent, "do": "change", "change-remit": "Kept words", "change-reports_to": group.public_id},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "does not report to this one" in page
    assert "Kept words" in page


def test_two_groups_of_one_name_are_refused(group: Group, cast: Cast) -> None:
    with pytest.raises(Invalid, match="group of this name"):
        a_group(cast.officer, at=AT, name="case  review group")


def test_an_earlier_remit_is_kept(group: Group, cast: Cast) -> None:
    change_group(cast.manager, ref=group.public_id, at=AT, **changed(group, remit="Another."))  # type: ignore[arg-type]
    kept = Revision.objects.get(subject_kind="group", subject_ref=group.public_id)
    assert (kept.field, kept.words) == ("remit", "Looks after reviews and their actions.")


@pytest.mark.capability("H02")
def test_who_was_in_a_group_stays_when_they_leave_or_get_another_part(group: Group, cast: Cast) -> None:
    member, later = place_of(cast.of[Role.GROUP_MEMBER]), AT + timedelta(days=30)
    give_part(cast.manager, group_ref=group.public_id, member=member, part=Part.DEPUTY, at=later)
    end_part(cast.manager, group_ref=group.public_id, member=member, at=later + timedelta(days=10))
    rows = [each for each in places_in(group) if each.membership.public_id == member]
    assert {(each.part, each.ends_on) for each in rows} == {
        ("member", later.date() - timedelta(days=1)),
        ("deputy_chair", later.date() + timedelta(days=10)),
    }
    assert "Gwen Garrow" in [each.membership.person.name for each in members_on(group, later.date())]
    assert "Gwen Garrow" not in [
        each.membership.person.name for each in members_on(group, later.date() + timedelta(days=11))
    ]


@pytest.mark.capability("H03")
def test_who_joins_or_leaves_is_expected_or_not_in_meetings_that_are_called(group: Group, cast: Cast) -> None:
    meeting = a_meeting(cast.manager, group.public_id, at=AT, held_on=AT.date() + timedelta(days=60))
    joining = place_of(cast.of[Role.AGENCY_CONTRIBUTOR])

    def expected() -> list[str]:
        return [each.name for each in attendance_of(meeting)]

    assert cast.of[Role.AGENCY_CONTRIBUTOR].name not in expected()
    give_part(cast.manager, group_ref=group.public_id, member=joining, part=Part.MEMBER, at=AT)
    assert expected().count(cast.of[Role.AGENCY_CONTRIBUTOR].name) == 1
    end_part(cast.manager, group_ref=group.public_id, member=joining, at=AT)
    assert cast.of[Role.AGENCY_CONTRIBUTOR].name not in expected()


@pytest.mark.capability("H04")
def test_a_chair_is_handed_over_with_what_is_open(group: Group, cast: Cast) -> None:
    after = place_of(cast.of[Role.GROUP_MEMBER])
    with pytest.raises(Invalid, match="Hand the chair over"):
        give_part(cast.manager, group_ref=group.public_id, member=after, part=Part.CHAIR, at=AT)
    later = AT + timedelta(days=20)
    with pytest.raises(Invalid, match="what is handed over"):
        hand_over_chair(cast.manager, group_ref=group.public_id, member=after, words=" ", at=later)
    hand_over_chair(
        cast.manager,
        group_ref=group.public_id,
        member=after,
        words="The coroner waits.",
        at=later,
    )
    chair = chair_of(group)
    assert chair is not None
    assert chair.membership.person.name == "Gwen Garrow"
    newest = handovers_of(cast.reader, group)[0]
    assert (newest.before, newest.after, newest.on) == ("Ivy Irwin", "Gwen Garrow", later.date())
    assert newest.open_matters == ["Letter: From the coroner"]
    was = [each.membership.person.name for each in members_on(group, AT.date()) if each.part == Part.CHAIR]
    assert was == ["Ivy Irwin"]


def test_who_does_not_prepare_changes_no_group(group: Group, cast: Cast) -> None:
    for actor in (cast.reader, cast.of[Role.INDEPENDENT_SCRUTINEER], cast.of[Role.INDEPENDENT_CHAIR]):
        with pytest.raises(NotAllowed):
            end_part(actor, group_ref=group.public_id, member=place_of(cast.analyst), at=AT)


def test_the_other_partnership_finds_no_group(group: Group, cast: Cast) -> None:
    for act in (
        lambda: end_part(cast.outsider, group_ref=group.public_id, member="", at=AT),
        lambda: add_group(
            cast.outsider,
            name="Ours",
            kind="other",
            remit="",
            meets="",
            reports_to=group.public_id,
            quorum_members=0,
            quorum_agencies=0,
            quorum_statutory=False,
            at=AT,
        ),
    ):
        with pytest.raises(NotVisible):
            act()
    with pytest.raises(Invalid, match="Choose somebody"):
        give_part(
            cast.manager, group_ref=group.public_id, member=place_of(cast.outsider), part=Part.MEMBER, at=AT
        )
