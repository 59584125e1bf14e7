"""What each stored field is, from rules/data-classes.yaml, as values and as a page."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings

CLASSES: dict[str, str] = {
    "identifier": "points to a person",
    "special": "says something of health, belief, origin or offences by itself",
    "narrative": "free words, which may hold anything",
    "operational": "how Heed works",
    "public": "published, or the name of a public body",
}


@cache
def read_classes() -> tuple[set[str], dict[str, dict[str, list[str]]], dict[str, str]]:
    """Fields that mean the same everywhere; models to classes to fields; and what libraries keep."""
    written = yaml.safe_load((settings.RULES / "data-classes.yaml").read_text(encoding="utf-8"))
    everywhere = {field for fields in written["everywhere"].values() for field in fields}
    return everywhere, written["models"], written["libraries"]


def fields_of(model: Any) -> set[str]:
    """The names of a model's stored fields, links to many included."""
    return {field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}


def render() -> str:
    """The data dictionary as a page: every model with what it is, every field with its class."""
    everywhere, models, libraries = read_classes()
    lines = [
        "# What Heed stores",
        "",
        "Rendered from `rules/data-classes.yaml` and the models. Every field has one class:",
        "",
        *(f"- **{name}**: {meaning}" for name, meaning in CLASSES.items()),
        "",
    ]
    for label, classes in models.items():
        model = apps.get_model(label)
        meaning = (model.__doc__ or "").strip().splitlines()[:1]
        lines += [f"## {label}", "", *meaning, "", "| field | class |", "|---|---|"]
        class_of = {field: name for name, fields in classes.items() for field in fields}
        lines += [
            f"| {field} | {class_of.get(field, 'operational')} |"
            for field in (each.name for each in [*model._meta.local_fields, *model._meta.local_many_to_many])
        ]
        lines.append("")
    lines += ["## Kept by libraries", "", "| model | what |", "|---|---|"]
    lines += [f"| {label} | {what} |" for label, what in libraries.items()]
    return "\n".join(lines) + "\n"
