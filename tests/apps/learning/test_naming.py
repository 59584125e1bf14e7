"""Short names of recommendations: ours, apart from the words as printed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.learning.operations import name_recommendation
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotVisible
from heed.platform.base.models import Revision
from tests.cast import AT, Cast, Register, client_of


def test_the_words_as_printed_never_change(register: Register, cast: Cast) -> None:
    before = register.recommendations["1"]
    after = name_recommendation(
        cast.manager, ref=before.public_id, short_name="  Core   groups ", version=1, at=AT
    )
    assert after.short_name == "Core groups"
    assert after.text == before.text


def test_the_earlier_name_is_kept_with_who_changed_it(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    name_recommendation(cast.manager, ref=ref, short_name="First", version=1, at=AT)
    name_recommendation(cast.officer, ref=ref, short_name="Second", version=2, at=AT)
    kept = Revision.objects.filter(subject_ref=ref).order_by("pk")
    assert [(each.words, each.changed_by) for each in kept] == [
        ("", cast.manager.name),
        ("First", cast.officer.name),
    ]


def test_a_second_writer_gets_409_with_both_names(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    name_recommendation(cast.manager, ref=row.public_id, short_name="Theirs", version=1, at=AT)
    with pytest.raises(ChangedMeanwhile):
        name_recommendation(cast.officer, ref=row.public_id, short_name="Yours", version=1, at=AT)
    page = client_of(cast.officer).post(
        reverse("learning:name", args=[row.public_id]), {"short_name": "Yours", "version": "1"}
    )
    assert page.status_code == 409
    assert "Theirs" in page.content.decode()
    assert "Yours" in page.content.decode()


def test_the_same_name_again_changes_nothing(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    name_recommendation(cast.manager, ref=ref, short_name="One", version=1, at=AT)
    again = name_recommendation(cast.manager, ref=ref, short_name="One", version=1, at=AT)
    assert again.version == 2
    assert Event.objects.filter(kind="recommendation.named", subject_ref=ref).count() == 1


def test_a_name_that_is_too_long_is_refused_and_stays_on_the_page(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    with pytest.raises(Invalid):
        name_recommendation(cast.manager, ref=row.public_id, short_name="x" * 121, version=1, at=AT)
    page = client_of(cast.manager).post(
        reverse("learning:name", args=[row.public_id]), {"short_name": "y" * 121, "version": "1"}
    )
    assert page.status_code == 422
    assert "y" * 121 in page.content.decode()


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_a_version_that_is_none_is_a_conflict_not_a_fault(
    version: str, register: Register, cast: Cast
) -> None:
    page = client_of(cast.manager).post(
        reverse("learning:name", args=[register.recommendations["1"].public_id]),
        {"short_name": "Any", "version": version},
    )
    assert page.status_code == 409


def test_who_may_not_and_who_may_not_see_are_told_apart(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    with pytest.raises(NotAllowed):
        name_recommendation(cast.reader, ref=ref, short_name="x", version=1, at=AT)
    with pytest.raises(NotVisible):
        name_recommendation(cast.outsider, ref=ref, short_name="x", version=1, at=AT)
