"""Short forms: spelt out where they are first used, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from heed.kit.proofing.rules import Rules
from heed.kit.proofing.types import Fault, Text
from heed.kit.words import plain

_SHORT = re.compile(r"(?<![\w/&-])(?:[A-Z]{2,}(?:&[A-Z]+)?\d?|\d[A-Z]{3,})s?(?=\d?(?![\w&-])|'s|\d\b)")


def acronyms(texts: Sequence[Text], rules: Rules, glossary: Mapping[str, str]) -> Iterator[Fault]:
    """One fault for each short form that is not spelt out at or before its first use."""
    flats = [plain(text.words) for text in texts]
    whole = "\n".join(flats)
    lowered = frozenset(re.findall(r"\b[a-z]{2,}\b", whole))
    met: set[str] = set()
    for number, (text, flat) in enumerate(zip(texts, flats, strict=True)):
        if text.form == "heading" or flat.isupper():
            continue
        for found in _SHORT.finditer(flat):
            short = found.group().rstrip("s") if not found.group().isupper() else found.group()
            short = short.rstrip("s")
            if short in met or short in rules.known or short.strip("IVXLC") == "" or short.lower() in lowered:
                continue
            met.add(short)
            if fault := _fault(short, number, found.span(), text, flats, glossary):
                yield fault


def _fault(
    short: str,
    number: int,
    span: tuple[int, int],
    text: Text,
    flats: Sequence[str],
    glossary: Mapping[str, str],
) -> Fault | None:
    told = next((at for at, flat in enumerate(flats) if _spelt_out(short, flat)), None)
    full = glossary.get(short, "")
    if told is not None and told <= number:
        return None
    if full and any(full.lower() in flat.lower() for flat in flats[: number + 1]):
        return None
    start, end = span
    proposed = f"{full} ({text.words[start:end]})" if full else ""
    if told is not None:
        why = f"“{short}” is used before it is spelt out"
        return Fault(
            "acronym-before-meaning", text.words[start:end], text.place, number, start, end, why, proposed
        )
    why = f"“{short}” is not spelt out"
    return Fault("undefined-acronym", text.words[start:end], text.place, number, start, end, why, proposed)


def _spelt_out(short: str, flat: str) -> bool:
    """Whether a paragraph says what a short form stands for: in brackets after it, or it in brackets after that."""
    if short not in flat:
        return False
    said = re.escape(short)
    if re.search(rf"\b{said}s? ?\((?=[A-Z]?[a-z]+ [A-Za-z])", flat):
        return True
    if re.search(rf"\b{said}\s*(?:-|:|=|stands for|means|is short for)\s*[A-Z]?[a-z]+ [A-Za-z]", flat):
        return True
    for found in re.finditer(rf"\(\s*[\"']?(?:the |known as )?{said}s?\b", flat):
        before = re.findall(r"[^\W\d_]+", flat[: found.start()])[-12:]
        if before and _could_stand_for(short, before):
            return True
    return False


def _could_stand_for(short: str, before: Sequence[str]) -> bool:
    """Whether the last words before the brackets could be what the letters stand for: one begins with its first."""
    letters = [each for each in short if each.isalpha()]
    firsts = [word[0].upper() for word in before]
    return letters[0] in firsts
