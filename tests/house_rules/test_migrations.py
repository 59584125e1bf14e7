"""Each app's migrations stand in one line, none is missing, and each can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

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


def test_each_migration_can_be_taken_back() -> None:
    """Bar 17 does so, with rows in the tables, on both databases."""
    loader = MigrationLoader(None)
    for_good = [
        f"{label} {name}: {operation.describe()}"
        for (label, name), migration in loader.graph.nodes.items()
        if label in OURS and migration is not None
        for operation in migration.operations
        if not operation.reversible
    ]
    assert for_good == []


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
