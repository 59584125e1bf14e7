"""The words and days of `rules/chronology.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from heed.kit.reading.rules import rules_folder
from heed.kit.words import phrases

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def rules() -> Mapping[str, Any]:
    """The rule file, read once."""
    folder = rules_folder().parent
    found: Mapping[str, Any] = yaml.load((folder / "chronology.yaml").read_text(encoding="utf-8"), _Loader)
    return found


@cache
def pattern(path: str, *, whole: bool = False) -> re.Pattern[str]:
    """The phrases at a path, such as "sightings/seen", as one pattern for text made `plain`."""
    found: Any = rules()
    for step in path.split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return phrases([str(each) for each in found], whole=whole)


@cache
def small_pattern(path: str) -> re.Pattern[str]:
    """As `pattern`, for text in small letters: a third of the time."""
    return re.compile(pattern(path).pattern)


@cache
def number(name: str) -> float:
    return float(rules()[name])
