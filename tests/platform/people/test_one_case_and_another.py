"""What is said of one case counts for that case alone, and every change of who may see what is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from heed.platform.access.models import NamedPerson, Scope
from heed.platform.access.queries import list_own_memberships, people_who_may_see
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor, Seen
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed, NotNow
from heed.platform.base.models import Revision
from heed.platform.partnerships.models import Group, GroupMembership, Membership
from heed.platform.people.operations import (
    ask_emergency_access,
    change_roles,
    end_exclusion,
    end_membership,
    exclude_person,
    give_place,
    grant_emergency_access,
    join_group,
    leave_group,
    name_person,
    open_case,
    restrict_case,
    set_employer,
    take_person_out,
)
from heed.reviews.models import Review
from tests.cast import Ask, Cast, Register, Written, register_of

SECOND = Written(title="A second report", asks=(Ask(label="1", text="Agencies should meet on time."),))


def now() -> datetime:
    return timezone.now()


@pytest.fixture
def two(register: Register, cast: Cast) -> tuple[str, str]:
    """Two cases, both restricted to their business manager."""
    second = register_of(cast.manager, SECOND, review="Second")
    refs = (register.review.public_id, second.public_id)
    for ref in refs:
        restrict_case(cast.manager, ref=ref, people=[], reason="A trial", version=0, at=now())
    return refs


def scope_of(ref: str) -> Scope:
    return Scope.objects.get(case_ref=ref)


def version_of(ref: str) -> int:
    return scope_of(ref).version


def sees(actor: Actor) -> set[str]:
    fresh = replace(actor, seen=Seen())
    return set(Review.objects.visible_to(fresh).values_list("public_id", flat=True))


def of_case(operation: Callable[..., Any], actor: Actor, ref: str, **given: Any) -> Any:
    return operation(actor, ref=ref, version=version_of(ref), at=now(), **given)


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(pk=actor.membership_id)


def test_who_is_named_in_one_case_sees_that_one_alone(two: tuple[str, str], cast: Cast) -> None:
    of_case(name_person, cast.manager, two[0], person=cast.officer.person_ref, reason="")
    assert sees(cast.officer) & set(two) == {two[0]}
    of_case(take_person_out, cast.manager, two[0], person=cast.officer.person_ref)
    assert not sees(cast.officer) & set(two)


def test_who_is_excluded_from_one_case_can_be_named_in_another(two: tuple[str, str], cast: Cast) -> None:
    of_case(exclude_person, cast.manager, two[0], person=cast.officer.person_ref, reason="Own practice")
    with pytest.raises(NotNow, match="excluded from this case"):
        of_case(name_person, cast.manager, two[0], person=cast.officer.person_ref, reason="")
    of_case(name_person, cast.manager, two[1], person=cast.officer.person_ref, reason="")
    assert sees(cast.officer) & set(two) == {two[1]}


def test_an_exclusion_that_ended_keeps_nobody_from_being_named(two: tuple[str, str], cast: Cast) -> None:
    of_case(exclude_person, cast.manager, two[0], person=cast.officer.person_ref, reason="Own practice")
    of_case(end_exclusion, cast.manager, two[0], person=cast.officer.person_ref)
    of_case(name_person, cast.manager, two[0], person=cast.officer.person_ref, reason="")
    assert two[0] in sees(cast.officer)


def test_emergency_access_opens_the_case_that_was_asked_for(two: tuple[str, str], cast: Cast) -> None:
    for ref in (two[1], two[0]):
        words = Review.objects.for_everyone(because="a test").get(public_id=ref).name
        asked = ask_emergency_access(cast.officer, words=words, reason="Unsafe tonight?", at=now())
        partner = cast.of[Role.DELEGATED_SAFEGUARDING_PARTNER]
        grant_emergency_access(partner, ref=asked.public_id, hours=1, at=now())
        assert ref in sees(cast.officer)
        if ref == two[1]:
            assert two[0] not in sees(cast.officer)


def test_the_list_of_who_may_see_names_those_of_today_alone(two: tuple[str, str], cast: Cast) -> None:
    """Neither who was taken out, nor who was named while the case was restricted before."""

    def listed(ref: str) -> set[int]:
        return {each.person_id for each in people_who_may_see(scope_of(ref), on=timezone.localdate())}

    ref = two[0]
    of_case(name_person, cast.manager, ref, person=cast.officer.person_ref, reason="")
    of_case(name_person, cast.manager, two[1], person=cast.reader.person_ref, reason="")
    assert listed(ref) == {cast.manager.person_id, cast.officer.person_id}
    of_case(take_person_out, cast.manager, ref, person=cast.officer.person_ref)
    assert listed(ref) == {cast.manager.person_id}
    of_case(name_person, cast.manager, ref, person=cast.officer.person_ref, reason="")
    of_case(open_case, cast.manager, ref, reason="It can be known")
    assert {cast.officer.person_id, cast.reader.person_id} < listed(ref)
    of_case(restrict_case, cast.manager, ref, people=[], reason="Again")
    assert listed(ref) == {cast.manager.person_id}


def test_who_is_named_twice_or_taken_out_twice_is_told_so(two: tuple[str, str], cast: Cast) -> None:
    named = of_case(name_person, cast.manager, two[0], person=cast.officer.person_ref, reason=" Leads it ")
    assert (named.reason, named.began_by_id) == ("Leads it", cast.manager.person_id)
    with pytest.raises(NotNow, match="named already"):
        of_case(name_person, cast.manager, two[0], person=cast.officer.person_ref, reason="")
    assert NamedPerson.objects.filter(person_id=cast.officer.person_id, ended_at=None).count() == 1
    of_case(take_person_out, cast.manager, two[0], person=cast.officer.person_ref)
    with pytest.raises(NotNow, match="not named"):
        of_case(take_person_out, cast.manager, two[0], person=cast.officer.person_ref)
    [ended] = NamedPerson.objects.filter(person_id=cast.officer.person_id)
    assert ended.ended_by_id == cast.manager.person_id


def test_every_change_of_a_case_is_written_down_once(two: tuple[str, str], cast: Cast) -> None:
    ref, officer = two[0], cast.officer.person_ref
    changes: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
        ("case.person_named", name_person, {"person": officer, "reason": ""}),
        ("case.person_taken_out", take_person_out, {"person": officer}),
        ("case.person_excluded", exclude_person, {"person": officer, "reason": "Own practice"}),
        ("case.exclusion_ended", end_exclusion, {"person": officer}),
        ("case.opened", open_case, {"reason": "It can be known"}),
        ("case.restricted", restrict_case, {"people": [], "reason": "Again"}),
    ]
    for kind, operation, given in changes:
        rows = Event.objects.filter(kind=kind, subject_ref=ref, actor_ref=cast.manager.person_ref)
        before = rows.count()
        of_case(operation, cast.manager, ref, **given)
        assert rows.count() == before + 1, kind


def test_what_a_place_was_before_stays_and_who_changed_it_is_written_down(cast: Cast) -> None:
    place, other = place_of(cast.reader), place_of(cast.officer).agency
    steps: list[tuple[str, Callable[..., Membership]]] = [
        ("membership.changed", partial(change_roles, roles=[Role.ANALYST])),
        ("membership.employer_set", partial(set_employer, employer_ref=other.public_id)),
        ("membership.ended", partial(end_membership, reason=" Left  the agency ")),
    ]
    for version, (kind, change) in enumerate(steps, start=1):
        row = change(cast.manager, ref=place.public_id, version=version, at=now())
        assert row.version == version + 1, kind
        said = Event.objects.filter(kind=kind, actor_ref=cast.manager.person_ref)
        assert said.count() == 1, kind
    assert (row.roles, row.employer, row.end_reason) == (["analyst"], other, "Left the agency")
    assert row.ended_at is not None
    kept = Revision.objects.filter(subject_kind="membership", subject_ref=place.public_id)
    assert {each.field: each.words for each in kept} == {
        "roles": "reader",
        "employer": str(place_of(cast.reader).agency),
    }


@pytest.mark.parametrize("operation", [change_roles, set_employer, end_membership])
def test_a_place_is_nobodys_to_change_but_theirs_who_manage_people(
    operation: Callable[..., Any], cast: Cast
) -> None:
    place = place_of(cast.reader)
    given: dict[Any, dict[str, Any]] = {
        change_roles: {"roles": [Role.ANALYST]},
        set_employer: {"employer_ref": cast.officer.agency_ref},
        end_membership: {"reason": "Left"},
    }
    with pytest.raises(NotAllowed):
        operation(cast.officer, ref=place.public_id, version=1, at=now(), **given[operation])
    assert place_of(cast.reader).version == 1


def test_a_group_is_joined_and_left_once(cast: Cast) -> None:
    group = Group.objects.create(partnership_id=cast.manager.partnership_id, name="Readers", kind="quality")
    place = give_place(
        cast.manager,
        person_ref=cast.reader.person_ref,
        agency_ref=cast.officer.agency_ref,
        roles=[Role.READER],
        post="",
        at=now(),
    )
    both = {"ref": place.public_id, "group_ref": group.public_id}
    for change, kind in ((join_group, "membership.group_joined"), (leave_group, "membership.group_left")):
        for _ in range(2):
            change(cast.manager, **both, at=now())
        assert Event.objects.filter(kind=kind, actor_ref=cast.manager.person_ref).count() == 1, kind
        with pytest.raises(NotAllowed):
            change(cast.officer, **both, at=now())
    [row] = GroupMembership.objects.filter(membership=place, group=group)
    assert row.ends_on == timezone.localdate()
    end_membership(cast.manager, ref=place.public_id, reason="Left", version=place.version, at=now())
    with pytest.raises(NotNow):
        join_group(cast.manager, **both, at=now())


def test_of_several_places_the_one_acted_in_is_marked(cast: Cast) -> None:
    give_place(
        cast.manager,
        person_ref=cast.reader.person_ref,
        agency_ref=cast.officer.agency_ref,
        roles=[Role.ANALYST],
        post="",
        at=now(),
    )
    own = list_own_memberships(cast.reader, on=timezone.localdate())
    assert [each.current for each in own] == [True, False]
