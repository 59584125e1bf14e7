"""Changing layouts and short forms: editions of the partnership's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition
from heed.reports.queries.layouts import GLOSSARY, LAYOUTS, find_layout


@transaction.atomic
def change_layout(
    actor: Actor,
    *,
    key: str,
    title: str,
    sections: Sequence[dict[str, Any]],
    source: str,
    after: int,
    at: datetime,
) -> RuleEdition:
    """Keep a layout's title and sections (`key`, `heading` and `text` of each, in order) as a new edition; the other
    layouts stay as they are. `after` is the edition that the person saw."""
    on = timezone.localdate(at)
    layout, _ = find_layout(actor, key, on=on)
    content = dict(find_edition(actor, LAYOUTS, on=on).content)
    content[key] = {"title": title, "sections": list(sections)}
    return make_edition(
        actor,
        name=LAYOUTS,
        content=content,
        after=after,
        source=source,
        at=at,
        labels={key: layout.name},
    )


@transaction.atomic
def change_short_forms(
    actor: Actor, *, terms: Sequence[str], source: str, after: int, at: datetime
) -> RuleEdition:
    """Keep the partnership's own short forms, each as "MASH: multi-agency safeguarding hub", as a new edition. `after`
    is the edition that the person saw. Those that Heed brings stay beside them."""
    kept = list(dict.fromkeys(" ".join(each.split()) for each in terms))
    wrong = next((each for each in kept if not all(map(str.strip, each.partition(":")))), None)
    if wrong is not None:
        sentence = f"Write “{wrong[:40]}” as a short form, a colon and what it stands for"
        raise Invalid(f"{sentence}.", fields={"terms": sentence})
    labels = {"terms": "Short forms"}
    return make_edition(
        actor, name=GLOSSARY, content={"terms": kept}, after=after, source=source, at=at, labels=labels
    )
