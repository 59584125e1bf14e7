"""What any address does with what it is sent."""

from __future__ import annotations

import errno
import json
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, Register, client_of


def test_null_characters_are_refused_in_a_sentence(register: Register, cast: Cast) -> None:
    client = client_of(cast.manager)
    name = reverse("learning:name", args=[register.recommendations["1"].public_id])
    answers = [
        client.get(reverse("learning:list"), {"words": "a\x00b"}),
        client.post(name, {"short_name": "a\x00b", "version": "1"}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "no text" in answers[0].content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "999", "٣", "²", "000000001999999999999", "9" * 400])
@pytest.mark.parametrize(
    "url", ["learning:list", "learning:responses", "plans:list", "reviews:list", "library:list"]
)
def test_a_page_that_is_none_shows_one_that_is(url: str, page: str, register: Register, cast: Cast) -> None:
    answer = client_of(cast.reader).get(reverse(url), {"page": page})
    assert answer.status_code == 200
    assert 'name="chosen"' in answer.content.decode()


@pytest.mark.parametrize("year", ["abc", "0", "0000", "-5", "99999", "9" * 30, "٢٠١٩"])
@pytest.mark.parametrize("url", ["learning:list", "plans:list", "reviews:list"])
def test_a_year_that_is_none_matches_nothing(url: str, year: str, register: Register, cast: Cast) -> None:
    answer = client_of(cast.reader).get(reverse(url), {"year": year})
    assert answer.status_code == 200
    assert "Nothing matches" in answer.content.decode()


def test_a_picture_of_no_page_does_not_exist(register: Register, cast: Cast) -> None:
    assert register.accepted.reading is not None
    address = reverse("library:page_image", args=[register.accepted.reading.public_id, int("9" * 300)])
    assert client_of(cast.reader).get(address).status_code == 404


def test_a_program_is_refused_in_json(cast: Cast) -> None:
    answer = client_of(cast.reader).get("/reviews/zzzzzzzzzzzz/", headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert set(json.loads(answer.content)) == {"error", "fields"}


def test_every_answer_carries_what_protects_it(cast: Cast) -> None:
    answer = client_of(cast.reader).get("/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Correlation-ID"]


def test_a_name_that_heed_does_not_know_is_refused(cast: Cast) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert answer.status_code == 422
    assert "evil.example" not in answer.content.decode()


@pytest.mark.django_db
def test_a_monitor_needs_no_account(client: Client) -> None:
    answer = client.get(reverse("health"))
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_visitor_cannot_fill_the_disk(cast: Cast, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    file = SimpleUploadedFile("large.txt", b"x" * 2000)
    answer = Client().post(reverse("account_login"), {"login": "a@b.example", "file": file})
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()
    settings.MAX_UPLOAD_BYTES = 1000
    answer = client_of(cast.manager).post(reverse("intake:bring_in"), {"file": file})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("fault", "sentence"), [(OperationalError("server closed the connection"), "cannot save or find")]
)
def test_a_database_that_is_gone_before_anybody_is_known_is_said_too(
    fault: Exception, sentence: str, cast: Cast
) -> None:
    client = client_of(cast.manager)
    with patch("django.contrib.sessions.backends.db.SessionStore.load", side_effect=fault):
        answer = client.get(reverse("learning:list"))
    assert answer.status_code == 503
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (OperationalError("database is locked"), "cannot save or find"),
        (OSError(errno.ENOSPC, "No space left on device"), "no room left"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot write files"),
        (OSError(errno.EIO, "Input/output error"), "cannot write files"),
    ],
)
def test_a_full_disk_or_a_silent_database_is_said_in_a_sentence(
    fault: Exception, sentence: str, register: Register, cast: Cast
) -> None:
    client = client_of(cast.manager)
    with patch("heed.library.operations.store_file", side_effect=fault):
        answer = client.post(
            reverse("intake:bring_in"), {"file": SimpleUploadedFile("a.txt", b"Recommendation 1")}
        )
    assert answer.status_code == 503
    assert sentence in answer.content.decode()
