"""A stand-in for clamd that holds to its protocol: zINSTREAM, pieces that say their length, an answer with a null."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def clamd(
    folder: Path, *, finds: bytes = b"EVIL", most: int = 25_000_000, answers: bool = True
) -> Iterator[str]:
    """Its address. It calls a file that holds `finds` malware, refuses one above `most`, and may be silent."""
    path = folder / "clamd.ctl"
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.sendall(_answer(line, finds, most) if answers else b"")

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"unix:{path}"
    finally:
        server.close()


def _answer(line: socket.socket, finds: bytes, most: int) -> bytes:
    if _exactly(line, 10) != b"zINSTREAM\0":
        return b"UNKNOWN COMMAND\0"
    content = b""
    while length := struct.unpack(">I", _exactly(line, 4))[0]:
        content += _exactly(line, length)
        if len(content) > most:
            return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Test-Evil FOUND\0" if finds in content else b"stream: OK\0"


def _exactly(line: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        more = line.recv(length - len(got))
        if not more:
            raise ConnectionError("cut off")
        got += more
    return got
