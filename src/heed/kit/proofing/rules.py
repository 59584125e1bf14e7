"""The lists that proofing works with: `rules/proofing.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import yaml

from heed.kit.reading.rules import rules_folder


class Rules:
    """The lists, made into sets and patterns when first asked for."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def words(self, name: str) -> frozenset[str]:
        """A list of words separated by blanks."""
        return frozenset(str(self.data[name]).split())

    @cached_property
    def notes(self) -> tuple[re.Pattern[str], ...]:
        """With capitals as they stand: "CHECK -" is a note and "check -" is not; words in brackets in any case."""
        return tuple(
            re.compile(str(each), re.IGNORECASE if str(each).startswith((r"\[", r"\b(?:insert", "<")) else 0)
            for each in self.data["notes"]
        )

    @cached_property
    def redacted(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(str(each), re.IGNORECASE) for each in self.data["redacted"])

    @cached_property
    def known(self) -> frozenset[str]:
        return self.words("known")

    @cached_property
    def fine_twice(self) -> frozenset[str]:
        return self.words("fine_twice")

    @cached_property
    def twice_over_a_stop(self) -> frozenset[str]:
        return self.words("twice_over_a_stop")

    @cached_property
    def pending(self) -> frozenset[str]:
        return self.words("pending")

    @cached_property
    def terms(self) -> tuple[tuple[re.Pattern[str], str, str], ...]:
        return tuple(
            (
                re.compile(rf"(?<!\w)(?:{each['pattern']})", re.IGNORECASE),
                str(each["write"]),
                str(each["why"]),
            )
            for each in self.data["terms"]
        )

    @cached_property
    def condolence(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(str, self.data['condolence']))})\b", re.IGNORECASE)

    @cached_property
    def death(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self.data['death']})\b", re.IGNORECASE)

    @cached_property
    def statuses(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (str(state), re.compile(rf"\b(?:{'|'.join(map(str, said))})\b", re.IGNORECASE))
            for state, said in self.data["statuses"].items()
        )

    @property
    def most_age(self) -> int:
        return int(self.data["reading_age"]["most"])

    @property
    def fewest_words(self) -> int:
        return int(self.data["reading_age"]["fewest_words"])


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The rules that come with Heed."""
    with (rules_folder().parent / "proofing.yaml").open(encoding="utf-8") as file:
        return Rules(yaml.safe_load(file))


def rules_with(added: Mapping[str, Any]) -> Rules:
    """The rules that come with Heed, with a partnership's own for some names."""
    return Rules({**load_rules().data, **added})
