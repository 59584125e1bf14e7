"""The closed envelope: an ordinary tar of three members, of which only the last is large and all that matters.

    READ-ME.txt    how to open it without Heed
    key.age        the identity, locked with the passphrase; empty where a key file was used
    contents.age   the contents, encrypted and authenticated by age

Everything outside `contents.age` must be, byte for byte, what Heed writes, and age checks the rest: so any bit that
changed is found.
"""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from heed.platform.safekeeping.disk import whole_file
from heed.platform.safekeeping.keys import Key
from heed.platform.safekeeping.types import Damaged

README = b"""This is a backup of Heed. With Heed:  heed restore THIS-FILE
Without Heed, with tar and age (age-encryption.org):
  tar -xf THIS-FILE
  age -d key.age > identity          (asks for the passphrase; with a key file, use that file as identity)
  age -d -i identity contents.age | tar -x
The tables are then JSON lines in tables/ (gunzip them), the files are in files/, and manifest.json lists both.
"""
_BLOCK = tarfile.BLOCKSIZE


@contextmanager
def sealed(path: Path, key: Key) -> Iterator[BinaryIO]:
    """A stream whose bytes go encrypted into a new file at `path`; it is named only when all is on the disk."""
    recipient, locked = key.lock()
    with whole_file(path) as out:
        out.write(_member("READ-ME.txt", README) + _member("key.age", locked))
        header_at = out.tell()
        out.write(bytes(_BLOCK))
        with _pump(lambda source: pyrage.encrypt_io(source, out, [recipient])) as stream:
            yield stream
        size = out.tell() - header_at - _BLOCK
        out.write(_padding(size) + bytes(2 * _BLOCK))
        out.seek(header_at)
        out.write(_header("contents.age", size))
        out.seek(0, os.SEEK_END)


@contextmanager
def opened(path: Path, key: Key) -> Iterator[BinaryIO]:
    """The decrypted contents as a stream. Raises `Damaged` at the latest when the block ends, so that what was read
    counts only after it."""
    with path.open("rb") as file:
        size, locked = _check_outside(file, path.stat().st_size)
        identity = key.unlock(locked)
        with _drain(lambda target: pyrage.decrypt_io(_Slice(file, size), target, [identity]), key) as stream:
            yield stream


def _check_outside(file: BinaryIO, length: int) -> tuple[int, bytes]:
    """The size of the contents and the locked identity, when everything around the contents is as Heed writes it."""
    not_ours = Damaged("This is not a backup of Heed, or it is damaged.")
    readme = _member("READ-ME.txt", README)
    if file.read(len(readme)) != readme:
        raise not_ours
    locked = b""
    header = file.read(_BLOCK)
    if header != _header("key.age", 0):
        locked = file.read(_size_in(header, not_ours))
        if header + locked + file.read(len(_padding(len(locked)))) != _member("key.age", locked):
            raise not_ours
    header = file.read(_BLOCK)
    size = _size_in(header, not_ours)
    begins = file.tell()
    tail = _padding(size) + bytes(2 * _BLOCK)
    if header != _header("contents.age", size) or length != begins + size + len(tail):
        raise Damaged("This backup is not whole: its end is missing, or it is damaged.")
    file.seek(begins + size)
    if file.read() != tail:
        raise not_ours
    file.seek(begins)
    return size, locked


def _size_in(header: bytes, problem: Damaged) -> int:
    try:
        return tarfile.TarInfo.frombuf(header, "ascii", "strict").size
    except (tarfile.TarError, UnicodeDecodeError, ValueError) as cause:
        raise problem from cause


def _member(name: str, content: bytes) -> bytes:
    return _header(name, len(content)) + content + _padding(len(content))


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


class _Slice:
    """The next `size` bytes of a file, as a file."""

    def __init__(self, file: BinaryIO, size: int):
        self._file, self._left = file, size

    def read(self, wanted: int = -1) -> bytes:
        wanted = self._left if wanted < 0 else min(wanted, self._left)
        piece = self._file.read(wanted)
        self._left -= len(piece)
        return piece


@contextmanager
def _pump(work: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """A stream to write into, whose other end `work` reads in a thread; its failure is ours."""
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                work(source)
            except BaseException as failure:
                failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as stream:
            yield stream
    except BrokenPipeError:
        thread.join()
        if not failures:
            raise
    finally:
        thread.join()
    if failures:
        raise failures[0]


@contextmanager
def _drain(work: Callable[[BinaryIO], None], key: Key) -> Iterator[BinaryIO]:
    """A stream to read from, into whose other end `work` writes in a thread."""
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as target:
                work(target)
        except BrokenPipeError:
            pass  # the reader has stopped, with a reason of its own
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ended_well = False
    try:
        with os.fdopen(reading, "rb") as stream:
            try:
                yield stream
                ended_well = not stream.read(1)
            finally:
                stream.close()
    finally:
        thread.join()
        if failures:
            # What the reader made of half a stream is a consequence: say the cause.
            wrong_key = isinstance(failures[0], pyrage.DecryptError) and "matching" in str(failures[0])
            sentence = (
                key.wrong if wrong_key else "This backup is damaged: part of it was changed or is missing."
            )
            raise Damaged(sentence) from failures[0]
    if not ended_well:
        raise Damaged("This backup holds more than it says.")
