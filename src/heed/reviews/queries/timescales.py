"""How long the steps of a review may take: as the guidance has it, and as the partnership has said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from heed.kit.clocks import Timescales, read_timescales
from heed.platform.access.types import Actor
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.queries import edition_of, find_edition, list_editions, rules_of
from heed.reviews.types.clocks import NAME, OwnTimescales, as_rule


def timescales_of(partnership_id: int, *, on: date) -> Timescales:
    """What counts for a partnership on a day: what Heed is shipped with, and over it the partnership's own edition."""
    return read_timescales(_with_own(rules_of("timescales"), edition_of(partnership_id, NAME, on=on).content))


def own_timescales(actor: Actor, *, on: date) -> OwnTimescales:
    """The partnership's own, with the number of their edition; 0 and as shipped where it has made none."""
    edition = find_edition(actor, NAME, on=on)
    content = edition.content
    return OwnTimescales(
        number=edition.number,
        spans=content.get("spans", {}),
        source=content.get("source", ""),
        said_by=content.get("said_by", ""),
        confirmed=content.get("confirmed", {}),
    )


def made_timescales(actor: Actor) -> list[RuleEdition]:
    """Every edition that the partnership has made, the newest first."""
    return list_editions(actor, NAME)


def _with_own(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    if not own:
        return shipped
    local, confirmed = dict(shipped["local"]), own["confirmed"]
    before = local["timescales"]
    local["timescales"] = {
        **before,
        **{
            key: {
                "paused_by": before.get(key, {}).get("paused_by", ()),
                "source": own["source"],
                "confirmed_by": own["said_by"],
                **as_rule(span),
            }
            for key, span in own["spans"].items()
        },
    }
    editions = [
        {**each, "confirmed_by": confirmed.get(each["name"], each["confirmed_by"])}
        for each in shipped["editions"]
    ]
    return {**shipped, "local": local, "editions": editions}
