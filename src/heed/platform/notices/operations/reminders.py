"""A partnership's own days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.notices.rules import NAME, local_day, written
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition

_MOST_DAYS = 730
_NUMBERS = re.compile(r"\d{1,3}(?:[\s,;]+\d{1,3})*")
DIGEST = "digest"
LABELS = {
    "before": "Days before",
    "late": "Days late",
    "then_every": "Then every so many days",
    "hour": "Hour of the day",
    "weekly_on": "Day of the week for weekly digests",
    "until": "Days late after which nobody is reminded",
}


def change_reminders(
    actor: Actor, *, kind: str, typed: Mapping[str, str], after: int, at: datetime
) -> RuleEdition:
    """A new edition with these days for one kind (or for the digest). `typed` is by field, as people write numbers:
    "14, 7, 1"; nothing for somebody who is not told."""
    content = dict(find_edition(actor, NAME, on=local_day(at)).content)
    problems: dict[str, str] = {}
    for name in fields_of(kind):
        try:
            content[f"{kind}.{name}"] = _value(name, typed.get(name, ""))
        except Invalid as refusal:
            problems[name] = refusal.sentence
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    labels = {f"{kind}.{name}": LABELS.get(name, name) for name in fields_of(kind)}
    return make_edition(actor, name=NAME, content=content, after=after, source="", at=at, labels=labels)


def fields_of(kind: str) -> list[str]:
    """What can be set of a kind."""
    if kind == DIGEST:
        return ["hour", "weekly_on", "until"]
    escalated = written()["kinds"][kind].get("escalate", {})
    return ["before", "late", "then_every", *(f"to_{each}" for each in escalated)]


def _value(name: str, typed: str) -> Any:
    words = " ".join(typed.split())
    if name in ("before", "late"):
        if words and not _NUMBERS.fullmatch(words):
            raise Invalid("Enter days as numbers, such as 14, 7, 1")
        return sorted({int(each) for each in re.findall(r"\d+", words)}, reverse=name == "before")
    if not words and name.startswith("to_"):
        return None
    if not (words.isascii() and words.isdigit() and len(words) < 4):
        raise Invalid(
            "Enter a whole number of days" if name not in ("hour", "weekly_on") else "Enter a number"
        )
    number = int(words)
    least, most = {"hour": (0, 23), "weekly_on": (1, 7), "until": (30, _MOST_DAYS)}.get(name, (0, _MOST_DAYS))
    if not least <= number <= most:
        raise Invalid(f"Enter a number between {least} and {most}")
    return number
