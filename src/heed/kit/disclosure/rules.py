"""The lists that the disclosure check works with: `rules/disclosure.yaml`, `names.yaml` and `everyday-words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import yaml

from heed.kit.disclosure.types import Layer
from heed.kit.reading.rules import rules_folder

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = ("disclosure", "names", "everyday-words")


class Rules:
    """The lists, made into sets and patterns when first asked for. `data` is file name to its content."""

    def __init__(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        self.data = data["disclosure"]
        self._names = data["names"]
        self._everyday = data["everyday-words"]

    def words(self, name: str) -> frozenset[str]:
        """A list of words separated by blanks."""
        return frozenset(str(self.data[name]).split())

    @cached_property
    def seen_by_nobody(self) -> frozenset[Layer]:
        return frozenset(Layer[str(each)] for each in self.data["seen_by_nobody"])

    @cached_property
    def noisy(self) -> frozenset[Layer]:
        return frozenset(Layer[str(each)] for each in self.data["noisy"])

    @cached_property
    def first_names(self) -> frozenset[str]:
        """Without those that are words as well, which take more to be a name."""
        return frozenset(str(self._names["first"]).split()) - self.ambiguous

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        return self.words("ambiguous")

    @cached_property
    def everyday(self) -> frozenset[str]:
        return frozenset(str(self._everyday["words"]).split())

    @cached_property
    def no_names(self) -> frozenset[str]:
        """Words that keep their capital and are no names of people."""
        listed = str(self._names["not"]).split()
        return frozenset(listed) | self.words("organisations") | self.words("demonyms")

    @cached_property
    def institutions(self) -> frozenset[str]:
        return self.words("institutions")

    @cached_property
    def titles(self) -> frozenset[str]:
        return self.words("titles")

    @cached_property
    def honorifics(self) -> frozenset[str]:
        return self.words("honorifics")

    @cached_property
    def surnames_too(self) -> frozenset[str]:
        return self.words("surnames_too")

    @cached_property
    def articles(self) -> frozenset[str]:
        return self.words("articles")

    @cached_property
    def also_of_things(self) -> frozenset[str]:
        return self.words("also_of_things")

    @cached_property
    def roles(self) -> frozenset[str]:
        return self.words("roles")

    @cached_property
    def times(self) -> frozenset[str]:
        return self.words("times")

    @cached_property
    def short_forms(self) -> frozenset[str]:
        return self.words("short_forms")

    @cached_property
    def school_words(self) -> frozenset[str]:
        return self.words("school_words")

    @cached_property
    def says(self) -> frozenset[str]:
        return self.words("says")

    @cached_property
    def areas(self) -> frozenset[str]:
        return self.words("areas")

    @cached_property
    def rare(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (re.compile(rf"(?<!\w)(?:{each['pattern']})(?!\w)", re.IGNORECASE), str(each["why"]))
            for each in self.data["rare"]
        )

    @cached_property
    def sexes(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self.data['sexes']})\b", re.IGNORECASE)

    @cached_property
    def events(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{str(self.data['events']).replace('| ', '|')})\b", re.IGNORECASE)

    @cached_property
    def bands(self) -> tuple[tuple[int, str], ...]:
        return tuple((int(under), str(words)) for under, words in self.data["bands"])

    @property
    def most(self) -> int:
        return int(self.data["most"])

    @property
    def below(self) -> int:
        return int(self.data["small"]["below"])

    @cached_property
    def counts(self) -> frozenset[str]:
        return frozenset(str(self.data["small"]["counts"]).split())

    def replacement(self, name: str) -> str:
        """What stands in the place of a name, a school or a place that has no pseudonym."""
        return str(self.data["replacements"][name])


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The rules that come with Heed."""
    data = {}
    for name in FILES:
        with (rules_folder().parent / f"{name}.yaml").open(encoding="utf-8") as file:
            data[name] = yaml.load(file, Loader=_Loader)
    return Rules(data)


def rules_with(added: Mapping[str, Any]) -> Rules:
    """The rules that come with Heed, with a partnership's own for some names of `disclosure.yaml`."""
    own = load_rules()
    return Rules({"disclosure": {**own.data, **added}, "names": own._names, "everyday-words": own._everyday})
