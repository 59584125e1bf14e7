"""The whole archive in open formats, for a partnership that leaves or hands over: JSON, CSV, files, and check sums.

Everything that Heed's own rooms keep for this partnership, and nothing of another one that shares the Heed, with its
history; not what only Heed itself needs (sessions, queues) and no
passwords or secrets. JSON is exact; CSV is for spreadsheets, where a cell that would be taken for a formula begins
with an apostrophe.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from heed import __version__
from heed.kit.writing.cells import harmless
from heed.platform.files.operations import folder_of_files
from heed.platform.partnerships.models import Partnership
from heed.platform.safekeeping.disk import sha256_of, sync_folder
from heed.platform.safekeeping.snapshot import snapshot
from heed.platform.safekeeping.tables import columns_of, kept_models, lines_of_rows
from heed.platform.safekeeping.types import SafekeepingRefused
from heed.platform.safekeeping.whose import rows_of

_SECRET = re.compile(r"password|secret|token|recovery|_key$|^key$")
_NOT_IN_NAMES = re.compile(r"[^\w .,()'’-]+")


@dataclass(frozen=True, slots=True)
class Taken:
    tables: int
    rows: int
    files: int
    missing: int


def write_everything(folder: Path, *, partnership: Partnership, at: datetime) -> Taken:
    """Write all that is the partnership's into a new folder; it gets its name when all of it is on the disk."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SafekeepingRefused(f"{folder} is there already and not empty. Name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "tables").mkdir(mode=0o700, parents=True)
    try:
        with snapshot() as alias:
            ours = [each for each in kept_models(apps) if each.__module__.startswith("heed.")]
            ours += [each for each in kept_models(apps) if _joins_ours(each) and each not in ours]
            rows = sum(
                _write_table(unfinished / "tables", rows_of(model, partnership, alias=alias))
                for model in ours
            )
            names = list(_names_of_files(partnership, alias))
        files, missing = _write_files(unfinished, names)
        (unfinished / "READ-ME.txt").write_text(_readme(at), encoding="utf-8")
        _write_sums(unfinished)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Taken(tables=len(ours), rows=rows, files=files, missing=missing)


def _joins_ours(model: type[models.Model]) -> bool:
    """A table that joins two of ours is made by Django and says so."""
    made_for: Any = model._meta.auto_created
    return bool(made_for) and made_for.__module__.startswith("heed.")


def _write_table(folder: Path, mine: models.QuerySet[Any]) -> int:
    model = mine.model
    shown = [
        (at, each.attname) for at, each in enumerate(columns_of(model)) if not _SECRET.search(each.attname)
    ]
    table, rows = model._meta.db_table, 0
    with (
        (folder / f"{table}.json").open("w", encoding="utf-8") as exact,
        (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as spreadsheet,
    ):
        writer = csv.writer(spreadsheet)
        writer.writerow([name for _, name in shown])
        for line in lines_of_rows(mine):
            values = json.loads(line)
            kept = {name: values[at] for at, name in shown}
            exact.write("[\n" if not rows else ",\n")
            json.dump(kept, exact, ensure_ascii=False)
            writer.writerow([_cell(each) for each in kept.values()])
            rows += 1
        exact.write("\n]\n" if rows else "[]\n")
    return rows


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _names_of_files(partnership: Partnership, alias: str) -> Iterator[tuple[str, str]]:
    """Hash and given name of each file, from whichever records point to one."""
    stored = apps.get_model("files", "StoredFile")
    named: set[str] = set()
    for model in kept_models(apps):
        for field in model._meta.local_concrete_fields:
            if field.related_model is stored and any(each.name == "name" for each in model._meta.fields):
                pairs = (
                    rows_of(model, partnership, alias=alias)
                    .exclude(**{field.name: None})
                    .order_by("pk")
                    .values_list(f"{field.name}__sha256", "name")
                )
                for sha256, name in pairs:
                    named.add(sha256)
                    yield sha256, name
    files = rows_of(stored, partnership, alias=alias)
    for sha256 in files.order_by("pk").values_list("sha256", flat=True):
        if sha256 not in named:
            yield sha256, ""


def _write_files(folder: Path, names: list[tuple[str, str]]) -> tuple[int, int]:
    """Copies under readable names, and a list of them."""
    (folder / "files").mkdir()
    written = missing = 0
    with (folder / "files.csv").open("w", encoding="utf-8-sig", newline="") as list_of_files:
        writer = csv.writer(list_of_files)
        writer.writerow(["file", "given name", "sha256"])
        for sha256, given in names:
            source = folder_of_files() / sha256[:2] / sha256
            target = f"files/{sha256[:12]} {_NOT_IN_NAMES.sub('_', given)[:120]}".strip()
            if source.is_file():
                shutil.copyfile(source, folder / target)
                written += 1
            else:
                target, missing = "not there", missing + 1
            writer.writerow([target, _cell(given), sha256])
    return written, missing


def _write_sums(folder: Path) -> None:
    lines = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        lines.append(f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n")
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _readme(at: datetime) -> str:
    return f"""Everything that Heed {__version__} kept, taken away on {at:%-d %B %Y at %H:%M} UTC.

tables/     each table of records twice: as JSON, exactly as it was, and as CSV for spreadsheets. Moments are in UTC.
            In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe.
            The columns that end in _id point to the id column of another table.
files/      every document that was brought in, byte for byte; files.csv gives the name each had and its SHA-256.
SHA256SUMS  check that nothing changed: sha256sum -c SHA256SUMS

audit_log_event holds who did and saw what, base_revision what records said before they were changed.
Passwords and other secrets are not here. What is here is as confidential as Heed itself.
"""
