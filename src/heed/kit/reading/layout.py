"""The words by which lines are put together again, kept as data in rules/reading/layout.yaml."""

from __future__ import annotations

from functools import cache

import yaml

from heed.kit.reading.rules import rules_folder


@cache
def layout_rules() -> dict[str, frozenset[str]]:
    """The lists of the file, by name, in small letters."""
    lists = yaml.safe_load((rules_folder() / "layout.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(str(word).lower() for word in words) for name, words in lists.items()}
