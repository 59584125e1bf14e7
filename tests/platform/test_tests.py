"""The tests' own ground: no network, a cast, both databases."""

from __future__ import annotations

import os
import socket
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

from heed.platform.access.roles import Role
from tests.cast import Cast, Register
from tests.network import NetworkBlocked


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_another_machine_cannot_be_reached(host: str) -> None:
    with pytest.raises(NetworkBlocked):
        socket.create_connection((host, 80), timeout=1)


def test_nor_through_a_library() -> None:
    with pytest.raises((NetworkBlocked, OSError)) as refused:
        urllib.request.urlopen("http://example.org/", timeout=1)  # noqa: S310
    assert "example.org" in str(refused.value)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_tests_keep_their_data_apart() -> None:
    assert os.environ["HEED_TESTS_FOLDER"] in str(settings.DATA)


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    wanted = "postgresql" if os.environ.get("HEED_DATABASE", "").startswith("postgres") else "sqlite"
    assert connection.vendor == wanted


def test_everybody_of_the_cast_is_there(cast: Cast) -> None:
    assert set(cast.of) == set(Role)
    assert cast.outsider.partnership_id not in {actor.partnership_id for actor in cast.of.values()}


def test_a_document_is_in_each_state(register: Register) -> None:
    assert [each.state for each in (register.reading, register.open, register.failed, register.accepted)] == [
        "reading",
        "open",
        "failed",
        "accepted",
    ]
    assert list(register.recommendations) == ["1", "2a", "3", "4"]
