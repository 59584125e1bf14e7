"""Going forward, migrations draw little, and what they leave behind is what Django draws at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveField
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

from heed.platform.base import migrating

NUMBER = ("id", models.BigAutoField(primary_key=True))
STEPS = [
    CreateModel("Wood", [NUMBER, ("name", models.TextField())]),
    CreateModel("Tree", [NUMBER, ("wood", models.ForeignKey("forest.Wood", models.CASCADE))]),
    CreateModel("Leaf", [NUMBER, ("trees", models.ManyToManyField("forest.Tree")), ("old", models.TextField())]),
    AddConstraint("tree", models.UniqueConstraint(fields=["wood"], name="one_of_a_wood")),
    AddField("Tree", "parent", models.ForeignKey("forest.Tree", models.CASCADE, null=True)),
    AddIndex("leaf", models.Index(fields=["old"], name="old_leaves")),
    AddConstraint("leaf", models.UniqueConstraint(fields=["old"], name="one_old_leaf")),
    RemoveField("Leaf", "old"),
    AlterField("Wood", "id", models.AutoField(primary_key=True)),
    AddField("Wood", "oldest", models.OneToOneField("forest.Leaf", models.CASCADE, null=True, related_name="+")),
]  # fmt: skip


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that are drawn."""
    usual, names = ModelState.render, list[str]()

    def render(self: ModelState, apps: Any) -> Any:
        names.append(self.name)
        return usual(self, apps)

    monkeypatch.setattr(ModelState, "render", render)
    return names


def stands(state: ProjectState) -> dict[str, object]:
    """Every model as its migrations see it, with what points at it."""
    found = {}
    for model in state.apps.get_models(include_auto_created=True):
        meta = model._meta
        found[meta.label] = (
            [(each.name, repr(each.deconstruct()[1:])) for each in meta.local_fields],
            [each.name for each in meta.local_many_to_many],
            sorted(each.related_model._meta.label for each in meta.related_objects),
            [each.name for each in meta.constraints],
            [each.name for each in meta.indexes],
            all(
                each.remote_field.model is state.apps.get_model(each.remote_field.model._meta.label)
                for each in meta.local_fields
                if each.remote_field
            ),
        )
    return found


def drawn_at_once(state: ProjectState) -> ProjectState:
    copy = state.clone()
    copy.__dict__.pop("apps", None)
    return copy


def test_after_each_step_models_are_as_if_drawn_at_once() -> None:
    state, afresh = ProjectState(), ProjectState()
    _ = state.apps
    for step in STEPS:
        with migrating.drawing_little():
            step.state_forwards("forest", state)
        step.state_forwards("forest", afresh)
        assert stands(state) == stands(drawn_at_once(afresh)), step


def test_only_what_is_new_is_drawn(drawn: list[str]) -> None:
    state = ProjectState()
    _ = state.apps
    with migrating.drawing_little():
        for step in STEPS[:4]:
            step.state_forwards("forest", state)
    assert drawn == ["Wood", "Tree", "Leaf"]


def test_it_is_so_for_every_migration_forward_and_for_none_back(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, found = ProjectState.add_model, []
    monkeypatch.setattr(migrating, "_forwards", lambda self: found.append(ProjectState.add_model))
    MigrationExecutor._migrate_all_forwards(object())  # type: ignore[attr-defined]
    assert found == [migrating._add_model]
    assert ProjectState.add_model is usual
