"""What the rule files say, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from django.conf import settings


@cache
def rules_of(name: str) -> dict[str, Any]:
    """A file of `rules/` by its name without ending: "information", "retention", "working-days"."""
    written: dict[str, Any] = yaml.safe_load((settings.RULES / f"{name}.yaml").read_text(encoding="utf-8"))
    return written


def request_rule(kind: str) -> dict[str, Any]:
    """How long a request of this kind may take, and by which law."""
    rule: dict[str, Any] = rules_of("information")["requests"][kind]
    return rule


def release_names() -> dict[str, str]:
    """Who may ask for a review's material, by what is stored."""
    names: dict[str, str] = rules_of("information")["releases"]["from"]
    return names
