"""The record of processing, put together from what is declared of every field and from the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from heed.platform.rules.queries import rules_of

_PERSONAL = ("identifier", "special", "narrative")


@dataclass(frozen=True, slots=True)
class Activity:
    """One kind of processing: why, of whom, on which basis, who receives it, how long; and which fields hold it."""

    name: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    """Model in words, and its personal fields with their class."""


def list_activities() -> list[Activity]:
    """Every activity of the record, with the fields that the data dictionary says are personal."""
    written = rules_of("processing")
    described = [
        Activity(
            name=each["name"],
            facts=(
                ("Purpose", each["purpose"]),
                ("Whose information", each["people"]),
                ("Legal basis", each["legal_basis"]),
                ("Who receives it", each["recipients"]),
                ("Kept for", _kept_for(each["retention"])),
            ),
            fields=tuple(_fields(each["models"])),
        )
        for each in written["activities"].values()
    ]
    left = {label.split(".")[0] for label in rules_of("data-classes")["models"]} - rooms_of_activities()
    return described + [_not_described(sorted(left))] if left else described


def _not_described(rooms: list[str]) -> Activity:
    """What is stored and no activity names yet: said, rather than left out."""
    return Activity(
        name="Not described yet",
        facts=(("Purpose", "To be written in rules/processing.yaml"),),
        fields=tuple(_fields(rooms)),
    )


def _kept_for(rule: str) -> str:
    if not rule:
        return "As long as what was done with it is kept; removed by rule, never by default"
    found = rules_of("retention")["rules"][rule]
    return f"{found['years']} years suggested; each partnership confirms its own ({found['name'].lower()})"


def _fields(labels: list[str]) -> Iterator[tuple[str, str]]:
    for label, classes in rules_of("data-classes")["models"].items():
        if label.split(".")[0] in labels:
            held = [f"{', '.join(classes[name])} ({name})" for name in _PERSONAL if classes.get(name)]
            if held:
                yield str(apps.get_model(label)._meta.verbose_name_plural).capitalize(), "; ".join(held)


def rooms_of_activities() -> set[str]:
    """The rooms whose models an activity names."""
    return {room for each in rules_of("processing")["activities"].values() for room in each["models"]}


def list_class_rules() -> list[tuple[str, str, str]]:
    """For each class of field: how long it is kept and how it may leave."""
    return [
        (name, each["retention"], each["export"]) for name, each in rules_of("processing")["classes"].items()
    ]


def general_facts() -> list[tuple[str, str]]:
    """Who is responsible, whether anything leaves the country, and how it is kept safe."""
    written = rules_of("processing")
    return [
        ("Controllers", written["controllers"]),
        ("Transfers abroad", written["transfers"]),
        ("Security", written["security"]),
    ]


def as_markdown() -> str:
    """The record as a page of the docs."""
    lines = [
        "# Record of processing",
        "",
        "Rendered from `rules/processing.yaml`, `rules/retention.yaml` and the classes of every field in",
        "`rules/data-classes.yaml`. It is the record of UK GDPR article 30 as Heed is shipped; each partnership reads",
        "it against its own arrangements.",
        "",
        *(f"- **{name}**: {value}" for name, value in general_facts()),
        "",
        "| class of field | kept | may leave |",
        "|---|---|---|",
        *(f"| {name} | {kept} | {leaves} |" for name, kept, leaves in list_class_rules()),
        "",
    ]
    for each in list_activities():
        lines += [f"## {each.name}", "", *(f"- **{name}**: {value}" for name, value in each.facts), ""]
        lines += ["| kept in | fields about people |", "|---|---|"]
        lines += [f"| {model} | {fields} |" for model, fields in each.fields]
        lines.append("")
    return "\n".join(lines)
