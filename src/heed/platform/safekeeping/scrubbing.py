"""A copy for whoever tests or teaches: every row of one partnership is there, and no word that points to anybody.

What each field becomes follows from its class (`rules/data-classes.yaml`) and from `rules/scrubbing.yaml`. The copy is
a data folder with a SQLite database of its own, whichever database this Heed has. Of another partnership that shares
this Heed there is only what a row points to, such as a person who once decided here. It is not anonymous in law:
states, moments, counts and the names of public bodies are as they were.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connections, models, transaction

from heed.kit.words.disguise import Disguise
from heed.platform.partnerships.models import Partnership
from heed.platform.safekeeping.snapshot import another_connection, snapshot
from heed.platform.safekeeping.tables import (
    columns_of,
    header_of,
    kept_models,
    lines_of_rows,
    load,
    next_id,
    set_next_id,
)
from heed.platform.safekeeping.types import SafekeepingRefused
from heed.platform.safekeeping.whose import rows_of, with_what_they_point_to

TOLD = frozenset({"identifier", "special", "narrative"})
_SECRET = re.compile(r"secret|token|hashed|_hash$")
_ENDING = re.compile(r"\.(pdf|docx?|xlsx?|html?|txt|md|csv|zip|png|jpe?g|webp)$", re.IGNORECASE)
PEOPLE = "people.csv"
"""In the copy's folder: who there is to sign in as."""
_NO_ADDRESS = "192.0.2.1"
_BLANK = "The contents of this file were taken out of the copy (file {}).\n"


@dataclass(frozen=True, slots=True)
class Scrubbed:
    tables: int
    rows: int
    files: int


def write_scrubbed_copy(folder: Path, *, partnership: Partnership, password: str) -> Scrubbed:
    """Write the copy of what is the partnership's into a new folder, in which everybody signs in with `password`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SafekeepingRefused(f"{folder} is there already and not empty. Name a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with snapshot() as source, _new_database(folder / "heed.sqlite3") as target:
            ours = [each for each in kept_models(apps) if is_heeds(each)]
            mine = with_what_they_point_to(
                {each: rows_of(each, partnership, alias=source) for each in ours}, alias=source
            )
            files = _write_blank_files(folder, mine[apps.get_model("files", "StoredFile")])
            scrub = Scrubber(Disguise(), files=files, password=make_password(password))
            with transaction.atomic(using=target):
                rows = sum(_copy(each, scrub, source, target) for each in mine.values())
                connections[target].check_constraints()
            _list_people(folder / PEOPLE, target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Scrubbed(tables=len(ours), rows=rows, files=len(files))


@contextmanager
def _new_database(path: Path) -> Iterator[str]:
    """The alias of a connection to a new SQLite database with today's tables."""
    usual = connections["default"].settings_dict
    new = {
        **usual,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        },
    }
    with another_connection(new) as alias:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        call_command("createcachetable", database=alias, verbosity=0)
        yield alias


@dataclass(frozen=True, slots=True)
class Blank:
    """What stands in the place of a file."""

    sha256: str
    size: int


def _write_blank_files(folder: Path, stored: models.QuerySet[Any]) -> dict[str, Blank]:
    """A blank in place of each file, by the hash of what was there."""
    blanks: dict[str, Blank] = {}
    for number, sha256 in enumerate(stored.order_by("pk").values_list("sha256", flat=True), start=1):
        content = _BLANK.format(number).encode()
        blank = Blank(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        path = folder / "files" / blank.sha256[:2] / blank.sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        blanks[sha256] = blank
    return blanks


def _copy(mine: models.QuerySet[Any], scrub: Scrubber, source: str, target: str) -> int:
    model = mine.model

    def lines() -> Iterator[bytes]:
        yield header_of(model)
        yield from scrub.lines(model, lines_of_rows(mine))

    model._base_manager.using(target).all().delete()
    written = load(model, lines(), alias=target)
    set_next_id(model, next_id(model, alias=source), alias=target)
    return written


def _list_people(path: Path, target: str) -> None:
    memberships = apps.get_model("partnerships", "Membership")._base_manager.using(target)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["e-mail address", "name", "agency", "roles"])
        for each in memberships.select_related("person", "agency").order_by("pk"):
            writer.writerow([each.person.email, each.person.name, each.agency.name, ", ".join(each.roles)])


