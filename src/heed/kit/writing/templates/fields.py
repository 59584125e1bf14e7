"""What may be written in a template, and what somebody meant who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

Value = str | int
FIRST_OF_ROW = "row."
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a template may ask for, each by its name with what it is called: `facts` are said once, `row` of each
    row."""

    facts: Mapping[str, str]
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundField:
    """A placeholder of a template: as it was written, what it is taken to mean, and where it stands."""

    written: str
    name: str
    of_row: bool
    where: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in a template, and where."""

    words: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a template asks for, and what is wrong with it."""

    found: tuple[FoundField, ...]
    troubles: tuple[Trouble, ...]


def meant(written: str, fields: Fields) -> tuple[str, bool] | None:
    """The name of a field and whether it is one of a row: by its name or by what it is called, in any case; None
    where there is no such field."""
    words = _folded(written)
    if words.startswith(FIRST_OF_ROW):
        found = _named(words.removeprefix(FIRST_OF_ROW), fields.row)
        return (found, True) if found else None
    if found := _named(words, fields.facts):
        return found, False
    found = _named(words, fields.row)
    return (found, True) if found else None


def _folded(words: str) -> str:
    return " ".join(words.replace("_", " ").casefold().split())


def _named(words: str, names: Mapping[str, str]) -> str:
    for name, label in names.items():
        if words in (_folded(name), _folded(label)):
            return name
    return ""


def has_row_field(text: str, fields: Fields) -> bool:
    """Whether these words ask for something of a row."""
    found = (meant(each, fields) for each in PLACEHOLDER.findall(text))
    return any(each and each[1] for each in found)


def look_at(text: str, where: str, fields: Fields) -> Iterator[FoundField | Trouble]:
    """The placeholders of one place, known or not."""
    for written in PLACEHOLDER.findall(text):
        found = meant(written, fields)
        if found:
            yield FoundField(written.strip(), found[0], found[1], where)
        else:
            yield Trouble(f"There is no field “{written.strip()}”{_perhaps(written, fields)}", where)
    rest = PLACEHOLDER.sub("", text)
    if "{{" in rest or "}}" in rest:
        yield Trouble("Two brackets are opened or closed alone: a field is written {{ so }}", where)
    if "{%" in rest or "{#" in rest:
        yield Trouble("A template has fields only: whatever has a field of a row repeats by itself", where)


def _perhaps(written: str, fields: Fields) -> str:
    """The field that was perhaps meant, by its letters."""
    bare = _folded(written).removeprefix(FIRST_OF_ROW)
    by_words = {
        _folded(words): name
        for names in (fields.facts, fields.row)
        for name, label in names.items()
        for words in (name, label)
    }
    near = get_close_matches(bare, by_words, n=1)
    if not near:
        return ""
    name = by_words[near[0]]
    return f": did you mean {{{{ {FIRST_OF_ROW if name in fields.row else ''}{name} }}}}?"


def filled(text: str, fields: Fields, values: Mapping[str, Value]) -> str:
    """The words with their fields filled in; one that is not known, or of no row here, is empty."""
    return PLACEHOLDER.sub(lambda match: value_of(match[1], fields, values), text)


def value_of(written: str, fields: Fields, values: Mapping[str, Value]) -> str:
    """What stands for a placeholder: words that XML can hold."""
    found = meant(written, fields)
    return printable(values.get(key_of(*found), "")) if found else ""


def key_of(name: str, of_row: bool) -> str:
    """Under which name a value is handed in: fields of rows begin with "row."."""
    return f"{FIRST_OF_ROW}{name}" if of_row else name


def printable(value: Value) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", str(value))
