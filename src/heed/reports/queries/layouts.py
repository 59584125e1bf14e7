"""Which layouts and short forms count today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.rules.queries import Edition, find_edition, rules_of
from heed.reports.rules import Glossary, Layout, Section, layouts_from, with_edition

LAYOUTS = "report-layouts"
GLOSSARY = "glossary"


def layout_rules() -> Mapping[str, Any]:
    """The file of layouts as Heed brings it."""
    return rules_of(LAYOUTS)


def layouts_of(actor: Actor, *, on: date) -> tuple[dict[str, Layout], int]:
    """The layouts as the partnership has them on the day, by key, and the number of its edition (0: none)."""
    edition = find_edition(actor, LAYOUTS, on=on)
    brought = layouts_from(layout_rules()["layouts"])
    return {key: with_edition(each, edition.content) for key, each in brought.items()}, edition.number


def find_layout(actor: Actor, key: str, *, on: date) -> tuple[Layout, int]:
    """The layout of this key, or `Invalid`."""
    found, edition = layouts_of(actor, on=on)
    if key not in found:
        raise Invalid(
            f"There is no layout “{key[:40]}”. Choose one of: {', '.join(found)}.",
            fields={"layout": "Choose a layout of the list"},
        )
    return found[key], edition


def own_short_forms(actor: Actor, *, on: date) -> Edition:
    """The partnership's edition of short forms, each as "MASH: multi-agency safeguarding hub"."""
    return find_edition(actor, GLOSSARY, on=on)


def glossary_of(actor: Actor, *, on: date) -> Glossary:
    """The short forms that Heed brings and those that the partnership added."""
    brought, own = rules_of(GLOSSARY), own_short_forms(actor, on=on).content
    return Glossary({**brought["terms"], **_pairs(own.get("terms", ()))}, frozenset(brought["never"]))


def _pairs(lines: Sequence[str]) -> dict[str, str]:
    parted = (each.partition(":") for each in lines)
    return {short.strip(): words.strip() for short, colon, words in parted if colon and words.strip()}


def layout_as_changed(actor: Actor, key: str, *, on: date) -> tuple[Layout, int, tuple[Section, ...]] | None:
    """A layout as the partnership has it, the number of its edition, and all sections that it could have: those that it
    has, in their order, then those that it leaves out. None where there is no such layout."""
    found, edition = layouts_of(actor, on=on)
    if key not in found:
        return None
    has = found[key].sections
    brought = layouts_from(layout_rules()["layouts"])[key].sections
    rest = tuple(each for each in brought if each.key not in {one.key for one in has})
    return found[key], edition, (*has, *rest)
