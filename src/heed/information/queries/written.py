"""What the rules of information governance say."""

from __future__ import annotations

from typing import Any

from heed.platform.rules.queries import rules_of


def request_rule(kind: str) -> dict[str, Any]:
    """How long a request of this kind may take, and by which law."""
    rule: dict[str, Any] = rules_of("information")["requests"][kind]
    return rule


def release_names() -> dict[str, str]:
    """Who may ask for a review's material, by what is stored."""
    names: dict[str, str] = rules_of("information")["releases"]["from"]
    return names
