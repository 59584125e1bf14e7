"""Migrations carried out on their way forward, without Django's drawing nearly every model again for each step.

Django keeps the models of a migration's moment as classes, and draws anew whatever is related to one that changed.
Here nearly everything is related to everything, by partnership and person: a new place took half a minute of nothing
else. A model that is only now made is drawn alone, since nothing can refer to it yet; an index or a constraint is put
into the class as it stands. What a migration's own Python sees is drawn anew before it, as Django does after anything
that it has put off. Only forward: going back, Django shares classes between moments, and must draw them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

_forwards = MigrationExecutor._migrate_all_forwards  # type: ignore[attr-defined]


def install() -> None:
    """Have every migration forward in this process, whoever asks for it, carried out so."""
    MigrationExecutor._migrate_all_forwards = _quickly  # type: ignore[attr-defined]


def _quickly(self: MigrationExecutor, *given: Any, **named: Any) -> Any:
    with drawing_little():
        return _forwards(self, *given, **named)


@contextmanager
def drawing_little() -> Iterator[None]:
    """While it lasts, a state of models draws only what a step has changed."""
    usual = {name: getattr(ProjectState, name) for name in _INSTEAD}
    for name, method in _INSTEAD.items():
        setattr(ProjectState, name, method)
    try:
        yield
    finally:
        for name, method in usual.items():
            setattr(ProjectState, name, method)


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self._reload({key})
        self.is_delayed = True


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, option: Any) -> None:
    state = self.models[app_label, model_name]
    state.options[option_name] = [*state.options[option_name], option]
    if "apps" in self.__dict__:
        setattr(self.apps.get_model(app_label, model_name)._meta, option_name, state.options[option_name])
        self.is_delayed = True


_INSTEAD = {"add_model": _add_model, "_append_option": _append_option}
