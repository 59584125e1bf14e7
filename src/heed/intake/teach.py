"""What a partnership teaches the reader: its own words, added to the rules that Heed is shipped with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from heed import __version__
from heed.platform.access.types import Actor
from heed.platform.rules.queries import find_edition

RULES_NAME = "reading"


@dataclass(frozen=True, slots=True)
class Teachable:
    """A list of words that a partnership may make longer: where it stands in the rules, and how it is asked for."""

    path: str
    name: str
    example: str


@lru_cache(maxsize=1)
def teachables() -> tuple[Teachable, ...]:
    """From `rules/teachable.yaml`."""
    written = yaml.safe_load((Path(settings.RULES) / "teachable.yaml").read_text(encoding="utf-8"))
    return tuple(Teachable(**each) for each in written)


def extra_rules(content: Mapping[str, list[str]]) -> dict[str, Any]:
    """An edition's words, by path, as additions to the reader's rules; a person's words are words, never patterns."""
    extra: dict[str, Any] = {}
    for path, words in content.items():
        *folders, last = path.split("/")
        holder = extra
        for folder in folders:
            holder = holder.setdefault(folder, {})
        holder[last] = [_as_words(word) for word in words]
    return extra


def _as_words(typed: str) -> str:
    return re.escape(typed.casefold()).replace("\\ ", " ")


def reader_for(actor: Actor, *, on: date) -> tuple[str, dict[str, Any]]:
    """The reader's name, with the edition of the words it was taught, and those words as additions to its rules."""
    edition = find_edition(actor, RULES_NAME, on=on)
    name = f"heed {__version__}" + (f", words {edition.number}" if edition.number else "")
    return name, extra_rules(edition.content)
