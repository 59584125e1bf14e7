"""What answers pages does not wait for a connection on which nothing is asked."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from gunicorn.workers.sync import SyncWorker

from heed.cli import page_worker


def test_a_connection_that_asks_nothing_is_closed_and_one_that_asks_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handled: list[Any] = []
    monkeypatch.setattr(page_worker, "WAITS", 0.01)
    monkeypatch.setattr(SyncWorker, "handle", lambda _, listener, client, addr: handled.append(client))
    worker = object.__new__(page_worker.PageWorker)
    browser, here = socket.socketpair()
    with browser:
        worker.handle(None, here, ("127.0.0.1", 1))
        assert handled == []
        assert browser.recv(1) == b""
    browser, here = socket.socketpair()
    with browser, here:
        browser.sendall(b"GET / HTTP/1.1")
        worker.handle(None, here, ("127.0.0.1", 1))
        assert handled == [here]
