"""The audit log stands or falls with what it records, and holds no words of a case."""

from __future__ import annotations

import pytest
from django.db import transaction

from heed.learning.events import RecommendationRegistered
from heed.library.operations import note_document_read
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.operations import OutsideTransaction, record
from heed.platform.audit_log.types import EVENTS, event
from tests import cast as the_cast
from tests.cast import AT, Cast, Register

HAPPENED = RecommendationRegistered(reference="REC-0001")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    cast = the_cast.find() or the_cast.make()
    with pytest.raises(OutsideTransaction):
        record(cast.manager, HAPPENED, subject_kind="recommendation", subject_ref="abc", at=AT)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_undone_with_its_change() -> None:
    cast = the_cast.find() or the_cast.make()
    before = Event.objects.count()

    @transaction.atomic
    def change_that_fails() -> None:
        record(cast.manager, HAPPENED, subject_kind="recommendation", subject_ref="abc", at=AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert Event.objects.count() == before


def test_a_change_is_undone_with_its_event(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written down is not done."""
    from heed.learning.operations import recommendations as operations

    def fails(*_: object, **__: object) -> None:
        raise OSError("the log is full")

    monkeypatch.setattr(operations, "record", fails)
    row = register.recommendations["1"]
    with pytest.raises(OSError, match="full"):
        operations.name_recommendation(cast.manager, ref=row.public_id, short_name="New", version=1, at=AT)
    row.refresh_from_db()
    assert row.short_name == ""


def test_a_fact_that_could_be_case_text_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="too long"):
        record(
            cast.manager,
            RecommendationRegistered(reference="She said that " * 10),
            subject_kind="recommendation",
            subject_ref="abc",
            at=AT,
        )


def test_an_event_says_who_in_which_membership_and_when(register: Register, cast: Cast) -> None:
    ref = register.accepted.document.public_id
    note_document_read(cast.reader, document_ref=ref, page=3, at=AT)
    written = Event.objects.latest("pk")
    assert (written.actor_ref, written.membership_id) == (cast.reader.person_ref, cast.reader.membership_id)
    assert (written.kind, written.subject_ref, written.facts) == ("document.read", ref, {"page": 3})
    assert written.at == AT


def test_two_kinds_of_event_cannot_have_one_name() -> None:
    taken = next(iter(EVENTS))
    with pytest.raises(ValueError, match="two events"):

        @event(taken)
        class Again:
            """Done again."""
