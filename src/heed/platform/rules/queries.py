"""Which rules count today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from heed.platform.access.types import Actor
from heed.platform.rules.models import RuleEdition


@cache
def rules_of(name: str) -> dict[str, Any]:
    """A file of `rules/` by its name without ending, as Heed brings it: "information", "meetings", "working-days"."""
    written: dict[str, Any] = yaml.safe_load((settings.RULES / f"{name}.yaml").read_text(encoding="utf-8"))
    return written


@dataclass(frozen=True, slots=True)
class Edition:
    """A partnership's additions; number 0 and nothing in it where it has made none."""

    number: int
    content: dict[str, Any]


def find_edition(actor: Actor, name: str, *, on: date) -> Edition:
    """The newest edition of the actor's partnership that is valid on the day."""
    return edition_of(actor.partnership_id, name, on=on)


def edition_of(partnership_id: int, name: str, *, on: date) -> Edition:
    """The same of a partnership, for what Heed counts by its rules: it asks nobody's rights."""
    rows = RuleEdition.objects.filter(partnership_id=partnership_id, name=name, valid_from__lte=on)
    row = rows.order_by("-number").first()
    return Edition(row.number, row.content) if row else Edition(0, {})


def list_editions(actor: Actor, name: str) -> list[RuleEdition]:
    """Every edition, the newest first, with who made it."""
    rows = RuleEdition.objects.filter(partnership_id=actor.partnership_id, name=name)
    return list(rows.select_related("made_by").order_by("-number"))
