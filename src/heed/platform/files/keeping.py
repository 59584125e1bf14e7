"""Whether the files and the rows that name them still belong together, and clearing away what nobody refers to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from heed.platform.files.models import StoredFile
from heed.platform.files.operations import folder_of_files, path_of

LEFT_ALONE = timedelta(days=1)
"""Nothing younger is cleared away: somebody may be in the middle of bringing it in."""

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """What a look through the files found. `missing` and `changed` name files by their SHA-256; bytes that no row
    knows, and rows that no record refers to, are no loss and are cleared away in time."""

    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    without_row: tuple[Path, ...]
    unreferenced: int

    @property
    def is_well(self) -> bool:
        return not self.missing and not self.changed


def check_files(*, read: bool = True) -> Found:
    """Look at every file. With `read`, each is read and its hash compared, which takes as long as the disk does."""
    missing, changed, files = [], [], 0
    for row in _kept().iterator():
        files += 1
        path = path_of(row)
        if not path.is_file():
            missing.append(row.sha256)
        elif path.stat().st_size != row.size or (read and _hash_of(path) != row.sha256):
            changed.append(row.sha256)
    return Found(
        files=files,
        missing=tuple(missing),
        changed=tuple(changed),
        without_row=tuple(_without_row()),
        unreferenced=unreferenced().count(),
    )


def clear_files(*, at: datetime) -> int:
    """Clear away what a crash or a refusal left: uploads begun and not ended, bytes without a row, rows that nothing
    refers to. Only what is older than `LEFT_ALONE`. Returns how many files went."""
    before = at - LEFT_ALONE
    gone = 0
    for path in _without_row():
        if datetime.fromtimestamp(path.stat().st_mtime, tz=at.tzinfo) < before:
            path.unlink(missing_ok=True)
            gone += 1
    for row in unreferenced().filter(stored_at__lt=before):
        with transaction.atomic():
            # Somebody who brings in the same bytes just now moves the moment, and keeps the row.
            deleted, _ = StoredFile.objects.filter(pk=row.pk, stored_at=row.stored_at).delete()
        if deleted:
            path_of(row).unlink(missing_ok=True)
            gone += 1
    return gone


def unreferenced() -> QuerySet[StoredFile]:
    """Rows of files that no record refers to."""
    rows = StoredFile.objects.filter(erased_at__isnull=True)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            uses = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(uses))
    return rows


def files_only_of(
    rows: Mapping[Any, Collection[int]], *, among: Sequence[StoredFile] | None = None
) -> list[StoredFile]:
    """The stored files that rows with these keys point to and no other row does, of every kind of record; of those
    `among` them, where they are given."""
    inside: set[int] = set()
    outside: set[int] = set()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            model, field = relation.related_model, relation.field
            pointing = model._base_manager.filter(**{f"{field.name}__isnull": False})
            if among is not None:
                pointing = pointing.filter(**{f"{field.name}__in": among})
            for key, file in pointing.values_list("pk", field.attname):
                (inside if key in rows.get(model, ()) else outside).add(file)
    return list(StoredFile.objects.filter(pk__in=inside - outside))


def _kept() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(erased_at__isnull=True).order_by("pk")


def _without_row() -> Iterator[Path]:
    """Files in the folder that no row names, those being written among them."""
    if not folder_of_files().is_dir():
        return
    known = set(_kept().values_list("sha256", flat=True))
    for path in sorted(folder_of_files().rglob("*")):
        if path.is_file() and not (_HASH.fullmatch(path.name) and path.name in known):
            yield path


def _hash_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
