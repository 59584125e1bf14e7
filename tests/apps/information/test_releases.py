"""Material of a review goes out by two people, byte for byte, to those alone who may see the review."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.information.models import ReleaseRequest
from heed.information.operations import choose_files, decide_release, settle_records
from heed.information.queries.releases import (
    AgencyRecordFilter,
    ReleaseFilter,
    filter_agency_records,
    filter_releases,
    find_release,
)
from heed.intake.operations import undo_import
from heed.platform.access.models import Level, Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible, Unavailable
from heed.platform.files.operations import path_of
from tests import cast_information
from tests.apps.information.answers import body_of
from tests.cast import AT, Cast, Register, client_of


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.INFORMATION_GOVERNANCE_LEAD]


@pytest.fixture
def release(register: Register, lead: Actor) -> ReleaseRequest:
    found: ReleaseRequest = filter_releases(lead, ReleaseFilter()).get()
    return found


def decided(actor: Actor, release: ReleaseRequest, **other: Any) -> ReleaseRequest:
    given = {"decision": "release", "reason": "The coroner may require it.", "version": release.version}
    return decide_release(actor, ref=release.public_id, **{**given, **other}, at=AT)


@pytest.mark.capability("I08")
def test_what_is_decided_goes_out_byte_for_byte(
    register: Register, cast: Cast, lead: Actor, release: ReleaseRequest
) -> None:
    choose_files(
        lead,
        ref=release.public_id,
        document_refs=[register.accepted.document.public_id],
        uploads=[("letter to the coroner.pdf", [b"Dear ", b"coroner"])],
        version=release.version,
        at=AT,
    )
    decider = client_of(cast.of[Role.LEAD_SAFEGUARDING_PARTNER])
    address = reverse("information:release", args=[release.public_id])
    answer = decider.post(
        address,
        {
            "do": "decide",
            "decide-decision": "release",
            "decide-reason": "Required by schedule 5.",
            "decide-version": str(release.version + 1),
        },
    )
    assert answer.status_code == 302
    answer = client_of(lead).get(reverse("information:release_files", args=[release.public_id]))
    archive = zipfile.ZipFile(io.BytesIO(body_of(answer)))
    stored = path_of(register.accepted.document.file).read_bytes()
    assert archive.read("files/alder.pdf") == stored
    assert archive.read("files/letter to the coroner.pdf") == b"Dear coroner"
    for line in archive.read("SHA256SUMS.txt").decode().splitlines():
        sha256, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
    page = client_of(lead).get(address).content.decode()
    assert hashlib.sha256(stored).hexdigest() in page
    assert "Lena Lockwood" in page
    assert "Coroners and Justice Act 2009" in page
    kinds = set(Event.objects.filter(subject_ref=release.public_id).values_list("kind", flat=True))
    assert {"release.asked", "release.files_chosen", "release.decided", "release.taken"} <= kinds


def test_who_kept_the_request_does_not_decide_it(lead: Actor, release: ReleaseRequest) -> None:
    with pytest.raises(NotAllowed, match="Two people"):
        decided(lead, release)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseRequest.objects.for_everyone(because="a test").filter(pk=release.pk).update(
            decision="release", decided_by_id=lead.person_id
        )


def test_a_role_that_decides_nothing_is_refused(cast: Cast, release: ReleaseRequest) -> None:
    with pytest.raises(NotAllowed):
        decided(cast.officer, release)


def test_a_decision_is_made_once(cast: Cast, lead: Actor, release: ReleaseRequest) -> None:
    done = decided(cast.manager, release)
    with pytest.raises(NotNow):
        decided(cast.manager, done)
    with pytest.raises(NotNow):
        choose_files(lead, ref=release.public_id, document_refs=[], uploads=[], version=done.version, at=AT)


def test_the_decider_decides_what_was_seen(
    register: Register, cast: Cast, lead: Actor, release: ReleaseRequest
) -> None:
    """Files chosen after the decider loaded the page are not released by that page."""
    choose_files(
        lead,
        ref=release.public_id,
        document_refs=[],
        uploads=[("more.txt", [b"more"])],
        version=release.version,
        at=AT,
    )
    with pytest.raises(ChangedMeanwhile):
        decided(cast.manager, release)


def test_a_file_that_changed_on_the_disk_is_not_released(
    register: Register, cast: Cast, release: ReleaseRequest
) -> None:
    path = path_of(release.files.get().file)
    was = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(was + b"!")
    try:
        with pytest.raises(Unavailable, match="not as it was stored"):
            decided(cast.manager, release)
    finally:
        path.write_bytes(was)


def test_a_refusal_sends_nothing(cast: Cast, lead: Actor, release: ReleaseRequest) -> None:
    row = decided(cast.manager, release, decision="refuse", reason="No power is named.")
    assert list(row.files.all()) == []
    answer = client_of(lead).get(reverse("information:release_files", args=[release.public_id]))
    assert answer.status_code == 409


def test_a_document_of_another_review_is_not_offered(
    register: Register, lead: Actor, release: ReleaseRequest
) -> None:
    with pytest.raises(Invalid):
        choose_files(
            lead,
            ref=release.public_id,
            document_refs=[register.open.document.public_id],
            uploads=[],
            version=release.version,
            at=AT,
        )


def test_nothing_is_released_before_files_are_chosen(cast: Cast, release: ReleaseRequest) -> None:
    release.files.all().delete()
    with pytest.raises(NotNow, match="No file"):
        decided(cast.manager, release)


def test_what_was_asked_of_a_review_is_seen_with_the_review(
    register: Register, cast: Cast, lead: Actor, release: ReleaseRequest
) -> None:
    """A case that is restricted later takes its requests with it, whatever scope they were kept in."""
    hidden, _ = Scope.objects.get_or_create(
        partnership_id=lead.partnership_id, level=Level.AGENCY, agency_id=cast.manager.agency_id
    )
    type(register.review).objects.for_everyone(because="a test").filter(pk=register.review.pk).update(
        scope=hidden
    )
    with pytest.raises(NotVisible):
        find_release(lead, release.public_id)
    assert not filter_agency_records(lead, AgencyRecordFilter()).exists()
    assert find_release(cast.manager, release.public_id)
    assert client_of(lead).get(reverse("information:releases")).content.decode().count("Alder") == 0


def test_names_in_the_archive_are_harmless_and_apart(lead: Actor, release: ReleaseRequest) -> None:
    row = choose_files(
        lead,
        ref=release.public_id,
        document_refs=[],
        uploads=[
            ("../../etc/passwd", [b"1"]),
            ("a\\b:c.txt", [b"2"]),
            ("A-B-C.txt", [b"3"]),
            ("...", [b"4"]),
        ],
        version=release.version,
        at=AT,
    )
    names = [each.name for each in row.files.all()]
    assert len({name.casefold() for name in names}) == len(names)
    assert not any(mark in name for name in names for mark in '/\\:*?"<>|')


def test_uploads_come_in_on_the_page(lead: Actor, release: ReleaseRequest) -> None:
    sent = {
        "do": "choose",
        "choose-version": str(release.version),
        "choose-upload": SimpleUploadedFile("redacted.pdf", b"%PDF redacted"),
    }
    answer = client_of(lead).post(reverse("information:release", args=[release.public_id]), sent)
    assert answer.status_code == 302
    assert [each.name for each in release.files.all()] == ["redacted.pdf"]


@pytest.mark.capability("I08")
def test_records_asked_of_an_agency_are_settled(register: Register, lead: Actor) -> None:
    row = filter_agency_records(lead, AgencyRecordFilter(state="waiting")).get()
    settle_records(
        lead,
        ref=row.public_id,
        kept_safe_on=AT.date(),
        provided_on=AT.date(),
        not_provided_because="",
        version=row.version,
        at=AT,
    )
    assert not filter_agency_records(lead, AgencyRecordFilter(state="waiting")).exists()
    assert filter_agency_records(lead, AgencyRecordFilter(state="provided")).get() == row
    with pytest.raises(ChangedMeanwhile):
        settle_records(
            lead,
            ref=row.public_id,
            kept_safe_on=None,
            provided_on=None,
            not_provided_because="Lost.",
            version=row.version,
            at=AT,
        )


def test_the_review_says_who_asked(register: Register, cast: Cast, lead: Actor) -> None:
    address = reverse("reviews:review", args=[register.review.public_id])
    assert "Assistant Coroner for Westmere" in client_of(lead).get(address).content.decode()
    assert "Assistant Coroner" not in client_of(cast.reader).get(address).content.decode()


def test_a_wrong_form_says_what_is_wrong(cast: Cast, lead: Actor) -> None:
    answer = client_of(lead).post(reverse("information:add_release"), {"asked_by": ""})
    assert answer.status_code == 422
    assert "Enter who asks" in answer.content.decode()


def test_a_day_that_has_not_come_is_refused(register: Register, lead: Actor) -> None:
    with pytest.raises(Invalid):
        cast_information.a_release(lead, at=AT, received_on=AT.date().replace(year=2026))


def test_a_review_whose_material_was_asked_for_is_not_undone(
    register: Register, cast: Cast, release: ReleaseRequest
) -> None:
    """Undoing its import would take the review away from under the request."""
    with pytest.raises(NotNow, match="Other records stand on this review"):
        undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    assert find_release(cast.manager, release.public_id).review == register.review
