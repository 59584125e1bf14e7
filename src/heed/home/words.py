"""The words of Heed, from `rules/words.yaml`: shown in the product, and written to docs/explanation/words.md."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from heed.platform.ui.components.words import anchor_of


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means here."""

    name: str
    meaning: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page, for those that lead there."""
        return anchor_of(self.name)


@dataclass(frozen=True, slots=True)
class Section:
    """Words that belong together."""

    title: str
    words: tuple[Word, ...]


@cache
def word_sections() -> tuple[Section, ...]:
    """Every word, in the order in which it is shown."""
    written = yaml.safe_load((Path(settings.RULES) / "words.yaml").read_text(encoding="utf-8"))
    return tuple(
        Section(
            title=each["title"],
            words=tuple(Word(name=name, meaning=meaning) for name, meaning in each["words"].items()),
        )
        for each in written
    )


def words_as_markdown() -> str:
    """The same words as docs/explanation/words.md."""
    lines = ["# Words", "", "Heed uses the sector's own words, and each of them for one thing only."]
    for section in word_sections():
        lines += ["", f"## {section.title}", ""]
        lines += [f"- **{word.name}**: {word.meaning}" for word in section.words]
    return "\n".join(lines) + "\n"
