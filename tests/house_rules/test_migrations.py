"""Each app's migrations stand in one line, none is missing, and each can be undone and done again with rows present."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from heed.learning.models import Recommendation
from tests import cast as the_cast

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("heed.")]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_app_has_one_line_of_migrations() -> None:
    loader = MigrationLoader(None)
    for label in OURS:
        names = sorted(name for app, name in loader.graph.nodes if app == label)
        assert len(loader.graph.leaf_nodes(label)) == (1 if names else 0), label
        assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)], label
        assert not [name for name in names if "_auto_" in name], label


def test_a_migration_changes_the_rows_of_the_database_it_is_run_on() -> None:
    """Copies and moves migrate another database than the usual one, beside it."""
    sources = [
        file
        for config in apps.get_app_configs()
        if config.label in OURS
        for file in sorted(Path(config.path).glob("migrations/0*.py"))
    ]
    careless = [
        f"{file.parent.parent.name} {file.name}: {line.strip()}"
        for file in sources
        if ".get_model(" in (text := file.read_text(encoding="utf-8")) and "connection.alias" not in text
        for line in text.splitlines()
        if ".get_model(" in line
    ]
    assert careless == []


@pytest.mark.django_db(transaction=True)
def test_each_migration_goes_back_and_forward_with_data_and_all_of_them_to_nothing() -> None:
    """From the last to the first, one at a time: back, forward with the rows that it found, and back for good.

    When one is tried, all before it stand, with their rows. At the end nothing is left, and all are made again.
    """
    if the_cast.find() is None:
        the_cast.make()
    executor = MigrationExecutor(connection)
    try:
        for migration, state in reversed(with_the_state_before(executor)):
            rows = counts()
            executor.unapply_migration(state.clone(), migration)
            there = set(counts()) & set(rows)
            executor.apply_migration(state.clone(), migration)
            now = counts()
            assert set(now) == set(rows), migration
            assert {name: now[name] for name in there} == {name: rows[name] for name in there}, migration
            executor.unapply_migration(state.clone(), migration)
        assert counts() == {}, "a migration leaves tables behind"
    finally:
        again = MigrationExecutor(connection)
        again.migrate(again.loader.graph.leaf_nodes())
    the_cast.make()
    assert Recommendation.objects.for_everyone(because="a test").exists()


def with_the_state_before(executor: MigrationExecutor) -> list[tuple[Migration, ProjectState]]:
    """Every migration of ours, and others' that build on ours, in the order in which they are carried out, each with
    what stood before it."""
    graph, state = executor.loader.graph, ProjectState(real_apps=executor.loader.unmigrated_apps)
    on_ours = {
        each for label in OURS for root in graph.root_nodes(label) for each in graph.backwards_plan(root)
    }
    found = []
    for migration, _ in executor.migration_plan(graph.leaf_nodes(), clean_start=True):
        if (migration.app_label, migration.name) in on_ours:
            found.append((migration, state.clone()))
        state = migration.mutate_state(state, preserve=False)
    return found


def counts() -> dict[str, int]:
    """How many rows each of our tables has."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.split("_", 1)[0] in OURS:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
                found[name] = cursor.fetchone()[0]
    return found
