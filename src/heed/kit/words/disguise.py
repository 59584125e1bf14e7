"""Words that stand in for other words, for copies that are given to whoever tests: they say nothing and look real.

Two ways. A *filling* is drawn anew each time and keeps only the length, the lines and where capitals and figures
begin, so that nothing can be counted back to the words. A *stand-in* is the same for the same name, so that one
person is still one person in the copy; it is made with a key that nobody keeps.
"""

from __future__ import annotations

import hashlib
import hmac
import random
import re
import secrets

_HARD = "bdfgklmnprstv"
_SOFT = "aeiou"
_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_LONGEST_WORD = 9


class Disguise:
    """Stand-ins and fillings with one key, by default a new one that is gone with the object."""

    def __init__(self, key: bytes | None = None):
        self._key = key or secrets.token_bytes(32)
        self._chance = random.SystemRandom()

    def filling(self, text: str) -> str:
        """As long as `text`, in as many lines, of words that are none; figures become other figures."""
        return _LINE.sub(lambda line: self._line(line.group()), text)

    def _line(self, line: str) -> str:
        filled = ""
        while len(filled) < len(line):
            word = _sounding(self._chance, self._chance.randint(2, _LONGEST_WORD))
            filled += f"{word} "
        filled = filled[: len(line)]
        if line[:1].isupper():
            filled = filled[:1].upper() + filled[1:]
        if line[:1].isdigit():
            filled = self._chance.choice("123456789") + filled[1:]
        return f"{filled[:-1]}." if filled.endswith(" ") else filled

    def name(self, name: str) -> str:
        """Two capitalised words of 13 characters in all, the same for the same name however written; "" for ""."""
        folded = " ".join(name.split()).casefold()
        if not folded:
            return name
        chance = random.Random(self._digest(folded))
        return f"{_sounding(chance, 5).capitalize()} {_sounding(chance, 7).capitalize()}"

    def email(self, address: str) -> str:
        """An address that no mail reaches, the same for the same address; "" for ""."""
        folded = address.strip().casefold()
        return f"person-{self._digest(folded).hex()[:12]}@scrubbed.invalid" if folded else address

    def _digest(self, folded: str) -> bytes:
        return hmac.new(self._key, folded.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def _sounding(chance: random.Random, length: int) -> str:
    """Letters that can be read aloud."""
    return "".join(chance.choice(_SOFT if place % 2 else _HARD) for place in range(length))
