"""Tests talk to nobody but this machine: anything else is refused before a packet leaves."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from unittest.mock import patch


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Refuse to look up or connect to anything but loopback addresses and socket files."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked(address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if not is_here(host):
            raise NetworkBlocked(f"tests may not reach {host}")
        return address

    def checked_look_up(host: Any, *others: Any, **named: Any) -> Any:
        checked((host,))
        return look_up(host, *others, **named)

    with (
        patch.object(socket.socket, "connect", lambda self, address: connect(self, checked(address))),
        patch.object(socket.socket, "connect_ex", lambda self, address: connect_ex(self, checked(address))),
        patch.object(socket, "getaddrinfo", checked_look_up),
    ):
        yield


def is_here(host: Any) -> bool:
    """Whether a host, as given to a socket, is this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
