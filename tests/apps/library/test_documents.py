"""Documents: seen by their partnership, downloaded safely, and every look written down."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from heed.library.presenters import parse_offsets
from heed.library.queries import path_of_page_image
from heed.platform.audit_log.models import Event
from heed.platform.files.operations import path_of
from heed.platform.people.operations import exclude_person
from tests.cast import AT, Cast, Register, client_of


def test_looking_at_a_page_is_written_down(register: Register, cast: Cast) -> None:
    ref = register.accepted.document.public_id
    client_of(cast.reader).get(reverse("library:document", args=[ref]))
    event = Event.objects.filter(kind="document.read", subject_ref=ref).latest("pk")
    assert event.actor_ref == cast.reader.person_ref
    assert event.facts == {"page": 1}


def test_a_page_that_was_refused_is_not_written_down_as_seen(register: Register, cast: Cast) -> None:
    ref = register.accepted.document.public_id
    clients = client_of(cast.outsider), client_of(cast.reader)
    before = Event.objects.latest("pk").pk
    clients[0].get(reverse("library:document", args=[ref]))
    clients[1].get(f"{reverse('library:document', args=[ref])}?page=99")
    written = Event.objects.filter(pk__gt=before)
    assert [(each.kind, each.result, each.shown) for each in written] == [
        ("request.refused", "refused", {})
    ] * 2


def test_the_file_comes_back_byte_for_byte_and_is_never_opened_in_the_page(
    register: Register, cast: Cast
) -> None:
    document = register.accepted.document
    answer = client_of(cast.reader).get(reverse("library:file", args=[document.public_id]))
    assert b"".join(answer.streaming_content) == path_of(document.file).read_bytes()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    taken = Event.objects.filter(kind="document.file_taken", subject_ref=document.public_id)
    assert [each.actor_ref for each in taken] == [cast.reader.person_ref]


@pytest.mark.capability("B01")
def test_a_recommendations_link_leads_to_its_words_on_the_page(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    row = register.recommendations["1"]
    page = client.get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    start, end, _ = row.spans[0]
    assert f"at={start}-{end}" in page
    shown = client.get(
        reverse("library:document", args=[row.reading.document.public_id]),
        {"reading": row.reading.public_id, "at": f"{start}-{end}", "page": "1"},
    ).content.decode()
    assert 'id="here"' in shown


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        ("1-2,3-4", ((1, 2), (3, 4))),
        ("", ()),
        ("a-b", ()),
        ("1-2-3", ()),
        ("-1-2", ()),
        ("9" * 12 + "-1", ()),
    ],
)
def test_offsets_of_an_address_are_pairs_of_numbers_or_nothing(
    written: str, pairs: tuple[tuple[int, int], ...]
) -> None:
    assert parse_offsets(written) == pairs


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "1e9", "٣"])
def test_a_page_that_the_document_does_not_have_is_not_found_or_the_first(
    page: str, register: Register, cast: Cast
) -> None:
    answer = client_of(cast.reader).get(
        reverse("library:document", args=[register.accepted.document.public_id]), {"page": page}
    )
    assert answer.status_code == (404 if page == "99" else 200)


def test_a_document_without_pages_is_shown_as_text(register: Register, cast: Cast) -> None:
    answer = client_of(cast.reader).get(reverse("library:document", args=[register.open.document.public_id]))
    assert "Schools should be asked to every strategy meeting." in answer.content.decode()


def test_a_document_that_was_not_read_says_so(register: Register, cast: Cast) -> None:
    answer = client_of(cast.reader).get(
        reverse("library:document", args=[register.failed.document.public_id])
    )
    assert "has not been read" in answer.content.decode()


def test_the_picture_of_a_page_is_written_down_too(register: Register, cast: Cast) -> None:
    document = register.accepted.document
    reading = document.readings.get()
    if not reading.page_count:
        reading.page_count = 1
        reading.save(update_fields=["page_count"])
    path = path_of_page_image(reading, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF")
    before = Event.objects.filter(kind="document.read", subject_ref=document.public_id).count()
    answer = client_of(cast.reader).get(reverse("library:page_image", args=[reading.public_id, 1]))
    assert answer.status_code == 200
    assert Event.objects.filter(kind="document.read", subject_ref=document.public_id).count() == before + 1


def test_the_list_says_each_documents_review_and_finds_it_by_that(register: Register, cast: Cast) -> None:
    review, client = register.review, client_of(cast.reader)

    def listed(**asked: str) -> str:
        return client.get(reverse("library:list"), asked).content.decode()

    for words in (review.reference, review.name.upper()):
        page = listed(words=words)
        assert str(register.accepted.document) in page
        assert f"{review.name} ({review.reference})" in page
        assert str(register.open.document) not in page
    asked = {"column": ["title", "area", "published", "state"], "download": "csv"}
    taken: Any = client.get(reverse("library:list"), asked)
    rows = list(csv.DictReader(io.StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    [row] = [each for each in rows if each["Document"] == str(register.accepted.document)]
    assert {each["State"] for each in rows} == {"In the register", "Read, not in the register", "Not read"}
    assert row["State"] == "In the register"
    assert review.area is not None
    assert (row["Area"], row["Published"]) == (review.area.name, review.published_text)
    exclude_person(
        cast.manager,
        ref=review.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=1,
        at=AT,
    )
    assert review.reference not in listed(), "whoever is excluded is told nothing"
    assert "Nothing matches" in listed(words=review.reference)
