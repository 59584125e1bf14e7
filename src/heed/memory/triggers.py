"""The database's own hand in keeping the index in step: triggers, on SQLite and on PostgreSQL.

Whatever makes, changes or removes a record, an operation, a bulk update or a restore, is noted in the same transaction
(`models.Changed`), and a record that goes takes its passages with it at once. Passages carry themselves into the full
text in the same way: FTS5 over the table on SQLite, a GIN index of tsvectors on PostgreSQL.
"""

from __future__ import annotations

from typing import Any

NOTED = (
    # table, column of the record's key, kind
    ("learning_recommendation", "id", "recommendation"),
    ("learning_addressee", "recommendation_id", "recommendation"),
    ("learning_response", "id", "response"),
    ("learning_finding", "id", "finding"),
    ("plans_action", "id", "action"),
    ("plans_evidence", "id", "evidence"),
    ("plans_evidenceversion", "evidence_id", "evidence"),
    ("library_document", "id", "page"),
    ("library_reading", "document_id", "page"),
    ("reviews_review", "id", "review"),
    ("memory_sharedreview", "id", "shared"),
    ("reviews_review_documents", "document_id", "page"),
)
STIRRED = (("memory_passage", "passage"), ("memory_remembered", "remembered"))
"""Tables of which shelves are kept, and what a note of a change to them says (`models.Stirred`)."""
FULL_TEXT = "memory_fulltext"
TABLES = tuple(FULL_TEXT + end for end in ("", "_data", "_idx", "_docsize", "_config"))
"""FTS5 keeps its index in tables of its own; they are made again from the passages, so no backup has them."""


def install(connection: Any) -> None:
    """Put everything in place, where it is not; after every migration, for a table that is made again loses its own."""
    present = set(connection.introspection.table_names())
    if "memory_passage" not in present or "memory_changed" not in present:
        return
    noted = [each for each in NOTED if each[0] in present]
    stirred = [each for each in STIRRED if each[0] in present]
    sqlite = connection.vendor == "sqlite"
    statements = _sqlite(noted) if sqlite else _postgresql(noted)
    with connection.cursor() as cursor:
        # Migrations of before put triggers in place too, when these columns are still to come.
        if _has(connection, cursor, present, "memory_stirred", "row_id"):
            statements += _sqlite_stirred(stirred) if sqlite else _postgresql_stirred(stirred)
        if _has(connection, cursor, present, "memory_sharedpart", "document_id"):
            statements += _sqlite_shared() if sqlite else _postgresql_shared()
        for statement in statements:
            cursor.execute(statement)


