"""A document brought in by mistake is withdrawn, not deleted: out of every list, found by those who may, put back as
it was; and erased only in a second step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from heed.intake.models import Proposal
from heed.intake.operations import decide, erase_import, put_import_back, undo_import, withdraw_import
from heed.intake.queries import find_import, list_open_imports, list_proposals
from heed.intake.types import Decision, ImportState
from heed.learning.operations import name_recommendation
from heed.library.models import Document, Reading
from heed.library.queries import find_document, list_withdrawn_documents
from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.files.keeping import check_files
from heed.platform.files.operations import path_of
from tests.cast import AT, BIRCH, Cast, Register, bring_in, bring_in_and_read, client_of

WHY = "It holds another family's details"


def stored(register: Register) -> list[Any]:
    """Everything that the database holds of an import, its document and its proposals."""
    imports = type(register.open).objects.for_everyone(because="a test").filter(pk=register.open.pk)
    documents = Document.objects.for_everyone(because="a test").filter(pk=register.open.document_id)
    return [*imports.values(), *documents.values(), *register.open.proposals.order_by("pk").values()]


def test_it_leaves_lists_and_counts_and_is_found_by_those_who_may(register: Register, cast: Cast) -> None:
    document = register.open.document
    before = Document.objects.visible_to(cast.manager).count()
    withdraw_import(cast.officer, ref=register.open.public_id, reason=WHY, at=AT)
    assert Document.objects.visible_to(cast.manager).count() == before - 1
    assert register.open.pk not in {each.pk for each in list_open_imports(cast.manager)}
    for look in (
        lambda: find_document(cast.manager, document.public_id),
        lambda: find_import(cast.manager, register.open.public_id),
    ):
        with pytest.raises(NotVisible):
            look()
    page = client_of(cast.manager).get(reverse("intake:withdrawn")).content.decode()
    assert (document.title or document.name) in page
    assert "another family" in page
    assert cast.officer.name in page
    assert client_of(cast.reader).get(reverse("intake:withdrawn")).status_code == 403
    assert client_of(cast.reader).get(reverse("library:file", args=[document.public_id])).status_code == 404
    with pytest.raises(NotVisible):
        put_import_back(cast.outsider, document_ref=document.public_id, at=AT)


def test_putting_back_restores_it_exactly(register: Register, cast: Cast) -> None:
    first = list_proposals(register.open)[0]
    decide(cast.manager, ref=first.public_id, decision=Decision.REJECTED, at=AT)
    before = stored(register)
    withdraw_import(cast.manager, ref=register.open.public_id, reason=WHY, at=AT)
    assert stored(register) != before
    put_import_back(cast.officer, document_ref=register.open.document.public_id, at=AT)
    assert stored(register) == before


def test_a_document_whose_records_are_in_the_register_says_so(register: Register, cast: Cast) -> None:
    with pytest.raises(NotNow, match="records are in the register"):
        withdraw_import(cast.manager, ref=register.accepted.public_id, reason=WHY, at=AT)
    path = reverse("intake:withdraw", args=[register.accepted.public_id])
    page = client_of(cast.manager).get(path).content.decode()
    assert "Take them out first" in page
    assert reverse("intake:undo", args=[register.accepted.public_id]) in page


def test_records_that_people_worked_on_stay_when_their_document_goes(register: Register, cast: Cast) -> None:
    """With their words, references and history; nobody is sent to a page that is gone."""
    row = register.recommendations["1"]
    name_recommendation(cast.manager, ref=row.public_id, short_name="Visits", version=row.version, at=AT)
    with pytest.raises(NotNow, match="Somebody has named"):
        undo_import(cast.manager, ref=register.accepted.public_id, reason=WHY, at=AT)
    before = records(register)
    path = reverse("intake:withdraw", args=[register.accepted.public_id])
    refused = client_of(cast.manager).post(path, {"reason": "", "stay": "yes"})
    assert refused.status_code == 422
    assert client_of(cast.manager).post(path, {"reason": WHY, "stay": "yes"}).status_code == 302
    assert records(register) == before
    document = register.accepted.document
    assert (
        client_of(cast.manager).get(reverse("library:document", args=[document.public_id])).status_code == 404
    )
    for url, ref in (
        ("learning:recommendation", row.public_id),
        ("plans:action", register.actions[0].public_id),
        ("learning:finding", register.findings[0].public_id),
        ("reviews:review", register.review.public_id),
    ):
        page = client_of(cast.reader).get(reverse(url, args=[ref])).content.decode()
        assert document.public_id not in page
        assert "which was withdrawn" in page or url == "reviews:review"
    put_import_back(cast.manager, document_ref=document.public_id, at=AT)
    assert find_import(cast.manager, register.accepted.public_id).state == ImportState.ACCEPTED
    page = (
        client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    )
    assert document.public_id in page
    assert "which was withdrawn" not in page


def records(register: Register) -> list[Any]:
    rows = [*register.recommendations.values(), *register.actions, *register.findings]
    return [type(row).objects.for_everyone(because="a test").filter(pk=row.pk).values().get() for row in rows]


def test_whoever_may_not_accept_lets_no_records_stay(register: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        withdraw_import(cast.reader, ref=register.accepted.public_id, reason=WHY, records_stay=True, at=AT)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_reason_is_needed(reason: str, register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid):
        withdraw_import(cast.manager, ref=register.open.public_id, reason=reason, at=AT)
    path = reverse("intake:withdraw", args=[register.open.public_id])
    answer = client_of(cast.manager).post(path, {"reason": reason})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()


def test_the_same_file_brought_in_again_is_not_doubled_by_putting_back(
    register: Register, cast: Cast
) -> None:
    row = bring_in(cast.manager, "twice.txt", b"The Board should act.")
    withdraw_import(cast.manager, ref=row.public_id, reason=WHY, at=AT)
    again = bring_in(cast.manager, "again.txt", b"The Board should act.")
    with pytest.raises(NotNow, match="brought in again"):
        put_import_back(cast.manager, document_ref=row.document.public_id, at=AT)
    withdraw_import(cast.manager, ref=again.public_id, reason=WHY, at=AT)
    put_import_back(cast.manager, document_ref=row.document.public_id, at=AT)


@pytest.mark.django_db(transaction=True)
def test_erasing_removes_bytes_pictures_and_every_word(cast: Cast, data_folder: Path) -> None:
    row = bring_in_and_read(cast.manager, "mistaken.txt", BIRCH)
    document, file = row.document, path_of(row.document.file)
    assert file.is_file()
    withdraw_import(cast.officer, ref=row.public_id, reason=WHY, at=AT)
    with pytest.raises(NotAllowed):
        erase_import(cast.officer, document_ref=document.public_id, reason=WHY, at=AT)
    guard = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    assert erase_import(guard, document_ref=document.public_id, reason="Asked by the family", at=AT)
    assert not file.exists()
    assert not Proposal.objects.filter(import_of=row.pk).exists()
    reading = Reading.objects.get(document=document.pk)
    assert (reading.text, reading.found, reading.blocks) == ("", {}, [])
    [kept] = [each for each in list_withdrawn_documents(guard) if each.pk == document.pk]
    assert (kept.name, kept.title, kept.withdrawn_why) == ("Erased document", "", "Asked by the family")
    assert check_files().missing == () or document.file.sha256 not in check_files().missing
    with pytest.raises(NotNow, match="erased"):
        put_import_back(cast.manager, document_ref=document.public_id, at=AT)


def test_only_what_is_withdrawn_can_be_erased(register: Register, cast: Cast) -> None:
    with pytest.raises(NotVisible):
        erase_import(cast.manager, document_ref=register.open.document.public_id, reason=WHY, at=AT)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_another_partnership_has_too_stay_for_it(cast: Cast, data_folder: Path) -> None:
    ours = bring_in(cast.manager, "ours.txt", b"The same words.")
    theirs = bring_in(cast.outsider, "theirs.txt", b"The same words.")
    withdraw_import(cast.manager, ref=ours.public_id, reason=WHY, at=AT)
    assert not erase_import(cast.manager, document_ref=ours.document.public_id, reason=WHY, at=AT)
    assert path_of(theirs.document.file).read_bytes() == b"The same words."


@pytest.mark.django_db(transaction=True)
def test_an_erased_file_can_be_brought_in_again(cast: Cast, data_folder: Path) -> None:
    row = bring_in(cast.manager, "once.txt", b"The Board should act.")
    withdraw_import(cast.manager, ref=row.public_id, reason=WHY, at=AT)
    erase_import(cast.manager, document_ref=row.document.public_id, reason=WHY, at=AT)
    again = bring_in(cast.manager, "again.txt", b"The Board should act.")
    assert path_of(again.document.file).read_bytes() == b"The Board should act."
    assert again.document.file.erased_at is None
