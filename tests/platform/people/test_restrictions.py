"""Restricting a case, naming people, excluding them, and opening it again: as people do it, and as others find it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from heed.intake.models import Import
from heed.intake.operations import begin_import, undo_import
from heed.intake.queries import find_import
from heed.learning.models import Recommendation
from heed.platform.access.models import Level, Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.jobs.queries import list_jobs
from heed.platform.people.operations import (
    end_exclusion,
    end_membership,
    exclude_person,
    name_person,
    open_case,
    restrict_case,
    take_person_out,
)
from heed.reviews.models import Review
from heed.reviews.queries import find_review, list_reviews
from tests.cast import (
    BIRCH,
    Cast,
    Register,
    accept_everything,
    bring_in_and_read,
    choice_of,
    client_of,
    register_of,
)
from tests.platform.access.test_scopes import rows_of


def now() -> datetime:
    return timezone.now()


def restrict(register: Register, actor: Actor, *people: Actor, version: int = 0) -> Scope:
    return restrict_case(
        actor,
        ref=register.review.public_id,
        people=[each.person_ref for each in people],
        reason="The trial has not ended",
        version=version,
        at=now(),
    )


def exclude(register: Register, actor: Actor, person: Actor, version: int = 0) -> Any:
    return exclude_person(
        actor,
        ref=register.review.public_id,
        person=person.person_ref,
        reason="Own practice",
        version=version,
        at=now(),
    )


def addresses(register: Register) -> list[str]:
    accepted = register.accepted
    return [
        reverse("reviews:review", args=[register.review.public_id]),
        reverse("library:document", args=[accepted.document.public_id]),
        reverse("library:file", args=[accepted.document.public_id]),
        reverse("learning:recommendation", args=[register.recommendations["1"].public_id]),
        reverse("plans:action", args=[register.actions[0].public_id]),
        reverse("people:who_can_see", args=["review", register.review.public_id]),
        reverse("people:who_can_see", args=["document", accepted.document.public_id]),
    ]


@pytest.mark.capability("I07")
def test_a_restricted_case_does_not_exist_for_others(register: Register, cast: Cast) -> None:
    restrict(register, cast.manager, cast.reader)
    for actor, status in ((cast.reader, 200), (cast.manager, 200), (cast.officer, 404), (cast.analyst, 404)):
        client = client_of(actor)
        assert {client.get(path).status_code for path in addresses(register)} == {status}


def test_lists_counts_choices_and_downloads_leave_it_out(register: Register, cast: Cast) -> None:
    restrict(register, cast.manager)
    client = client_of(cast.officer)
    for name in ("home", "reviews:list", "library:list", "learning:list", "learning:responses", "plans:list"):
        page = client.get(reverse(name)).content.decode()
        assert "Alder" not in page, name
        assert register.recommendations["1"].reference not in page, name
    for name in ("reviews:list", "library:list", "learning:list", "learning:responses", "plans:list"):
        answer: Any = client.get(reverse(name), {"download": "csv"})
        assert b"".join(answer.streaming_content).count(b"\n") <= 4, name


def test_an_administrator_who_is_excluded_is_kept_out_by_every_role(register: Register, cast: Cast) -> None:
    exclude(register, cast.of[Role.INFORMATION_GOVERNANCE_LEAD], cast.manager)
    client = client_of(cast.manager)
    assert {client.get(path).status_code for path in addresses(register)} == {404}
    assert client_of(cast.reader).get(addresses(register)[0]).status_code == 200


def test_who_excludes_is_told_and_who_is_excluded_is_not(register: Register, cast: Cast) -> None:
    exclude(register, cast.manager, cast.reader)
    path = reverse("people:who_can_see", args=["review", register.review.public_id])
    assert "Rosa Reade" in client_of(cast.manager).get(path).content.decode()
    assert "Rosa Reade" not in client_of(cast.officer).get(path).content.decode()
    assert client_of(cast.reader).get(path).status_code == 404


def test_opening_moves_every_row_back(register: Register, cast: Cast) -> None:
    before = rows_of(register)
    scope = restrict(register, cast.manager)
    assert rows_of(register) == {table: {scope.pk} for table in before}
    open_case(cast.manager, ref=register.review.public_id, reason="Over", version=scope.version, at=now())
    assert rows_of(register) == before


def test_an_exclusion_outlives_the_restriction(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager)
    exclude(register, cast.manager, cast.reader, version=scope.version)
    ref = register.review.public_id
    open_case(cast.manager, ref=ref, reason="Over", version=scope.version + 1, at=now())
    assert find_review(cast.officer, ref)
    with pytest.raises(NotVisible):
        find_review(cast.reader, ref)
    scope.refresh_from_db()
    assert scope.level == Level.PARTNERSHIP
    person = cast.reader.person_ref
    end_exclusion(cast.manager, ref=ref, person=person, version=scope.version, at=now())
    assert find_review(cast.reader, ref)


def test_somebody_taken_out_sees_it_no_more(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager, cast.reader)
    ref, person = register.review.public_id, cast.reader.person_ref
    take_person_out(cast.manager, ref=ref, person=person, version=scope.version, at=now())
    assert client_of(cast.reader).get(addresses(register)[0]).status_code == 404
    name_person(cast.manager, ref=ref, person=person, reason="", version=scope.version + 1, at=now())
    assert client_of(cast.reader).get(addresses(register)[0]).status_code == 200


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER, Role.ADMINISTRATOR, Role.AGENCY_LEAD])
def test_only_those_who_guard_cases_restrict_them(role: Role, register: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        restrict(register, cast.of[role])
    with pytest.raises(NotAllowed):
        exclude(register, cast.of[role], cast.reader)


def test_who_may_not_see_it_cannot_manage_it(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager)
    guard = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    for attempt in (
        lambda: exclude(register, guard, cast.reader, version=scope.version),
        lambda: restrict(register, cast.outsider),
    ):
        with pytest.raises(NotVisible):
            attempt()


def test_a_case_never_loses_its_last_manager(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager, cast.reader)
    ref, manager = register.review.public_id, cast.manager.person_ref
    with pytest.raises(NotNow, match="Name a manager first"):
        take_person_out(cast.manager, ref=ref, person=manager, version=scope.version, at=now())
    with pytest.raises(NotNow, match="Name a manager first"):
        exclude(register, cast.manager, cast.manager, version=scope.version)
    assert find_review(cast.manager, ref)


def test_an_excluded_person_is_named_only_after_the_exclusion_ends(register: Register, cast: Cast) -> None:
    exclude(register, cast.manager, cast.reader)
    with pytest.raises(NotNow, match="excluded from this case"):
        restrict(register, cast.manager, cast.reader, version=1)


def test_a_reason_and_people_of_the_partnership_are_asked_for(register: Register, cast: Cast) -> None:
    ref = register.review.public_id
    with pytest.raises(Invalid):
        restrict_case(cast.manager, ref=ref, people=[], reason=" ", version=0, at=now())
    with pytest.raises(Invalid):
        restrict(register, cast.manager, cast.outsider)


def test_two_who_change_it_at_once_are_shown_both(register: Register, cast: Cast) -> None:
    restrict(register, cast.manager, cast.reader)
    with pytest.raises(ChangedMeanwhile) as refused:
        exclude(register, cast.manager, cast.analyst, version=0)
    assert "Restricted to Bola Bexley, Rosa Reade" in refused.value.differences[0].theirs


# Rows that come later.


def test_new_rows_of_a_case_get_its_scope(register: Register, cast: Cast) -> None:
    scope = restrict(register, cast.manager)
    row = bring_in_and_read(cast.manager, "later.txt", BIRCH)
    choice = choice_of("Later")
    object.__setattr__(choice, "review_ref", register.review.public_id)
    from heed.intake.operations import accept_import, decide
    from heed.intake.queries import list_proposals
    from heed.intake.types import Decision

    for proposal in list_proposals(row):
        if proposal.parent_id is None:
            decide(cast.manager, ref=proposal.public_id, decision=Decision.ACCEPTED, at=now())
    accept_import(cast.manager, ref=row.public_id, choice=choice, at=now())
    assert rows_of(register) == {table: {scope.pk} for table in rows_of(register)}
    assert Recommendation.objects.visible_to(cast.officer).count() == 0


def test_a_document_that_comes_in_for_a_case_is_never_seen_by_others(register: Register, cast: Cast) -> None:
    restrict(register, cast.manager)
    row = begin_import(
        cast.manager,
        name="statement.txt",
        size=5,
        chunks=[b"words"],
        at=now(),
        case_ref=register.review.public_id,
    )
    with pytest.raises(NotVisible):
        find_import(cast.officer, row.public_id)
    assert row.public_id not in {job.subject_ref for job in list_jobs(cast.administrator)}
    assert row.public_id in {job.subject_ref for job in list_jobs(cast.manager)}


def test_the_page_for_bringing_in_offers_the_case_to_those_who_see_it(register: Register, cast: Cast) -> None:
    path = reverse("intake:bring_in")
    assert "not everybody sees" not in client_of(cast.manager).get(path).content.decode()
    restrict(register, cast.manager)
    assert "not everybody sees" in client_of(cast.manager).get(path).content.decode()
    assert "not everybody sees" not in client_of(cast.officer).get(path).content.decode()
    file = SimpleUploadedFile("statement.txt", b"Recommendation 1: meet on time.")
    for actor, status in ((cast.officer, 404), (cast.manager, 302)):
        answer = client_of(actor).post(path, {"file": file, "case": register.review.public_id})
        assert answer.status_code == status
        file.seek(0)
    scopes = {each.scope.case_ref for each in Import.objects.visible_to(cast.manager).filter(state="reading")}
    assert register.review.public_id in scopes
    assert Import.objects.visible_to(cast.officer).filter(document__name="statement.txt").count() == 0


def test_a_document_of_a_case_goes_into_no_other_review(register: Register, cast: Cast) -> None:
    restrict(register, cast.manager)
    other = register_of(cast.manager, BIRCH, review="Other")
    undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=now())
    choice = choice_of("")
    object.__setattr__(choice, "review_ref", other.public_id)
    from heed.intake.operations import accept_import

    with pytest.raises(NotNow, match="access of its own"):
        accept_import(cast.manager, ref=register.accepted.public_id, choice=choice, at=now())


def test_a_case_whose_review_is_taken_out_and_put_in_again_stays_restricted(
    register: Register, cast: Cast
) -> None:
    """Undoing the only document removes the review; nobody else sees the document meanwhile, nor the new review."""
    restrict(register, cast.manager)
    undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=now())
    with pytest.raises(NotVisible):
        find_import(cast.officer, register.accepted.public_id)
    review = accept_everything(
        cast.manager, find_import(cast.manager, register.accepted.public_id), review="Again"
    )
    assert review.public_id == register.review.public_id
    assert [each.name for each in list_reviews(cast.officer)] == []
    assert Review.objects.visible_to(cast.manager).filter(pk=review.pk).exists()


def test_a_manager_who_leaves_takes_no_case_with_them(register: Register, cast: Cast) -> None:
    """Named or not: nobody without a place sees anything."""
    restrict(register, cast.manager)
    from heed.platform.partnerships.models import Membership

    place = Membership.objects.get(pk=cast.manager.membership_id)
    end_membership(cast.administrator, ref=place.public_id, reason="Left", version=place.version, at=now())
    assert client_of(cast.manager).get(addresses(register)[0]).status_code == 403
