"""Asking a virus scanner about a file, where the administrator has one: clamd, by its INSTREAM command."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings

from heed.platform.base.errors import Unavailable

_PIECE = 64 * 1024
_PATIENCE = 30.0
"""Seconds for the whole answer."""
_LONGEST_ANSWER = 4096


def scan(file: Path) -> str:
    """What the scanner found in this file, by its name; "" where it found nothing, or where none is set up.

    Raises `Unavailable` where one is set up and does not answer, for then nobody knows.
    """
    if not settings.CLAMAV:
        return ""
    try:
        answer = _ask(settings.CLAMAV, file)
    except OSError as error:
        raise Unavailable(_NO_ANSWER) from error
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer != "stream: OK":
        raise Unavailable(_NO_ANSWER)
    return ""


_NO_ANSWER = (
    "The virus scanner does not answer, so no file can be taken at the moment. Nothing of what you sent was kept."
    " Tell your administrator."
)


def _ask(address: str, file: Path) -> str:
    """One conversation: the command, the file in pieces that say their own length, an empty piece, the answer."""
    with _connected(address) as line, file.open("rb") as content:
        line.sendall(b"zINSTREAM\0")
        while piece := content.read(_PIECE):
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := line.recv(1024)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", errors="replace")


def _connected(address: str) -> socket.socket:
    """A connection to "unix:/run/clamav/clamd.ctl" or "localhost:3310"."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_PATIENCE)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_PATIENCE)
