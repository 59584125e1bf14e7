"""Names to pseudonyms and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from heed.kit.words import plain


class Glossary:
    """What people are called in records, and the pseudonym of each. The longest name is looked for first, whole words
    only, whatever its capitals; "Kayleigh's" becomes "Child K's", and "the friend" begins a sentence as "The friend".
    Names that are not in the glossary stay: hiding is as complete as the list."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """`names`: pseudonym to the names that it stands for."""
        self._pseudonyms = {
            _folded(name): word for word, listed in names.items() for name in listed if name.strip()
        }
        self._first_names = {
            _folded(word): next((name for name in listed if name.strip()), word)
            for word, listed in names.items()
        }
        self._hidden, self._shown = _whole_words(self._pseudonyms), _whole_words(self._first_names)

    def hide(self, text: str) -> str:
        """The text with pseudonyms for names."""
        return _replaced(self._hidden, self._pseudonyms, text)

    def show(self, text: str) -> str:
        """The text with the first listed name for each pseudonym."""
        return _replaced(self._shown, self._first_names, text)


def _folded(name: str) -> str:
    return " ".join(plain(name).casefold().split())


def _whole_words(known: Mapping[str, str]) -> re.Pattern[str] | None:
    if not known:
        return None
    longest = sorted(known, key=lambda name: (-len(name), name))
    bodies = (r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?!\w)", re.IGNORECASE)


def _replaced(pattern: re.Pattern[str] | None, known: Mapping[str, str], text: str) -> str:
    if pattern is None or not text:
        return text
    parts: list[str] = []
    until = 0
    for found in pattern.finditer(plain(text)):  # of the same length, so that its places are the text's
        before, word = text[until : found.start()], known[_folded(found.group())]
        begins = not (before or parts) or before.rstrip().endswith((".", "!", "?", "\n"))
        parts += [before, word[:1].upper() + word[1:] if begins else word]
        until = found.end()
    return "".join([*parts, text[until:]])
