"""Files with identifiers planted in them, one in each place that a file has: for tests, and for bar 10.

`documents(count)` gives files of every kind in turn, with five plants each. Made with the libraries that people's own
programs are like (python-docx, XlsxWriter, ReportLab, PDFium, Pillow); what those cannot make is written into the file
as the formats say.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from heed.kit.disclosure import Act, Decision, Hit, Known, decide
from heed.kit.disclosure.numbers import nhs_check
from tests.kit.disclosure import planted_office, planted_pdf, planted_web

PLANTS_EACH = 5
_FIRST = [
    "Jayden",
    "Kacper",
    "Amira",
    "Reggie",
    "Chidera",
    "Maisie",
    "Yusra",
    "Ravi",
    "Eilidh",
    "Tomasz",
    "Poppy",
    "Musa",
    "Skye",
    "Finlay",
    "Elsie",
    "Leanne",
]
_LAST = [
    "Thornbury",
    "Wisniewski",
    "Haddad",
    "Fennimore",
    "Ezekwe",
    "Brackenridge",
    "Strachan",
    "Hartnoll",
    "Okonjo",
    "Pascoe",
    "Trelawney",
    "Dunmore",
]
_STREETS = ["LS1 4AP", "SO14 7LY", "M13 9PL", "CF10 1EP", "B33 8TH", "EC1A 1BB", "NE1 7RU", "PL4 8AA"]


@dataclass(frozen=True, slots=True)
class Plant:
    """Words that must not leave, the place in the file where they were put, and what they are."""

    words: str
    place: str
    kind: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A file with what was planted in it."""

    name: str
    data: bytes
    plants: tuple[Plant, ...]


MAKERS = {
    "docx": (planted_office.WORD_PLACES, planted_office.make_word),
    "xlsx": (planted_office.SHEET_PLACES, planted_office.make_sheets),
    "pdf": (planted_pdf.PLACES, planted_pdf.make_pdf),
    "pptx": (planted_office.SLIDE_PLACES, planted_office.make_slides),
    "html": (planted_web.PLACES, planted_web.make_page),
}
"""The kinds of file, their places, and how one is made of (place, words)."""


def people(seed: int = 9) -> tuple[str, ...]:
    """The people of the case, whom the check is told of."""
    chance = random.Random(seed)
    return tuple(f"{first} {chance.choice(_LAST)}" for first in _FIRST)


KNOWN = Known(
    people=people(),
    pseudonyms=("Child K", "Mother"),
    called=tuple((name, "Child K") for name in people()[:1]),
)


def documents(count: int, seed: int = 9) -> Iterator[Planted]:
    """Files in turn, so that every place of every kind comes round."""
    chance = random.Random(seed)
    for number, (kind, chosen) in enumerate(turns(count)):
        make = MAKERS[kind][1]
        found = [identifier(chance, number * PLANTS_EACH + at) for at in range(PLANTS_EACH)]
        plants = tuple(Plant(words, place, what) for (words, what), place in zip(found, chosen, strict=True))
        name = f"draft {number + 1}.{kind}"
        yield Planted(name, make([(plant.place, plant.words) for plant in plants]), plants)


def as_proposed(hits: list[Hit]) -> list[Decision]:
    """What a person would decide who follows every proposal, and lets stand what only a person can word."""
    return [decide(hit) if hit.proposed or hit.act is Act.REMOVE else decide(hit, Act.KEEP) for hit in hits]


def turns(count: int) -> Iterator[tuple[str, list[str]]]:
    """Which kind of file each is, and which places of it are planted."""
    done = dict.fromkeys(MAKERS, 0)
    for number in range(count):
        kind = list(MAKERS)[number % len(MAKERS)]
        places = MAKERS[kind][0]
        yield kind, [places[(done[kind] + at) % len(places)] for at in range(PLANTS_EACH)]
        done[kind] += PLANTS_EACH


def identifier(chance: random.Random, number: int) -> tuple[str, str]:
    """One that the check must find, and what it is; every second one is the name of somebody of the case."""
    kinds = (
        "name", "NHS number", "name", "telephone number", "name", "e-mail address", "name", "postcode", "name",
        "National Insurance number",
    )  # fmt: skip
    kind = kinds[number % len(kinds)]
    if kind == "name":
        return chance.choice(people()), kind
    if kind == "NHS number":
        return _nhs(chance), kind
    if kind == "telephone number":
        return f"07700 900{chance.randrange(1000):03d}", kind
    if kind == "e-mail address":
        return f"{chance.choice(_FIRST).lower()}{number}@example.org", kind
    if kind == "postcode":
        return chance.choice(_STREETS), kind
    return f"AB{chance.randrange(10, 99)}{chance.randrange(10, 99)}{chance.randrange(10, 99)}C", kind


def _nhs(chance: random.Random) -> str:
    while True:
        digits = f"{chance.randrange(400_000_000, 500_000_000)}"
        for check in "0123456789":
            if nhs_check(digits + check):
                whole = digits + check
                return f"{whole[:3]} {whole[3:6]} {whole[6:]}"
