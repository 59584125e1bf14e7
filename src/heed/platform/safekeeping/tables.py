"""Every table's rows as canonical lines, the same from either database, and the way back.

A line is a JSON list of a row's values in the order of `columns_of`; moments are in UTC, bytes in base 64. The SHA-256
of a table is that of its lines in the order of their keys: equal on SQLite and on PostgreSQL for equal rows.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import JSONField
from django.utils.duration import duration_string

from heed.platform.safekeeping.types import SafekeepingRefused, TableKept

NOT_KEPT = {
    "django_migrations": "the archive's list names the migrations, and a restore carries them out",
    "django_session": "after a restore everybody signs in again",
    "memory_changed": "notes of what changed, for whoever keeps what is searched in step: a restore makes its own",
    "memory_stirred": "notes that what is searched changed: a restore makes its own",
    "heed_cache": "counts of failed sign-ins and the like, which end by themselves",
}
"""Tables that a backup leaves out, and why. A test fails for a table that is neither here nor a model's."""
MADE_BY_THE_DATABASE = ("sqlite_", "memory_fulltext")
_AT_ONCE = 200


def kept_models(apps: Any) -> list[type[models.Model]]:
    """The models whose tables are kept, of these apps (today's, or those of an earlier state), in order of table."""
    registry: Apps = apps
    found = {
        model._meta.db_table: model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in NOT_KEPT
    }
    return [found[table] for table in sorted(found)]


def columns_of(model: type[models.Model]) -> list[Any]:
    """The stored fields in a fixed order, whatever order a database has them in."""
    fields = [each for each in model._meta.local_concrete_fields if not getattr(each, "generated", False)]
    return sorted(fields, key=lambda each: each.attname)


def lines_of(model: type[models.Model], *, alias: str) -> Iterator[bytes]:
    """Each row as a line, in the order of the key."""
    return lines_of_rows(model._base_manager.using(alias))


def lines_of_rows(rows: models.QuerySet[Any]) -> Iterator[bytes]:
    """As `lines_of`, of these rows of a table."""
    fields = columns_of(rows.model)
    names = [each.attname for each in fields]
    for row in rows.order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE):
        yield _line([_plain(field, value) for field, value in zip(fields, row, strict=True)])


def header_of(model: type[models.Model]) -> bytes:
    """The first line of a table in an archive: the names of its columns."""
    return _line([each.attname for each in columns_of(model)])


def measure(model: type[models.Model], *, alias: str) -> TableKept:
    """How many rows the table has, and their SHA-256."""
    digest, rows = hashlib.sha256(), 0
    for line in lines_of(model, alias=alias):
        digest.update(line)
        rows += 1
    return TableKept(rows=rows, sha256=digest.hexdigest(), next_id=next_id(model, alias=alias))


def load(model: type[models.Model], lines: Iterable[bytes], *, alias: str) -> int:
    """Write these rows into the table as they are, and return how many; the caller's transaction."""
    source = iter(lines)
    names = json.loads(next(source, b"[]"))
    by_name = {each.attname: each for each in columns_of(model)}
    if set(names) != set(by_name):
        raise SafekeepingRefused(f"The columns of {model._meta.db_table} are not those of its migrations.")
    connection = connections[alias]
    fields = [by_name[name] for name in names]
    statement = _insert(model, fields, connection)
    written = 0
    with connection.cursor() as cursor:
        while some := list(islice(source, _AT_ONCE)):
            rows = [_row(fields, line, connection) for line in some]
            try:
                cursor.executemany(statement, rows)
            except DatabaseError as problem:
                where = f"rows {written + 1} to {written + len(rows)} of {model._meta.db_table}"
                raise SafekeepingRefused(f"The database does not take {where}: {problem}") from problem
            written += len(rows)
    return written


def next_id(model: type[models.Model], *, alias: str) -> int:
    """The number that the next row gets, 0 where the database does not number this table's rows."""
    connection, table = connections[alias], model._meta.db_table
    if not isinstance(model._meta.pk, models.AutoField):
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return (row[0] if row else 0) + 1
        sequence = _sequence(cursor, model)
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
        last, called = cursor.fetchone()
        return int(last) + bool(called)


def set_next_id(model: type[models.Model], number: int, *, alias: str) -> None:
    """Go on numbering from here."""
    if not number:
        return
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number - 1])
        else:
            cursor.execute("SELECT setval(%s, %s, false)", [_sequence(cursor, model), number])


def unknown_tables(apps: Any, *, alias: str) -> list[str]:
    """Tables of the database that a backup would leave out without anybody having said so."""
    known = {each._meta.db_table for each in kept_models(apps)} | set(NOT_KEPT)
    found = connections[alias].introspection.table_names()
    return sorted(each for each in found if each not in known and not each.startswith(MADE_BY_THE_DATABASE))


def _sequence(cursor: Any, model: type[models.Model]) -> str:
    quoted = f'"{model._meta.db_table}"'
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, model._meta.pk.column])
    return str(cursor.fetchone()[0])


def _insert(model: type[models.Model], fields: list[Any], connection: BaseDatabaseWrapper) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(each.column) for each in fields)
    values = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({values})"


def _row(fields: list[Any], line: bytes, connection: BaseDatabaseWrapper) -> list[Any]:
    values = json.loads(line)
    return [
        field.get_db_prep_save(_back(field, value), connection)
        for field, value in zip(fields, values, strict=True)
    ]


def _line(values: list[Any]) -> bytes:
    written = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass") + b"\n"


def _plain(field: Any, value: Any) -> Any:
    """A value as JSON has it."""
    if (
        value is None
        or isinstance(field, JSONField)
        or isinstance(value, bool | int | float | str | dict | list)
    ):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode()
    raise SafekeepingRefused(f"{field}: Heed does not know how to keep a {type(value).__name__}.")


def _back(field: Any, value: Any) -> Any:
    return value if value is None or isinstance(field, JSONField) else field.to_python(value)
