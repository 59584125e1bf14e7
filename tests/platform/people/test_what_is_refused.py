"""What cannot be done to who sees a case, to deputies and to places: told in a sentence, and nothing changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from heed.platform.access.cases import find_subject, forget_seen
from heed.platform.access.models import Scope, ScopedQuerySet, Unscoped, visible_scope_ids
from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Group, Membership
from heed.platform.people.operations import (
    change_roles,
    end_deputy,
    end_exclusion,
    end_membership,
    exclude_person,
    join_group,
    leave_group,
    make_deputy,
    name_person,
    open_case,
    restrict_case,
    take_person_out,
)
from heed.reviews.models import Review
from tests.cast import Cast, Register


def now() -> datetime:
    return timezone.now()


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(pk=actor.membership_id)


def events() -> int:
    return Event.objects.count()


def version(register: Register) -> int:
    return (
        Scope.objects.filter(case_ref=register.review.public_id).values_list("version", flat=True).first()
        or 0
    )


def test_nothing_is_said_of_a_case_twice(register: Register, cast: Cast) -> None:
    """Restricting, naming, excluding, and the way back of each."""
    ref, reader = register.review.public_id, cast.reader.person_ref

    def do(operation: Any, **given: Any) -> None:
        operation(cast.manager, ref=ref, version=version(register), at=now(), **given)

    def refused(words: str, operation: Any, **given: Any) -> None:
        before = (events(), version(register))
        with pytest.raises(NotNow, match=words):
            do(operation, **given)
        assert (events(), version(register)) == before

    refused("This case is not restricted", open_case, reason="Over")
    refused("This case is not restricted", name_person, person=reader, reason="")
    refused("is not excluded", end_exclusion, person=reader)
    refused("is not excluded", end_exclusion, person="nobody")
    do(restrict_case, people=[], reason="A trial")
    refused("restricted already", restrict_case, people=[reader], reason="A trial")
    refused("is not named", take_person_out, person=reader)
    refused("is not named", take_person_out, person="nobody")
    do(name_person, person=reader, reason="")
    refused("is named already", name_person, person=reader, reason="")
    do(exclude_person, person=reader, reason="Own practice")
    refused("is excluded already", exclude_person, person=reader, reason="Own practice")
    do(end_exclusion, person=reader)
    do(open_case, reason="Over")
    assert Review.objects.visible_to(cast.reader).filter(public_id=ref).exists()


def deputise(
    cast: Cast, deputy: Actor, held: Actor, *, reason: str = "On leave", by: Actor | None = None
) -> Any:
    today = timezone.localdate()
    return make_deputy(
        by or cast.administrator,
        ref=place_of(held).public_id,
        deputy_ref=place_of(deputy).public_id,
        starts_on=today,
        ends_on=today + timedelta(days=7),
        reason=reason,
        at=now(),
    )


def test_a_deputy_is_somebody_else_with_a_reason_and_a_place(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        deputise(cast, cast.reader, cast.reader)
    assert list(refused.value.fields) == ["deputy"]
    with pytest.raises(Invalid) as refused:
        deputise(cast, cast.reader, cast.officer, reason="  ")
    assert list(refused.value.fields) == ["reason"]
    with pytest.raises(NotAllowed):
        deputise(cast, cast.administrator, cast.officer)
    row = deputise(cast, cast.reader, cast.officer)
    with pytest.raises(NotNow, match="on some of these days already"):
        deputise(cast, cast.reader, cast.officer)
    end_deputy(cast.administrator, ref=row.public_id, at=now())
    before = events()
    ended = end_deputy(cast.administrator, ref=row.public_id, at=now() + timedelta(hours=1))
    assert events() == before, "what has ended does not end again"
    assert ended.ended_at is not None
    assert ended.ended_at < now()


def a_group(cast: Cast) -> Group:
    return Group.objects.create(partnership_id=cast.manager.partnership_id, name="Learning group")


def test_whoever_has_left_neither_stands_in_nor_joins(cast: Cast) -> None:
    place, group = place_of(cast.reader), a_group(cast)
    row = deputise(cast, cast.reader, cast.officer)
    on = timezone.localdate()
    stands_in = find_actor_of_membership(place.pk, on=on, deputy_id=row.pk)
    assert stands_in is not None
    assert (stands_in.person_id, stands_in.on_behalf_of) == (cast.reader.person_id, cast.officer.name)
    assert find_actor_of_membership(place_of(cast.analyst).pk, on=on, deputy_id=row.pk) is None
    end_membership(cast.administrator, ref=place.public_id, reason="Left", version=place.version, at=now())
    assert find_actor_of_membership(place.pk, on=on, deputy_id=row.pk) is None
    with pytest.raises(NotNow, match="One of the two places has ended"):
        deputise(cast, cast.reader, cast.of[Role.AGENCY_LEAD])
    with pytest.raises(NotNow, match="This place has ended"):
        join_group(cast.administrator, ref=place.public_id, group_ref=group.public_id, at=now())
    with pytest.raises(NotNow, match="This place has ended"):
        change_roles(
            cast.administrator, ref=place.public_id, roles=[Role.OFFICER], version=place.version + 1, at=now()
        )


def test_the_same_form_twice_changes_a_place_once(cast: Cast) -> None:
    place = place_of(cast.reader)
    before = events()
    for _ in range(2):
        row = change_roles(
            cast.administrator, ref=place.public_id, roles=[Role.ANALYST], version=place.version, at=now()
        )
    assert (row.roles, row.version, events()) == (["analyst"], place.version + 1, before + 1)
    last = Event.objects.latest("pk")
    assert (last.kind, last.subject_kind, last.subject_ref) == (
        "membership.changed",
        "person",
        cast.reader.person_ref,
    )
    seen = row.version
    for _ in range(2):
        row = end_membership(cast.manager, ref=place.public_id, reason="Left", version=seen, at=now())
    ended = Event.objects.filter(kind="membership.ended", subject_ref=cast.reader.person_ref)
    assert (row.version, ended.count()) == (place.version + 2, 1)


def test_a_group_is_joined_and_left_once(cast: Cast) -> None:
    place, group = place_of(cast.reader), a_group(cast)
    before = events()
    for operation in (join_group, join_group, leave_group, leave_group):
        operation(cast.administrator, ref=place.public_id, group_ref=group.public_id, at=now())
    assert events() == before + 2


def test_a_query_says_for_whom_or_why_for_nobody() -> None:
    with pytest.raises(Unscoped, match="say why"):
        Review.objects.for_everyone(because="")
    rows: ScopedQuerySet = Review.objects.all()
    for ask in (list, len, rows.__class__.count, rows.__class__.exists, rows.__class__.delete):
        with pytest.raises(Unscoped, match="begin with visible_to"):
            ask(Review.objects.all())


def test_what_may_be_seen_is_asked_anew_once_it_changed(register: Register, cast: Cast) -> None:
    actor = cast.manager.looking_once()
    before = visible_scope_ids(actor)
    Scope.objects.filter(pk__in=before).exclude(case_ref="").delete()
    assert visible_scope_ids(actor) is before, "asked once in a request"
    assert actor.once("words", 1, lambda: "before") == "before"
    assert actor.once("words", 1, lambda: "after") == "before", "read once in a request"
    forget_seen(actor)
    assert actor.once("words", 1, lambda: "after") == "after"
    assert visible_scope_ids(actor) is not before
    forget_seen(cast.manager)  # of somebody of whom nothing is kept: nothing to forget


def test_there_is_no_page_of_a_kind_that_nobody_registered(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        find_subject(cast.manager, kind="diary", ref="abc")