def remove_stirred(connection: Any) -> None:
    """For migrations backwards: the triggers of `models.Stirred` alone."""
    with connection.cursor() as cursor:
        for _, what in STIRRED:
            if connection.vendor == "sqlite":
                for when in ("insert", "update", "moved", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS memory_on_{what}_stirred_{when}")
            else:
                cursor.execute(f"DROP FUNCTION IF EXISTS memory_on_{what}_stirred() CASCADE")


def remove_shared(connection: Any) -> None:
    """For migrations backwards: the triggers by which shared parts go with their document."""
    let_go(connection)
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            for name in ("document", "part"):
                cursor.execute(f"DROP FUNCTION IF EXISTS memory_on_shared_{name}() CASCADE")


def let_go(connection: Any) -> None:
    """Before a migration that makes a table of theirs again: SQLite renames no table that a trigger still names. The
    full text stays; `install` puts the triggers back. PostgreSQL alters in place."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'memory_on_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def remove(connection: Any) -> None:
    """For migrations backwards."""
    let_go(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TABLE IF EXISTS {FULL_TEXT}")
        else:
            cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'memory_on_%%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {name} CASCADE")
            cursor.execute(f"DROP INDEX IF EXISTS {FULL_TEXT}")


def _forget(kind: str, key: str) -> str:
    """Remove a record's passages with all that hangs on them."""
    mine = f"SELECT id FROM memory_passage WHERE kind = '{kind}' AND source_id = {key}"
    return (
        f"DELETE FROM memory_passagepoint WHERE passage_id IN ({mine}); "
        f"DELETE FROM memory_passagetext WHERE passage_id IN ({mine}); "
        f"DELETE FROM memory_passage WHERE kind = '{kind}' AND source_id = {key};"
    )


def _note(kind: str, key: str) -> str:
    return f"INSERT INTO memory_changed (kind, source_id) VALUES ('{kind}', {key});"


def _gone(table: str) -> str:
    """When an update takes a document, or a shared review, out of every list."""
    return {
        "library_document": "NEW.withdrawn_at IS NOT NULL OR NEW.erased_at IS NOT NULL",
        "memory_sharedreview": "NEW.taken_out_at IS NOT NULL",
    }.get(table, "")


def _sqlite(noted: list[tuple[str, str, str]]) -> list[str]:
    made = [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {FULL_TEXT} USING fts5(words, content='memory_passage', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
    ]
    out = f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rowid, words) VALUES ('delete', OLD.id, OLD.words);"
    into = f"INSERT INTO {FULL_TEXT} (rowid, words) VALUES (NEW.id, NEW.words);"
    for name, when, do in (
        ("put", "INSERT", into),
        ("taken", "DELETE", out),
        ("said", "UPDATE OF words", f"{out} {into}"),
    ):
        made.append(
            f"CREATE TRIGGER IF NOT EXISTS memory_on_passage_{name} AFTER {when} ON memory_passage BEGIN {do} END"
        )
    for table, column, kind in noted:
        forget = _forget(kind, "OLD.id") if column == "id" and kind != "review" else ""
        for when, do in (
            ("insert", _note(kind, f"NEW.{column}")),
            ("update", _note(kind, f"NEW.{column}")),
            ("delete", f"{forget} {_note(kind, f'OLD.{column}')}"),
        ):
            made.append(
                f"CREATE TRIGGER IF NOT EXISTS memory_on_{table}_{when} AFTER {when.upper()} ON {table} "
                f"BEGIN {do} END"
            )
        if _gone(table):
            made.append(
                f"CREATE TRIGGER IF NOT EXISTS memory_on_{table}_gone AFTER UPDATE ON {table} "
                f"WHEN {_gone(table)} BEGIN {_forget(kind, 'NEW.id')} END"
            )
    return made


def _postgresql(noted: list[tuple[str, str, str]]) -> list[str]:
    made = [
        # A column of its own: whether words follow one another is looked up in it, not parsed out of the text again.
        "ALTER TABLE memory_passage ADD COLUMN IF NOT EXISTS word_vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
        f"CREATE INDEX IF NOT EXISTS {FULL_TEXT} ON memory_passage USING gin (word_vector) WITH (fastupdate = off)",
    ]
    for table, column, kind in noted:
        forget = _forget(kind, "OLD.id") if column == "id" and kind != "review" else ""
        gone = f"IF {_gone(table)} THEN {_forget(kind, 'NEW.id')} END IF; " if _gone(table) else ""
        made.append(
            f"CREATE OR REPLACE FUNCTION memory_on_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN {forget} {_note(kind, f'OLD.{column}')} RETURN OLD; END IF; "
            f"IF TG_OP = 'UPDATE' THEN {gone} END IF; "
            f"{_note(kind, f'NEW.{column}')} RETURN NEW; END $$".replace(
                "IF TG_OP = 'UPDATE' THEN  END IF; ", ""
            )
        )
        made.append(
            f"CREATE OR REPLACE TRIGGER memory_on_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION memory_on_{table}()"
        )
    return made


def _has(connection: Any, cursor: Any, present: set[str], table: str, column: str) -> bool:
    return table in present and column in {
        each.name for each in connection.introspection.get_table_description(cursor, table)
    }


_TAKE_OUT = "DELETE FROM memory_sharedpart WHERE document_id = {row}.id;"
"""A document that goes takes what everybody reads of it with it."""


def _forget_part() -> str:
    """Remove the passage of a shared part that went."""
    mine = "kind = 'shared' AND source_id = OLD.shared_id AND position = OLD.position"
    keys = f"SELECT id FROM memory_passage WHERE {mine}"
    return (
        f"DELETE FROM memory_passagepoint WHERE passage_id IN ({keys}); "
        f"DELETE FROM memory_passagetext WHERE passage_id IN ({keys}); "
        f"DELETE FROM memory_passage WHERE {mine};"
    )


def _sqlite_shared() -> list[str]:
    gone = _gone("library_document")
    return [
        "CREATE TRIGGER IF NOT EXISTS memory_on_shared_document_gone AFTER UPDATE ON library_document "
        f"WHEN {gone} BEGIN {_TAKE_OUT.format(row='NEW')} END",
        "CREATE TRIGGER IF NOT EXISTS memory_on_shared_document_delete AFTER DELETE ON library_document "
        f"BEGIN {_TAKE_OUT.format(row='OLD')} END",
        "CREATE TRIGGER IF NOT EXISTS memory_on_shared_part_delete AFTER DELETE ON memory_sharedpart "
        f"BEGIN {_forget_part()} END",
    ]


def _postgresql_shared() -> list[str]:
    gone = _gone("library_document")
    made = []
    for name, table, when, do in (
        (
            "document",
            "library_document",
            "UPDATE OR DELETE",
            f"IF TG_OP = 'DELETE' THEN {_TAKE_OUT.format(row='OLD')} RETURN OLD; END IF; "
            f"IF {gone} THEN {_TAKE_OUT.format(row='NEW')} END IF; RETURN NEW;",
        ),
        ("part", "memory_sharedpart", "DELETE", f"{_forget_part()} RETURN OLD;"),
    ):
        made += [
            f"CREATE OR REPLACE FUNCTION memory_on_shared_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"{do} END $$",
            f"CREATE OR REPLACE TRIGGER memory_on_shared_{name} AFTER {when} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION memory_on_shared_{name}()",
        ]
    return made


_COUNTS = ("scope_id", "version", "partnership_id")
"""Columns of a row by which a shelf knows that it changed."""


_MOVED = "WHEN OLD.partnership_id <> NEW.partnership_id"


def _sqlite_stirred(stirred: list[tuple[str, str]]) -> list[str]:
    def note(what: str, row: str) -> str:
        return (
            "INSERT INTO memory_stirred (what, partnership_id, row_id, value) "
            f"VALUES ('{what}', {row}.partnership_id, {row}.id, abs(random() % 1000000000));"
        )

    return [
        f"CREATE TRIGGER IF NOT EXISTS memory_on_{what}_stirred_{name} AFTER {when} ON {table} {only} BEGIN {do} END"
        for table, what in stirred
        for name, when, only, do in (
            ("insert", "INSERT", "", note(what, "NEW")),
            ("update", f"UPDATE OF {', '.join(_COUNTS)}", "", note(what, "NEW")),
            ("moved", "UPDATE OF partnership_id", _MOVED, note(what, "OLD")),
            ("delete", "DELETE", "", note(what, "OLD")),
        )
    ]


def _postgresql_stirred(stirred: list[tuple[str, str]]) -> list[str]:
    """A note for each row that a statement changed, or one for each partnership where those are many."""
    made = []
    for table, what in stirred:
        chance = "(random() * 1000000000)::bigint"
        into = f"INSERT INTO memory_stirred (what, partnership_id, row_id, value) SELECT '{what}', partnership_id,"
        differs = " OR ".join(f"was.{each} <> stirred.{each}" for each in _COUNTS)
        changed = f"SELECT stirred.id, {{of}}.partnership_id FROM stirred JOIN was USING (id) WHERE {differs}"
        update = f"{changed.format(of='stirred')} UNION {changed.format(of='was')}"

        def noted(rows: str, into: str = into, chance: str = chance) -> str:
            several = f"SELECT DISTINCT partnership_id FROM ({rows}) AS each_one"
            return (
                f"IF (SELECT count(*) FROM ({rows}) AS each_one) > {_MOST_ROWS} THEN "
                f"{into} NULL::bigint, {chance} FROM ({several}) AS of_each; "
                f"ELSE {into} id, {chance} FROM ({rows}) AS each_one; END IF; "
            )

        made.append(
            f"CREATE OR REPLACE FUNCTION memory_on_{what}_stirred() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN {noted(update)} "
            f"ELSE {noted('SELECT id, partnership_id FROM stirred')} END IF; RETURN NULL; END $$"
        )
        made += [
            f"CREATE OR REPLACE TRIGGER memory_on_{what}_stirred_{when} AFTER {when.upper()} ON {table} "
            f"REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION memory_on_{what}_stirred()"
            for when, rows in (
                ("insert", "NEW TABLE AS stirred"),
                ("update", "OLD TABLE AS was NEW TABLE AS stirred"),
                ("delete", "OLD TABLE AS stirred"),
            )
        ]
    return made


_MOST_ROWS = 100
