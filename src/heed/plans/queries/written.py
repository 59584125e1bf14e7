"""What the rule files of the plan say, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from django.conf import settings

from heed.plans.rules import Planned, SmartTest, smart_tests


@cache
def rules_of(name: str) -> dict[str, Any]:
    """A file of `rules/` by its name without ending: "action-plan", "evidence", "smart", "colours"."""
    written: dict[str, Any] = yaml.safe_load((settings.RULES / f"{name}.yaml").read_text(encoding="utf-8"))
    return written


def smart_advice(*, text: str, measure: str, owner: str, outcome: str, dated: bool) -> tuple[SmartTest, ...]:
    """The five tests of an action, for anything that is to be done: by the words of `rules/smart.yaml`."""
    planned = Planned(text=text, measure=measure, owner=owner, outcome=outcome, dated=dated)
    return smart_tests(planned, rules_of("smart"))


def evidence_kinds() -> dict[str, str]:
    """What can be given as evidence, by what is stored."""
    return {key: each["name"] for key, each in rules_of("evidence")["kinds"].items()}


def most_of_kind(kind: str) -> int:
    """The highest level that evidence of this kind can show; `KeyError` for a kind that is none."""
    most: int = rules_of("evidence")["kinds"][kind]["most"]
    return most


def level_names() -> dict[int, str]:
    """What each level of evidence is called."""
    names: dict[int, str] = rules_of("evidence")["levels"]
    return names
