"""Asking the network what is behind an address. Addresses of this machine and its own network are not asked."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

SECONDS = 8
_MOST_TURNS = 5
_GONE = frozenset({404, 410})
_ASK_IN_FULL = frozenset({403, 405, 501})
"""Sites that do not answer the short question may answer the whole one."""


@dataclass(frozen=True)
class Answer:
    """`reached`: something answered. `works` is None where that says neither yes nor no."""

    reached: bool
    works: bool | None
    note: str


def ask(address: str) -> Answer:
    """What the network says of an address. Only names and ports of the open internet are asked."""
    for _ in range(_MOST_TURNS):
        try:
            status, onward = _status(address)
        except _NotAsked as why:
            return Answer(reached=False, works=None, note=str(why))
        except socket.gaierror:
            return Answer(reached=False, works=None, note="no such site is known here")
        except (OSError, http.client.HTTPException) as problem:
            return Answer(reached=False, works=None, note=f"no answer ({type(problem).__name__})")
        if not onward:
            works = True if status < 400 else False if status in _GONE else None
            return Answer(reached=True, works=works, note="" if works else f"answered {status}")
        address = urljoin(address, onward)
    return Answer(reached=True, works=None, note="sent on too often")


class _NotAsked(Exception):
    pass


def _status(address: str) -> tuple[int, str]:
    """The status of an address, and where it sends one on to ("" where nowhere)."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _NotAsked("not a web address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    place = _open_place(parts.hostname, port)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    status, onward = _request("HEAD", parts.scheme, parts.hostname, port, place, path)
    if status in _ASK_IN_FULL:
        status, onward = _request("GET", parts.scheme, parts.hostname, port, place, path)
    return status, onward if 300 <= status < 400 else ""


def _open_place(host: str, port: int) -> str:
    """The number behind a name, which is then the one that is asked; never one of this machine or its network."""
    for *_, sockaddr in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        number = str(sockaddr[0])
        if not is_open(number):
            raise _NotAsked("an address of this network, which is not asked")
        return number
    raise _NotAsked("no such site")


def is_open(number: str) -> bool:
    """Whether this is a number of the open internet."""
    return ipaddress.ip_address(number).is_global


def _request(method: str, scheme: str, host: str, port: int, place: str, path: str) -> tuple[int, str]:
    connection: Any
    if scheme == "https":
        connection = http.client.HTTPSConnection(
            host, port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection._create_connection = partial(_connect, place)
    try:
        connection.request(method, path, headers={"User-Agent": "Heed link check"})
        answer = connection.getresponse()
        return int(answer.status), answer.headers.get("Location", "")
    finally:
        connection.close()


def _connect(place: str, named: tuple[str, int], *args: Any) -> socket.socket:
    """To the number that was looked at, whatever the name says by now."""
    return socket.create_connection((place, named[1]), *args)
