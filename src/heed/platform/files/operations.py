"""Keeping bytes: written, flushed to the disk, named, and only then known to the database."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from heed.platform.files.models import StoredFile


def folder_of_files() -> Path:
    return Path(settings.DATA) / "files"


def path_of(file: StoredFile) -> Path:
    """Where a stored file's bytes are: two levels of folders, then the hash, never the given name."""
    return folder_of_files() / file.sha256[:2] / file.sha256


def store_file(
    *, chunks: Iterable[bytes], at: datetime, check: Callable[[Path], None] = lambda _: None
) -> StoredFile:
    """Keep these bytes and return their row; the same bytes twice are kept once.

    `check` is asked about the file while it lies aside, and may refuse: then nothing is left of it. A crash at any
    moment leaves either nothing or a whole file without a row, never a row without its file.
    """
    folder_of_files().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, temporary = tempfile.mkstemp(dir=folder_of_files(), prefix="incoming-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        check(Path(temporary))
        final = folder_of_files() / digest.hexdigest()[:2] / digest.hexdigest()
        final.parent.mkdir(exist_ok=True)
        Path(temporary).replace(final)
        _sync_folder(final.parent)
        _sync_folder(folder_of_files())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    stored, _ = StoredFile.objects.update_or_create(
        sha256=digest.hexdigest(),
        defaults={"stored_at": at, "erased_at": None},
        create_defaults={"size": size, "stored_at": at},
    )
    return stored


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def erase_files(*, files: Sequence[StoredFile], at: datetime, forget: bool = False) -> None:
    """The one way in which bytes go for good. In the caller's transaction their rows are marked as erased or, with
    `forget`, removed with what pointed to them; the bytes go once that is saved, unless somebody brought the same in
    again meanwhile. Should that be cut off, the hourly clearing removes them."""
    rows = StoredFile.objects.filter(pk__in=[each.pk for each in files])
    if forget:
        rows.delete()
    else:
        rows.update(erased_at=at)
    transaction.on_commit(lambda: _remove(files))


def _remove(files: Sequence[StoredFile]) -> None:
    kept = StoredFile.objects.filter(sha256__in=[each.sha256 for each in files], erased_at__isnull=True)
    again = set(kept.values_list("sha256", flat=True))
    for each in files:
        if each.sha256 not in again:
            path_of(each).unlink(missing_ok=True)
