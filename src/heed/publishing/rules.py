"""What follows from the words, days and answers of a publication, without a database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from heed.kit.dates import Calendar
from heed.kit.similarity.stems import stems
from heed.kit.writing import Block, Document, Grid, Logo, Paragraph, Part, Points
from heed.publishing.types import PublicationKind, TellingRule

_TITLE_WEIGHT = 12
_SUMMARY_WEIGHT = 3
_LONGEST_WORD = 40
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”‘’()\[\]|*]+", re.IGNORECASE)
_ENDS = r"(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹])"
"""Where a word ends: the number of a note may stand at it."""


def kinds_from(written: Mapping[str, Any]) -> dict[str, PublicationKind]:
    """`kinds` of `rules/publishing.yaml`, with who is told first of each."""
    return {
        key: PublicationKind(
            key=key,
            name=each["name"],
            accepted=bool(each.get("accepted")),
            answers=bool(each.get("answers")),
            tellings=tuple(name for name, told in written["tellings"].items() if key in told["kinds"]),
        )
        for key, each in written["kinds"].items()
    }


def tellings_from(written: Mapping[str, Any]) -> dict[str, TellingRule]:
    """`tellings` of the same file."""
    return {
        key: TellingRule(
            key=key,
            name=each["name"],
            before=each.get("before"),
            kinds=tuple(each.get("review_kinds", ())),
        )
        for key, each in written["tellings"].items()
    }


def tellings_for(
    kind: PublicationKind, rules: Mapping[str, TellingRule], review_kind: str
) -> tuple[TellingRule, ...]:
    """Who is told before a publication of this kind, of a review of this kind."""
    found = (rules[key] for key in kind.tellings)
    return tuple(each for each in found if not each.kinds or review_kind.casefold() in each.kinds)


def last_day_to_tell(rule: TellingRule, publish_on: date, calendar: Calendar) -> date:
    """The last day on which somebody can be told so that the working days are kept."""
    day = publish_on
    while calendar.after(day, rule.before or 0) > publish_on:
        day -= timedelta(days=1)
    return day


def forbids(on: date, *, first_on: date, last_on: date, yearly: bool) -> bool:
    """Whether a day lies among forbidden ones, of any year where they come round."""
    if not yearly:
        return first_on <= on <= last_on
    return any(
        _in_year(first_on, year) <= on <= _in_year(first_on, year) + (last_on - first_on)
        for year in (on.year - 1, on.year)
    )


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def parts_of(words: str) -> list[Part]:
    """Plain text as headings with what stands beneath.

    "## " begins a heading ("### " one beneath it), "- " a point, "|" a row of a table ("|# " its title; the first row
    are its columns); everything else is a paragraph.
    """
    parts: list[tuple[str, int, list[Block]]] = []
    for mark, run in _runs(words):
        if mark == "#":
            parts += [(line.lstrip("#").strip(), 2 if line.startswith("###") else 1, []) for line in run]
            continue
        if not parts:
            parts.append(("", 1, []))
        blocks = parts[-1][2]
        if mark == "-":
            blocks.append(Points(items=tuple(line[2:].strip() for line in run)))
        elif mark == "|":
            blocks.append(_grid(run))
        else:
            blocks += [Paragraph(words=line) for line in run]
    return [Part(heading=heading, blocks=tuple(blocks), level=level) for heading, level, blocks in parts]


def _runs(words: str) -> list[tuple[str, list[str]]]:
    """Lines of the same kind that follow one another; tables with a title of their own begin anew."""
    runs: list[tuple[str, list[str]]] = []
    for line in map(str.strip, words.splitlines()):
        mark = "-" if line.startswith("- ") else line[0] if line[:1] in ("#", "|") else ""
        if not line:
            runs.append(("empty", []))
        elif runs and runs[-1][0] == mark and not line.startswith("|#"):
            runs[-1][1].append(line)
        else:
            runs.append((mark, [line]))
    return [each for each in runs if each[1]]


def _grid(lines: Sequence[str]) -> Grid:
    caption = lines[0].strip("|").removeprefix("#").strip() if lines[0].startswith("|#") else "Table"
    rows = [_cells(line) for line in lines if not line.startswith("|#")] or [[""]]
    width = max(map(len, rows))
    columns, *rest = [[*row, *[""] * (width - len(row))] for row in rows]
    return Grid(caption=caption, columns=columns, rows=rest)


def _cells(line: str) -> list[str]:
    return [each.strip() for each in line.strip("|").split("|")]


def document_of(
    *, title: str, summary: str, words: str, by: str, edition: str, logo: Logo | None = None
) -> Document:
    """An edition as it is written out, whatever the form."""
    return Document(
        title=title, lead=summary, parts=parts_of(words), foot=f"{by}. {edition}", author=by, logo=logo
    )


def plain_text(*, title: str, summary: str, words: str, by: str, edition: str) -> str:
    """An edition as plain text."""
    body = "\n".join(
        line.lstrip("#").strip() if line.startswith("#") else line for line in words.splitlines()
    )
    return "\n\n".join(filter(None, [title, summary, body.strip(), f"{by}. {edition}"])) + "\n"


def statement(
    *,
    title: str,
    summary: str,
    themes: Sequence[str],
    words: str,
    why: str,
    forms: Iterable[Any],
    shows_status: bool,
) -> str:
    """Everything of an edition that is approved, in one text: a hash of it is a hash of every byte."""
    lines = [f"{each.form}: {each.size} bytes, SHA-256 {each.sha256}" for each in forms]
    parts = [
        title,
        summary,
        f"Themes: {', '.join(themes)}" if themes else "",
        f"Corrects: {why}" if why else "",
        "Its page says where each recommendation stands, by label" if shows_status else "",
        "\n".join(lines),
        words,
    ]
    return "\n\n".join(filter(None, parts))


def hash_of(words: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(words.encode()).hexdigest()


def replaced(words: str, found: str, instead: str) -> str:
    """A text with every place of some words said otherwise; what is left of spaces is tidied."""
    pattern = re.compile(rf"(?<!\w){re.escape(found)}{_ENDS}")
    changed = pattern.sub(lambda _: instead, words)
    return changed if instead else re.sub(r"[ \t]{2,}", " ", re.sub(r" +([.,;:!?])", r"\1", changed))


def holds(words: str, found: str) -> bool:
    """Whether the words stand in a text by themselves."""
    return re.search(rf"(?<!\w){re.escape(found)}{_ENDS}", words) is not None


def public_words(title: str, summary: str, words: str) -> dict[str, int]:
    """The words by which the public library finds an edition, each with its weight: a title's count most."""
    weights: dict[str, int] = {}
    for text, weight in ((title, _TITLE_WEIGHT), (summary, _SUMMARY_WEIGHT), (words, 1)):
        for word in stems_of(text):
            weights[word] = weights.get(word, 0) + weight
    return weights


def stems_of(text: str) -> list[str]:
    """The words of a text as they are looked for, in order, however they are written."""
    return [word[:_LONGEST_WORD] for word in stems(text.lower())]


def share(reached: int | None, out_of: int | None) -> str:
    """How many of how many, in words."""
    if reached is None:
        return "not counted"
    if not out_of:
        return f"{reached:,}, of how many is not known"
    return f"{reached:,} of {out_of:,} ({round(100 * reached / out_of)}%)"


def addresses_in(text: str) -> list[str]:
    """The web addresses that a text prints, each once, in its order."""
    found = (each.rstrip(".,;:!?'") for each in _ADDRESS.findall(text))
    return list(dict.fromkeys(each if "://" in each else f"https://{each}" for each in found))
