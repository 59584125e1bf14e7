"""Released files as one archive, streamed: each file as it was released, and a list of names and hashes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from heed.platform.files.operations import path_of

_CHUNK = 256 * 1024


class _Outlet:
    """What an archive writes into; its bytes are taken out as soon as they are there."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


def zip_of_release(release: Any, files: Sequence[Any]) -> Iterator[bytes]:
    """The bytes of an archive, file after file. The same release gives the same bytes each time."""
    outlet = _Outlet()
    moment = timezone.localtime(release.decided_at)
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr(_member("SHA256SUMS.txt", moment), manifest(files))
        for each in files:
            with (
                path_of(each.file).open("rb") as stored,
                archive.open(_member(f"files/{each.name}", moment), "w") as out,
            ):
                while chunk := stored.read(_CHUNK):
                    out.write(chunk)
                    yield outlet.take()
    yield outlet.take()


def _member(name: str, moment: datetime) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def manifest(files: Sequence[Any]) -> str:
    """Names and hashes as `sha256sum --check` reads them."""
    return "".join(f"{each.sha256}  files/{each.name}\n" for each in files)
