"""The contents of a backup: a tar stream of tables, files, and last the list of both."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from django.db import connections

from heed import __version__
from heed.platform.safekeeping.disk import pieces
from heed.platform.safekeeping.envelope import opened, sealed
from heed.platform.safekeeping.keys import Key
from heed.platform.safekeeping.place import SECRET_KEY, data_folder, kept_files
from heed.platform.safekeeping.snapshot import snapshot
from heed.platform.safekeeping.state import apps_after, carried_out
from heed.platform.safekeeping.tables import header_of, kept_models, lines_of, next_id
from heed.platform.safekeeping.types import Damaged, FileKept, Manifest, SafekeepingRefused, TableKept

Say = Callable[[str], None]
LIST = "manifest.json"
TABLES, FILES, KEYS = "tables", "files", "keys"
_LARGEST_LIST = 1 << 30


def make_archive(
    path: Path, key: Key, *, at: datetime, with_keys: bool = True, say: Say = lambda _: None
) -> Manifest:
    """Write a backup to `path`, while Heed goes on working: the database as it is at one moment, then every file.

    A file comes to the disk before the row that names it, so files read after that moment include all its rows name.
    """
    with (
        sealed(path, key) as stream,
        tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        with snapshot() as alias:
            migrations = carried_out(alias)
            if not migrations:
                raise SafekeepingRefused("There is nothing here to back up: Heed was not set up yet.")
            apps = apps_after(migrations)
            tables = _add_tables(tar, apps, alias, say)
            named = _named_files(apps, alias)
        say("Copying files")
        files = _add_files(tar, besides=path)
        if with_keys:
            files |= _add_key(tar)
        manifest = Manifest(
            made_at=at.isoformat(timespec="seconds"),
            heed=__version__,
            database=connections["default"].vendor,
            migrations=migrations,
            tables=tables,
            files=files,
            missing=sorted(named - {each.sha256 for each in files.values()}),
        )
        _add(tar, LIST, json.dumps(manifest.as_json(), ensure_ascii=False, indent=1).encode())
    return manifest


def _named_files(apps: Any, alias: str) -> set[str]:
    """The files that records name, by hash: the name under which each is kept."""
    model = apps.get_model("files", "StoredFile")
    stored = model._base_manager.using(alias)
    if any(each.name == "erased_at" for each in model._meta.fields):
        stored = stored.filter(erased_at__isnull=True)
    return set(stored.values_list("sha256", flat=True))


def _add_tables(tar: tarfile.TarFile, apps: Any, alias: str, say: Say) -> dict[str, TableKept]:
    kept = {}
    models = kept_models(apps)
    say(f"Copying the records of {len(models)} tables")
    for model in models:
        table = model._meta.db_table
        # Beside the data, where such records live anyway, and without a name, so that nothing of it can stay.
        with tempfile.TemporaryFile(dir=data_folder()) as spool:
            digest, rows = hashlib.sha256(), 0
            with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=3, mtime=0) as packed:
                packed.write(header_of(model))
                for line in lines_of(model, alias=alias):
                    digest.update(line)
                    packed.write(line)
                    rows += 1
            size = spool.tell()
            spool.seek(0)
            _add_stream(tar, f"{TABLES}/{table}.jsonl.gz", size, spool)
        kept[table] = TableKept(rows=rows, sha256=digest.hexdigest(), next_id=next_id(model, alias=alias))
    return kept


def _add_files(tar: tarfile.TarFile, *, besides: Path) -> dict[str, FileKept]:
    kept = {}
    for path in kept_files(besides=besides):
        name = f"{FILES}/{path.relative_to(data_folder()).as_posix()}"
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue  # removed since the folder was listed
        with file:
            size = path.stat().st_size
            measured = _Measured(file, size)
            _add_stream(tar, name, size, measured)
        kept[name] = FileKept(size=size, sha256=measured.digest.hexdigest())
    return kept


def _add_key(tar: tarfile.TarFile) -> dict[str, FileKept]:
    path = data_folder() / SECRET_KEY
    if not path.exists():
        return {}
    content = path.read_bytes()
    name = f"{KEYS}/{SECRET_KEY}"
    _add(tar, name, content)
    return {name: FileKept(size=len(content), sha256=hashlib.sha256(content).hexdigest())}


class _Measured:
    """A file that hashes what is read from it. One that grows meanwhile is read as long as it was."""

    def __init__(self, file: BinaryIO, size: int):
        self._file, self._left, self.digest = file, size, hashlib.sha256()

    def read(self, wanted: int = -1) -> bytes:
        piece = self._file.read(self._left if wanted < 0 else min(wanted, self._left))
        self._left -= len(piece)
        self.digest.update(piece)
        return piece


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    _add_stream(tar, name, len(content), io.BytesIO(content))


def _add_stream(tar: tarfile.TarFile, name: str, size: int, content: object) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, content)  # type: ignore[arg-type]


def check_archive(path: Path, key: Key) -> Manifest:
    """Read a backup from its first byte to its last and compare everything with its list. Raises `Damaged`."""
    return _read(path, key, to=None)


def unpack(path: Path, key: Key, *, to: Path, with_files: bool = True) -> Manifest:
    """The same, and write its list, its tables and, unless told not to, its files into the folder `to`."""
    manifest = _read(path, key, to=to, with_files=with_files)
    (to / LIST).write_text(json.dumps(manifest.as_json(), ensure_ascii=False), encoding="utf-8")
    return manifest


def _read(path: Path, key: Key, *, to: Path | None, with_files: bool = True) -> Manifest:
    if not path.is_file():
        raise SafekeepingRefused(f"There is no file {path}.")
    found: dict[str, FileKept] = {}
    tables: dict[str, tuple[int, str]] = {}
    written: bytes = b""
    with opened(path, key) as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is None:
                        raise Damaged(f"{member.name} is no file.")
                    if member.name == LIST:
                        written = content.read(_LARGEST_LIST)
                    elif member.name.startswith(f"{TABLES}/"):
                        table, rows, sha256 = _read_table(member.name, content, to)
                        tables[table] = (rows, sha256)
                    else:
                        found[member.name] = _read_file(member.name, content, to if with_files else None)
            for _ in pieces(stream):
                pass  # the padding that tar leaves at the end
        except (tarfile.TarError, EOFError, gzip.BadGzipFile) as problem:
            raise Damaged("This backup cannot be read to its end.") from problem
    return _compare(written, tables, found)


def _compare(written: bytes, tables: dict[str, tuple[int, str]], found: dict[str, FileKept]) -> Manifest:
    try:
        manifest = Manifest.from_json(json.loads(written))
    except ValueError as problem:
        raise Damaged("The list of what this backup holds is missing.") from problem
    if {name: (each.rows, each.sha256) for name, each in manifest.tables.items()} != tables:
        raise Damaged("The records in this backup are not those of its list.")
    if dict(manifest.files) != found:
        raise Damaged("The files in this backup are not those of its list.")
    return manifest


def _read_table(name: str, content: IO[bytes], to: Path | None) -> tuple[str, int, str]:
    table = PurePosixPath(name).name.removesuffix(".jsonl.gz")
    digest, rows = hashlib.sha256(), -1
    with _Copied(content, to / TABLES / f"{table}.jsonl.gz" if to else None) as packed:
        for line in gzip.GzipFile(fileobj=packed):  # type: ignore[call-overload]
            rows += 1
            if rows:
                digest.update(line)
    return table, rows, digest.hexdigest()


class _Copied:
    """A stream that is copied into a file, where one is named, as it is read."""

    def __init__(self, source: IO[bytes], to: Path | None):
        self._source = source
        if to:
            to.parent.mkdir(mode=0o700, exist_ok=True)
        self._out = to.open("wb") if to else None

    def read(self, wanted: int = -1) -> bytes:
        piece = self._source.read(wanted)
        if self._out:
            self._out.write(piece)
        return piece

    def __enter__(self) -> _Copied:
        return self

    def __exit__(self, *_: object) -> None:
        if self._out:
            self._out.close()


def _read_file(name: str, content: IO[bytes], to: Path | None) -> FileKept:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise Damaged(f"This backup would write outside the data folder ({name}).")
    digest, size = hashlib.sha256(), 0
    out: IO[bytes] = io.BytesIO()
    if to is not None:
        (to / parts.parent).mkdir(mode=0o700, parents=True, exist_ok=True)
        out = (to / parts).open("wb")
    with out:
        for piece in pieces(content):  # type: ignore[arg-type]
            digest.update(piece)
            size += len(piece)
            if to is not None:
                out.write(piece)
    return FileKept(size=size, sha256=digest.hexdigest())


def lines_from(folder: Path, table: str) -> Iterator[bytes]:
    """A table's header and lines from an unpacked archive."""
    with gzip.open(folder / TABLES / f"{table}.jsonl.gz", "rb") as lines:
        yield from lines
