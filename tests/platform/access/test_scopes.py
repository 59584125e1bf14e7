"""Which rows an actor may see: one question, asked of the database once in a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.platform.access.cases import _ROWS, settle
from heed.platform.access.models import (
    EmergencyAccess,
    Exclusion,
    Level,
    NamedPerson,
    Record,
    Restriction,
    Scope,
    visible_scope_ids,
    visible_scopes,
)
from heed.platform.access.types import Actor, Seen
from heed.reviews.models import Review
from tests.cast import Cast, Register

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def restrict(register: Register, *names: Actor) -> Scope:
    """The case of the register for these people only, written straight into the tables."""
    scope, _ = Scope.objects.update_or_create(
        partnership_id=register.review.partnership_id,
        case_ref=register.review.public_id,
        defaults={"level": Level.RESTRICTED},
    )
    first = names[0]
    held, _ = Restriction.objects.get_or_create(
        scope=scope, ended_at=None, defaults={"began_at": timezone.now(), "began_by_id": first.person_id}
    )
    for actor in names:
        NamedPerson.objects.create(
            restriction=held,
            person_id=actor.person_id,
            began_at=timezone.now(),
            began_by_id=first.person_id,
        )
    settle(scope.partnership_id, scope.case_ref)
    return scope


def exclude(register: Register, actor: Actor) -> Scope:
    scope, _ = Scope.objects.get_or_create(
        partnership_id=register.review.partnership_id,
        case_ref=register.review.public_id,
        defaults={"level": Level.PARTNERSHIP},
    )
    Exclusion.objects.create(
        scope=scope, person_id=actor.person_id, began_at=timezone.now(), began_by_id=actor.person_id
    )
    settle(scope.partnership_id, scope.case_ref)
    return scope


def sees(actor: Actor, register: Register) -> bool:
    return bool(Review.objects.visible_to(actor).filter(pk=register.review.pk).exists())


def rows_of(register: Register) -> dict[str, set[int]]:
    """The scopes in which the rows of the register's case stand, by table: found by foreign keys, not by what the
    rooms registered."""
    review, found = register.review, {}
    ways = {
        "Review": Q(pk=review.pk),
        "Document": Q(reviews=review),
        "Recommendation": Q(review=review),
        "Response": Q(recommendation__review=review) | Q(theme__review=review),
        "Action": Q(review=review),
        "Import": Q(review=review),
    }
    for model in RECORDS:
        if model.__name__ in ways:
            rows: Any = model.objects.for_everyone(because="a test")
            found[model.__name__] = set(rows.filter(ways[model.__name__]).values_list("scope_id", flat=True))
    return found


def test_every_table_of_records_moves_with_its_case(cast: Cast) -> None:
    moving = {rows("").model.__name__ for rows in _ROWS.values()} & {model.__name__ for model in RECORDS}
    assert moving == {model.__name__ for model in RECORDS if model.__name__ not in OF_NO_CASE}


OF_NO_CASE = {
    "Bulletin": "of what is public, in words that the check let pass",
    "Meeting": "of a group; what it speaks of is asked again for each who reads it",
    "Minutes": "of a meeting, as the meeting is",
    "SentPack": "names the cases it tells of: who may not see one of them cannot open it",
    "ReportDue": "what is reported to whom and when, without the words of any case",
    "Handover": "of a group's chair, without the words of any case",
    "SharedReview": "of the partnership that all share: read only while its review is marked as published",
    "Lesson": "of several cases: shown to who sees two of its recommendations, with those and no others",
    "Agreement": "between agencies",
    "Logo": "of the partnership, without the words of any case",
    "WordTemplate": "of the partnership, without the words of any case",
    "Strategy": "of the partnership, and what it answers is asked again for each who reads it",
    "FocusGroup": "of a strategy, without the words of any case",
    "Commission": "between an agency and whoever commissions it",
    "Assessment": "of sharing, not of a case",
    "AccessReview": "of an agency's people",
    "Framework": "of the partnership, for every case",
    "Reviewer": "somebody who can be appointed to any; whose cases they have is asked again for each who reads it",
    "InformationRequest": "about a person, whatever cases they are in",
    "Mention": "what it stands in is asked again each time it is shown",
}


def test_all_rows_of_a_case_move_together(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager)
    assert rows_of(register) == dict.fromkeys(rows_of(register), {scope.pk})
    Restriction.objects.update(ended_at=timezone.now())
    Scope.objects.filter(pk=scope.pk).update(level=Level.PARTNERSHIP)
    settle(scope.partnership_id, scope.case_ref)
    assert all(scope.pk not in scopes for scopes in rows_of(register).values())


def test_a_restricted_case_is_seen_by_those_it_names(register: Register, cast: Cast) -> None:
    restrict(register, cast.officer)
    assert sees(cast.officer, register)
    for actor in (cast.manager, cast.reader, cast.administrator, cast.outsider):
        assert not sees(actor, register)


def test_naming_that_ended_counts_no_more(register: Register, cast: Cast) -> None:
    restrict(register, cast.manager, cast.officer)
    NamedPerson.objects.filter(person_id=cast.officer.person_id).update(ended_at=timezone.now())
    assert not sees(cast.officer, register)


def test_an_excluded_person_sees_nothing_whatever_their_role(register: Register, cast: Cast) -> None:
    exclude(register, cast.manager)
    assert not sees(cast.manager, register)
    assert sees(cast.reader, register)


def test_exclusion_beats_being_named_and_emergency_access(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.officer, cast.manager)
    exclude(register, cast.officer)
    emergency(scope, cast.officer, by=cast.manager)
    assert not sees(cast.officer, register)
    assert sees(cast.manager, register)


def emergency(scope: Scope, actor: Actor, *, by: Actor, hours: int = 4) -> EmergencyAccess:
    now = timezone.now()
    return EmergencyAccess.objects.create(
        partnership_id=scope.partnership_id,
        scope=scope,
        words="Alder",
        person_id=actor.person_id,
        reason="A child may be unsafe.",
        asked_at=now - timedelta(hours=5),
        answered_by_id=by.person_id,
        answered_at=now - timedelta(hours=4, minutes=30),
        expires_at=now - timedelta(hours=4, minutes=30) + timedelta(hours=hours),
    )


@pytest.mark.parametrize(("hours", "seen"), [(5, True), (4, False)])
def test_emergency_access_ends_by_itself(hours: int, seen: bool, register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager)
    emergency(scope, cast.reader, by=cast.manager, hours=hours)
    assert sees(cast.reader, register) is seen


def test_emergency_access_can_be_ended(register: Register, cast: Cast) -> None:
    row = emergency(restrict(register, cast.manager), cast.reader, by=cast.manager, hours=9)
    assert sees(cast.reader, register)
    EmergencyAccess.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    assert not sees(cast.reader, register)


def test_emergency_access_that_waits_or_was_refused_shows_nothing(register: Register, cast: Cast) -> None:
    row = emergency(restrict(register, cast.manager), cast.reader, by=cast.manager, hours=9)
    EmergencyAccess.objects.filter(pk=row.pk).update(expires_at=None)
    assert not sees(cast.reader, register)


def test_what_may_be_seen_is_asked_once_in_a_request(register: Register, cast: Cast) -> None:
    actor = replace(cast.reader, seen=Seen())
    with CaptureQueriesContext(connection) as asked:
        for _ in range(5):
            visible_scope_ids(actor)
    assert len(asked) == 1


def test_scopes_end_at_the_partnerships_wall(cast: Cast) -> None:
    """By themselves, whatever else is asked of the rows that stand in them."""
    for actor in (cast.manager, cast.outsider):
        assert {each.partnership_id for each in visible_scopes(actor)} <= {actor.partnership_id}
