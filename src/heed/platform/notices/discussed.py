"""Kinds of records that people comment on and follow. Each room registers its own at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Discussed:
    """`kind` is what the audit log calls the record, and the page its panel stands on.

    `find` gives the record to an actor, or raises `NotVisible`; `case_of` its case's public id, or ""; `of_case` the
    public ids of a case's records of this kind, for everybody: what was said about them moves with the case.
    """

    kind: str
    find: Callable[[Actor, str], Any]
    case_of: Callable[[Any], str]
    of_case: Callable[[str], Iterable[str]]


DISCUSSED: dict[str, Discussed] = {}


def register_discussed(each: Discussed) -> None:
    """Called by a room at start-up; its panel then stands on the record's page."""
    from heed.platform.notices.panels import comments_panel
    from heed.platform.ui.panels import register_panel

    DISCUSSED[each.kind] = each
    register_panel(each.kind, comments_panel(each.kind), order=95)


def find_discussed(actor: Actor, kind: str, ref: str) -> Any:
    """The record, for somebody who may see it, or `NotVisible`."""
    if kind not in DISCUSSED:
        raise NotVisible
    return DISCUSSED[kind].find(actor, ref)
