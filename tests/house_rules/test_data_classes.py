"""Every stored field says what it holds, so that nobody has to guess what may be shown, exported or removed."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from scripts.data_dictionary import CLASSES, fields_of, read_classes

OURS = {
    model._meta.label: model
    for model in apps.get_models()
    if model.__module__.startswith("heed.") and not model._meta.auto_created
}
THEIRS = {model._meta.label for model in apps.get_models() if not model.__module__.startswith("heed.")}


@pytest.mark.parametrize("label", OURS)
def test_every_field_has_one_class(label: str) -> None:
    everywhere, models, _ = read_classes()
    declared: dict[str, list[str]] = models.get(label, {})
    listed = [field for fields in declared.values() for field in fields]
    assert len(listed) == len(set(listed)), "a field has two classes"
    assert set(declared) <= set(CLASSES)
    assert fields_of(OURS[label]) - everywhere == set(listed) - (everywhere - fields_of(OURS[label]))


def test_nothing_is_declared_that_is_not_stored() -> None:
    _, models, libraries = read_classes()
    assert set(models) == set(OURS)
    assert set(libraries) == THEIRS


def test_sign_in_libraries_hold_nothing_of_cases(register: Any) -> None:
    """Job arguments are references only."""
    from django_tasks_db.models import DBTaskResult

    for task in DBTaskResult.objects.all():
        [argument] = task.args_kwargs["args"]
        assert len(argument) == 12
        assert task.args_kwargs["kwargs"] == {}


def test_the_rules_folder_is_where_heed_looks() -> None:
    assert (settings.RULES / "data-classes.yaml").is_file()
