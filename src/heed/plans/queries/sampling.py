"""Whether a group has agreed that whoever verifies may look at some of many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Group
from heed.platform.rules.queries import find_edition


@dataclass(frozen=True, slots=True)
class SampleAgreed:
    """Which group agreed to it, and the day of its decision."""

    group: str
    on: date

    @property
    def words(self) -> str:
        return f"{self.group} agreed to verification by sample on {self.on:%-d %b %Y}"


def sample_agreed(actor: Actor, *, on: date) -> SampleAgreed | None:
    """The agreement in force on the day, as the partnership keeps it among its rules of meetings; None: there is
    none."""
    rules = find_edition(actor, "meetings", on=on).content
    if not rules.get("sample_group") or not rules.get("sample_on"):
        return None
    rows = Group.objects.filter(partnership_id=actor.partnership_id, public_id=rules["sample_group"])
    name = rows.values_list("name", flat=True).first()
    return SampleAgreed(name, date.fromisoformat(rules["sample_on"])) if name else None
