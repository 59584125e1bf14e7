"""The markers of lists and numbered paragraphs: how they are recognised and how they are counted out.

A heading word before a number ("Recommendation 3") is text, not a marker.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BULLETS = "•‣◦⁃∙●○◉◘▪▫■□◼◻◾◽▶►▸➢➤❖✓✔·*–—-"
_SYMBOLS = "\uf000-\uf0ff"  # where symbol fonts keep their glyphs when they give no better code

_BULLET = re.compile(rf"(?:[{re.escape(BULLETS)}{_SYMBOLS}§]|o(?=\s+[A-Z0-9‘“'\"]))(?=\s)")
_NUMBER = re.compile(
    r"(?:"
    r"\d{1,2}(?:\.\d{1,2}){1,4}[.)]?(?!\s*(?:million|billion|per\s?cent|%))"  # 4.2  1.1.  5.10
    r"|\d{1,3}[a-z]?[.)]"  # 1.  12)  1a.
    r"|\(\d{1,3}[a-z]?\)"  # (1)
    r"|[a-hj-z][.)]|\([a-z]\)"  # a)  b.  (c)
    r"|[ivx]{1,5}[.)]|\([ivx]{1,5}\)"  # iv)  (iii)
    r"|[A-H][.)]|[I-Z]\)|\([A-Z]\)"  # A.  B)
    r"|[IVX]{2,4}[.)]"  # II.
    r")(?=\s)"
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{3,6})?\b"
_BARE = re.compile(rf"\d{{1,2}}(?=\s+(?!{MONTH})[A-Z‘“])")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})$")


class Marker(NamedTuple):
    """A marker as printed, where it stands in the text, and where the words after it start."""

    text: str
    start: int
    end: int
    rest: int

    @property
    def is_bullet(self) -> bool:
        return is_bullet(self.text)


def is_bullet(marker: str) -> bool:
    """Whether a marker is a sign and not a number or letter."""
    return len(marker) == 1 and (marker in BULLETS or marker == "o" or not marker.isalnum())


def find_marker(text: str, *, bare: bool = False) -> Marker | None:
    """The marker that `text` starts with, if any.

    A number typed after a bullet ("• 2.4 By listing") is the marker, for it says more than the sign.
    `bare` accepts a whole number without a stop ("4 Conclusion"), which only a heading or a hanging
    indent can vouch for.
    """
    found: Marker | None = None
    at = len(text) - len(text.lstrip())
    bullet = _BULLET.match(text, at)
    if bullet:
        rest = _after_space(text, bullet.end())
        found = Marker(bullet.group(), at, bullet.end(), rest)
        at = rest
    number = _NUMBER.match(text, at) or (_BARE.match(text, at) if bare else None)
    if number and not _DATE.match(number.group()):
        found = Marker(number.group(), at, number.end(), _after_space(text, number.end()))
    return found if found and found.rest < len(text) else None


def bare_number(text: str) -> int | None:
    """The whole number without a stop that a text begins with, if words follow it."""
    found = _BARE.match(text)
    return int(found.group()) if found else None


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def ordinal(marker: str) -> tuple[str, int]:
    """A number or letter marker as its shape and its place in a count: "3.1.2" is ("3.1.1", 2), "b)" is
    ("a)", 2); of letters that are also Roman numbers, the letter."""
    core = re.search(r"(\d+|[a-zA-Z])(\D*)$", marker)
    if core is None or (core.group(1).isalpha() and len(re.findall(r"[A-Za-z]", marker)) > 1):
        return marker, 0
    last = core.group(1)
    if last.isdigit():
        return f"{marker[: core.start()]}1{core.group(2)}", int(last)
    first = "a" if last.islower() else "A"
    return f"{marker[: core.start()]}{first}{core.group(2)}", ord(last) - ord(first) + 1


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    answer = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        answer = chr(ord("a") + rest) + answer
    return answer


def roman(number: int) -> str:
    """1 is i, 4 is iv; below 1 or above 3,999 the number itself."""
    if not 0 < number < 4000:
        return str(number)
    answer = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        answer += sign * count
    return answer
