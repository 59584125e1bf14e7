"""A partnership says how long its own steps may take, and who checked the guidance's figures: editions of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import rules_of
from heed.platform.ui.wording import day
from heed.reviews.queries.timescales import own_timescales
from heed.reviews.rules.days import refuse, words_of
from heed.reviews.types.clocks import NAME, UNITS

_MOST = {"working_days": 250, "months": 24}


@transaction.atomic
def say_timescales(
    actor: Actor, *, spans: Mapping[str, tuple[int, str]], source: str, after: int, at: datetime
) -> RuleEdition:
    """How long each step may take that no guidance sets, in working days or months, with where that was agreed. It
    counts for clocks that start from today on. `after` is the edition that the person saw."""
    check_may(actor, Permission.CHANGE_RULES)
    ours = rules_of("timescales")["local"]["timescales"]
    wrong = {}
    for key, (number, unit) in spans.items():
        if key not in ours or unit not in UNITS:
            raise Invalid("Choose from the list.")
        if not 1 <= number <= _MOST[unit]:
            wrong[f"{key}_number"] = f"Enter a number from 1 to {_MOST[unit]}"
    refuse(wrong)
    own = own_timescales(actor, on=timezone.localdate(at))
    content = {
        "spans": {key: f"{number} {unit}" for key, (number, unit) in spans.items()},
        "source": words_of(source, field="source", needed="Say where this was agreed", most=200),
        "said_by": f"{actor.name}, {day(timezone.localdate(at))}",
        "confirmed": dict(own.confirmed),
    }
    return _make(actor, content, after, at)


@transaction.atomic
def confirm_timescales(actor: Actor, *, edition: str, after: int, at: datetime) -> RuleEdition:
    """Somebody has read an edition of guidance, and says that its figures are as they stand here."""
    check_may(actor, Permission.CHANGE_RULES)
    if edition not in {each["name"] for each in rules_of("timescales")["editions"]}:
        raise Invalid("Choose from the list.", fields={"edition": "Choose from the list"})
    today = timezone.localdate(at)
    own = own_timescales(actor, on=today)
    content = {
        "spans": dict(own.spans),
        "source": own.source,
        "said_by": own.said_by,
        "confirmed": {**own.confirmed, edition: f"{actor.name}, {day(today)}"},
    }
    return _make(actor, content, after, at)


def _make(actor: Actor, content: Mapping[str, Any], after: int, at: datetime) -> RuleEdition:
    labels = {"spans": "Your timescales", "source": "Where this was agreed", "confirmed": "Who confirmed"}
    return make_edition(actor, name=NAME, content=dict(content), after=after, source="", at=at, labels=labels)