def is_heeds(model: type[models.Model]) -> bool:
    """Heed's own tables and those that join two of them; libraries' tables stay as a new Heed has them."""
    made_for: Any = model._meta.auto_created
    return (made_for or model).__module__.startswith("heed.")


class Scrubber:
    """Rows in, rows out, with nothing in them that points to anybody."""

    def __init__(self, disguise: Disguise, *, files: Mapping[str, Blank], password: str):
        self._disguise = disguise
        self._files = {was: blank.sha256 for was, blank in files.items()}
        self._sizes = {blank.sha256: blank.size for blank in files.values()}
        self._password = password
        classes = _read("data-classes")
        self._classes: dict[str, dict[str, str]] = {
            label: {field: kind for kind, fields in by_class.items() for field in fields}
            for label, by_class in classes["models"].items()
        }
        rules = _read("scrubbing")
        self._codes = frozenset(rules["codes"])
        self._references = frozenset(rules["references"])
        self._hash_of: dict[str, dict[str, str]] = rules["hash_of"]

    def lines(self, model: type[models.Model], lines: Iterator[bytes]) -> Iterator[bytes]:
        """The table's canonical lines (`safekeeping.tables`), scrubbed."""
        changes = self._changes(model)
        names = [each.attname for each in columns_of(model)]
        hashes = self._hash_of.get(model._meta.label, {})
        for line in lines:
            row = dict(zip(names, json.loads(line), strict=True))
            for name, change in changes.items():
                if row[name] is not None:
                    row[name] = change(row[name])
            for name, of in hashes.items():
                row[name] = hashlib.sha256(row[of].encode("utf-8", "surrogatepass")).hexdigest()
            if row.get("sha256") in self._sizes:
                row["size"] = self._sizes[row["sha256"]]
            yield json.dumps(list(row.values()), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"

    def _changes(self, model: type[models.Model]) -> dict[str, Callable[[Any], Any]]:
        """For each column that must not stay as it is, what it becomes."""
        classes = self._classes.get(model._meta.label, {})
        found = {each.attname: self._change(each, classes.get(each.name, "")) for each in columns_of(model)}
        return {name: change for name, change in found.items() if change}

    def _change(self, field: Any, kind: str) -> Callable[[Any], Any] | None:
        if field.name == "password":
            return lambda _: self._password
        if field.name == "sha256":
            return lambda value: self._files.get(value, value)
        if isinstance(field, models.CharField) and _SECRET.search(field.name):
            return lambda value: secrets.token_hex(64)[: len(value)]
        if kind not in TOLD or field.choices or field.is_relation or field.name in self._references:
            return None
        if isinstance(field, models.JSONField):
            return partial(self._structure, kind=kind)
        if isinstance(
            field, models.BinaryField
        ):  # computed from words, and made again from what they have become
            return lambda _: ""
        if isinstance(field, models.DateField):
            return lambda value: f"{value[:4]}-01-01{value[10:]}"
        if isinstance(field, models.GenericIPAddressField):
            return lambda _: _NO_ADDRESS
        if isinstance(field, models.EmailField):
            return self._disguise.email
        if isinstance(field, models.CharField | models.TextField):
            return partial(self._words, kind=kind, longest=field.max_length)
        return None

    def _words(self, value: str, *, kind: str, longest: int | None = None) -> str:
        if value in self._files:
            return self._files[value]
        if kind == "identifier":
            return self._disguise.name(value)[:longest]
        ending = _ENDING.search(value)
        kept = ending.group() if ending else ""
        return self._disguise.filling(value[: len(value) - len(kept)]) + kept

    def _structure(self, value: Any, *, kind: str) -> Any:
        if isinstance(value, str):
            return self._words(value, kind=kind)
        if isinstance(value, list):
            return [self._structure(each, kind=kind) for each in value]
        if isinstance(value, dict):
            return {
                name: each if name in self._codes else self._structure(each, kind=kind)
                for name, each in value.items()
            }
        return value


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((settings.RULES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
