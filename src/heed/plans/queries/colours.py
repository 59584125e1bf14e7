"""In which colour an action is shown: by the rule that the partnership chose, unless somebody set another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from heed.plans.models import EvidenceUse
from heed.plans.queries.counting import counts
from heed.plans.queries.written import rules_of
from heed.plans.types import (
    GONE,
    KEEPS_GOING,
    OPEN,
    REPORTED_OR_FURTHER,
    VERIFIED_OR_FURTHER,
    ActionState,
    EvidenceLevel,
)
from heed.platform.access.types import Actor
from heed.platform.rules.queries import find_edition

RULES_NAME = "colours"


def chosen_rule(actor: Actor, *, on: date) -> str:
    """The key of the rule that the actor's partnership chose, or the usual one."""
    chosen = find_edition(actor, RULES_NAME, on=on).content.get("rule", "")
    written = rules_of("colours")
    return chosen if chosen in written["rules"] else str(written["usual"])


def lines_of(rule: str) -> list[dict[str, Any]]:
    """The lines of a rule in their order: colour, when, days, says."""
    lines: list[dict[str, Any]] = rules_of("colours")["rules"][rule]["lines"]
    return lines


def with_colours(rows: Any, rule: str, *, today: date) -> Any:
    """The same actions, each with `shown_colour` (empty: none) and `colour_line`, the line that gave it (-1: set by
    somebody). Printed and computed from the same lines."""
    lines = [(_condition(each, today), each["colour"]) for each in lines_of(rule)]
    gone = When(state__in=GONE, then=Value(""))
    by_hand = When(~Q(colour=""), then=F("colour"))
    shown = [When(condition, then=Value(colour)) for condition, colour in lines]
    which = [When(condition, then=Value(number)) for number, (condition, _) in enumerate(lines)]
    return rows.annotate(
        shown_colour=Case(gone, by_hand, *shown, default=Value(""), output_field=CharField()),
        colour_line=Case(When(~Q(colour=""), then=Value(-1)), *which, default=Value(-1)),
    )


def _condition(line: dict[str, Any], today: date) -> Q:
    shows_output = EvidenceUse.objects.filter(
        counts(today, "evidence__"), action=OuterRef("pk"), evidence__level__gte=EvidenceLevel.OUTPUT
    )
    evidenced = Q(Exists(shows_output))
    still_open = Q(state__in=OPEN)
    days = int(line.get("days", 0))
    rests = Q(state=ActionState.ASSURED, single_agency=True)
    named = {
        "settled_and_evidenced": Q(state__in=VERIFIED_OR_FURTHER) & evidenced,
        "rests_and_evidenced": rests & evidenced,
        "late": still_open & Q(due_latest__lt=today),
        "restart_missed": Q(state=ActionState.STALLED, restart_on__lt=today),
        "details_missed": Q(state=ActionState.IN_PRINCIPLE, details_due__lt=today),
        "standing_missed": Q(
            kind="standing", state__in=KEEPS_GOING, next_expected__lt=today - timedelta(days=days)
        ),
        "stalled": Q(state=ActionState.STALLED),
        "waits_for_date": Q(state=ActionState.EXTENSION_REQUESTED),
        "due_within": still_open & Q(due_latest__lte=today + timedelta(days=days)),
        "undated": still_open & Q(due_latest__isnull=True, kind="one_off"),
        "closed_elsewhere": Q(state=ActionState.CLOSED_ELSEWHERE),
        "unevidenced": Q(state__in=REPORTED_OR_FURTHER) & ~evidenced,
        "any": ~Q(pk=None),
    }
    return named[line["when"]]
