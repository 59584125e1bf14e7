"""Layouts as rules have them, with what a partnership changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a layout: see `rules/report-layouts.yaml`."""

    key: str
    heading: str
    text: tuple[str, ...] = ()
    fill: str = ""
    statement: str = ""
    typed: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """`of_review`: of one review; otherwise of all that everybody in the partnership may see. `full`: for those who
    decide, with what is withheld from the public."""

    key: str
    name: str
    title: str
    of_review: bool
    sections: tuple[Section, ...]
    full: bool = False


def layouts_from(written: Mapping[str, Any]) -> dict[str, Layout]:
    """The layouts of a rules file, by key."""
    return {
        key: Layout(
            key=key,
            name=each["name"],
            title=each["title"],
            of_review=each["of"] == "review",
            sections=tuple(_section(section) for section in each["sections"]),
            full=bool(each.get("full")),
        )
        for key, each in written.items()
    }


def _section(written: Mapping[str, Any]) -> Section:
    return Section(**{**written, "text": tuple(written.get("text", ()))})


def with_edition(layout: Layout, content: Mapping[str, Any]) -> Layout:
    """A layout as a partnership changed it: `title`, and for each section its `heading` and `text`, in their order;
    a section that is not named is left out. Nothing said of this layout: as it was."""
    changed = content.get(layout.key)
    if not changed:
        return layout
    known = {each.key: each for each in layout.sections}
    sections = tuple(
        replace(known[each["key"]], heading=each["heading"], text=tuple(each["text"]))
        for each in changed["sections"]
        if each["key"] in known
    )
    return replace(layout, title=changed["title"], sections=sections)
