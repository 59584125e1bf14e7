"""Bringing a document in, from the chosen file to proposals, by the real reader in its limited process."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heed.intake.models import Import
from heed.intake.operations import begin_import
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import ImportState
from heed.library.models import Document
from heed.library.queries import path_of_page_image
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed
from heed.platform.files.operations import path_of
from heed.platform.jobs.worker import work
from tests.cast import AT, Cast, client_of
from tests.kit.reading.hostile import a_pdf, a_word_file

REVIEW = """Learning review: Rosie

Recommendations

Recommendation 1: The Council should hold core groups within ten working days.

Recommendation 2: Westmere Police should tell schools of incidents by the next school day.
"""


def send(client: Client, name: str, content: bytes) -> Any:
    return client.post(reverse("intake:bring_in"), {"file": SimpleUploadedFile(name, content)})


def newest(cast: Cast) -> Import:
    row = Import.objects.visible_to(cast.manager).order_by("-pk").first()
    return find_import(cast.manager, row.public_id)


def word_file() -> bytes:
    document = docx.Document()
    for paragraph in REVIEW.split("\n\n"):
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.capability("B01")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rosie.txt", REVIEW.encode()),
        (
            "rosie.html",
            f"<html><body>{''.join(f'<p>{p}</p>' for p in REVIEW.split(chr(10) * 2))}</body></html>".encode(),
        ),
        ("rosie.docx", word_file()),
    ],
    ids=["text", "web page", "Word"],
)
def test_a_document_is_brought_in_read_and_waits_for_a_person(name: str, content: bytes, cast: Cast) -> None:
    answer = send(client_of(cast.manager), name, content)
    row = newest(cast)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("intake:import", args=[row.public_id])
    assert row.state == ImportState.READING
    work(until_empty=True)
    row = newest(cast)
    assert (row.state, row.error) == (ImportState.OPEN, "")
    asked = [each for each in list_proposals(row) if each.kind == "recommendation"]
    assert [each.values["text"].rstrip(".").split()[-3:] for each in asked] == [
        ["ten", "working", "days"],
        ["next", "school", "day"],
    ]
    assert row.reading is not None
    for each in asked:
        start, end, _ = each.spans[0]
        assert each.values["text"][:20] in row.reading.text[start:end]


def test_a_pdf_shows_its_pages(cast: Cast, settings: LazySettings) -> None:
    path = next((Path(settings.HOUSE) / "demo" / "documents").glob("*.pdf"))
    client = client_of(cast.manager)
    send(client, path.name, path.read_bytes())
    work(until_empty=True)
    row = newest(cast)
    assert row.state == ImportState.OPEN
    assert row.reading is not None
    assert row.reading.page_count
    assert path_of_page_image(row.reading, 1).is_file()
    page = client.get(reverse("intake:import", args=[row.public_id]))
    assert page.status_code == 200
    image = client.get(reverse("library:page_image", args=[row.reading.public_id, 1]))
    assert (image.status_code, image["Content-Type"]) == (200, "image/webp")
    assert client_of(cast.outsider).get(image.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "empty"),
        ("nothing", None, "Choose a file"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    name: str, content: bytes | None, says: str, cast: Cast
) -> None:
    client = client_of(cast.manager)
    answer = client.post(reverse("intake:bring_in")) if content is None else send(client, name, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Document.objects.visible_to(cast.manager).filter(name=name).exists()


def test_a_file_that_is_too_large_is_refused(cast: Cast, settings: LazySettings) -> None:
    settings.MAX_DOCUMENT_BYTES = 10
    answer = send(client_of(cast.manager), "large.pdf", b"x" * 11)
    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.pdf", b"MZ\x90\x00 this is a program"),
        ("picture.docx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)),
        ("zip.docx", b"PK\x03\x04 not really"),
        ("macros.docx", a_word_file({"word/vbaProject.bin": b"code"})),
        ("script.pdf", a_pdf(b"<< /S /JavaScript /JS (x) >>")),
    ],
)
def test_a_file_that_may_not_be_kept_leaves_nothing_behind(
    name: str, content: bytes, cast: Cast, data_folder: Path
) -> None:
    documents = Document.objects.visible_to(cast.manager).count()
    answer = send(client_of(cast.manager), name, content)
    assert answer.status_code == 422
    assert f"“{name}” was not taken. This" in answer.content.decode()
    assert Document.objects.visible_to(cast.manager).count() == documents
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("broken.pdf", b"%PDF-1.7\nnothing else"), ("half.pdf", a_pdf()[:400])],
)
def test_a_file_that_cannot_be_read_is_kept_and_says_why(name: str, content: bytes, cast: Cast) -> None:
    client = client_of(cast.manager)
    send(client, name, content)
    work(until_empty=True)
    row = newest(cast)
    assert row.state == ImportState.FAILED
    assert row.error.endswith(".")
    assert "Traceback" not in row.error
    assert path_of(row.document.file).read_bytes() == content
    page = client.get(reverse("intake:import", args=[row.public_id]))
    assert page.status_code == 200
    assert row.error.split(".")[0].replace("'", "&#39;") in page.content.decode().replace("’", "’")
    assert Event.objects.filter(kind="import.failed", subject_ref=row.public_id).count() == 1


def test_a_reader_may_not_bring_in(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        begin_import(cast.reader, name="a.txt", size=1, chunks=[b"a"], at=AT)
    assert send(client_of(cast.reader), "a.txt", b"a").status_code == 403


def test_a_name_cannot_lead_out_of_the_folder(cast: Cast, data_folder: Path) -> None:
    row = begin_import(cast.manager, name="../../../etc/passwd", size=3, chunks=[b"abc"], at=AT)
    stored = [path for path in data_folder.rglob("*") if path.is_file()]
    assert stored == [path_of(row.document.file)]
    assert stored[0].is_relative_to(data_folder)


def test_an_empty_file_is_refused_by_the_operation_too(cast: Cast) -> None:
    with pytest.raises(Invalid, match="empty"):
        begin_import(cast.manager, name="a.txt", size=0, chunks=[], at=AT)


def test_whoever_waits_is_told_how_far_it_is_and_moved_on_when_it_is_done(cast: Cast) -> None:
    client = client_of(cast.manager)
    send(client, "rosie.txt", REVIEW.encode())
    address = reverse("intake:progress", args=[newest(cast).public_id])
    waiting = client.get(address)
    assert waiting.status_code == 200
    assert "HX-Redirect" not in waiting
    work(until_empty=True)
    assert client.get(address)["HX-Redirect"] == reverse("intake:import", args=[newest(cast).public_id])


def test_a_list_of_what_is_on_the_way_in_says_by_itself_when_it_is_read(cast: Cast) -> None:
    client = client_of(cast.manager)
    send(client, "rosie.txt", REVIEW.encode())
    address = f"{reverse('intake:progress', args=[newest(cast).public_id])}?in=list"
    assert address in client.get(reverse("library:list")).content.decode()
    waiting = client.get(address).content.decode()
    assert "Being read" in waiting
    assert address in waiting
    work(until_empty=True)
    read = client.get(address)
    assert "Waiting for you" in read.content.decode()
    assert address not in read.content.decode(), "it asks no more"
    assert "HX-Redirect" not in read


def test_a_text_that_is_called_a_pdf_is_said_to_be_none_and_can_go_again(cast: Cast) -> None:
    client = client_of(cast.manager)
    send(client, "bad.pdf", b"Nothing of a review stands here, only a few words of a letter.")
    work(until_empty=True)
    row = newest(cast)
    page = client.get(reverse("intake:import", args=[row.public_id])).content.decode()
    assert "bad.pdf is no PDF file, though it is called one: it was read as text." in page
    assert reverse("intake:withdraw", args=[row.public_id]) in page
