"""Each app's migrations stand in one line, none is missing, and each can be undone and done again with rows present."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

from heed.learning.models import Recommendation
from heed.platform.access.models import Record
from tests import cast as the_cast

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("heed.")]


def plan() -> list[tuple[str, str]]:
    """Every migration of ours, in the order in which they are carried out."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    return [each for each in _all(executor, targets) if each[0] in OURS]


def _all(executor: MigrationExecutor, targets: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for target in targets:
        for each in executor.loader.graph.forwards_plan(target):
            if each not in found:
                found.append(each)
    return found


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


@pytest.mark.django_db(transaction=True)
def test_each_migration_after_the_first_goes_back_and_forward_with_data() -> None:
    if the_cast.find() is None:
        the_cast.make()
    before = counts()
    later = [each for each in plan() if not each[1].startswith("0001")]
    for app, name in reversed(later):
        executor = MigrationExecutor(connection)
        parents = [each for each in executor.loader.graph.node_map[app, name].parents if each.key[0] == app]
        executor.migrate([parents[0].key])
        MigrationExecutor(connection).migrate([(app, name)])
        MigrationExecutor(connection).migrate(executor.loader.graph.leaf_nodes())
    gone = made_by(later)
    assert {name: rows for name, rows in counts().items() if name not in gone} == {
        name: rows for name, rows in before.items() if name not in gone
    }


def made_by(migrations: list[tuple[str, str]]) -> set[str]:
    """The models whose tables these make: going back drops a table, so its rows alone may be gone."""
    nodes = MigrationLoader(None).graph.nodes
    return {
        apps.get_model(key[0], operation.name)._meta.label
        for key in migrations
        for operation in nodes[key].operations
        if isinstance(operation, CreateModel)
    }


@pytest.mark.django_db(transaction=True)
def test_all_migrations_go_back_to_nothing_and_forward_again() -> None:
    if the_cast.find() is None:
        the_cast.make()
    try:
        MigrationExecutor(connection).migrate([(label, None) for label in OURS])
        left = [name for name in connection.introspection.table_names() if name.split("_", 1)[0] in {*OURS}]
        assert left == [], "a migration leaves tables behind"
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    the_cast.make()
    assert Recommendation.objects.for_everyone(because="a test").exists()


def counts() -> dict[str, int]:
    """How many rows each model of ours has."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            rows = model._default_manager
            told = rows.for_everyone(because="a test") if issubclass(model, Record) else rows  # type: ignore[attr-defined]
            found[model._meta.label] = told.count()
    return found
